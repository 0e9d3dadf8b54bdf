"""The sums over many short rows that a story decision takes: lists of words, words in common, numbers in common.

Each stands here twice, with the same answer to the last bit: by numpy, and by what `kernels.pyx` compiles to,
which takes a fraction of the time and is built where there is a C compiler (`make install`).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import numpy.typing as npt

from models.nouns import Vector
from models.story.shelf import Ragged, Slots
from models.story.trace import NAME, Hashes
from settings.limits_stories import SUMMED_AT_ONCE, SUMMED_TOGETHER

VERSION = 2
"""Of what the compiled functions take and give: one more with each change, in `kernels.pyx` too."""


def current(compiled: ModuleType) -> ModuleType | None:
    """The compiled functions, unless they are of other code: after `git pull` and before `make install`."""
    return compiled if getattr(compiled, "VERSION", None) == VERSION else None


kernels: ModuleType | None
try:
    from models.story import kernels as compiled

    kernels = current(compiled)
except ImportError:  # no compiler was there
    kernels = None

Scores = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint8]

RARE, FEW, KINDS = np.uint8(8), np.uint8(16), 32
"""Bits beside those of `Trace.flags` for the kinds of words in common: hardly any article, or few, had them."""

_LEAST = 1e-300
"""Above nothing."""
_LOWEST = 0x3FFF


def best(slots: Slots, score: Vector, most: int) -> Slots:
    """The slots that score most, best first; of equals the newest."""
    if kernels is None:
        return _best_by_numpy(slots, score, most)
    found = np.empty(most, np.int64)
    return found[: kernels.best_of(slots, score, found)]


def _best_by_numpy(slots: Slots, score: Scores | Vector, most: int) -> Slots:
    if len(score) > most:
        enough = np.flatnonzero(score >= np.partition(score, len(score) - most)[len(score) - most])
        slots, score = slots[enough], score[enough]
    found: Slots = slots[np.lexsort((-slots, -score))[:most]]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Lists of slots, each ascending: a stretch of what came at once, then what was added."""

    filled: Hashes
    begins: Slots
    ends: Slots
    """Where each stretch begins and ends in `filled`."""
    added: list[array[int] | None]

    def newest(self, most: int) -> list[bytes]:
        """The last so many entries of each list."""
        found = []
        for begin, end, added in zip(self.begins.tolist(), self.ends.tolist(), self.added, strict=True):
            new = added[-most:] if added is not None else array("I")
            found.append(self.filled[max(begin, end - (most - len(new))) : end].tobytes() + new.tobytes())
        return found


