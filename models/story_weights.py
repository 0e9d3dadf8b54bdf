"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -8.8455,
    "words": 3.1726,
    "lead words": -0.0815,
    "rare": 0.7311,
    "names": 3.9249,
    "best name": 1.0947,
    "ages": 2.63,
    "other ages": -1.3078,
    "numbers": 2.158,
    "title words": 10.2699,
    "gap": -0.8,
    "undated": 0.0,
    "title": 0.551,
    "lead": 9.6058,
    "passages": -0.4228,
    "best passage": 6.5161,
    "centred": -8.7964,
    "title to lead": -0.2919,
    "outstanding": 0.2092,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": -5.275,
    "words": 3.434,
    "lead words": 4.4898,
    "rare": 0.7425,
    "names": 4.2582,
    "best name": 1.6077,
    "ages": 2.4812,
    "other ages": -1.1984,
    "numbers": 2.4357,
    "title words": 14.3704,
    "gap": -0.8,
    "undated": 0.0,
}
"""Where they have not."""

JOIN_AT = 1.0
"""Score (log-odds) of a story from which an article joins it."""
