"""Stories and what is new in them.

- `stories` and their articles; what the index remembers of these: `traces`, `words`.
- What was said: `ledger`; what of it was new: `developments`, and by meaning: `meanings`.
- What upkeep or a person changes: `mending`, taken back by `unmending`.
"""
