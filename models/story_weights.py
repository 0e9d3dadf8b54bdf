"""Log-odds that two articles are on one event, by feature. From bench/train_stories.py."""

from __future__ import annotations

BOTH: dict[str, float] = {
    "bias": -4.3015,
    "words": 6.9119,
    "lead words": 3.3786,
    "rare": 0.4559,
    "names": 3.4737,
    "best name": 1.7022,
    "ages": 1.7532,
    "other ages": -1.3149,
    "numbers": 2.181,
    "title words": 1.7919,
    "gap": -1.0837,
    "undated": -2.1599,
    "title": 0.5438,
    "lead": -6.6154,
    "passages": -9.0241,
    "best passage": 6.5747,
    "centred": 5.4124,
    "title to lead": 0.7464,
    "outstanding": 0.2867,
}
"""Where both articles have vectors of one model."""

WORDS_ONLY: dict[str, float] = {
    "bias": -6.2877,
    "words": 7.72,
    "lead words": 5.9215,
    "rare": 0.7406,
    "names": 3.3645,
    "best name": 1.8219,
    "ages": 1.1922,
    "other ages": -1.9456,
    "numbers": 1.6924,
    "title words": 1.3334,
    "gap": -1.0803,
    "undated": -1.3033,
}
"""Where they have not."""

JOIN_AT = -0.75
"""Score (log-odds) of a story from which an article joins it."""
