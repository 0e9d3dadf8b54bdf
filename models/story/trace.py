"""What the story index keeps of an article: its lead's vector, weighted words, names, numbers and time.

A trace is decided once, when the article is, and never changes: what a story is made of can be stored, read
back and compared without the article's text.
"""

from __future__ import annotations

import math
import re
import struct
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.nouns import Article, Matrix, Passages, Sentence, SentenceKind
from models.story.usual_words import USUAL
from models.story.vocabulary import Vocabulary
from models.text.credits import credit_words
from models.text.dates import dateline
from models.text.words import stem
from settings.limits_stories import LEAD_SENTENCES, TELLING_WEIGHT, TRACE_TERMS, WORD_PRIOR

Hashes = npt.NDArray[np.uint32]

TITLE, LEAD, NAME = 1, 2, 4
"""Where a term stands: bits of `Trace.flags`."""
_STANDING = np.array([1, 1, 2, 2, 2, 2, 3, 3], np.float32)
"""By flags: 1, and one more for the lead and for names."""

_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|, (\d{1,2}),|\baged? (\d{1,3})\b")
_DIGIT = re.compile(r"\d")
_PART = re.compile(r"\w+")
_FORMAT = 2
HEAD = np.dtype(
    [
        ("format", "u1"),
        ("dated", "?"),
        ("titled", "?"),
        ("language", "u1"),
        ("model", "u1"),
        ("terms", "<u2"),
        ("numbers", "<u2"),
        ("ages", "<u2"),
        ("width", "<u2"),
        ("article", "<i8"),
        ("at", "<f8"),
    ]
)
"""How a stored trace begins: its flags, and how long is what follows (language, model, then the arrays)."""
_FIRST_HEAD = struct.Struct("<B?BHHHHBHqd")


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Enough of an article to decide by."""

    article_id: int
    at: float
    """Seconds since the epoch (UTC) that count for deciding."""
    dated: bool
    """Whether the article says when it was published, or of which day it is."""
    language: str | None
    model: str
    lead: npt.NDArray[np.float16]
    """(d,) unit mean of the vectors of the title and the first statements; zeros where there is no text."""
    titled: bool
    """Whether the article has a title."""
    terms: Hashes
    """Hashes of stems, ascending."""
    weights: npt.NDArray[np.float16]
    """(1 + log tf) * weight of the word when the article came."""
    flags: npt.NDArray[np.uint8]
    order: npt.NDArray[np.uint16]
    """Positions of `terms`, the most telling first."""
    numbers: Hashes
    ages: Hashes

    def to_bytes(self) -> bytes:
        """As stored: a packed head, language and model, then the arrays, little-endian."""
        language, model = (self.language or "").encode(), self.model.encode()
        head = np.zeros((), HEAD)
        sizes = (len(language), len(model), len(self.terms), len(self.numbers), len(self.ages), len(self.lead))
        head[()] = (_FORMAT, self.dated, self.titled, *sizes, self.article_id, self.at)
        whole = np.concatenate([self.terms, self.numbers, self.ages]).astype("<u4")
        halves = np.concatenate([self.lead, self.weights]).astype("<f2")
        arrays = (whole, halves, self.order.astype("<u2"), self.flags)
        return b"".join((head.tobytes(), language, model, *(each.tobytes() for each in arrays)))

    @classmethod
    def from_bytes(cls, blob: bytes) -> Trace:
        """Reads what `to_bytes` wrote, without copying it, or its first version. Raises ValueError for else."""
        if not blob or blob[0] not in (1, _FORMAT) or len(blob) < HEAD.itemsize:
            raise ValueError("not a stored trace of this version")
        if blob[0] == 1:
            return _first_version(blob)
        head = np.frombuffer(blob, HEAD, 1)[0]
        start = HEAD.itemsize + int(head["language"]) + int(head["model"])
        terms, numbers, width = int(head["terms"]), int(head["numbers"]), int(head["width"])
        names = blob[HEAD.itemsize : start].decode()
        whole = np.frombuffer(blob, np.uint32, terms + numbers + int(head["ages"]), start)
        start += whole.nbytes
        halves = np.frombuffer(blob, np.float16, width + terms, start)
        start += halves.nbytes
        order = np.frombuffer(blob, np.uint16, terms, start)
        return cls(
            article_id=int(head["article"]),
            at=float(head["at"]),
            dated=bool(head["dated"]),
            language=sys.intern(names[: int(head["language"])]) or None,
            model=sys.intern(names[int(head["language"]) :]),
            lead=halves[:width],
            titled=bool(head["titled"]),
            terms=whole[:terms],
            weights=halves[width:],
            flags=np.frombuffer(blob, np.uint8, terms, start + order.nbytes),
            order=order,
            numbers=whole[terms : terms + numbers],
            ages=whole[terms + numbers :],
        )


def _first_version(blob: bytes) -> Trace:
    """What was stored before 0.2: the rows of title and lead one by one, which only their mean is needed of."""
    _, dated, language, model, terms, numbers, ages, rows, width, article_id, at = _FIRST_HEAD.unpack_from(blob)
    start = _FIRST_HEAD.size + language + model
    names = blob[_FIRST_HEAD.size : start].decode()
    whole = np.frombuffer(blob, np.uint32, terms + numbers + ages, start)
    start += whole.nbytes
    halves = np.frombuffer(blob, np.float16, rows * width + terms, start)
    start += halves.nbytes
    order = np.frombuffer(blob, np.uint16, terms, start)
    vectors = halves[: rows * width].reshape(rows, width)
    return Trace(
        article_id=article_id,
        at=at,
        dated=bool(dated),
        language=sys.intern(names[:language]) or None,
        model=sys.intern(names[language:]),
        lead=lead_vectors(vectors).astype(np.float16),
        titled=bool(np.any(vectors[0] != 0)),
        terms=whole[:terms],
        weights=halves[rows * width :],
        flags=np.frombuffer(blob, np.uint8, terms, start + order.nbytes),
        order=order,
        numbers=whole[terms : terms + numbers],
        ages=whole[terms + numbers :],
    )


def lead(sentences: tuple[Sentence, ...]) -> list[int]:
    """Positions of the first LEAD_SENTENCES statements, filled up with what else there is, in order."""
    first = [i for i, each in enumerate(sentences) if each.kind is SentenceKind.STATEMENT][:LEAD_SENTENCES]
    if len(first) < LEAD_SENTENCES:
        others = [i for i in range(len(sentences)) if i not in set(first)]
        first += others[: LEAD_SENTENCES - len(first)]
    return sorted(first)


def trace(article: Article, passages: Passages, vocabulary: Vocabulary) -> Trace:
    """What the index keeps of `article`, its words weighed by what `vocabulary` had seen before it."""
    return look(article, passages, vocabulary).trace


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A new article's trace with what only it knows: its words in letters, and how often each was seen."""

    trace: Trace
    words: tuple[str, ...]
    """Stems, in the order of `trace.terms`."""
    seen: npt.NDArray[np.float32]
    """In how many earlier articles each was seen, what is usual in news (WORD_PRIOR) among them."""


