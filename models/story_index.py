"""Which known articles are worth comparing with a new one: found by rare words and by vectors.

Both look-ups cost about the same whatever lies behind them: lists of rare words are read from their newest
end up to a cap, and vectors are kept short (a fixed random projection, Johnson and Lindenstrauss 1984) in
cells around known articles (an inverted file, Jégou et al. 2011). The cells are a function of the order in
which articles came, so that an index restored from its rows answers as the one that was lost.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.story_features import Background
from models.trace import Look, Trace, lead_vectors, standing
from settings.limits_stories import (
    CELL_MEMBERS,
    CELLS_PROBED,
    FLAT_UNTIL,
    MOST_CELLS,
    POSTED_TERMS,
    POSTINGS_READ,
    PROJECTED,
)

Slots = npt.NDArray[np.int64]


class WordIndex:
    """Inverted lists of each article's most telling terms, by slot (its place in the order of arrival)."""

    def __init__(self) -> None:
        self._lists: dict[int, array[int]] = {}
        self._norms = array("f")
        self._terms: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._starts = np.zeros(1, np.int64)
        self._slots: npt.NDArray[np.uint32] = np.zeros(0, np.uint32)

    def fill(self, traces: Sequence[Trace]) -> None:
        """Take the first articles all at once, as slots 0, 1, …: much quicker than one by one."""
        if not traces:
            return
        sizes = np.array([len(each.terms) for each in traces])
        squares = _squares(
            np.concatenate([each.weights for each in traces]), np.concatenate([each.flags for each in traces])
        )
        totals = np.bincount(np.repeat(np.arange(len(traces)), sizes), squares, len(traces))
        self._norms.frombytes(np.maximum(np.sqrt(totals), _LEAST).astype(np.float32).tobytes())
        posted = [each.terms[each.order[:POSTED_TERMS]] for each in traces]
        slots = np.repeat(np.arange(len(posted), dtype=np.uint64), [len(each) for each in posted])
        entries = np.sort(np.concatenate(posted).astype(np.uint64) << np.uint64(32) | slots)
        self._slots = (entries & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        terms = (entries >> np.uint64(32)).astype(np.uint32)
        starts = np.ones(len(terms), bool)
        starts[1:] = terms[1:] != terms[:-1]
        first = np.flatnonzero(starts)
        self._terms = terms[first]
        self._starts = np.concatenate([first, [len(terms)]]).astype(np.int64)

    def add(self, slot: int, known: Trace) -> None:
        """Add the next article; slots come in order."""
        self._norms.append(_norm(known))
        for term in known.terms[known.order[:POSTED_TERMS]].tolist():
            found = self._lists.get(term)
            if found is None:
                found = self._lists[term] = array("I")
            found.append(slot)

    def find(self, new: Look, most: int) -> Slots:
        """The slots most like `new` by the words under which they can be found, best first."""
        mark = new.trace
        if not len(mark.terms):
            return np.zeros(0, np.int64)
        weights = _squares(mark.weights, mark.flags)
        base = np.searchsorted(self._terms, mark.terms)
        lists: list[npt.NDArray[np.uint32]] = []
        values: list[float] = []
        for place, (term, weight) in enumerate(zip(mark.terms.tolist(), weights.tolist(), strict=True)):
            recent = self._lists.get(term)
            room = POSTINGS_READ
            if recent is not None:
                newest = np.array(recent[-room:], np.uint32)
                lists.append(newest)
                values.append(weight)
                room -= len(newest)
            at = int(base[place])
            if room > 0 and at < len(self._terms) and self._terms[at] == term:
                end = int(self._starts[at + 1])
                lists.append(self._slots[max(int(self._starts[at]), end - room) : end])
                values.append(weight)
        if not lists:
            return np.zeros(0, np.int64)
        slots, place_of = np.unique(np.concatenate(lists), return_inverse=True)
        total = np.bincount(place_of, np.repeat(values, [len(each) for each in lists]))
        norms = self._norms
        score = total / np.array([norms[slot] for slot in slots.tolist()])
        best = np.lexsort((-slots.astype(np.int64), -score))[:most]
        found: Slots = slots[best].astype(np.int64)
        return found


_LEAST = 1e-6


def _norm(known: Trace) -> float:
    """Length of an article's vector of words."""
    return max(float(np.sqrt(_squares(known.weights, known.flags).sum())), _LEAST)


def _squares(weights: npt.NDArray[np.float16], flags: npt.NDArray[np.uint8]) -> Vector:
    """Squared weight of each term, once however often it occurs, and more in the lead and in names."""
    squares: Vector = np.minimum(weights.astype(np.float32), 1.0) ** 2 * standing(flags)
    return squares


class VectorIndex:
    """Nearest leads by cosine, over the vectors of one model."""

    def __init__(self, dim: int) -> None:
        width = min(dim, PROJECTED)
        self._projection: Matrix = np.random.default_rng(dim).normal(size=(dim, width)).astype(np.float32)
        self._short: Matrix = np.zeros((256, width), np.float32)
        self._slots: Slots = np.zeros(256, np.int64)
        self.n = 0
        self.background = Background(dim)
        self._centres: Matrix = np.zeros((0, width), np.float32)
        self._cells: list[array[int]] = []

    def add(self, slots: Sequence[int], rows: npt.NDArray[np.float16]) -> None:
        """Add articles by slot with their (n, rows, d) vectors."""
        leads = lead_vectors(rows)
        self.background.add(leads)
        short = self._shorten(leads)
        first, self.n = self.n, self.n + len(slots)
        while self.n > len(self._slots):
            self._short = np.concatenate([self._short, np.zeros_like(self._short)])
            self._slots = np.concatenate([self._slots, np.zeros_like(self._slots)])
        self._short[first : self.n] = short
        self._slots[first : self.n] = slots
        if self._stage(self.n) != self._stage(first):
            self._divide()
        elif len(self._centres):
            for place, cell in enumerate(np.argmax(short @ self._centres.T, axis=1).tolist(), start=first):
                self._cells[cell].append(place)

    def find(self, rows: npt.NDArray[np.float16], most: int) -> Slots:
        """The slots of the nearest leads, best first."""
        if not self.n:
            return np.zeros(0, np.int64)
        short = self._shorten(lead_vectors(rows)[None])[0]
        if len(self._centres):
            probed = min(CELLS_PROBED, len(self._centres) - 1)
            near = np.argpartition(-(self._centres @ short), probed)[:CELLS_PROBED].tolist()
            members = [np.array(self._cells[cell], np.uint32) for cell in near if self._cells[cell]]
            places = np.concatenate(members) if members else np.zeros(0, np.uint32)
        else:
            places = np.arange(self.n, dtype=np.uint32)
        score = self._short[places] @ short if len(self._centres) else self._short[: self.n] @ short
        if len(score) > most:
            keep = np.argpartition(-score, most)[:most]
            places, score = places[keep], score[keep]
        found: Slots = self._slots[places[np.lexsort((-places.astype(np.int64), -score))]]
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
        self._centres = self._short[np.arange(cells) * settled // cells].copy()
        self._cells = [array("I") for _ in range(cells)]
        for first in range(0, self.n, 16_384):
            block = self._short[first : min(self.n, first + 16_384)]
            near = np.argmax(block @ self._centres.T, axis=1)
            order = np.argsort(near, kind="stable")
            bounds = np.searchsorted(near[order], np.arange(cells + 1))
            places = (order + first).astype(np.uint32)
            for cell in np.unique(near).tolist():
                self._cells[cell].frombytes(places[bounds[cell] : bounds[cell + 1]].tobytes())


def lead_of(known: Trace) -> Vector:
    """The unit mean of an article's title and lead."""
    return lead_vectors(known.rows)
