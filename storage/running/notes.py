"""Facts of newsdelta's own that fit no other table: a key, the reports of the nights, what is wrong just now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import notes


def get(conn: Connection, name: str) -> tuple[Any, datetime] | None:
    """What is noted under a name, and when it was."""
    row = conn.execute(sa.select(notes.c.value, notes.c.at).where(notes.c.name == name)).first()
    return (row.value, row.at) if row else None


def kept(conn: Connection, name: str, fresh: str, now: datetime) -> str:
    """What is noted under a name, and `fresh` from now on where there is nothing yet."""
    known = get(conn, name)
    if known is None:
        conn.execute(notes.insert().values(name=name, value=fresh, at=now))
    return fresh if known is None else str(known[0])


def beginning(conn: Connection, prefix: str, most: int) -> list[Any]:
    """Notes whose name begins so, newest first."""
    query = (
        sa.select(notes)
        .where(notes.c.name.startswith(prefix, autoescape=True))
        .order_by(notes.c.at.desc(), notes.c.name)
        .limit(most)
    )
    return list(conn.execute(query))
