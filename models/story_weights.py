"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -0.8496,
    "words": 1.5523,
    "lead words": 0.5918,
    "rare": 0.1647,
    "names": 2.9394,
    "best name": 0.179,
    "rare names": 0.9492,
    "other names": -2.5484,
    "ages": 1.3554,
    "other ages": -1.6331,
    "numbers": 1.596,
    "title words": 1.3717,
    "gap": -0.5929,
    "soon": 1.3965,
    "near": 0.4907,
    "centred": 1.6403,
    "outstanding": 0.209,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": 1.6037,
    "words": 1.8975,
    "lead words": 1.0501,
    "rare": 0.3057,
    "names": 2.9446,
    "best name": 0.1376,
    "rare names": 0.8041,
    "other names": -2.4465,
    "ages": 1.1688,
    "other ages": -1.8884,
    "numbers": 1.5286,
    "title words": 1.0565,
    "gap": -0.6973,
    "soon": 1.3923,
    "near": 0.2539,
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

JOIN_AT = -1.25
"""Score (log-odds) of a story from which an article joins it when no other story runs beside it."""

CROWDED = 0.25
"""How much higher it must be for each e-fold of stories that run beside it."""