def look(article: Article, passages: Passages, vocabulary: Vocabulary) -> Look:
    """The trace of a new article, and what is needed to weigh and explain it against others."""
    chosen = lead(passages.sentences)
    everything = (passages.title, *passages.sentences)
    counts: dict[str, int] = {}
    seen: dict[str, float] = {}
    tally = Counter(chain.from_iterable([each.words for each in everything]))
    tally -= Counter(credit_words(article.text))
    for key, often, before in zip(map(stem, tally), tally.values(), vocabulary.seen(tally), strict=True):
        if key not in counts:
            counts[key], seen[key] = often, before + WORD_PRIOR * USUAL.get(key, 0.0)
        else:
            counts[key] += often
            seen[key] = max(before + WORD_PRIOR * USUAL.get(key, 0.0), seen[key])
    flags: dict[str, int] = dict.fromkeys(counts, 0)
    _mark(flags, passages.title.words, TITLE | LEAD)
    for i in chosen:
        _mark(flags, passages.sentences[i].words, LEAD)
    named = {name for each in everything for name in each.names}
    _mark(flags, {part for name in named for part in _PART.findall(name.lower()) if len(part) > 1}, NAME)

    if len(counts) > TRACE_TERMS:
        telling = sorted(counts, key=lambda key: (not flags[key], seen[key], key))[:TRACE_TERMS]
        counts, flags = ({key: each[key] for key in telling} for each in (counts, flags))
        seen = {key: seen[key] for key in telling}
    keys = list(counts)
    hashes, order = _ascending([crc32(key.encode()) for key in keys])
    bits = np.fromiter(flags.values(), np.uint8, len(keys)).take(order)
    earlier = np.fromiter(seen.values(), np.float32, len(keys)).take(order)
    often_in = np.fromiter(counts.values(), np.int64, len(keys)).take(order)
    plain = weigh(earlier, vocabulary.n)
    figures = "\n".join([each.text for each in everything if _DIGIT.search(each.text)])
    said = None if article.published else dateline(article.title, article.text, article.seen)
    rows = np.concatenate([passages.title_vector[None], passages.vectors[chosen]])
    found = Trace(
        article_id=article.id,
        at=min(said or article.when, article.seen).timestamp(),
        dated=article.published is not None or said is not None,
        language=article.language,
        model=passages.model,
        lead=lead_vectors(rows).astype(np.float16),
        titled=bool(passages.title_vector.any()),
        terms=hashes,
        weights=((1 + np.log(often_in)) * plain).astype(np.float16),
        flags=bits,
        order=np.lexsort((hashes, -often_in, -plain * standing(bits))).astype(np.uint16),
        numbers=_hashed(number for each in everything for number in each.numbers),
        ages=_hashed(age for three in _AGE.findall(figures) for age in three if age),
    )
    return Look(found, tuple([keys[i] for i in order.tolist()]), earlier)


