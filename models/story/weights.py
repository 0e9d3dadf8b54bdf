"""Log-odds that two articles are on one event, by feature. From bench/learning/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -1.136,
    "words": 1.5774,
    "lead words": 0.4785,
    "rare": 0.8345,
    "names": 2.9522,
    "best name": -0.6658,
    "rare names": 1.1076,
    "other names": -1.4052,
    "ages": 1.6427,
    "other ages": -1.3379,
    "numbers": 1.4776,
    "title words": 2.5476,
    "gap": -0.4131,
    "soon": 1.8833,
    "near": 0.6855,
    "centred": -1.1517,
    "outstanding": 0.1369,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": -1.5358,
    "words": 1.5329,
    "lead words": 0.3868,
    "rare": 0.7904,
    "names": 2.9476,
    "best name": -0.6245,
    "rare names": 1.1145,
    "other names": -1.4347,
    "ages": 1.6726,
    "other ages": -1.2966,
    "numbers": 1.4751,
    "title words": 2.5503,
    "gap": -0.398,
    "soon": 1.8513,
    "near": 0.7366,
}
"""Where they have not."""

ACROSS: dict[str, float] = {
    "bias": -8.013,
    "rare": 0.9556,
    "names": 4.7576,
    "best name": 1.3202,
    "rare names": 1.1523,
    "ages": 1.8829,
    "other ages": -1.1862,
    "numbers": 2.0047,
    "gap": -0.2604,
    "soon": 2.2059,
    "near": 0.4856,
    "centred": 2.1713,
    "outstanding": 0.0031,
}
"""Where they are in two languages that one model reads."""

JOIN_AT = -1.0
"""Score (log-odds) of a story from which an article joins it when no other story runs beside it."""

CROWDED = 0.2
"""How much higher it must be for each e-fold of stories that run beside it."""
