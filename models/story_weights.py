"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -1.6019,
    "words": 1.6527,
    "lead words": 0.7783,
    "rare": 0.672,
    "names": 3.3099,
    "best name": 1.4909,
    "ages": 1.2951,
    "other ages": -1.6322,
    "numbers": 1.6658,
    "title words": 1.457,
    "gap": -0.5933,
    "soon": 1.416,
    "near": 0.4883,
    "centred": 1.3791,
    "outstanding": 0.1734,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": 0.5131,
    "words": 1.9144,
    "lead words": 1.173,
    "rare": 0.7296,
    "names": 3.277,
    "best name": 1.3666,
    "ages": 1.1328,
    "other ages": -1.8505,
    "numbers": 1.6077,
    "title words": 1.1698,
    "gap": -0.6807,
    "soon": 1.3998,
    "near": 0.2931,
}
"""Where they have not."""

JOIN_AT = -0.75
"""Score (log-odds) of a story from which an article joins it."""
