"""From measures to a verdict: novelty of each sentence and of the article, by two small logistic
regressions.

The first judges a sentence by itself. The second judges the article by its newest sentence (`top`), by the
share of what is not background that is new (`share`), by how closely it echoes the story's news of the last
two days (`echo`), and by its newest passage (`told`): a rewrite with a detail of its own has a new sentence
too, but what surrounds it gives it away. Briefs (a sentence or two) leave no room for background: a regression of
their own judges their sentences, and they are as new as the newest. Weights are learned by
bench/train_developments.py and lie in models/weights.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.novelty import Array, Measures
from models.weights import WEIGHTS
from settings import limits_developments as limits

Weights = Mapping[str, Mapping[str, Mapping[str, float]]]


class Whole(NamedTuple):
    """An article as the second regression sees it."""

    top: float
    """Log odds of its newest sentence."""
    share: float
    """Share of what is not background that is new."""
    echo: float
    """How closely it echoes the story's news of the last two days."""
    told: float
    """How much of its newest passage the ledger holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """How new an article is, and why."""

    novelty: float
    form: str
    sentences: Array
    """Novelty of each sentence; 0 for those that cannot bring news."""
    whole: Whole


def form(measures: Measures) -> str:
    """`brief` or `article`: which regression judges it."""
    return "brief" if measures.brief else "article"


def judge(measures: Measures, weights: Weights = WEIGHTS) -> Verdict:
    """Novelty of an article. One of which no sentence can bring news has none."""
    if not measures.eligible.any():
        return Verdict(0.0, "brief", np.zeros(len(measures.eligible)), Whole(0.0, 0.0, 0.0, 1.0))
    kind = form(measures)
    heads = weights[kind]
    sentences = np.where(measures.eligible, sigmoid(linear(measures, heads["sentence"])), 0.0)
    found = whole(measures, sentences)
    score = heads["article"]["bias"] + sum(
        heads["article"][name] * value for name, value in zip(Whole._fields, found, strict=True)
    )
    return Verdict(float(sigmoid(score)), kind, sentences, found)


def linear(measures: Measures, weights: Mapping[str, float]) -> Array:
    """Weighted sum of the measures named in `weights`, and its bias."""
    score = np.full(len(measures.cosine), weights["bias"])
    for name, weight in weights.items():
        if name != "bias":
            score += weight * getattr(measures, name)
    return score


def whole(measures: Measures, sentences: Array) -> Whole:
    """What the second regression sees of an article, from the novelty of its sentences."""
    allowed = measures.eligible
    best = min(max(float(sentences[allowed].max()), 1e-4), 1 - 1e-4)
    fresh = background_free(measures) * measures.length * allowed
    share = float((sentences * fresh).sum() / (fresh.sum() + 1e-6))
    echo = np.clip(measures.recent - np.maximum(measures.older, limits.BACKGROUND_FROM), 0.0, 1.0)
    return Whole(
        float(np.log(best / (1 - best))), share, float(echo[allowed].max()), float(measures.told[allowed].min())
    )


def background_free(measures: Measures) -> Array:
    """How much of each sentence is not background, 0 to 1: it falls as older statements hold more of it."""
    span = limits.BACKGROUND_UNTIL - limits.BACKGROUND_FROM
    return np.clip((limits.BACKGROUND_UNTIL - measures.older) / span, 0.0, 1.0)


def sigmoid(score: Array | float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)
