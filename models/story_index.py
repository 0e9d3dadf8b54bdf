"""Which known articles are worth comparing with a new one: found by rare words and by vectors.

Both look-ups cost about the same whatever lies behind them: lists of rare words are read from their newest
end up to a cap, and vectors are kept short (a fixed random projection, Johnson and Lindenstrauss 1984) in
cells around known articles (an inverted file, Jégou et al. 2011). The cells are a function of the order in
which articles came, so that an index restored from its rows answers as the one that was lost.
"""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.story_features import Background
from models.story_shelf import Column, Shelf, Slots, squares
from models.trace import Look, Trace
from settings.limits_stories import (
    CELL_MEMBERS,
    CELLS_PROBED,
    FLAT_UNTIL,
    MOST_CELLS,
    POSTED_TERMS,
    POSTINGS_READ,
    PROJECTED,
    READ_AT_ONCE,
)


class WordIndex:
    """Inverted lists of each article's most telling terms, by slot (its place in the order of arrival)."""

    def __init__(self) -> None:
        self._lists: dict[int, array[int]] = {}
        self._terms: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._starts = np.zeros(1, np.int64)
        self._slots: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._last = np.zeros(0, np.int64)
        """Room to note by slot; what stands in it between two look-ups means nothing."""

    def fill(self, shelf: Shelf) -> None:
        """Take the first articles all at once, as slots 0, 1, …: much quicker than one by one."""
        if not len(shelf):
            return
        starts, columns = shelf.terms.starts.all, shelf.terms.columns
        posted = np.minimum(np.diff(starts), POSTED_TERMS)
        ends = np.cumsum(posted)
        entries = np.zeros(int(ends[-1]), np.uint64)
        for first in range(0, len(shelf), READ_AT_ONCE):  # what is worked on stays in the processor's cache
            last = min(first + READ_AT_ONCE, len(shelf))
            its, sizes = starts[first:last], posted[first:last]
            owner = np.repeat(np.arange(first, last), sizes)
            begin = int(ends[first] - sizes[0])
            rank = np.arange(begin, int(ends[last - 1])) - np.repeat(ends[first:last] - sizes, sizes)
            base = np.repeat(its, sizes)
            terms = columns["terms"].all[base + columns["order"].all[base + rank]]
            entries[begin : begin + len(terms)] = terms.astype(np.uint64) << np.uint64(32) | owner.astype(np.uint64)
        entries.sort()
        self._slots = (entries & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        entries >>= np.uint64(32)
        begins = np.concatenate([[0], np.flatnonzero(entries[1:] != entries[:-1]) + 1])
        self._terms = entries[begins].astype(np.uint32)
        self._starts = np.append(begins, len(entries))
        self._last = np.zeros(_roomy(len(shelf)), np.int64)

    def add(self, slot: int, known: Trace) -> None:
        """Take the article that came last; slots come in order."""
        if slot >= len(self._last):
            self._last = np.zeros(_roomy(slot + 1), np.int64)
        for term in known.terms[known.order[:POSTED_TERMS]].tolist():
            found = self._lists.get(term)
            if found is None:
                found = self._lists[term] = array("I")
            found.append(slot)

    def find(self, new: Look, shelf: Shelf, most: int) -> Slots:
        """The slots on the shelf most like `new` by the words under which they can be found, best first."""
        mark = new.trace
        weights = squares(mark.weights, mark.flags)
        recent: list[Any] = []
        taken = np.zeros(len(weights), np.int64)
        if self._lists:
            for place, found in enumerate(map(self._lists.get, mark.terms.tolist())):
                if found is not None:
                    taken[place] = size = min(len(found), POSTINGS_READ)
                    recent.append(np.frombuffer(found, np.uint32)[-size:])
        older, sizes = self._older(mark.terms, POSTINGS_READ - taken)
        if not older and not recent:
            return np.zeros(0, np.int64)
        lists = np.concatenate([*older, *recent]).astype(np.int64)
        values = np.repeat(np.concatenate([weights, weights]), np.concatenate([sizes, taken]))
        self._last[lists] = order = np.arange(len(lists))
        last = self._last[lists]  # one entry stands for all of its slot
        stands = np.flatnonzero(last == order)
        slots = lists[stands]
        score = np.bincount(last, values, len(lists))[stands] / shelf.reach.all[slots]
        if len(slots) > most:
            enough = score >= np.partition(score, len(score) - most)[len(score) - most]
            slots, score = slots[enough], score[enough]
        best: Slots = slots[np.lexsort((-slots, -score))[:most]]
        return best

    def _older(
        self, terms: npt.NDArray[np.uint32], room: npt.NDArray[np.int64]
    ) -> tuple[list[npt.NDArray[np.uint32]], npt.NDArray[np.int64]]:
        """What `fill` took of these words' lists, from their newest ends, and how much of each word's."""
        if not len(self._terms):
            return [], np.zeros_like(room)
        at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        ends = self._starts[at + 1]
        sizes = np.where(self._terms[at] == terms, np.minimum(ends - self._starts[at], room), 0)
        cuts = zip(ends.tolist(), sizes.tolist(), strict=True)
        return [self._slots[end - size : end] for end, size in cuts if size], sizes


def _roomy(slots: int) -> int:
    return slots * 5 // 4 + 64


class VectorIndex:
    """Nearest leads by cosine, over the vectors of one model."""

    def __init__(self, dim: int) -> None:
        self._width = min(dim, PROJECTED)
        self._projection: Matrix = np.random.default_rng(dim).normal(size=(dim, self._width)).astype(np.float32)
        self.background = Background(dim)
        self.n = 0
        """Articles known."""
        self._centres: Matrix = np.zeros((0, self._width), np.float32)
        self._cells = [_Cell(self._width)]
        """One while all are looked through."""

    def fill(self, slots: Slots, leads: npt.NDArray[np.float16]) -> None:
        """Take the first articles all at once, by slot (ascending) with their (n, d) leads."""
        for first in range(0, len(slots), READ_AT_ONCE):
            exact = leads[first : first + READ_AT_ONCE].astype(np.float32)
            self.background.add(exact)
            self._cells[0].extend(slots[first : first + READ_AT_ONCE], self._shorten(exact))
        self.n = len(slots)
        if self._stage():
            self._divide()

    def add(self, slot: int, lead: npt.NDArray[np.float16]) -> None:
        """Take the article that came last, by its slot, with its (d,) lead."""
        exact = lead[None].astype(np.float32)
        self.background.add(exact)
        short = self._shorten(exact)
        before = self._stage()
        cell = int(np.argmax(self._centres @ short[0])) if before else 0
        self._cells[cell].extend(np.array([slot]), short)
        self.n += 1
        if self._stage() != before:
            self._divide()

    def find(self, lead: Vector, most: int) -> Slots:
        """The slots of the nearest leads, best first."""
        short = self._shorten(lead[None])[0]
        cells = self._cells
        if len(cells) > CELLS_PROBED:
            cells = [cells[i] for i in np.argpartition(-(self._centres @ short), CELLS_PROBED)[:CELLS_PROBED].tolist()]
        score = np.concatenate([cell.rows.all @ short for cell in cells])
        slots = np.concatenate([cell.slots.all for cell in cells])
        if len(score) > most:
            enough = score >= np.partition(score, len(score) - most)[len(score) - most]
            slots, score = slots[enough], score[enough]
        found: Slots = slots[np.lexsort((-slots.astype(np.int64), -score))[:most]].astype(np.int64)
        return found

    def _shorten(self, leads: Matrix) -> Matrix:
        short: Matrix = leads @ self._projection
        short /= np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)
        return short

    def _stage(self) -> int:
        """0 while all are looked through; then one more each time their number doubles."""
        return 0 if self.n < FLAT_UNTIL else (self.n // FLAT_UNTIL).bit_length()

    def _divide(self) -> None:
        """Lay the cells anew around articles spread evenly over those known when the number last doubled."""
        settled = FLAT_UNTIL << (self._stage() - 1)
        many = min(MOST_CELLS, settled // CELL_MEMBERS)
        slots = np.concatenate([cell.slots.all for cell in self._cells])
        rows = np.concatenate([cell.rows.all for cell in self._cells])
        self._cells = [_Cell(self._width) for _ in range(many)]
        order = np.argsort(slots, kind="stable")
        self._centres = rows[order[np.arange(many) * settled // many]]
        near = np.concatenate(
            [np.argmax(rows[i : i + READ_AT_ONCE] @ self._centres.T, axis=1) for i in range(0, len(rows), READ_AT_ONCE)]
        )
        order = order[np.argsort(near[order], kind="stable")]
        bounds = np.searchsorted(near[order], np.arange(many + 1)).tolist()
        for cell, first, last in zip(self._cells, bounds, bounds[1:], strict=False):
            cell.extend(slots[order[first:last]], rows[order[first:last]])


class _Cell:
    """Articles whose short vectors lie together."""

    __slots__ = ("rows", "slots")

    def __init__(self, width: int) -> None:
        self.slots = Column(np.uint32)
        self.rows = Column(np.float32, width)

    def extend(self, slots: Slots | npt.NDArray[np.uint32], rows: Matrix) -> None:
        """Add articles in order of slot."""
        self.slots.extend(slots)
        self.rows.extend(rows)
