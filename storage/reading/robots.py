"""What sites' robots.txt said, for the passes of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import RobotsTxt
from settings.limits_sources import ROBOTS_FRESH_S, ROBOTS_HOSTS
from settings.limits_storage import ROBOTS_TEXT
from storage.schema import robots
from storage.text import storable
from storage.upsert import insert

_DAY = timedelta(seconds=ROBOTS_FRESH_S)


def recent(conn: Connection, now: datetime) -> list[RobotsTxt]:
    """What was asked for within a day, the newest sites last."""
    query = (
        sa.select(robots)
        .where(robots.c.asked > now - _DAY)
        .order_by(robots.c.asked.desc(), robots.c.origin)
        .limit(ROBOTS_HOSTS)
    )
    return [RobotsTxt(*row) for row in conn.execute(query)][::-1]


def keep(conn: Connection, learned: Iterable[RobotsTxt]) -> None:
    """Keep these in place of what their sites said before. One that is longer than ROBOTS_TEXT is asked for anew in
    each pass: a stranger with many names must not fill the disk."""
    for each in learned:
        if len(each.text or "") > ROBOTS_TEXT:
            continue
        said = {"asked": each.asked, "status": each.status, "text": storable(each.text)}
        row = insert(conn, robots).values(origin=storable(each.origin), **said)
        conn.execute(row.on_conflict_do_update(index_elements=["origin"], set_=said))


def forget(conn: Connection, origins: Iterable[str]) -> None:
    """Have these sites asked anew before their next page."""
    conn.execute(robots.delete().where(robots.c.origin.in_(list(origins))))


def forget_before(conn: Connection, now: datetime) -> None:
    """Let go of what is older than a day."""
    conn.execute(robots.delete().where(robots.c.asked <= now - _DAY))