class WordSums:
    """What articles share of a new one's words, summed by slot."""

    def __init__(self) -> None:
        self._room = np.zeros(SUMMED_AT_ONCE)
        """All zeros between two look-ups."""
        self._last = np.zeros(0, np.int64)
        """Room to note by slot; what stands in it between two look-ups means nothing."""

    def best(self, lists: Lists, worth: Scores, reach: Vector, newest: int, most: int) -> Slots:
        """The slots in the `newest` entries of these lists that sum up most of what the lists are `worth`, in
        proportion to their `reach` (by slot): above nothing, best first; of equals the newest."""
        if kernels is None:
            return self._by_numpy(lists, worth, reach, newest, most)
        found = np.empty(most, np.int64)
        number = kernels.best_by_words(
            lists.filled, lists.begins, lists.ends, lists.added, worth, reach, newest, self._room, found
        )
        return found[:number]

    def _by_numpy(self, lists: Lists, worth: Scores, reach: Vector, newest: int, most: int) -> Slots:
        read = lists.newest(newest)
        entries = np.frombuffer(b"".join(read), np.uint32)
        if not len(entries):
            return np.zeros(0, np.int64)
        values = np.repeat(worth, [len(each) // entries.itemsize for each in read])
        # Most entries are of the newest articles, whose sums lie side by side; place 0 is that of all before them.
        after = max(0, len(reach) - SUMMED_TOGETHER)
        places = entries.astype(np.int64)
        places -= after - 1
        np.maximum(places, 0, out=places)
        score = np.bincount(places, values, len(reach) - after + 1)[1:].astype(np.float64, copy=False)
        score /= reach[after:]
        slots = np.flatnonzero(score >= _floor(score, most))
        score = score[slots]
        slots += after
        if after:
            older = np.flatnonzero(entries < after)
            first, sums = self._older(entries.take(older).astype(np.int64), values.take(older))
            slots, score = np.concatenate([first, slots]), np.concatenate([sums / reach[first], score])
        return _best_by_numpy(slots, score, most)

    def _older(self, entries: Slots, values: Scores) -> tuple[Slots, Scores]:
        """Each slot once, and the sum of its values, where that is above nothing."""
        room = int(entries.max(initial=-1)) + 1
        if room > len(self._last):
            self._last = np.zeros(room * 5 // 4, np.int64)
        self._last[entries] = order = np.arange(len(entries))
        last = self._last[entries]  # one entry stands for all of its slot
        sums = np.bincount(last, values, len(entries)).astype(np.float64, copy=False)
        stands = np.flatnonzero((last == order) & (sums > 0))
        return entries[stands], sums[stands]


def _floor(score: Scores, most: int) -> float:
    """Above 0, and not above the score of the last of the best `most`: so many groups have a better one."""
    groups = 16 * most
    highest = score[: len(score) // groups * groups].reshape(-1, groups).max(axis=0, initial=0.0)
    return max(float(np.partition(highest, -most)[-most]), _LEAST)


@dataclass(frozen=True, slots=True, eq=False)
class InCommon:
    """What an article's words have in common with those of n known ones."""

    products: Scores
    """(n, KINDS): by kind of word, the sums of the products of both weights."""
    weights: Scores
    """(n, KINDS): by kind of word, the sums of the article's own weights, each counted once."""
    name: Vector
    """(n,): the most telling shared name's weight; 0 where none is shared."""
    met: npt.NDArray[np.bool_]
    """(n,): whether a word of theirs has a flag that the article's same word is to be met by."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """An article's words as they are held against others': arrays in the order of `terms`, which ascend."""

    terms: Hashes
    weights: Vector
    once: Vector
    """Weights, each counted once however often the word stands there."""
    kinds: Flags
    """Bits of `Trace.flags` that count where both have them, and RARE and FEW."""
    crossed: Flags
    """Flags on the shelf that a word is met by."""


def words_in_common(own: Words, theirs: Ragged, slots: Slots) -> InCommon:
    """An article's words beside those that lie on the shelf for these slots."""
    if kernels is None:
        return _words_by_numpy(own, theirs, slots)
    many = len(slots)
    products, weights = np.zeros((2, many, KINDS))
    name, met, words = np.zeros(many, np.float32), np.zeros(many, np.bool_), theirs.columns
    kernels.words_in_common(
        own.terms,
        own.weights,
        own.once,
        own.kinds,
        own.crossed,
        slots,
        theirs.starts.all,
        words["terms"].all,
        words["weights"].all.view(np.uint16),
        words["flags"].all,
        int(RARE | FEW),
        NAME,
        products,
        weights,
        name,
        met.view(np.uint8),
    )
    return InCommon(products, weights, name, met)


def _words_by_numpy(own: Words, theirs: Ragged, slots: Slots) -> InCommon:
    many, words = len(slots), theirs.columns
    at, place, who = _shared(own.terms, theirs, slots)
    shared, flags = own.once.take(at), words["flags"].all.take(place)
    kind = own.kinds.take(at) & (flags | (RARE | FEW))
    bins = who * KINDS + kind
    products = np.bincount(bins, own.weights.take(at) * words["weights"].all.take(place), many * KINDS)
    weights = np.bincount(bins, shared, many * KINDS)
    naming, name = np.flatnonzero(kind & NAME), np.zeros(many, np.float32)
    np.maximum.at(name, who[naming], shared[naming])
    met = np.bincount(who.take(np.flatnonzero(own.crossed.take(at) & flags)), minlength=many) > 0
    both = [each.reshape(many, KINDS).astype(np.float64, copy=False) for each in (products, weights)]
    return InCommon(both[0], both[1], name, met)


def _shared(
    terms: Hashes, theirs: Ragged, slots: Slots
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """For each word in common: its place in `terms`, on the shelf, and which of `slots` has it too."""
    starts = theirs.starts.all
    first, end = starts[slots], starts[slots + 1]
    column = theirs.columns["terms"].all
    held = np.concatenate([column[a:b] for a, b in zip(first.tolist(), end.tolist(), strict=True)] or [column[:0]])
    maybe = np.zeros(_LOWEST + 1, bool)  # by their lowest bits most words are told not to be in common
    maybe[terms & _LOWEST] = True
    near = np.flatnonzero(maybe.take(held & _LOWEST))
    if not len(near):
        return near, near, near
    likely = held.take(near)
    at = np.minimum(np.searchsorted(terms, likely), len(terms) - 1)
    found = np.flatnonzero(terms.take(at) == likely)
    at, near = at.take(found), near.take(found)
    ends = np.cumsum(end - first)
    owner = np.searchsorted(ends, near, "right")
    return at, near + (end - ends).take(owner), owner


def numbers_in_common(mine: Hashes, theirs: Ragged, slots: Slots) -> tuple[Counts, Counts]:
    """How many of the few numbers of each slot are among `mine`, and how many it has."""
    if kernels is None:
        return _numbers_by_numpy(mine, theirs, slots)
    found, sizes = np.zeros((2, len(slots)), np.int64)
    kernels.numbers_in_common(mine, slots, theirs.starts.all, theirs.columns["values"].all, found, sizes)
    return found, sizes


def _numbers_by_numpy(mine: Hashes, theirs: Ragged, slots: Slots) -> tuple[Counts, Counts]:
    places, owner = theirs.places(slots)
    same = (theirs.columns["values"].all[places][:, None] == mine).any(axis=1)
    return np.bincount(owner[same], minlength=len(slots)), np.bincount(owner, minlength=len(slots))
