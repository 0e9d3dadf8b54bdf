"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -1.2539,
    "words": 1.7702,
    "lead words": 0.2737,
    "rare": 0.1596,
    "names": 2.9445,
    "best name": 0.5273,
    "rare names": 0.9693,
    "other names": -1.7159,
    "ages": 1.3616,
    "other ages": -1.6484,
    "numbers": 1.5824,
    "title words": 1.3791,
    "gap": -0.5963,
    "soon": 1.442,
    "near": 0.4719,
    "centred": 1.6977,
    "outstanding": 0.1944,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": 1.2172,
    "words": 2.086,
    "lead words": 0.7665,
    "rare": 0.306,
    "names": 2.9599,
    "best name": 0.4516,
    "rare names": 0.8208,
    "other names": -1.6204,
    "ages": 1.1738,
    "other ages": -1.9028,
    "numbers": 1.5221,
    "title words": 1.0708,
    "gap": -0.7,
    "soon": 1.4393,
    "near": 0.2372,
}
"""Where they have not."""

ACROSS: dict[str, float] = {
    "bias": -8.2934,
    "rare": 0.197,
    "names": 4.8914,
    "best name": 2.3194,
    "rare names": 1.2863,
    "ages": 1.4925,
    "other ages": -1.551,
    "numbers": 2.2108,
    "gap": -0.5007,
    "soon": 1.7282,
    "near": 0.2221,
    "centred": 4.2046,
    "outstanding": 0.2259,
}
"""Where they are in two languages that one model reads."""

JOIN_AT = -1.0
"""Score (log-odds) of a story from which an article joins it when no other story runs beside it."""

CROWDED = 0.2
"""How much higher it must be for each e-fold of stories that run beside it."""
