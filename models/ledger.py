"""The ledger of one story in memory: what has been said, by whom first, who said it since, and fast ways to
ask.

Vectors lie in one matrix, so that an article is held against many statements in one product; terms (stems
and figures) have posting lists. What an article is held against is bounded, however long the ledger is.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from models.candidates import Rows, nearest, projection, sharing
from models.nouns import Matrix, Sentence, Statement
from models.text.days import days
from models.text.words import stem
from settings import limits_developments as limits

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


def _room(known: npt.NDArray[Any], rows: int) -> npt.NDArray[Any]:
    """`known`, or a larger array that begins with it, so that it has `rows` rows and room for as many again."""
    if rows <= len(known):
        return known
    grown = np.zeros((max(64, 2 * rows), *known.shape[1:]), dtype=known.dtype)
    grown[: len(known)] = known
    return grown


class Ledger:
    """Statements of one story, in the order in which they were said. Rows are positions in that order."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._statements: list[Statement] = []
        self._rows: dict[int, int] = {}
        self._vectors: Matrix = np.zeros((0, 0), dtype=np.float32)
        self._shorts: Matrix = np.zeros((0, 0), dtype=np.float32)
        self._shortened = 0
        self._ids: dict[str, int] = {}
        self._words: list[str] = []
        self._postings: list[array[int]] = []
        self._flat: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._ends: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._times = array("d")
        self._articles = array("q")
        self._positions = array("i")
        self._sum: npt.NDArray[np.float64] | None = None
        self._names: set[str] = set()
        self._day: date | None = None
        self._day_before: date | None = None
        self._opening: tuple[date, ...] = ()
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
        if not row:
            self._vectors = np.zeros((0, len(statement.vector)), dtype=np.float32)
        self._vectors = _room(self._vectors, row + 1)
        self._vectors[row] = statement.vector
        self._statements.append(statement)
        self._rows[statement.id] = row
        self._times.append(statement.at.timestamp())
        follows = bool(self._articles) and self._articles[-1] == statement.article_id
        self._positions.append(self._positions[-1] + 1 if follows else 0)
        self._articles.append(statement.article_id)
        if not self._positions[-1]:
            self._day_before, self._opening = self._day, ()
        if self._positions[-1] < limits.LEAD_STATEMENTS:
            self._opening += days(statement.sentence.text, statement.at)
            told = max(self._opening, default=statement.at.date())
            self._day = told if self._day_before is None else max(self._day_before, told)
        self._sum = statement.vector.astype(np.float64) + (0.0 if self._sum is None else self._sum)
        held: list[int] = []
        for term, word in terms(statement.sentence).items():
            term_id = self._ids.get(term)
            if term_id is None:
                term_id = self._ids[term] = len(self._postings)
                self._postings.append(array("i"))
                self._words.append(word)
            self._postings[term_id].append(row)
            held.append(term_id)
        first = int(self._ends[row - 1]) if row else 0
        self._ends = _room(self._ends, row + 1)
        self._ends[row] = first + len(held)
        self._flat = _room(self._flat, first + len(held))
        self._flat[first : first + len(held)] = held
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

    def holding(self, terms: Iterable[str]) -> Rows:
        """Rows of the statements that hold any of these terms, in order."""
        ids = [self._ids[term] for term in terms if term in self._ids]
        return np.unique(np.fromiter((row for term_id in ids for row in self._postings[term_id]), dtype=np.intp))

    def knows(self, name: str) -> bool:
        """Whether any statement holds this name, or holds all of its parts as words."""
        lower = name.lower()
        return lower in self._names or all(stem(part) in self._ids for part in lower.split())

    def share(self, term: str) -> float:
        """Share of the statements that hold this term."""
        term_id = self._ids.get(term)
        return 0.0 if term_id is None else len(self._postings[term_id]) / len(self)

    def beside(self, vectors: Matrix, words: Sequence[Mapping[str, float]], late: datetime) -> Rows:
        """Rows of the statements to hold sentences against, in order: all of a short ledger, the candidates of a long
        one (see `models.candidates`). Each sentence is its vector and its terms with their weights; statements since
        `late` are looked up apart from older ones, so that neither hide the others."""
        if len(self) <= limits.LEDGER_WHOLE:
            return np.arange(len(self))
        project = projection(vectors.shape[1])
        short, shorts = vectors @ project, self._short(project)
        fresh = np.flatnonzero(self.since(late))
        start = int(fresh[0]) if len(fresh) else len(self)
        lists: list[list[Rows]] = []
        weights: list[list[float]] = []
        for sentence in words:
            rarest = sorted((term for term in sentence if term in self._ids), key=lambda term: -sentence[term])
            rarest = rarest[: limits.LOOKED_UP_TERMS]
            newest = [self._postings[self._ids[term]][-limits.POSTINGS_READ :] for term in rarest]
            lists.append([np.array(rows, dtype=np.intp) for rows in newest])
            weights.append([sentence[term] for term in rarest])
        far = max(0, start - limits.OLDER_READ)
        found = [
            far + nearest(short, shorts[far:start], limits.NEAREST_READ),
            start + nearest(short, shorts[start:], limits.NEAREST_READ),
            sharing(lists, weights, limits.NEAREST_READ),
        ]
        rows: Rows = np.unique(np.concatenate(found))
        return rows

    def _short(self, project: Matrix) -> Matrix:
        """(len(self), k): the vectors made short, of unit length, as only a long ledger needs them."""
        if not self._shortened:
            self._shorts = np.zeros((0, project.shape[1]), dtype=np.float32)
        self._shorts = _room(self._shorts, len(self))
        for row in range(self._shortened, len(self)):
            short = self._vectors[row] @ project
            self._shorts[row] = short / max(float(np.linalg.norm(short)), 1e-9)
        self._shortened = len(self)
        return self._shorts[: len(self)]

    def incidence(
        self, wanted: Sequence[str], rows: Rows, weigh: Callable[[Sequence[str]], Floats]
    ) -> tuple[Floats, Floats]:
        """(len(wanted), len(rows)): 1 where a statement holds a term, else 0; and for each row the sum of its terms'
        weights, which `weigh` gives for the words behind them."""
        ends = self._ends[: len(self)]
        lengths = np.diff(ends, prepend=0)[rows]
        column = np.repeat(np.arange(len(rows)), lengths)
        # Where each row's terms lie: its first place, and the places after it.
        flat = self._flat[np.arange(len(column)) + np.repeat(ends[rows] - np.cumsum(lengths), lengths)]
        place = np.full(len(self._ids), -1, dtype=np.intp)
        for i, term in enumerate(wanted):
            term_id = self._ids.get(term)
            if term_id is not None:
                place[term_id] = i
        at = place[flat]
        found = np.zeros((len(wanted), len(rows)), dtype=np.float32)
        found[at[at >= 0], column[at >= 0]] = 1.0
        used, which = np.unique(flat, return_inverse=True)
        weights = weigh([self._words[term_id] for term_id in used.tolist()])
        return found, np.bincount(column, weights[which], len(rows)).astype(np.float32)

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

    @property
    def last(self) -> datetime:
        """When the last statement was said. Not for an empty ledger."""
        return self._statements[-1].at

    @property
    def day(self) -> date | None:
        """The last of the days with which articles begin, where one that names none tells of the day on which it was
        published. None for an empty ledger."""
        return self._day

    def since(self, moment: datetime) -> npt.NDArray[np.bool_]:
        """Per statement, whether it was first said at or after `moment`."""
        return np.array(self._times) >= moment.timestamp()
