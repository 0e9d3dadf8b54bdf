"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -4.3069,
    "words": 6.9132,
    "lead words": 3.3817,
    "rare": 0.4544,
    "names": 3.4742,
    "best name": 1.7021,
    "ages": 1.7541,
    "other ages": -1.3181,
    "numbers": 2.1779,
    "title words": 1.7899,
    "gap": -1.0833,
    "undated": -2.158,
    "title": 0.5413,
    "lead": -6.6124,
    "passages": -9.0104,
    "best passage": 6.5696,
    "centred": 5.3904,
    "title to lead": 0.7529,
    "outstanding": 0.2897,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": -6.2889,
    "words": 7.7239,
    "lead words": 5.9238,
    "rare": 0.739,
    "names": 3.3654,
    "best name": 1.8212,
    "ages": 1.1935,
    "other ages": -1.9492,
    "numbers": 1.6897,
    "title words": 1.3321,
    "gap": -1.08,
    "undated": -1.3017,
}
"""Where they have not."""

JOIN_AT = -0.75
"""Score (log-odds) of a story from which an article joins it."""
