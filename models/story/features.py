"""How alike a new article and known ones are: the figures that the decision weighs.

Each is scale-free (a share, a cosine, a logarithm), so that one set of weights serves a thin stream and a
dense one, a new installation and an old one. Cosines of words count by their logarithm: from none to a few
words in common is as far as from there to half of all, which holds for short and long articles alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.story.shelf import TELLING, Ragged, Shelf, Slots, told
from models.story.sums import FEW, KINDS, RARE, Words, numbers_in_common, words_in_common
from models.story.trace import LEAD, NAME, TITLE, Look
from settings.limits_stories import (
    COUNTED_AT_ONCE,
    GAP_AT_MOST_DAYS,
    LEAST_COSINE,
    NEAR_DAYS,
    RARE_NAME_SEEN,
    RARE_SEEN,
    SOON_DAYS,
    USUAL_COSINE,
    USUAL_COUNTS,
    USUAL_SPREAD,
)

WORD_FEATURES = (
    "words",  # log of the cosine of weighted words
    "lead words",  # the same over title and lead
    "rare",  # log(1 + weight of shared words that hardly any article had)
    "names",  # weight of shared names, as a share of the poorer side's
    "best name",  # weight of the most telling shared name
    "rare names",  # log(1 + weight of shared names that few articles had)
    "other names",  # both leads name somebody or something rare, none of it is in the other lead
    "ages",  # cosine of the sets of ages
    "other ages",  # both give ages, none the same
    "numbers",  # cosine of the sets of numbers
    "title words",  # cosine of the titles' weighted words
    "gap",  # log(1 + days between); 0 where one of the two has no date
    "soon",  # exp(-days between / SOON_DAYS); likewise
    "near",  # exp(-days between / NEAR_DAYS); likewise
)
VECTOR_FEATURES = (
    "centred",  # cosine of leads after what the whole stream has in common is taken off
    "outstanding",  # standard deviations above the lead's cosine to the stream at large
)
FEATURES = WORD_FEATURES + VECTOR_FEATURES


class Background:
    """Mean and second moment of the leads seen so far: what similarity means nothing in this stream.

    Leads are taken into the second moment by blocks of a fixed size, so that it is the same to the last bit however
    many came at once.
    """

    def __init__(self, dim: int) -> None:
        self.n = 0
        self.total = np.zeros(dim, np.float64)
        self.square = np.zeros((dim, dim), np.float64)
        """Over whole blocks; the leads after them stand in `_last`."""
        self._last: Matrix = np.zeros((COUNTED_AT_ONCE, dim), np.float32)
        self._at_hand: tuple[int, Matrix] = 0, self.square.astype(np.float32)
        """The number of articles of which it was, and `square` as decisions read it: half of the bytes."""

    def add(self, leads: Matrix) -> None:
        """Count (n, d) lead vectors of half precision (their sums are exact)."""
        self.total += leads.sum(axis=0, dtype=np.float64)
        while len(leads):
            filled = self.n % COUNTED_AT_ONCE
            some = leads[: COUNTED_AT_ONCE - filled]
            self._last[filled : filled + len(some)] = some
            self.n += len(some)
            leads = leads[len(some) :]
            if self.n % COUNTED_AT_ONCE == 0:
                self.square += self._last.T @ self._last

    def expected(self, lead: Vector) -> tuple[float, float]:
        """Mean and standard deviation of the cosine of `lead` to every article seen."""
        known, latest = self.n + USUAL_COUNTS, self.n % COUNTED_AT_ONCE
        if self._at_hand[0] != self.n - latest:
            self._at_hand = self.n - latest, self.square.astype(np.float32)
        mean = (float(self.total @ lead) + USUAL_COUNTS * USUAL_COSINE) / known
        usual = USUAL_COSINE**2 + USUAL_SPREAD**2
        last = self._last[:latest] @ lead
        square = (float((self._at_hand[1] @ lead) @ lead) + float(last @ last) + USUAL_COUNTS * usual) / known
        return mean, math.sqrt(max(0.0, square - mean * mean))

    def common(self) -> Vector:
        """What leads have in common, drawn to nothing while few are known."""
        found: Vector = (self.total / (self.n + USUAL_COUNTS)).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Known articles beside a new one: the log-odds that they are on the same event, and what gave them."""

    slots: Slots
    odds: Vector
    figures: Matrix
    """(n, len(FEATURES)), not a number where the two have no vectors of one model."""


