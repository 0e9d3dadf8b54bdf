"""Which story an article belongs to: what `models/stories.py` decides by.

- What is kept of each article is its `trace`; words weigh by the `vocabulary`, which begins with `usual_words`.
- Traces lie in columns on the `shelf`, are stored as a `block`, and are found through the `index`; sums over them are
  `sums`, compiled `kernels`.
- Two articles make `features`, which the learned `weights` turn into log-odds; a story's make its `score`.
- `names` says what a story is called. What persons decided on two articles: `links`.
"""
