"""Digests as they were written, and which of them arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import DeliveryState
from storage.schema import deliveries, digests
from storage.telling.outbox import SUPERSEDED


def last(conn: Connection, watch: str, now: datetime, *, sent: bool = False) -> datetime | None:
    """Until when the watch's last digest reached; with `sent`, the last one that arrived somewhere. One that a
    clock wrote that was ahead does not count until its time has come."""
    query = sa.select(sa.func.max(digests.c.until)).where(digests.c.watch == watch, digests.c.until <= now)
    if sent:
        query = query.where(
            sa.exists().where(
                deliveries.c.digest_id == digests.c.id, deliveries.c.state == DeliveryState.SENT.value
            )
        )
    until: datetime | None = conn.execute(query).scalar_one()
    return until


def first_since(conn: Connection, watch: str) -> datetime | None:
    """From when the watch's first digest reached."""
    query = sa.select(sa.func.min(digests.c.since)).where(digests.c.watch == watch)
    since: datetime | None = conn.execute(query).scalar_one()
    return since


def add(
    conn: Connection, watch: str, since: datetime, until: datetime, now: datetime, view: dict[str, Any]
) -> int:
    result = conn.execute(
        digests.insert().values(watch=watch, since=since, until=until, created=now, view=view)
    )
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def supersede(conn: Connection, watch: str, digest_id: int) -> int:
    """Withdraw the earlier digests of a watch that have not gone out: the new one says what they would."""
    other = deliveries.alias()
    arrived = sa.exists().where(
        other.c.digest_id == digests.c.id, other.c.state == DeliveryState.SENT.value
    )
    earlier = sa.select(digests.c.id).where(digests.c.watch == watch, digests.c.id != digest_id, sa.not_(arrived))
    query = (
        deliveries.update()
        .where(deliveries.c.state == DeliveryState.PENDING.value, deliveries.c.digest_id.in_(earlier))
        .values(
            state=DeliveryState.FAILED.value,
            problem_code=SUPERSEDED,
            problem="a newer digest says what this one would have said",
        )
    )
    return int(conn.execute(query).rowcount)
