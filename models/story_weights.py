"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -1.0203,
    "words": 1.8477,
    "lead words": 0.2739,
    "rare": 0.2635,
    "names": 2.8471,
    "best name": 0.5037,
    "rare names": 0.9537,
    "other names": -1.7144,
    "ages": 1.3361,
    "other ages": -1.6399,
    "numbers": 1.5646,
    "title words": 1.3818,
    "gap": -0.6026,
    "soon": 1.4246,
    "near": 0.4798,
    "centred": 1.5034,
    "outstanding": 0.2025,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": 1.3462,
    "words": 2.1678,
    "lead words": 0.7309,
    "rare": 0.3861,
    "names": 2.8212,
    "best name": 0.4395,
    "rare names": 0.8261,
    "other names": -1.6231,
    "ages": 1.1544,
    "other ages": -1.8762,
    "numbers": 1.5071,
    "title words": 1.0763,
    "gap": -0.7018,
    "soon": 1.4309,
    "near": 0.2558,
}
"""Where they have not."""

ACROSS: dict[str, float] = {
    "bias": -8.2666,
    "rare": 0.3708,
    "names": 4.8488,
    "best name": 2.3322,
    "rare names": 1.2652,
    "ages": 1.4727,
    "other ages": -1.5563,
    "numbers": 2.1786,
    "gap": -0.5054,
    "soon": 1.6806,
    "near": 0.2492,
    "centred": 4.1691,
    "outstanding": 0.2218,
}
"""Where they are in two languages that one model reads."""

JOIN_AT = -1.0
"""Score (log-odds) of a story from which an article joins it when no other story runs beside it."""

CROWDED = 0.2
"""How much higher it must be for each e-fold of stories that run beside it."""
