"""The news and what it means. No network, no database, no clock.

- The nouns and the errors: `nouns`, `errors`. What an article is in its story: `roles`.
- `text` takes an article apart: sentences, words, names, numbers, dates.
- The same text again: `copies`. Meaning as vectors: `embeddings`.
- Which story: `stories` decides, by what is in `story`; `second_thoughts` merges and splits.
- What is new: `developments` compares with the `ledger` (a long one's `candidates`), by what is in `novelty` and by
  the rules of `change`; `witness` tells whose words they are; `events` is what there is to tell.
"""
