"""What is wrong with newsdelta itself, while it lasts."""

from __future__ import annotations

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import notes

PREFIX = "trouble "

LONGEST = notes.c.name.type.length - len(PREFIX)  # type: ignore[attr-defined]


def named(name: str) -> str:
    """`name` as it is kept: what is too long is cut, and told from others by a digest."""
    if len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{name[: LONGEST - 13]} {digest}"


def known(conn: Connection) -> dict[str, tuple[str, str | None, datetime]]:
    """What has been said to be wrong and is not over: name to (text, channel, since when)."""
    query = sa.select(notes).where(notes.c.name.startswith(PREFIX)).order_by(notes.c.at, notes.c.name)
    return {
        row.name.removeprefix(PREFIX): (row.value["text"], row.value.get("channel"), row.at)
        for row in conn.execute(query)
    }


def begin(conn: Connection, name: str, text: str, channel: str | None, now: datetime) -> None:
    conn.execute(
        notes.insert().values(name=PREFIX + named(name), value={"text": text, "channel": channel}, at=now)
    )


def end(conn: Connection, name: str) -> None:
    conn.execute(notes.delete().where(notes.c.name == PREFIX + named(name)))
