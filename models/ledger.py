"""The ledger of one story in memory: what has been said, by whom first, who said it since, and fast ways to
ask.

Vectors lie in one matrix, so that an article is held against the whole ledger in one product; terms (stems
and figures) have posting lists, so that words cost what they occur, not what the ledger is long.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from models.nouns import Matrix, Sentence, Statement
from models.words import stem

Floats = npt.NDArray[np.float32]


def terms(sentence: Sentence) -> dict[str, str]:
    """What two sentences share when they say the same: stems of words, and figures marked with '#'.

    Each term in order of appearance, with the word (or figure) that it came from first.
    """
    found: dict[str, str] = {}
    for word in sentence.words:
        found.setdefault(stem(word), word)
    for number in sentence.numbers:
        found.setdefault("#" + number, "#" + number)
    return found


class Ledger:
    """Statements of one story, in the order in which they were said. Rows are positions in that order."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._statements: list[Statement] = []
        self._rows: dict[int, int] = {}
        self._vectors: Matrix = np.zeros((0, 0), dtype=np.float32)
        self._ids: dict[str, int] = {}
        self._words: list[str] = []
        self._postings: list[array[int]] = []
        self._flat = array("i")
        self._starts = array("i")
        self._times = array("d")
        self._articles = array("q")
        self._positions = array("i")
        self._sum: npt.NDArray[np.float64] | None = None
        self._names: set[str] = set()
        for statement in statements:
            self.add(statement)

    def __len__(self) -> int:
        return len(self._statements)

    def __getitem__(self, row: int) -> Statement:
        return self._statements[row]

    @property
    def vectors(self) -> Matrix:
        """(len(self), d); a view that the next `add` may leave behind."""
        return self._vectors[: len(self._statements)]

    @property
    def words(self) -> Sequence[str]:
        """The word behind each term that any statement holds, in order of first appearance."""
        return self._words

    def add(self, statement: Statement) -> None:
        """Write a statement down. Its vector must be of the same model as the others."""
        row = len(self._statements)
        if row == len(self._vectors):
            grown = np.zeros((max(64, 2 * row), len(statement.vector)), dtype=np.float32)
            grown[:row] = self._vectors[:row] if row else 0
            self._vectors = grown
        self._vectors[row] = statement.vector
        self._statements.append(statement)
        self._rows[statement.id] = row
        self._times.append(statement.at.timestamp())
        follows = bool(self._articles) and self._articles[-1] == statement.article_id
        self._positions.append(self._positions[-1] + 1 if follows else 0)
        self._articles.append(statement.article_id)
        self._sum = statement.vector.astype(np.float64) + (0.0 if self._sum is None else self._sum)
        self._starts.append(len(self._flat))
        for term, word in terms(statement.sentence).items():
            term_id = self._ids.get(term)
            if term_id is None:
                term_id = self._ids[term] = len(self._postings)
                self._postings.append(array("i"))
                self._words.append(word)
            self._postings[term_id].append(row)
            self._flat.append(term_id)
        self._names.update(name.lower() for name in statement.sentence.names)

    def fold(self, statement_id: int, publisher: str) -> None:
        """Another publisher said it too. The one that said it first is no witness to itself."""
        row = self._rows[statement_id]
        known = self._statements[row]
        if publisher != known.publisher and publisher not in known.witnesses:
            self._statements[row] = replace(known, witnesses=(*known.witnesses, publisher))

    def holds(self, term: str) -> bool:
        """Whether any statement holds this term (see `terms`)."""
        return term in self._ids

    def knows(self, name: str) -> bool:
        """Whether any statement holds this name, or holds all of its parts as words."""
        lower = name.lower()
        return lower in self._names or all(stem(part) in self._ids for part in lower.split())

    def incidence(self, wanted: Sequence[str]) -> Floats:
        """(len(wanted), len(self)): 1 where a statement holds a term, else 0."""
        found = np.zeros((len(wanted), len(self)), dtype=np.float32)
        for i, term in enumerate(wanted):
            term_id = self._ids.get(term)
            if term_id is not None:
                found[i, self._postings[term_id]] = 1.0
        return found

    def totals(self, weights: Floats) -> Floats:
        """Per statement, the sum of its terms' weights; `weights` go with `words`."""
        if not self._flat:
            return np.zeros(len(self), dtype=np.float32)
        sums = np.concatenate([[0.0], np.cumsum(weights[np.array(self._flat)], dtype=np.float64)])
        starts = np.array(self._starts)
        found: Floats = (sums[np.append(starts[1:], len(self._flat))] - sums[starts]).astype(np.float32)
        return found

    @property
    def articles(self) -> npt.NDArray[np.int64]:
        """Per statement, the article that said it first."""
        return np.array(self._articles)

    @property
    def positions(self) -> npt.NDArray[np.int32]:
        """Per statement, how many statements of the same article stand before it."""
        return np.array(self._positions)

    @property
    def core(self) -> Matrix:
        """(1, d): the direction of the mean of all statements, what the story is about. Not for an empty
        ledger."""
        assert self._sum is not None
        unit: Matrix = (self._sum / max(float(np.linalg.norm(self._sum)), 1e-9)).astype(np.float32)
        return unit[None, :]

    def since(self, moment: datetime) -> npt.NDArray[np.bool_]:
        """Per statement, whether it was first said at or after `moment`."""
        return np.array(self._times) >= moment.timestamp()
