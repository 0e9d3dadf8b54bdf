"""An article taken apart.

- `parts`: its title and `sentences`, each of one of the `kinds`.
- What a sentence holds: `words`, `names`, `numbers`, `dates`.
- Who wrote it, which is no news: `credits`.
"""
