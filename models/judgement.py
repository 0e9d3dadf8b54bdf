"""From measures to a verdict: novelty of each sentence and of the article, by two small logistic
regressions.

The first judges a sentence by itself. The second judges the article by its newest sentence (`top`), by the
share of what is not background that is new (`share`), and by how closely it echoes the story's news of the
last two days (`echo`): a rewrite with a detail of its own has a new sentence too, but its other sentences
give it away. Briefs (a sentence or two) leave no room for background, so they are judged by a regression of
their own. Weights are learned by bench/train_developments.py and lie in models/weights.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.novelty import Array, Measures
from models.weights import WEIGHTS
from settings import limits_developments as limits

Weights = Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """How new an article is, and why."""

    novelty: float
    form: str
    sentences: Array
    """Novelty of each sentence; 0 for those that cannot bring news."""
    top: float
    share: float
    echo: float


def form(measures: Measures, allowed: npt.NDArray[np.bool_]) -> str:
    """`brief` or `article`: which regression judges it."""
    few = (measures.statement * allowed).sum() <= limits.BRIEF_SENTENCES
    return "brief" if few or measures.length[allowed].sum() < limits.BRIEF_TERMS else "article"


def judge(measures: Measures, allowed: npt.NDArray[np.bool_], weights: Weights = WEIGHTS) -> Verdict:
    """Novelty of an article whose sentences `allowed` may bring news. None allowed is 0."""
    if not allowed.any():
        return Verdict(0.0, "brief", np.zeros(len(allowed)), 0.0, 0.0, 0.0)
    kind = form(measures, allowed)
    heads = weights[kind]
    scores = linear(measures, heads["sentence"])
    sentences = np.where(allowed, sigmoid(scores), 0.0)
    top, share, echo = whole(measures, sentences, allowed)
    head = heads["article"]
    score = head["bias"] + head["top"] * top + head["share"] * share + head["echo"] * echo
    return Verdict(float(sigmoid(score)), kind, sentences, top, share, echo)


def linear(measures: Measures, weights: Mapping[str, float]) -> Array:
    """Weighted sum of the measures named in `weights`, and its bias."""
    score = np.full(len(measures.cosine), weights["bias"])
    for name, weight in weights.items():
        if name != "bias":
            score += weight * getattr(measures, name)
    return score


def whole(measures: Measures, sentences: Array, allowed: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """(top, share, echo) of an article, from the novelty of its sentences."""
    best = min(max(float(sentences[allowed].max()), 1e-4), 1 - 1e-4)
    fresh = background_free(measures) * measures.length * allowed
    share = float((sentences * fresh).sum() / (fresh.sum() + 1e-6))
    echo = np.clip(measures.recent - np.maximum(measures.older, limits.BACKGROUND_FROM), 0.0, 1.0)
    return float(np.log(best / (1 - best))), share, float(echo[allowed].max())


def background_free(measures: Measures) -> Array:
    """How much of each sentence is not background, 0 to 1: it falls as older statements hold more of it."""
    span = limits.BACKGROUND_UNTIL - limits.BACKGROUND_FROM
    return np.clip((limits.BACKGROUND_UNTIL - measures.older) / span, 0.0, 1.0)


def sigmoid(score: Array | float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)
