"""What the story index keeps of an article: its lead's vectors, weighted words, names, numbers and time.

A trace is decided once, when the article is, and never changes: what a story is made of can be stored, read
back and compared without the article's text.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.nouns import Article, Matrix, Passages, Sentence, SentenceKind
from models.vocabulary import Vocabulary
from models.words import stem
from settings.limits_stories import LEAD_SENTENCES, TRACE_TERMS, WORD_PRIOR

Hashes = npt.NDArray[np.uint32]

TITLE, LEAD, NAME = 1, 2, 4
"""Where a term stands: bits of `Trace.flags`."""

_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|, (\d{1,2}),|\baged? (\d{1,3})\b")
_PART = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Enough of an article to decide by."""

    article_id: int
    at: float
    """Seconds since the epoch (UTC) that count for deciding."""
    dated: bool
    """Whether the article says when it was published."""
    language: str | None
    model: str
    rows: npt.NDArray[np.float16]
    """(1 + LEAD_SENTENCES, d): the title and the first statements; zeros where there is none."""
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
        """As stored: a line of JSON, then the arrays, little-endian, widest first."""
        head = {
            "id": self.article_id,
            "at": self.at,
            "dated": self.dated,
            "language": self.language,
            "model": self.model,
            "n": [len(self.terms), len(self.numbers), len(self.ages), *self.rows.shape],
        }
        parts = (
            self.terms.astype("<u4"),
            self.numbers.astype("<u4"),
            self.ages.astype("<u4"),
            self.rows.astype("<f2"),
            self.weights.astype("<f2"),
            self.order.astype("<u2"),
            self.flags,
        )
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(p.tobytes() for p in parts)

    @classmethod
    def from_bytes(cls, blob: bytes) -> Trace:
        """Reads what `to_bytes` wrote, without copying it."""
        start = blob.index(b"\n") + 1
        head = json.loads(blob[: start - 1])
        terms, numbers, ages, rows, width = head["n"]

        def take(kind: str, count: int) -> npt.NDArray[np.generic]:
            nonlocal start
            found = np.frombuffer(blob, kind, count, start)
            start += found.nbytes
            return found

        return cls(
            article_id=head["id"],
            at=head["at"],
            dated=head["dated"],
            language=head["language"],
            model=head["model"],
            terms=take("<u4", terms),  # type: ignore[arg-type]
            numbers=take("<u4", numbers),  # type: ignore[arg-type]
            ages=take("<u4", ages),  # type: ignore[arg-type]
            rows=take("<f2", rows * width).reshape(rows, width),  # type: ignore[arg-type]
            weights=take("<f2", terms),  # type: ignore[arg-type]
            order=take("<u2", terms),  # type: ignore[arg-type]
            flags=take("|u1", terms),  # type: ignore[arg-type]
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
    """In how many earlier articles each was seen."""


def look(article: Article, passages: Passages, vocabulary: Vocabulary) -> Look:
    """The trace of a new article, and what is needed to weigh and explain it against others."""
    chosen = lead(passages.sentences)
    everything = (passages.title, *passages.sentences)
    in_lead = (passages.title, *(passages.sentences[i] for i in chosen))
    counts: Counter[str] = Counter()
    seen: dict[str, int] = {}
    for each in everything:
        for word in each.words:
            key = stem(word)
            counts[key] += 1
            seen[key] = max(seen.get(key, 0), vocabulary.df(word))
    flags: dict[str, int] = dict.fromkeys(counts, 0)
    _mark(flags, (stem(w) for w in passages.title.words), TITLE)
    _mark(flags, (stem(w) for each in in_lead for w in each.words), LEAD)
    named = (part.lower() for each in everything for name in each.names for part in _PART.findall(name))
    _mark(flags, (stem(part) for part in named if len(part) > 1), NAME)

    weight = {key: weigh(seen[key], vocabulary.n) for key in counts}
    kept = sorted(counts, key=lambda key: (-(flags[key] > 0), -weight[key], key))[:TRACE_TERMS]
    telling = sorted(kept, key=lambda key: (-weight[key] * standing(flags[key]), -counts[key], key))
    by_hash = {crc32(key.encode()): key for key in reversed(telling)}
    hashes = np.array(sorted(by_hash), np.uint32)
    words = tuple(by_hash[h] for h in sorted(by_hash))
    rank = {key: place for place, key in enumerate(telling)}
    rows = np.zeros((1 + LEAD_SENTENCES, passages.title_vector.shape[0]), np.float16)
    rows[0] = passages.title_vector
    for place, index in enumerate(chosen, start=1):
        rows[place] = passages.vectors[index]
    found = Trace(
        article_id=article.id,
        at=article.when.timestamp(),
        dated=article.published is not None,
        language=article.language,
        model=passages.model,
        rows=rows,
        terms=hashes,
        weights=np.array([(1 + math.log(counts[w])) * weight[w] for w in words], np.float16),
        flags=np.array([flags[w] for w in words], np.uint8),
        order=np.array(sorted(range(len(words)), key=lambda i: rank[words[i]]), np.uint16),
        numbers=_hashed(number for each in everything for number in each.numbers),
        ages=_hashed(age for each in everything for match in _AGE.findall(each.text) for age in match if age),
    )
    return Look(found, words, np.array([seen[w] for w in words], np.float32))


def weigh(seen: float, articles: float) -> float:
    """A word's weight from 0 (in every article) to 1 (never seen), the same at any length of the stream."""
    total = articles + WORD_PRIOR
    return max(0.0, math.log(total / (seen + 0.5)) / math.log(total / 0.5))


def standing(flags: int) -> int:
    """How often over a word counts when articles are looked for: in the lead and in names it says more."""
    return 1 + bool(flags & LEAD) + bool(flags & NAME)


def lead_vectors(rows: npt.NDArray[np.float16]) -> Matrix:
    """(n, d) unit mean of title and lead, from (n, 1 + LEAD_SENTENCES, d)."""
    total: Matrix = rows.astype(np.float32).sum(axis=-2)
    total /= np.maximum(np.linalg.norm(total, axis=-1, keepdims=True), 1e-9)
    return total


def _mark(flags: dict[str, int], keys: Iterable[str], bit: int) -> None:
    for key in keys:
        if key in flags:
            flags[key] |= bit


def _hashed(texts: Iterable[str]) -> Hashes:
    return np.array(sorted({crc32(text.encode()) for text in texts}), np.uint32)
