"""Giving a watch another name without making it another watch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from steps.shift import DIGEST, WORK
from steps.stillness import nobody_works
from storage.database import Database
from storage.telling import renames
from storage.telling.renames import Moved


@contextmanager
def renaming(db: Database, old: str, new: str, now: datetime) -> Iterator[Moved]:
    """What is kept for the watch `old` is put under `new`; write the settings inside. Where that raises, all stays as
    it was. PassAtWork while one is: it knows the watch by its old name to its end."""
    with db.write() as conn:
        nobody_works(conn, now, WORK, DIGEST)
        yield renames.rename(conn, old, new)
