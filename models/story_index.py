"""Which known articles are worth comparing with a new one: found by rare words and by vectors.

Both look-ups cost about the same whatever lies behind them: lists of rare words are read from their newest
end up to a cap, and vectors are kept short (a fixed random projection, Johnson and Lindenstrauss 1984) in
cells around known articles (an inverted file, Jégou et al. 2011). The cells are a function of the order in
which articles came, so that an index restored from its rows answers as the one that was lost.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.story_features import Background
from models.story_shelf import Column, Shelf, Slots, sums
from models.trace import Look, standing
from settings.limits_stories import (
    CELL_MEMBERS,
    CELLS_PROBED,
    FLAT_UNTIL,
    MOST_CELLS,
    POSTED_TERMS,
    POSTINGS_READ,
    PROJECTED,
)


class WordIndex:
    """Inverted lists of each article's most telling terms, by slot (its place in the order of arrival)."""

    def __init__(self) -> None:
        self._lists: dict[int, array[int]] = {}
        self._norms = Column(np.float32)
        self._terms: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._starts = np.zeros(1, np.int64)
        self._slots: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._last = np.zeros(0, np.int64)
        """Room to note by slot; what stands in it between two look-ups means nothing."""

    def fill(self, shelf: Shelf) -> None:
        """Take the first articles all at once, as slots 0, 1, …: much quicker than one by one."""
        if not len(shelf):
            return
        starts, sizes = self._measure(shelf, 0)
        rank = np.arange(int(starts[-1])) - np.repeat(starts[:-1], sizes)
        posted = np.flatnonzero(rank < POSTED_TERMS)
        owner = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)[posted]
        columns = shelf.terms.columns
        which = starts[owner] + columns["order"].all[posted]
        entries = np.sort(columns["terms"].all[which].astype(np.uint64) << np.uint64(32) | owner)
        self._slots = (entries & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        terms = (entries >> np.uint64(32)).astype(np.uint32)
        begins = np.ones(len(terms), bool)
        begins[1:] = terms[1:] != terms[:-1]
        first = np.flatnonzero(begins)
        self._terms = terms[first]
        self._starts = np.concatenate([first, [len(terms)]]).astype(np.int64)

    def add(self, slot: int, shelf: Shelf) -> None:
        """Take the article that came last; slots come in order."""
        self._measure(shelf, slot)
        words = shelf.terms.of(slot)
        order = shelf.terms.columns["order"].all[words][:POSTED_TERMS]
        for term in shelf.terms.columns["terms"].all[words][order].tolist():
            found = self._lists.get(term)
            if found is None:
                found = self._lists[term] = array("I")
            found.append(slot)

    def find(self, new: Look, most: int) -> Slots:
        """The slots most like `new` by the words under which they can be found, best first."""
        mark = new.trace
        weights = _squares(mark.weights, mark.flags)
        newest, sizes = array("I"), [0] * len(weights)
        for place, recent in enumerate(map(self._lists.get, mark.terms.tolist())):
            if recent is not None:
                newest += recent[-POSTINGS_READ:]
                sizes[place] = min(len(recent), POSTINGS_READ)
        taken = np.array(sizes, np.int64)
        old, worth = self._older(mark.terms, weights, POSTINGS_READ - taken)
        lists = np.concatenate([old, np.frombuffer(newest, np.uint32)]).astype(np.int64)
        if not len(lists):
            return lists
        values = np.concatenate([worth, np.repeat(weights, taken)])
        self._last[lists] = order = np.arange(len(lists))
        last = self._last[lists]  # one entry stands for all of its slot
        stands = last == order
        slots = lists[stands]
        score = np.bincount(last, values, len(lists))[stands] / self._norms.all[slots]
        if len(slots) > most:
            enough = score >= np.partition(score, len(score) - most)[len(score) - most]
            slots, score = slots[enough], score[enough]
        found: Slots = slots[np.lexsort((-slots, -score))[:most]]
        return found

    def _older(
        self, terms: npt.NDArray[np.uint32], weights: Vector, room: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """What `fill` took of these words' lists, from their newest ends, and each entry's weight."""
        if not len(self._terms):
            return np.zeros(0, np.uint32), np.zeros(0)
        at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        known = (self._terms[at] == terms) & (room > 0)
        ends = self._starts[at[known] + 1]
        sizes = np.minimum(ends - self._starts[at[known]], room[known])
        total = np.cumsum(sizes)
        places = np.arange(int(total[-1]) if len(total) else 0) + np.repeat(ends - total, sizes)
        return self._slots[places], np.repeat(weights[known], sizes)

    def _measure(self, shelf: Shelf, first: int) -> tuple[Slots, Slots]:
        """Keep the lengths of the articles from `first` on; where their words lie."""
        starts = shelf.terms.starts.all[first:]
        sizes = np.diff(starts)
        words = slice(int(starts[0]), int(starts[-1]))
        columns = shelf.terms.columns
        squares = _squares(columns["weights"].all[words], columns["flags"].all[words])
        self._norms.extend(np.maximum(np.sqrt(sums(squares.astype(np.float64), sizes)), _LEAST))
        if self._norms.n > len(self._last):
            self._last = np.zeros(self._norms.n * 5 // 4 + 64, np.int64)
        return starts, sizes


_LEAST = 1e-6


def _squares(weights: npt.NDArray[np.float16], flags: npt.NDArray[np.uint8]) -> Vector:
    """Squared weight of each term, once however often it occurs, and more in the lead and in names."""
    squares: Vector = np.minimum(weights.astype(np.float32), 1.0) ** 2 * standing(flags)
    return squares


class VectorIndex:
    """Nearest leads by cosine, over the vectors of one model."""

    def __init__(self, dim: int) -> None:
        width = min(dim, PROJECTED)
        self._projection: Matrix = np.random.default_rng(dim).normal(size=(dim, width)).astype(np.float32)
        self._short = Column(np.float32, width)
        self._slots = Column(np.int64)
        self.background = Background(dim)
        self._centres: Matrix = np.zeros((0, width), np.float32)
        self._cells: list[array[int]] = []

    @property
    def n(self) -> int:
        """Articles known."""
        return self._short.n

    def add(self, slots: Sequence[int] | Slots, leads: npt.NDArray[np.float16]) -> None:
        """Add articles by slot with their (n, d) leads."""
        exact = leads.astype(np.float32)
        self.background.add(exact)
        short = self._shorten(exact)
        first = self.n
        self._short.extend(short)
        self._slots.extend(np.asarray(slots))
        if self._stage(self.n) != self._stage(first):
            self._divide()
        elif len(self._centres):
            for place, cell in enumerate(np.argmax(short @ self._centres.T, axis=1).tolist(), start=first):
                self._cells[cell].append(place)

    def find(self, lead: Vector, most: int) -> Slots:
        """The slots of the nearest leads, best first."""
        if not self.n:
            return np.zeros(0, np.int64)
        short = self._shorten(lead[None])[0]
        if len(self._centres):
            probed = min(CELLS_PROBED, len(self._centres) - 1)
            near = np.argpartition(-(self._centres @ short), probed)[:CELLS_PROBED].tolist()
            members = [np.array(self._cells[cell], np.uint32) for cell in near if self._cells[cell]]
            places = np.concatenate(members) if members else np.zeros(0, np.uint32)
            score = self._short.all[places] @ short
        else:
            places = np.arange(self.n, dtype=np.uint32)
            score = self._short.all @ short
        if len(score) > most:
            enough = score >= np.partition(score, len(score) - most)[len(score) - most]
            places, score = places[enough], score[enough]
        found: Slots = self._slots.all[places[np.lexsort((-places.astype(np.int64), -score))[:most]]]
        return found

    def _shorten(self, leads: Matrix) -> Matrix:
        short: Matrix = leads @ self._projection
        short /= np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)
        return short

    @staticmethod
    def _stage(n: int) -> int:
        """0 while all are looked through; then one more each time their number doubles."""
        return 0 if n < FLAT_UNTIL else (n // FLAT_UNTIL).bit_length()

    def _divide(self) -> None:
        """Lay the cells anew around articles spread evenly over those known when the number last doubled."""
        settled = FLAT_UNTIL << (self._stage(self.n) - 1)
        cells = min(MOST_CELLS, settled // CELL_MEMBERS)
        self._centres = self._short.all[np.arange(cells) * settled // cells].copy()
        self._cells = [array("I") for _ in range(cells)]
        for first in range(0, self.n, 16_384):
            block = self._short.all[first : first + 16_384]
            near = np.argmax(block @ self._centres.T, axis=1)
            order = np.argsort(near, kind="stable")
            bounds = np.searchsorted(near[order], np.arange(cells + 1))
            places = (order + first).astype(np.uint32)
            for cell in np.unique(near).tolist():
                self._cells[cell].frombytes(places[bounds[cell] : bounds[cell + 1]].tobytes())

