"""Which known articles are worth comparing with a new one: found by rare words and by vectors.

Both look-ups cost about the same whatever lies behind them: lists of rare words are read from their newest
end up to a cap, and vectors are kept short (a fixed random projection, Johnson and Lindenstrauss 1984) in
cells around known articles (an inverted file, Jégou et al. 2011). The cells are a function of the order in
which articles came, so that an index restored from its rows answers as the one that was lost.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.story.features import Background
from models.story.shelf import Column, Shelf, Slots, single, squares
from models.story.sums import Lists, WordSums, best
from models.story.trace import Hashes, Look, Trace
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
        self._terms: npt.NDArray[np.uint32] = np.zeros(1, np.uint32)
        self._starts = np.zeros(2, np.int64)
        self._slots: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        """What `fill` took: the lists of these terms (ascending), one after the other, and where each begins."""
        self._added: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
        """What came later, by term."""
        self._sums = WordSums()

    def fill(self, shelf: Shelf) -> None:
        """Take the first articles all at once, as slots 0, 1, …: much quicker than one by one."""
        if not len(shelf):
            return
        starts, columns = shelf.terms.starts.all, shelf.terms.columns
        posted = np.minimum(np.diff(starts), POSTED_TERMS)
        ends = np.cumsum(posted)
        entries = np.zeros(int(ends[-1]), "<u8")
        if not len(entries):  # pictures without a word
            return
        halves = entries.view("<u4").reshape(-1, 2)
        """The term above, the slot below."""
        for first in range(0, len(shelf), READ_AT_ONCE):  # what is worked on stays in the processor's cache
            last = min(first + READ_AT_ONCE, len(shelf))
            its, sizes = starts[first:last], posted[first:last]
            begin, end = int(ends[first] - sizes[0]), int(ends[last - 1])
            rank = np.arange(begin, end) - np.repeat(ends[first:last] - sizes, sizes)
            base = np.repeat(its, sizes)
            halves[begin:end, 1] = columns["terms"].all[base + columns["order"].all[base + rank]]
            halves[begin:end, 0] = np.repeat(np.arange(first, last), sizes)
        entries.sort()
        self._slots = halves[:, 0].copy()
        begins = np.concatenate([[0], np.flatnonzero(halves[1:, 1] != halves[:-1, 1]) + 1])
        self._terms = halves[begins, 1]
        self._starts = np.append(begins, len(entries))

    def add(self, slot: int, known: Trace) -> None:
        """Take the article that came last; slots come in order."""
        for term in known.terms[known.order[:POSTED_TERMS]].tolist():
            self._added[term].append(slot)

    def find(self, new: Look, shelf: Shelf, most: int) -> Slots:
        """The slots on the shelf most like `new` by the words under which they can be found, best first."""
        mark = new.trace
        worth = squares(mark.weights, mark.flags).astype(np.float64)
        return self._sums.best(self._lists(mark.terms), worth, shelf.reach.all, POSTINGS_READ, most)

    def _lists(self, terms: Hashes) -> Lists:
        """The lists of these terms."""
        at = np.searchsorted(self._terms, terms)
        there = self._terms.take(at, mode="clip") == terms
        begins, ends = self._starts[at], self._starts[at + there]
        return Lists(self._slots, begins, ends, list(map(self._added.get, terms.tolist())))


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
        some = [slice(first, first + READ_AT_ONCE) for first in range(0, len(slots), READ_AT_ONCE)]

        def count() -> None:
            for part in some:
                self.background.add(single(leads[part]))

        with ThreadPoolExecutor(1) as beside:
            counted = beside.submit(count)
            for part in some:
                self._cells[0].extend(slots[part], self._shorten(single(leads[part])))
            self.n = len(slots)
            if self._stage():
                self._divide()
            counted.result()

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
        slots = np.concatenate([cell.slots.all for cell in cells], dtype=np.int64)
        return best(slots, score, most)

    def _shorten(self, leads: Matrix) -> Matrix:
        short: Matrix = leads @ self._projection
        short /= np.maximum(np.sqrt((short * short).sum(axis=1, keepdims=True)), 1e-9)
        return short

    def _stage(self) -> int:
        """0 while all are looked through; then one more each time their number doubles."""
        return 0 if self.n < FLAT_UNTIL else (self.n // FLAT_UNTIL).bit_length()

    def _divide(self) -> None:
        """Lay the cells anew around articles spread evenly over those known when the number last doubled."""
        settled = FLAT_UNTIL << (self._stage() - 1)
        many = min(MOST_CELLS, settled // CELL_MEMBERS)
        slots, rows = self._cells[0].slots.all, self._cells[0].rows.all
        if len(self._cells) > 1:
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