def word_features(new: Look, shelf: Shelf, slots: Slots) -> Matrix:
    """(len(slots), len(WORD_FEATURES)) between a new article and each known one."""
    mark, many = new.trace, len(slots)
    out = np.zeros((many, len(WORD_FEATURES)), np.float32)
    mine = mark.weights.astype(np.float32)
    weight = np.minimum(mine, 1.0)  # a name or a rare word counts once however often it stands there
    # What is in common is summed by candidate and kind of word at once; a figure is the sum over some kinds.
    kinds = mark.flags | RARE * (new.seen <= RARE_SEEN) | FEW * (new.seen <= RARE_NAME_SEEN)
    telling = told(mark.weights, mark.flags)
    found = words_in_common(Words(mark.terms, mine, weight, kinds, _CROSSED.take(telling)), shelf.terms, slots)
    dots, common = found.products @ _DOTS, found.weights @ _COMMON

    norms, leading = shelf.norms.all[slots], (mark.flags & LEAD) > 0
    own = [math.sqrt(its @ its) for its in (mine, mine[leading], mine[(mark.flags & TITLE) > 0])]
    cosines = dots / np.maximum(norms[:, :3] * np.array(own, np.float32), 1e-6)
    out[:, :2] = np.log(cosines[:, :2] + LEAST_COSINE)
    out[:, 2] = np.log1p(common[:, 0])
    poorer = np.minimum(norms[:, 3], weight[(mark.flags & NAME) > 0].sum())
    out[:, 3] = np.minimum(1.0, common[:, 1] / np.maximum(poorer, 1e-6))
    out[:, 4] = found.name
    out[:, 5] = np.log1p(common[:, 2])
    if (telling & TELLING).any():
        out[:, 6] = (norms[:, 4] > 0) & ~found.met
    out[:, 7], ages = _overlap(mark.ages, shelf.ages, slots)
    out[:, 8] = ages & (out[:, 7] == 0)
    out[:, 9], _ = _overlap(mark.numbers, shelf.numbers, slots)
    out[:, 10] = cosines[:, 2]
    if mark.dated:
        dated = shelf.dated.all[slots]
        days = np.abs(mark.at - shelf.at.all[slots]) / 86400
        out[:, 11] = np.where(dated, np.log1p(np.minimum(days, GAP_AT_MOST_DAYS)), 0)
        out[:, 12] = np.where(dated, np.exp(-days / SOON_DAYS), 0)
        out[:, 13] = np.where(dated, np.exp(-days / NEAR_DAYS), 0)
    return out


_KIND = np.arange(KINDS)
_CROSSED = ((_KIND & LEAD) // LEAD * TELLING | (_KIND & TELLING) // TELLING * LEAD).astype(np.uint8)
"""By a word's flags: those that it meets where both leads hold it, and it is telling here or there."""
_DOTS = np.stack([_KIND >= 0, (_KIND & LEAD) > 0, (_KIND & TITLE) > 0], axis=1).astype(np.float64)
"""(kinds, 3): which count in the products of all words, of the leads' and of the titles'."""
_COMMON = np.stack(
    [(_KIND & RARE) > 0, (_KIND & NAME) > 0, (_KIND & (NAME | FEW)) == NAME | FEW], axis=1
).astype(np.float64)
"""(kinds, 3): which are rare, names, and names that few had."""


def vector_features(lead: Vector, theirs: Matrix, background: Background) -> Matrix:
    """(n, len(VECTOR_FEATURES)) between a new article's lead and (n, d) known ones."""
    out = np.zeros((len(theirs), len(VECTOR_FEATURES)), np.float32)
    common = background.common()
    a, b = theirs - common, lead - common
    norms = np.sqrt(np.einsum("nd,nd->n", a, a)) * float(np.linalg.norm(b))
    out[:, 0] = (a @ b) / np.maximum(norms, 1e-6)
    mean, deviation = background.expected(lead)
    out[:, 1] = (theirs @ lead - mean) / (deviation + 0.03)
    return out


def _overlap(
    mine: npt.NDArray[np.uint32], theirs: Ragged, slots: Slots
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Cosine of small sets (0 where one is empty), and where neither is."""
    if not len(mine):
        return np.zeros(len(slots)), np.zeros(len(slots), bool)
    found, sizes = numbers_in_common(mine, theirs, slots)
    return found / np.sqrt(np.maximum(sizes, 1) * len(mine)), sizes > 0
