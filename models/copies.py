"""The same text again: under any headline, shortened, with another dateline, behind another address.

A text's fingerprint is the hashes of its word runs, thinned to those that are 0 modulo a constant, so that
the same runs are kept in every text and containment can be estimated from them (Broder 1997, "On the
resemblance and containment of documents"). A copy is contained in its original, or contains it, and says
nothing that its original does not: an outlet's own story with today's paragraph on top is no copy of yesterday's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.nouns import SentenceKind
from models.text.numbers import numbers
from models.text.sentences import split
from settings.limits_stories import (
    COPY_CONTAINMENT,
    COPY_LEAST_RUNS,
    COPY_NEW_RUNS,
    COPY_NEW_SHARE,
    FINGERPRINT_KEEP,
    SHINGLE,
)

_WORD = re.compile(r"\w+")

ROWS_AT_ONCE = 5000
"""Stored fingerprints gone through at a time: a few megabytes."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Sorted hashes of a text's kept word runs."""

    hashes: tuple[int, ...]

    @classmethod
    def from_bytes(cls, blob: bytes) -> Fingerprint:
        """What `to_bytes` gave."""
        return cls(tuple(np.frombuffer(blob, "<u4").tolist()))

    def to_bytes(self) -> bytes:
        """As stored: little-endian 32-bit numbers."""
        return np.asarray(self.hashes, "<u4").tobytes()


@dataclass(frozen=True, slots=True)
class CopyMatch:
    """The article whose text it is, and how much of the shorter text stands in the longer one (0 to 1)."""

    article_id: int
    containment: float


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of an article's text (without its title)."""
    all_runs: npt.NDArray[np.uint32] = np.fromiter(runs(text), np.uint32)
    return Fingerprint(tuple(np.unique(all_runs[all_runs % FINGERPRINT_KEEP == 0]).tolist()))


def says_more(text: str, original: str) -> bool:
    """Whether a text that shares its word runs with `original` makes a statement, or gives a figure, that is not in
    it: then it is an update, whatever else it repeats word for word, and no copy. Of an original whose text is gone
    nothing can be said: False."""
    if not original or text == original:
        return False
    known, figures = set(runs(original)), set(numbers(original))
    for sentence in split(text):
        if sentence.kind not in (SentenceKind.STATEMENT, SentenceKind.HYPOTHETICAL):
            continue
        its = list(runs(sentence.text))
        new = sum(run not in known for run in its)
        if new >= COPY_NEW_RUNS and new >= COPY_NEW_SHARE * len(its):
            return True
        if new < len(its) and not figures.issuperset(sentence.numbers):
            return True
    return False


def runs(text: str) -> Iterator[int]:
    """Hashes of a text's runs of `SHINGLE` words, in order; letter case and punctuation do not count."""
    words = [w.lower().encode() for w in _WORD.findall(text)]
    return (crc32(b" ".join(words[i : i + SHINGLE])) for i in range(max(0, len(words) - SHINGLE + 1)))


class CopyIndex:
    """Which text a fingerprint was seen in: an inverted list of run hashes."""

    def __init__(self) -> None:
        self._sizes: dict[int, int] = {}
        self._lists: dict[int, list[int]] = {}

    @classmethod
    def among(cls, rows: Iterable[tuple[int, bytes]], wanted: Iterable[Fingerprint]) -> CopyIndex:
        """Of stored fingerprints what these texts can meet: it finds for them what the whole index would. A month's
        fingerprints are gone through as they lie there, in a tenth of the time and memory."""
        index = cls()
        runs = np.unique(np.fromiter((run for each in wanted for run in each.hashes), np.uint32))
        if not len(runs):
            return index
        stored = iter(rows)
        while some := list(islice(stored, ROWS_AT_ONCE)):
            hashes = np.frombuffer(b"".join(blob for _, blob in some), "<u4")
            sizes = [len(blob) // 4 for _, blob in some]
            index._sizes |= zip((article_id for article_id, _ in some), sizes, strict=True)
            owners = np.repeat([article_id for article_id, _ in some], sizes)
            met = runs[np.searchsorted(runs, hashes) % len(runs)] == hashes
            for run, article_id in zip(hashes[met].tolist(), owners[met].tolist(), strict=True):
                index._lists.setdefault(run, []).append(article_id)
        return index

    def add(self, article_id: int, known: Fingerprint) -> None:
        """Remember a text. Copies need not be added: their original is enough."""
        self._sizes[article_id] = len(known.hashes)
        for run in known.hashes:
            self._lists.setdefault(run, []).append(article_id)

    def find(self, known: Fingerprint) -> CopyMatch | None:
        """The text that this one is a copy of, the most alike; None when it is nobody's."""
        if len(known.hashes) < COPY_LEAST_RUNS:
            return None
        shared = Counter(article for run in known.hashes for article in self._lists.get(run, ()))
        best: CopyMatch | None = None
        for article_id, count in sorted(shared.items()):
            shorter = min(len(known.hashes), self._sizes[article_id])
            if shorter < COPY_LEAST_RUNS:
                continue
            containment = count / shorter
            if containment >= COPY_CONTAINMENT and (best is None or containment > best.containment):
                best = CopyMatch(article_id, round(containment, 4))
        return best
