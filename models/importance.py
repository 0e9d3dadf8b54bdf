"""How much a development matters: what a budget ranks by."""

from __future__ import annotations

import numpy as np

from models.novelty import Array, Measures


def importance(novelty: Array, measures: Measures) -> float:
    """0 up; grows with how many sentences are new and with the names and figures that they bring."""
    weight = 1.0 + 0.5 * np.minimum(measures.names, 3) + 0.5 * np.minimum(measures.numbers, 3)
    return float(np.log1p((novelty * weight * measures.eligible).sum()))
