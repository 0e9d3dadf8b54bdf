"""Developments by meaning: one vector each, newest first, kept in memory and caught up at each question.

Exact (brute force): 100,000 vectors of 384 numbers are one product of 10 ms, so no index that errs is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from models.nouns import Matrix, Vector
from settings.limits_web import MEANINGS, MEANINGS_AT_ONCE
from storage import meanings, search
from storage.ledger import unpack


class Meaning:
    """Rows are developments; a story is found by any of its developments."""

    def __init__(self, most: int = MEANINGS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._model = ""
        self._ids: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._stories: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._vectors: Matrix = np.zeros((0, 0), np.float32)
        self._used = 0
        self.complete = False
        """Whether everything (up to the most that is kept) has been read."""

    def catch_up(self, conn: Connection, model: str) -> None:
        """Read what came since, and one more piece of what came before."""
        with self._lock:
            if model != self._model:
                self._model, self._used, self.complete = model, 0, False
            known = self._ids[: self._used]
            if self._used:
                self._take(search.meanings(conn, model, MEANINGS_AT_ONCE, after=int(known.max())))
            if not self.complete:
                before = int(self._ids[: self._used].min()) if self._used else None
                older = search.meanings(conn, model, MEANINGS_AT_ONCE, before=before)
                self._take(older)
                self.complete = len(older) < MEANINGS_AT_ONCE or self._used >= self._most

    def near(
        self, conn: Connection, model: str, vector: Vector, most: int, least: float
    ) -> list[tuple[int, int, float]]:
        """As `nearest`, by the database's own index where it has one (PostgreSQL with pgvector)."""
        indexed = meanings.nearest(conn, model, vector, most, least)
        if indexed is not None:
            self.complete = True
            return indexed
        self.catch_up(conn, model)
        return self.nearest(vector, most, least)

    def nearest(self, vector: Vector, most: int, least: float) -> list[tuple[int, int, float]]:
        """(development, story as it was read, cosine), nearest first, all of at least `least`."""
        with self._lock:
            used = self._used
            ids, stories, vectors = self._ids, self._stories, self._vectors
        if not used or vectors.shape[1] != len(vector):
            return []
        near = vectors[:used] @ vector
        count = min(most, used)
        best = np.argpartition(-near, count - 1)[:count]
        best = best[np.argsort(-near[best])]
        return [(int(ids[i]), int(stories[i]), float(near[i])) for i in best if near[i] >= least]

    def _take(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        rows = rows[: max(0, self._most - self._used)]
        if not rows:
            return
        self._room(self._used + len(rows), len(unpack(rows[0][2])))
        for development, story, blob in rows:
            vector = unpack(blob)
            self._ids[self._used] = development
            self._stories[self._used] = story
            self._vectors[self._used] = vector / max(float(np.linalg.norm(vector)), 1e-9)
            self._used += 1

    def _room(self, rows: int, dim: int) -> None:
        if rows <= len(self._ids) and self._vectors.shape[1:] == (dim,):
            return
        size = min(self._most, max(1024, 2 * rows))
        ids, stories = np.zeros(size, np.int64), np.zeros(size, np.int64)
        vectors = np.zeros((size, dim), np.float32)
        if self._used:
            ids[: self._used] = self._ids[: self._used]
            stories[: self._used] = self._stories[: self._used]
            vectors[: self._used] = self._vectors[: self._used]
        self._ids, self._stories, self._vectors = ids, stories, vectors
