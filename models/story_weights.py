"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -1.5957,
    "words": 1.6596,
    "lead words": 0.7731,
    "rare": 0.6703,
    "names": 3.3098,
    "best name": 1.4933,
    "ages": 1.2939,
    "other ages": -1.6315,
    "numbers": 1.6697,
    "title words": 1.4593,
    "gap": -0.5933,
    "soon": 1.4106,
    "near": 0.4899,
    "centred": 1.3512,
    "outstanding": 0.1765,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": 0.5054,
    "words": 1.9183,
    "lead words": 1.1661,
    "rare": 0.7286,
    "names": 3.278,
    "best name": 1.37,
    "ages": 1.1328,
    "other ages": -1.8487,
    "numbers": 1.6098,
    "title words": 1.1726,
    "gap": -0.6802,
    "soon": 1.3935,
    "near": 0.2971,
}
"""Where they have not."""

ACROSS: dict[str, float] = {
    "bias": -8.6055,
    "rare": 0.8449,
    "names": 5.3388,
    "best name": 2.6614,
    "ages": 1.6789,
    "other ages": -1.4535,
    "numbers": 2.3364,
    "gap": -0.4769,
    "soon": 1.6891,
    "near": 0.3965,
    "centred": 3.9607,
    "outstanding": 0.234,
}
"""Where they are in two languages that one model reads."""

JOIN_AT = -0.75
"""Score (log-odds) of a story from which an article joins it when no other story runs beside it."""

CROWDED = 0.0
"""How much higher it must be for each e-fold of stories that run beside it."""
