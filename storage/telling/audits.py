"""What hindsight shows of developments, and the reports that the nightly audit leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.deciding.stories import OWN_WORDS
from storage.schema import alerts, members, notes, told

PREFIX = "audit "


def since_in_story(conn: Connection, story_id: int, at: datetime) -> frozenset[str]:
    """Publishers that have written on a story after `at`, in words of their own."""
    query = sa.select(members.c.publisher).where(members.c.story_id == story_id, members.c.at > at, OWN_WORDS)
    return frozenset(conn.execute(query.distinct()).scalars())


def was_told(conn: Connection, watch: str, development_id: int, statement_ids: Sequence[int]) -> bool:
    """Whether an alert or a digest has brought it, or all that it rests on, to the watch."""
    own = sa.select(alerts.c.id).where(alerts.c.watch == watch, alerts.c.development_id == development_id)
    if conn.execute(own).first():
        return True
    if not statement_ids:
        return False
    query = sa.select(sa.func.count(sa.distinct(told.c.statement_id))).where(
        told.c.watch == watch, told.c.statement_id.in_(list(statement_ids))
    )
    return int(conn.execute(query).scalar_one()) == len(set(statement_ids))


def keep(conn: Connection, day: str, report: Mapping[str, object], now: datetime) -> bool:
    """Store a night's report; False when there is one already."""
    name = f"{PREFIX}{day}"
    if conn.execute(sa.select(notes.c.name).where(notes.c.name == name)).first():
        return False
    conn.execute(notes.insert().values(name=name, value=dict(report), at=now))
    return True


def last(conn: Connection) -> datetime | None:
    """When the last report was made."""
    query = sa.select(sa.func.max(notes.c.at)).where(notes.c.name.startswith(PREFIX))
    at: datetime | None = conn.execute(query).scalar_one()
    return at


def forget(conn: Connection, before: datetime) -> int:
    """Let old reports go. Returns how many."""
    query = notes.delete().where(notes.c.name.startswith(PREFIX), notes.c.at < before)
    return int(conn.execute(query).rowcount)
