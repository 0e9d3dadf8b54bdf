"""How much of everything there is."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import EventKind, Role
from storage.schema import alerts, articles, developments, entries, feeds, members, stories


@dataclass(frozen=True, slots=True)
class Counts:
    feeds: int
    entries: int
    articles: int
    copies: int
    stories: int
    developments: int
    """What changed or was added in stories that were known: not their openings, nor what only confirms."""
    alerts: int


def count(conn: Connection) -> Counts:
    def rows(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        return conn.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0

    told = (EventKind.DEVELOPMENT, EventKind.WAKE, EventKind.CORRECTION)
    return Counts(
        feeds=rows(feeds, feeds.c.listed),
        entries=rows(entries),
        articles=rows(articles),
        copies=rows(members, members.c.role == Role.COPY.value),
        stories=rows(stories, stories.c.merged_into.is_(None)),
        developments=rows(developments, developments.c.kind.in_([kind.value for kind in told])),
        alerts=rows(alerts),
    )
