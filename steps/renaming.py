"""Giving a watch another name without making it another watch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from models.errors import StorageError
from steps.shift import DIGEST, WORK
from storage import leases, renames
from storage.database import Database
from storage.renames import Moved


@contextmanager
def renaming(db: Database, old: str, new: str, now: datetime) -> Iterator[Moved]:
    """What is kept for the watch `old` is put under `new`; write the settings inside. Where that raises, all stays as
    it was. StorageError while a pass is at work: it knows the watch by its old name to its end."""
    with db.write() as conn:
        if any(leases.current(conn, name, now) for name in (WORK, DIGEST)):
            raise StorageError("A pass is at work just now: try again when it is over, in a minute or so.")
        yield renames.rename(conn, old, new)
