"""The alerts that watches have, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import alerts, deliveries, developments


def add_alert(
    conn: Connection,
    watch: str,
    development_id: int,
    story_id: int,
    at: datetime,
    importance: float,
    view: dict[str, Any] | None = None,
) -> int:
    """Store an alert. Its view may follow with `set_view`, once the id is known."""
    row = {
        "watch": watch,
        "development_id": development_id,
        "story_id": story_id,
        "at": at,
        "importance": importance,
        "view": view or {},
    }
    return int(conn.execute(alerts.insert(), row).inserted_primary_key[0])  # type: ignore[index]


_THIS_ALERT = alerts.update().where(alerts.c.id == sa.bindparam("this"))


def set_view(conn: Connection, alert_id: int, view: dict[str, Any]) -> None:
    conn.execute(_THIS_ALERT, {"this": alert_id, "view": view})


_DECIDED = sa.select(alerts.c.watch).where(alerts.c.development_id == sa.bindparam("development"))


def decided_for(conn: Connection, development_id: int) -> frozenset[str]:
    """The watches that have an alert for the development already."""
    return frozenset(conn.execute(_DECIDED, {"development": development_id}).scalars())


def narrowed(
    query: sa.Select[Any],
    table: sa.Table,
    watch: str | None,
    since: datetime | None,
    until: datetime | None,
    story_id: int | None,
    development_ids: Sequence[int] | None,
) -> sa.Select[Any]:
    """`query` over `table` (alerts or held) and `developments`, for one watch, a time, a story, some developments."""
    if watch is not None:
        query = query.where(table.c.watch == watch)
    if since is not None:
        query = query.where(table.c.at >= since)
    if until is not None:
        query = query.where(table.c.at < until)
    if story_id is not None:
        query = query.where(developments.c.story_id == story_id)
    if development_ids is not None:
        query = query.where(table.c.development_id.in_(list(development_ids)))
    return query


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert with what became of it on each channel."""

    id: int
    watch: str
    development_id: int
    story_id: int
    """The story that the development is in now: stories are merged and split."""
    at: datetime
    importance: float
    view: dict[str, Any]
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: int
    channel: str
    state: str
    attempts: int
    next_try: datetime | None
    sent_at: datetime | None
    problem: str | None
    folded_into: int | None


def alert_rows(
    conn: Connection,
    *,
    watch: str | None = None,
    story_id: int | None = None,
    development_ids: Sequence[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    ids: Sequence[int] | None = None,
    state: str | None = None,
    most: int = 100,
) -> list[AlertRow]:
    """Alerts, newest first. `state`: only those with a delivery in that state."""
    query = (
        sa.select(alerts, developments.c.story_id.label("present"))
        .join(developments, developments.c.id == alerts.c.development_id)
        .order_by(alerts.c.at.desc(), alerts.c.id.desc())
        .limit(most)
    )
    query = narrowed(query, alerts, watch, since, until, story_id, development_ids)
    if ids is not None:
        query = query.where(alerts.c.id.in_(list(ids)))
    if state is not None:
        query = query.where(
            alerts.c.id.in_(sa.select(deliveries.c.alert_id).where(deliveries.c.state == state))
        )
    rows = conn.execute(query).all()
    sent: dict[int, list[DeliveryRow]] = {row.id: [] for row in rows}
    each_query = sa.select(deliveries).where(deliveries.c.alert_id.in_(list(sent))).order_by(deliveries.c.id)
    for each in conn.execute(each_query) if rows else ():
        sent[each.alert_id].append(
            DeliveryRow(
                each.id,
                each.channel,
                each.state,
                each.attempts,
                each.next_try,
                each.sent_at,
                each.problem,
                each.folded_into,
            )
        )
    return [
        AlertRow(
            row.id,
            row.watch,
            row.development_id,
            row.present,
            row.at,
            row.importance,
            row.view,
            tuple(sent[row.id]),
        )
        for row in rows
    ]
