"""From measures to a verdict: novelty of each sentence and of the article, by small logistic regressions.

One judges a sentence by itself: it says what is listed as new. An article is judged as a whole, since a rewrite with a
detail of its own has a new sentence too and what surrounds it gives it away: by its newest passage (`told`), by how
closely it echoes the story's news of the last two days (`echo`) and opens with it (`lead`), and by the names and
figures that the story did not have (`facts`). So is a brief (a sentence or two) with a headline: a desk took it for
news. Without one it is a sentence of a stream in which most say nothing; a regression of their own judges such
sentences, and the brief is as new as the newest (`top`). Weights are learned by
bench/learning/train_developments.py and lie in models/novelty/weights.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.novelty.measures import Array, Measures
from models.novelty.weights import WEIGHTS
from settings import limits_developments as limits

Weights = Mapping[str, Mapping[str, Mapping[str, float]]]


class Whole(NamedTuple):
    """An article as the second regression sees it."""

    top: float
    """Log odds of its newest sentence."""
    echo: float
    """How closely it echoes the story's news of the last two days."""
    told: float
    """How much of its newest passage the ledger holds."""
    lead: float
    """How closely its first statement says what was first said within the last two days; from `limits.TOLD_REPEAT` on
    it is told, and word for word says no more."""
    facts: float
    """Log of one plus the number of its names and figures that the ledger does not hold."""


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
    return "brief" if measures.brief and not measures.headed else "article"


def judge(measures: Measures, weights: Weights = WEIGHTS) -> Verdict:
    """Novelty of an article. One of which no sentence can bring news has none."""
    if not measures.eligible.any():
        return Verdict(0.0, "brief", np.zeros(len(measures.eligible)), Whole(0.0, 0.0, 1.0, 0.0, 0.0))
    kind = form(measures)
    heads = weights[kind]
    sentences = np.where(measures.eligible, sigmoid(linear(measures, heads["sentence"])), 0.0)
    found = whole(measures, sentences)
    score = sum(weight * (1.0 if name == "bias" else getattr(found, name)) for name, weight in heads["article"].items())
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
    echo = np.clip(measures.recent - np.maximum(measures.older, limits.BACKGROUND_FROM), 0.0, 1.0)
    return Whole(
        top=math.log(best / (1 - best)),
        echo=float(echo[allowed].max()),
        told=float(measures.told[allowed].min()),
        lead=min(float(measures.recent[allowed][0]), limits.TOLD_REPEAT),
        facts=math.log1p(float((measures.names + measures.numbers)[allowed].sum())),
    )


def sigmoid(score: Array | float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)
