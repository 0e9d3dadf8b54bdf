"""Days of a reader's time zone in queries."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

UTC = ZoneInfo("UTC")
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def day_of(
    conn: Connection, at: sa.ColumnElement[Any], zone: ZoneInfo, since: datetime, until: datetime
) -> sa.ColumnElement[Any]:
    """The day of the zone on which `at`, of times between these two, falls; `read` makes a date of it. SQLite knows no
    zones: it is told how far the clocks of this one are ahead, and from when on that changes."""
    if conn.dialect.name != "sqlite":
        return sa.func.date(sa.func.timezone(zone.key, at))
    (_, first), *later = _offsets(zone, since.astimezone(UTC), until.astimezone(UTC))
    changes = [(at >= when, f"{ahead} minutes") for when, ahead in reversed(later)]
    shift = sa.case(*changes, else_=f"{first} minutes") if changes else f"{first} minutes"
    return sa.func.date(at, shift, type_=sa.Text)


def read(day: Any) -> date:
    """What `day_of` gave, as either database gives it."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def _offsets(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, int]]:
    """(from when on, minutes ahead of UTC), oldest first, of a span in UTC."""

    def ahead(at: datetime) -> int:
        return (at.astimezone(zone).utcoffset() or timedelta()) // _MINUTE

    at = since.replace(second=0, microsecond=0)
    now = ahead(at)
    yield at, now
    while at < until:
        if (then := ahead(at + _DAY)) != now:
            place = bisect(range(_DAY // _MINUTE), False, key=lambda minute: ahead(at + minute * _MINUTE) != now)
            yield at + place * _MINUTE, then
            now = then
        at += _DAY
