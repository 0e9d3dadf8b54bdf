"""What people said of alerts: useful or not, what is muted or snoozed, and what of it was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import feedback, stories


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    id: int
    at: datetime
    kind: str
    watch: str | None
    story_id: int | None
    development_id: int | None
    source: str | None
    phrase: str | None
    until: datetime | None
    undone: datetime | None


def add(
    conn: Connection,
    kind: str,
    now: datetime,
    *,
    watch: str | None = None,
    story_id: int | None = None,
    development_id: int | None = None,
    source: str | None = None,
    phrase: str | None = None,
    until: datetime | None = None,
) -> int:
    """Keep what a person said: useful, not-news, not-my-topic, mute, snooze. `watch` None: for all. What is said twice,
    by two people or a second press of a button, is kept once."""
    said = {
        "kind": kind,
        "watch": watch,
        "story_id": story_id,
        "development_id": development_id,
        "source": source,
        "phrase": phrase,
        "until": until,
    }
    same = (feedback.c[name].is_(None) if value is None else feedback.c[name] == value for name, value in said.items())
    known = conn.execute(sa.select(feedback.c.id).where(feedback.c.undone.is_(None), *same)).scalar()
    if known is not None:
        return int(known)
    return int(conn.execute(feedback.insert(), {"at": now, **said}).inserted_primary_key[0])  # type: ignore[index]


def undo(conn: Connection, feedback_id: int, now: datetime) -> bool:
    """Take it back; False when there is none such that still holds."""
    result = conn.execute(
        feedback.update().where(feedback.c.id == feedback_id, feedback.c.undone.is_(None)).values(undone=now)
    )
    return bool(result.rowcount)


_HOLDS = sa.select(feedback).where(feedback.c.undone.is_(None)).order_by(feedback.c.id)


def of(conn: Connection, watch: str | None = None) -> list[FeedbackRow]:
    """What holds for a watch (its own, and what was said for all), or for every watch; oldest first."""
    query = _HOLDS
    if watch is not None:
        query = query.where(sa.or_(feedback.c.watch == watch, feedback.c.watch.is_(None)))
    return [
        FeedbackRow(
            row.id,
            row.at,
            row.kind,
            row.watch,
            row.story_id,
            row.development_id,
            row.source,
            row.phrase,
            row.until,
            row.undone,
        )
        for row in conn.execute(query)
    ]


def on_watch(said: Iterable[FeedbackRow], watch: str) -> list[FeedbackRow]:
    """Of what was said that which holds for a watch: its own, and what was said for all."""
    return [row for row in said if row.watch in (watch, None)]


# -- for the pages ---------------------------------------------------------------------------------


def get(conn: Connection, feedback_id: int) -> Any | None:
    return conn.execute(sa.select(feedback).where(feedback.c.id == feedback_id)).first()


def newest(conn: Connection, most: int) -> list[Any]:
    """What people said and have not taken back, newest first, with the story's headline."""
    query = (
        sa.select(feedback, stories.c.headline)
        .select_from(feedback)
        .outerjoin(stories, stories.c.id == feedback.c.story_id)
        .where(feedback.c.undone.is_(None))
        .order_by(feedback.c.id.desc())
        .limit(most)
    )
    return list(conn.execute(query))


def muted(conn: Connection, story_id: int, now: datetime) -> list[Any]:
    """Mutes and snoozes that hold for a story."""
    query = (
        sa.select(feedback)
        .where(
            feedback.c.story_id == story_id,
            feedback.c.kind.in_(("mute", "snooze")),
            feedback.c.undone.is_(None),
            sa.or_(feedback.c.until.is_(None), feedback.c.until > now),
        )
        .order_by(feedback.c.id)
    )
    return list(conn.execute(query))
