"""How well novelty tells developments from repeats, as ../shared/data/README.md scores it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """AUC of novelty, repeats suppressed at 90 % recall, and precision, recall, F1 at the shipped
    threshold."""

    auc: float
    suppressed: float
    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return (
            f"AUC {self.auc:.3f}  suppressed {self.suppressed:.3f}  "
            f"F1 {self.f1:.3f} (P {self.precision:.3f} R {self.recall:.3f})"
        )


def verdicts(gold: Flags, novelty: Array, development: Flags) -> Verdicts:
    """Over articles that are not the first of their story."""
    hits = int((gold & development).sum())
    precision = hits / max(1, int(development.sum()))
    recall = hits / max(1, int(gold.sum()))
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Verdicts(auc(gold, novelty), suppressed(gold, novelty), precision, recall, f1)


def auc(gold: Flags, score: Array) -> float:
    """Chance that a development scores above a repeat; ties count half."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    yes, no = int(gold.sum()), int((~gold).sum())
    return float((ranks[gold].sum() - yes * (yes + 1) / 2) / (yes * no))


def suppressed(gold: Flags, score: Array, recall: float = 0.9) -> float:
    """Share of repeats below the score that keeps this share of developments."""
    cut = np.sort(score[gold])[::-1][int(np.ceil(recall * gold.sum())) - 1]
    return float((score[~gold] < cut).mean())


def best_threshold(gold: Flags, score: Array) -> tuple[float, float]:
    """(F1, threshold) of the best cut between two scores."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(gold[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + gold.sum())
    last = int(f1.argmax())
    ranked = score[order]
    below = ranked[last + 1] if last + 1 < len(ranked) else ranked[last] - 1e-6
    return float(f1[last]), float((ranked[last] + below) / 2)


def steady_threshold(gold: Flags, score: Array, within: float = 0.01) -> float:
    """The middle of the cuts about the best one whose F1 is at most `within` below it: a peak is often one article's
    doing, its plateau's middle is less so."""
    best, peak = best_threshold(gold, score)
    cuts = np.unique(score)
    hits = np.array([(gold & (score >= cut)).sum() for cut in cuts])
    good = 2 * hits / (np.array([(score >= cut).sum() for cut in cuts]) + gold.sum()) >= best - within
    at = int(np.searchsorted(cuts, peak))
    first, last = at, at
    while first > 0 and good[first - 1]:
        first -= 1
    while last < len(cuts) - 1 and good[last + 1]:
        last += 1
    return float((cuts[first] + cuts[last]) / 2)
