"""An article taken apart.

- `parts`: its title and `sentences`, each of one of the `kinds`.
- What a sentence holds: `words`, `names`, `numbers`, `dates`, `days`; `abroad` has the numbers of
  other languages than English.
- Who wrote it, which is no news: `credits`.
"""
