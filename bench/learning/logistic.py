"""Logistic regression with a ridge, by Newton's method: deterministic, and all that the training needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def fit(
    rows: Array,
    labels: Array,
    names: Sequence[str],
    ridge: float = 1.0,
    steps: int = 50,
    counts: Array | None = None,
) -> dict[str, float]:
    """Weights by name and `bias`, on the scale of `rows`; the ridge is on standardised columns.

    `counts` says how many examples each row stands for; one each without it.
    """
    many = np.ones(len(rows)) if counts is None else counts
    mean = np.average(rows, axis=0, weights=many)
    deviation = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=many))
    deviation = np.where(deviation > 0, deviation, 1.0)
    x = np.column_stack([(rows - mean) / deviation, np.ones(len(rows))])
    penalty = np.append(np.full(rows.shape[1], ridge), 1e-9)
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (many * (p - labels)) + penalty * w
        hessian = (x * (many * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-10:
            break
    weights = w[:-1] / deviation
    found = dict(zip(names, weights.tolist(), strict=True))
    found["bias"] = float(w[-1] - (weights * mean).sum())
    return found