def weigh(seen: npt.NDArray[np.float32], articles: float) -> npt.NDArray[np.float64]:
    """Words' weights from 0 (in every article) to 1 (never seen), the same at any length of the stream."""
    total = articles + WORD_PRIOR
    found: npt.NDArray[np.float64] = np.log(total / (seen.astype(np.float64) + 0.5)) / math.log(total / 0.5)
    return np.maximum(found, 0.0)


def term(word: str) -> int:
    """How a word stands among a trace's terms."""
    return crc32(stem(word).encode())


def standing(flags: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """How often over words count when articles are looked for: in the lead and in names they say more."""
    found: npt.NDArray[np.float32] = _STANDING.take(flags & (LEAD | NAME))
    return found


def telling(weights: npt.NDArray[np.float16], flags: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which terms are names in title or lead that hardly any article had: by them an event is told from its like."""
    found: npt.NDArray[np.bool_] = ((flags & (NAME | LEAD)) == NAME | LEAD) & (weights >= TELLING_WEIGHT)
    return found


def lead_vectors(rows: npt.NDArray[np.float16] | Matrix) -> Matrix:
    """(n, d) unit mean of title and lead, from (n, rows, d); (d,) from (rows, d)."""
    total: Matrix = rows.astype(np.float32).sum(axis=-2)
    total /= np.maximum(np.sqrt((total * total).sum(axis=-1, keepdims=True)), 1e-9)
    return total


def _mark(flags: dict[str, int], words: Iterable[str], bit: int) -> None:
    for word in words:
        key = stem(word)
        if key in flags:
            flags[key] |= bit


def _ascending(hashes: list[int]) -> tuple[Hashes, npt.NDArray[np.intp]]:
    """Hashes in ascending order, each once, and the place where each stood first."""
    found = np.array(hashes, np.uint32)
    if len(set(hashes)) < len(hashes):
        return np.unique(found, return_index=True)
    order = found.argsort()
    return found.take(order), order


def _hashed(texts: Iterable[str]) -> Hashes:
    return np.array(sorted({crc32(text.encode()) for text in texts}), np.uint32)
