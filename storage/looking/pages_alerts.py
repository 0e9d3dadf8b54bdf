"""What went out, what waits, what failed and what was held back, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import DeliveryState
from storage.schema import alerts, deliveries, developments, digests

STATES: dict[str, tuple[str, ...]] = {
    "waiting": (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value),
    "failed": (DeliveryState.FAILED.value,),
    "sent": (DeliveryState.SENT.value,),
}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One message on one channel."""

    id: int
    what: str
    """alert, digest or notice"""
    watch: str | None
    headline: str
    alert_id: int | None
    story_id: int | None
    channel: str
    state: str
    attempts: int
    created: datetime
    next_try: datetime | None
    sent_at: datetime | None
    problem: str | None
    folded: bool


def counts(conn: Connection) -> dict[str, int]:
    """How many messages wait and how many failed: what wants looking at."""
    found = {}
    for name in ("waiting", "failed"):
        query = sa.select(sa.func.count()).select_from(deliveries).where(deliveries.c.state.in_(STATES[name]))
        found[name] = int(conn.execute(query).scalar_one())
    return found


def delivery_lines(
    conn: Connection, state: str, most: int, *, before: int | None = None
) -> list[DeliveryLine]:
    """Messages in a state (a key of STATES), newest first."""
    query = (
        sa.select(
            deliveries,
            alerts.c.watch,
            developments.c.story_id,
            developments.c.headline,
            digests.c.watch.label("digest_watch"),
        )
        .select_from(deliveries)
        .outerjoin(alerts, alerts.c.id == deliveries.c.alert_id)
        .outerjoin(developments, developments.c.id == alerts.c.development_id)
        .outerjoin(digests, digests.c.id == deliveries.c.digest_id)
        .order_by(deliveries.c.id.desc())
        .limit(most)
    )
    if state == "sent":
        # nearly all are: going down the ids finds a page of them at once, where the index on states would
        # have to sort them all
        query = query.where(deliveries.c.sent_at.is_not(None))
    else:
        query = query.where(deliveries.c.state.in_(STATES[state]))
    if before is not None:
        query = query.where(deliveries.c.id < before)
    return [_delivery(row) for row in conn.execute(query)]


def _delivery(row: Any) -> DeliveryLine:
    what = "alert" if row.alert_id else "digest" if row.digest_id else "notice"
    notice = row.notice or {}
    headline = row.headline or (f"Digest of {row.digest_watch}" if row.digest_id else notice.get("title", ""))
    return DeliveryLine(
        id=row.id,
        what=what,
        watch=row.watch or row.digest_watch,
        headline=headline,
        alert_id=row.alert_id,
        story_id=row.story_id,
        channel=row.channel,
        state=row.state,
        attempts=row.attempts,
        created=row.created,
        next_try=row.next_try,
        sent_at=row.sent_at,
        problem=row.problem,
        folded=row.folded_into is not None,
    )
