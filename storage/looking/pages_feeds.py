"""Feeds and passes as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.days import day_of, read
from storage.reading.articles import COPY, EMBEDDED, FAILED, READ
from storage.reading.entries import WAITING
from storage.schema import articles, deliveries, developments, entries, feeds, passes, stories


def entries_a_day(
    conn: Connection, feed_ids: Sequence[int], now: datetime, days: int, zone: ZoneInfo
) -> dict[int, tuple[int, ...]]:
    """Entries of each feed in the last `days` days of the zone, oldest first; the last one is today."""
    if not feed_ids:
        return {}
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    since = datetime.combine(first, time(), zone)
    day = day_of(conn, entries.c.seen, zone, since, now).label("day")
    query = (
        sa.select(entries.c.feed_id, day, sa.func.count().label("number"))
        .where(entries.c.feed_id.in_(list(feed_ids)), entries.c.seen >= since)
        .group_by(entries.c.feed_id, "day")
    )
    found = {feed_id: [0] * days for feed_id in feed_ids}
    for row in conn.execute(query):
        place = (read(row.day) - first).days
        if 0 <= place < days:
            found[row.feed_id][place] = row.number
    return {feed_id: tuple(counts) for feed_id, counts in found.items()}


def configured_url(conn: Connection, feed_id: int) -> str | None:
    """A feed's address as the settings name it."""
    query = sa.select(feeds.c.configured_url).where(feeds.c.id == feed_id)
    return conn.execute(query).scalar_one_or_none()


def latest_passes(conn: Connection, most: int) -> list[Any]:
    """Of every kind, newest first."""
    return list(conn.execute(sa.select(passes).order_by(passes.c.id.desc()).limit(most)))


def sizes(conn: Connection) -> dict[str, int]:
    """Highest ids: how many there have ever been, without counting a million rows."""
    tables = {
        "articles": articles,
        "stories": stories,
        "developments": developments,
        "deliveries": deliveries,
    }
    return {
        name: int(conn.execute(sa.select(sa.func.max(table.c.id))).scalar_one() or 0)
        for name, table in tables.items()
    }


def waiting(conn: Connection) -> dict[str, int]:
    """Articles and entries that a pass has yet to work on, by state."""
    found = {}
    for state in (READ, COPY, EMBEDDED, FAILED):
        query = sa.select(sa.func.count()).select_from(articles).where(articles.c.state == state)
        found[state] = int(conn.execute(query).scalar_one())
    query = sa.select(sa.func.count()).select_from(entries).where(entries.c.state == WAITING)
    found["entries"] = int(conn.execute(query).scalar_one())
    return found
