"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -4.2994,
    "words": 6.9187,
    "lead words": 3.4294,
    "rare": 0.4565,
    "names": 3.4721,
    "best name": 1.6862,
    "ages": 1.7597,
    "other ages": -1.332,
    "numbers": 2.168,
    "title words": 1.7812,
    "gap": -1.0754,
    "undated": -2.1404,
    "title": 0.553,
    "lead": -6.7084,
    "passages": -8.9412,
    "best passage": 6.474,
    "centred": 5.4987,
    "title to lead": 0.8442,
    "outstanding": 0.2688,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": -6.2741,
    "words": 7.7583,
    "lead words": 5.9151,
    "rare": 0.7422,
    "names": 3.378,
    "best name": 1.7956,
    "ages": 1.1957,
    "other ages": -1.9708,
    "numbers": 1.6825,
    "title words": 1.3473,
    "gap": -1.0809,
    "undated": -1.3046,
}
"""Where they have not."""

JOIN_AT = -0.5
"""Score (log-odds) of a story from which an article joins it."""
