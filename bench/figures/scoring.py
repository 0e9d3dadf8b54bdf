"""How well a grouping matches the gold one: B-cubed and pairwise precision, recall and F1.

B-cubed (Bagga and Baldwin 1998) averages over articles, so many small stories weigh much; pairs weigh large
stories by the square of their size, so one snowballed story shows. Read both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Score:
    """B-cubed over the items of two groupings given in the same order. No items give 0."""
    both = Counter(zip(found, gold, strict=True))
    ours, theirs = Counter(found), Counter(gold)
    items = len(gold)
    if not items:
        return Score(0.0, 0.0)
    precision = sum(n * n / ours[f] for (f, _), n in both.items()) / items
    recall = sum(n * n / theirs[g] for (_, g), n in both.items()) / items
    return Score(precision, recall)


def pairs(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Score:
    """Over all pairs of items: which are together in both groupings. No pairs found or in gold give 0."""
    both = _pairs(Counter(zip(found, gold, strict=True)))
    ours, theirs = _pairs(Counter(found)), _pairs(Counter(gold))
    return Score(both / ours if ours else 0.0, both / theirs if theirs else 0.0)


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())
