"""What has changed: values by rule, a sentence held against a known one on the same fact.

- Whether two are on the same fact: `alike`, `circumstances`.
- The rules of all: `values`. Of people: `counts`. Of other figures: `quantities`. Of dates: `redated`. Of what became
  of something: `statuses`, `turned`. Of how certain it is: `modality`.
- A page read again: `edits`, `retitled`. What is taken back: `corrections`.
"""
