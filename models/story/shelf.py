"""Every known article's trace in columns: numbers that belong together lie together, without an object each.

A decision gathers what a few dozen candidates hold from a few large arrays; a history of 100,000 articles is
read in seconds and takes some 2 KiB an article. Slots are places in the order of arrival.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Vector
from models.story.trace import HEAD, LEAD, NAME, TITLE, Trace, standing, telling

Slots = npt.NDArray[np.int64]
Name = TypeVar("Name", str, str | None)

ROOMY = 1.5
"""Room that is made, as a multiple of what is expected: a pass's own articles have to fit too."""
TELLING = 8
"""The bit beside those of `Trace.flags` of terms that are telling."""


class Column:
    """An array that grows at its end."""

    __slots__ = ("_kept", "n")

    def __init__(self, dtype: npt.DTypeLike, width: int | None = None) -> None:
        self._kept = np.zeros(0 if width is None else (0, width), dtype)
        self.n = 0

    def extend(self, values: npt.NDArray[Any]) -> None:
        """Add values (or rows) in order."""
        end = self.n + len(values)
        if end > len(self._kept):
            self.make_room(max(end, 4 * len(self._kept), 64))
        self._kept[self.n : end] = values
        self.n = end

    def make_room(self, room: int) -> None:
        """So many values fit from now on without being moved; what is never written takes no memory."""
        if room > len(self._kept):
            grown = np.zeros((room, *self._kept.shape[1:]), self._kept.dtype)
            grown[: self.n] = self._kept[: self.n]
            self._kept = grown

    @property
    def room(self) -> int:
        """How many values fit."""
        return len(self._kept)

    @property
    def all(self) -> npt.NDArray[Any]:
        """What was added, without copying it."""
        return self._kept[: self.n]


class Ragged:
    """Several numbers an article: where each article's begin, and the numbers one after the other."""

    __slots__ = ("columns", "starts")

    def __init__(self, **columns: npt.DTypeLike) -> None:
        self.columns = {name: Column(dtype) for name, dtype in columns.items()}
        self.starts = Column(np.int64)
        self.starts.extend(np.zeros(1, np.int64))

    def extend(self, sizes: npt.NDArray[np.int64], **values: npt.NDArray[Any]) -> None:
        """Add articles with so many numbers each."""
        self.starts.extend(self.starts.all[-1] + np.cumsum(sizes))
        for name, column in self.columns.items():
            column.extend(values[name])

    def of(self, slot: int) -> slice:
        """Where one article's numbers lie."""
        starts = self.starts.all
        return slice(int(starts[slot]), int(starts[slot + 1]))

    def places(self, slots: Slots) -> tuple[Slots, Slots]:
        """Where these articles' numbers lie, and which of `slots` each belongs to."""
        starts = self.starts.all
        first = starts[slots]
        sizes = starts[slots + 1] - first
        owner = np.repeat(np.arange(len(slots)), sizes)
        ends = np.cumsum(sizes)
        return np.arange(len(owner)) + np.repeat(first - ends + sizes, sizes), owner


