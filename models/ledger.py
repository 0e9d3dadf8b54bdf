"""The ledger of one story in memory: what has been said, by whom first, who said it since, and fast ways to ask.

Vectors lie in one matrix, so that an article is held against the whole ledger in one product; terms (stems and
figures) have posting lists, so that words cost what they occur, not what the ledger is long.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from models.nouns import Matrix, Sentence, Statement
from models.words import stem


def terms(sentence: Sentence) -> tuple[str, ...]:
    """What two sentences share when they say the same: stems of words, and figures; each once, in order."""
    return tuple(dict.fromkeys([*map(stem, sentence.words), *("#" + number for number in sentence.numbers)]))


class Ledger:
    """Statements of one story, in the order in which they were said. Rows are positions in that order."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._statements: list[Statement] = []
        self._rows: dict[int, int] = {}
        self._vectors: Matrix = np.zeros((0, 0), dtype=np.float32)
        self._postings: dict[str, array[int]] = {}
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
        for term in terms(statement.sentence):
            self._postings.setdefault(term, array("i")).append(row)
        for name in statement.sentence.names:
            self._names.add(name.lower())

    def fold(self, statement_id: int, publisher: str) -> None:
        """Another publisher said it too. The one that said it first is no witness to itself."""
        row = self._rows[statement_id]
        known = self._statements[row]
        if publisher != known.publisher and publisher not in known.witnesses:
            self._statements[row] = replace(known, witnesses=(*known.witnesses, publisher))

    def holding(self, term: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        """Rows whose statements hold a term (see `terms`), ascending."""
        found = self._postings.get(term)
        return np.array(found, dtype=np.int32) if found is not None else _NONE

    def holds(self, term: str) -> bool:
        return term in self._postings

    def knows(self, name: str) -> bool:
        """Whether any statement holds this name, or holds all of its parts as words."""
        lower = name.lower()
        return lower in self._names or all(stem(part) in self._postings for part in lower.split())


_NONE = np.zeros(0, dtype=np.int32)
