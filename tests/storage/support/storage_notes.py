"""The smallest thing that a database keeps: a note by its name."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from storage.database import Database
from storage.schema import notes

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(db: Database, name: str) -> None:
    with db.write() as conn:
        conn.execute(notes.insert().values(name=name, value={}, at=NOW))


def names(db: Database) -> list[str]:
    with db.read() as conn:
        return list(conn.execute(sa.select(notes.c.name).order_by(notes.c.name)).scalars())