class Shelf:
    """The traces, by slot."""

    def __init__(self) -> None:
        self.article = Column(np.int64)
        self.at = Column(np.float64)
        self.dated = Column(np.bool_)
        self.titled = Column(np.bool_)
        self.language = Column(np.uint16)
        """Place in `languages`."""
        self.model = Column(np.uint16)
        """Place in `models`."""
        self.place = Column(np.int64)
        """Row among the leads of its model."""
        self.leads: dict[str, Column] = {}
        """By model: (n, d) half-precision unit vectors."""
        self.languages: list[str | None] = [None]
        self.models: list[str] = []
        self.terms = Ragged(terms=np.uint32, weights=np.float16, flags=np.uint8, order=np.uint16)
        """Flags with the bit for TELLING."""
        self.numbers = Ragged(values=np.uint32)
        self.ages = Ragged(values=np.uint32)
        self.norms = Column(np.float32, 5)
        """Length of the vector of words: of all, of those in the lead, in the title; weight of the names; and how many
        names are telling."""
        self.reach = Column(np.float32)
        """Length of the vector of words as articles are looked for."""

    def __len__(self) -> int:
        return self.article.n

    def make_room(self, articles: int) -> None:
        """So many articles fit, if they are about as long as those that are here: what is here is moved once."""
        if not len(self) or self.article.room >= articles:
            return
        ragged = (self.terms, self.numbers, self.ages)
        plain = [each for each in vars(self).values() if isinstance(each, Column)]
        each_own = [column for each in ragged for column in (each.starts, *each.columns.values())]
        for column in (*plain, *each_own, *self.leads.values()):
            column.make_room(int(ROOMY * articles * column.n / len(self)))

    def add(self, known: Trace) -> int:
        """Keep one more trace; its slot."""
        places = self._places((known.language or "").encode(), known.model.encode())
        self._name(np.array([places], np.uint16))
        flags = told(known.weights, known.flags)
        self.weigh(known.weights, flags, np.array([len(known.terms)]))
        for ragged, values in ((self.numbers, known.numbers), (self.ages, known.ages)):
            ragged.extend(np.array([len(values)]), values=values)
        self.terms.extend(
            np.array([len(known.terms)]),
            terms=known.terms,
            weights=known.weights,
            flags=flags,
            order=known.order,
        )
        self._shelve(known.lead, np.array([len(known.lead)]))
        self.at.extend(np.array([known.at]))
        self.dated.extend(np.array([known.dated]))
        self.titled.extend(np.array([known.titled]))
        self.article.extend(np.array([known.article_id]))
        return self.article.n - 1

    def extend(self, blobs: Sequence[bytes]) -> None:
        """Keep stored traces in this order. Raises ValueError for anything else."""
        blobs = [each if each[:1] == b"\x02" else Trace.from_bytes(each).to_bytes() for each in blobs]
        if not blobs:
            return
        heads = np.frombuffer(b"".join([each[: HEAD.itemsize] for each in blobs]), HEAD)
        terms, numbers, ages, width = (
            heads[name].astype(np.int64) for name in ("terms", "numbers", "ages", "width")
        )
        middle = HEAD.itemsize + heads["language"].astype(np.int64)
        begin = middle + heads["model"]
        cuts = zip(blobs, middle.tolist(), begin.tolist(), strict=True)
        names = [(each[HEAD.itemsize : first], each[first:last]) for each, first, last in cuts]
        known = {pair: self._places(*pair) for pair in dict.fromkeys(names)}
        self._name(np.array([known[pair] for pair in names], np.uint16))

        begin, hashes = _pick(blobs, np.uint32, terms, begin)
        begin, small = _pick(blobs, np.uint32, numbers + ages, begin)
        begin, leads = _pick(blobs, np.float16, width, begin)
        begin, weights = _pick(blobs, np.float16, terms, begin)
        begin, order = _pick(blobs, np.uint16, terms, begin)
        begin, flags = _pick(blobs, np.uint8, terms, begin)
        number = np.repeat(np.tile([True, False], len(blobs)), np.column_stack([numbers, ages]).ravel())
        self.numbers.extend(numbers, values=small[number])
        self.ages.extend(ages, values=small[~number])
        flags = told(weights, flags)
        self.terms.extend(terms, terms=hashes, weights=weights, flags=flags, order=order)
        self.weigh(weights, flags, terms)
        self._shelve(leads, width)
        for column, name in (
            (self.article, "article"),
            (self.at, "at"),
            (self.dated, "dated"),
            (self.titled, "titled"),
        ):
            column.extend(heads[name])

    def trace(self, slot: int) -> Trace:
        """One article's trace as it was kept."""
        words = self.terms.of(slot)
        columns = self.terms.columns
        model = self.model_of(slot)
        return Trace(
            article_id=int(self.article.all[slot]),
            at=float(self.at.all[slot]),
            dated=bool(self.dated.all[slot]),
            language=self.languages[int(self.language.all[slot])],
            model=model,
            lead=self.leads[model].all[int(self.place.all[slot])],
            titled=bool(self.titled.all[slot]),
            terms=columns["terms"].all[words],
            weights=columns["weights"].all[words],
            flags=columns["flags"].all[words] & np.uint8(TITLE | LEAD | NAME),
            order=columns["order"].all[words],
            numbers=self.numbers.columns["values"].all[self.numbers.of(slot)],
            ages=self.ages.columns["values"].all[self.ages.of(slot)],
        )

    def model_of(self, slot: int) -> str:
        """The name of the model that the article's lead was embedded by."""
        return self.models[int(self.model.all[slot])]

    def _name(self, places: npt.NDArray[np.uint16]) -> None:
        """Keep (n, 2) places of languages and models."""
        self.language.extend(places[:, 0])
        self.model.extend(places[:, 1])

    def weigh(
        self, weights: npt.NDArray[np.float16], flags: npt.NDArray[np.uint8], sizes: npt.NDArray[np.int64]
    ) -> None:
        """Keep how long the vectors of words are, from flags as they stand on the shelf."""
        # Summed by article and kind of word at once (exactly: the numbers are short), then over the kinds that count.
        many = len(sizes)
        bins = np.repeat(np.arange(many) * _KINDS, sizes) + flags
        exact = single(weights)
        once = np.minimum(exact, 1.0)
        whole, telling = np.bincount(bins, exact * exact, many * _KINDS), np.bincount(bins, minlength=many * _KINDS)
        names, found = np.bincount(bins, once, many * _KINDS), np.bincount(bins, once * once, many * _KINDS)
        norms = np.zeros((many, 5), np.float32)
        norms[:, :3] = np.sqrt(whole.reshape(many, _KINDS) @ _VECTORS)
        norms[:, 3] = names.reshape(many, _KINDS) @ _NAMES
        norms[:, 4] = telling.reshape(many, _KINDS) @ _TELLING
        self.norms.extend(norms)
        self.reach.extend(np.maximum(np.sqrt(found.reshape(many, _KINDS) @ standing(_KIND)), _LEAST))

    def _places(self, language: bytes, model: bytes) -> tuple[int, int]:
        spoken, name = language.decode() or None, sys.intern(model.decode())
        return self.place_of(self.languages, spoken), self.place_of(self.models, name)

    @staticmethod
    def place_of(known: list[Name], name: Name) -> int:
        """Where a language or a model stands among those known, from now on."""
        if name not in known:
            known.append(name)
        return known.index(name)

    def leads_of(self, model: str, dim: int) -> Column:
        """Where the leads of a model lie, from now on."""
        return self.leads.setdefault(model, Column(np.float16, dim))

    def _shelve(self, leads: npt.NDArray[np.float16], width: npt.NDArray[np.int64]) -> None:
        """Keep the leads of the articles that came last, by model."""
        models = self.model.all[-len(width) :]
        starts = np.cumsum(width) - width
        places = np.zeros(len(width), np.int64)
        several = dict.fromkeys(models.tolist())
        for number in several:
            its = np.flatnonzero(models == number)
            dim = int(width[its[0]])
            kept = self.leads_of(self.models[number], dim)
            places[its] = kept.n + np.arange(len(its))
            rows = leads[(starts[its][:, None] + np.arange(dim)).ravel()] if len(several) > 1 else leads
            kept.extend(rows.reshape(len(its), dim))
        self.place.extend(places)


