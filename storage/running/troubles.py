"""What is wrong with newsdelta itself, while it lasts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Began:
    """Something that is wrong, and where that was said."""

    text: str
    told: tuple[str, ...] | None
    """Channels; None: an earlier version did not note them."""
    at: datetime


def known(conn: Connection) -> dict[str, Began]:
    """What has been found wrong and is not over, by name."""
    query = sa.select(notes).where(notes.c.name.startswith(PREFIX)).order_by(notes.c.at, notes.c.name)
    return {
        row.name.removeprefix(PREFIX): Began(row.value["text"], _channels(row.value), row.at)
        for row in conn.execute(query)
    }


def _channels(value: dict[str, Any]) -> tuple[str, ...] | None:
    return tuple(value["told"]) if "told" in value else None


def begin(conn: Connection, name: str, text: str, told: Sequence[str], now: datetime) -> None:
    conn.execute(
        notes.insert().values(name=PREFIX + named(name), value={"text": text, "told": list(told)}, at=now)
    )


def end(conn: Connection, name: str) -> None:
    conn.execute(notes.delete().where(notes.c.name == PREFIX + named(name)))