_LEAST = 1e-6
_KINDS = 16
_KIND = np.arange(_KINDS, dtype=np.uint8)
"""Flags as they stand on the shelf; the next are 1 for those that a length is of."""
_VECTORS = np.stack([_KIND < _KINDS, (_KIND & LEAD) > 0, (_KIND & TITLE) > 0], axis=1).astype(np.float64)
_NAMES, _TELLING = ((_KIND & NAME) > 0).astype(np.float64), ((_KIND & TELLING) > 0).astype(np.float64)


def _pick(
    blobs: Sequence[bytes], dtype: type[np.generic], sizes: npt.NDArray[np.int64], begin: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
    """From each blob so many numbers from there on, one after the other, and where they end."""
    ends = begin + np.dtype(dtype).itemsize * sizes
    cuts = zip(blobs, begin.tolist(), ends.tolist(), strict=True)
    return ends, np.frombuffer(b"".join([each[first:last] for each, first, last in cuts]), dtype)


def squares(weights: npt.NDArray[np.float16], flags: npt.NDArray[np.uint8]) -> Vector:
    """Squared weight of each term, once however often it occurs, and more in the lead and in names: what articles
    are looked for by."""
    found: Vector = np.minimum(weights.astype(np.float32), 1.0) ** 2 * standing(flags)
    return found


def single(halves: npt.NDArray[np.float16]) -> Matrix:
    """Finite numbers of half precision in single precision: `astype`, to the last bit, in a fifth of its time.

    The bits are moved to where single precision has them, and the exponent's other origin is made up for.
    """
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= np.int32(-0x70002000)  # 0x8FFFE000: without the copies of the sign
    found: Matrix = bits.view(np.float32)
    found *= np.float32(2.0**112)
    return found


def told(weights: npt.NDArray[np.float16], flags: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The flags as they stand on the shelf."""
    return flags | telling(weights, flags) * np.uint8(TELLING)
