"""The told-you ledger: what each watch's channels were told, by statement; and a budget's past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from settings.limits_storage import IN_CHUNK
from storage.schema import alerts, developments, held, told

_TOLD = sa.select(told.c.channel, told.c.statement_id, told.c.at).where(
    told.c.watch == sa.bindparam("watch"),
    told.c.channel.in_(sa.bindparam("channels", expanding=True)),
    told.c.statement_id.in_(sa.bindparam("statements", expanding=True)),
)
_TOLD_BY_ALERT = _TOLD.where(told.c.alert_id.is_not(None))


def told_statements(
    conn: Connection,
    watch: str,
    channels: Sequence[str],
    statement_ids: Iterable[int],
    *,
    by_alert: bool = False,
) -> tuple[dict[str, frozenset[int]], datetime | None]:
    """Which of these statements each channel has been told for the watch, and when the first of them was.

    `by_alert`: only what an alert told, and no digest.
    """
    wanted = sorted(statement_ids)
    if not wanted or not channels:
        return {}, None
    query = _TOLD_BY_ALERT if by_alert else _TOLD
    known: dict[str, set[int]] = {}
    first: datetime | None = None
    for start in range(0, len(wanted), IN_CHUNK):
        some = {"watch": watch, "channels": list(channels), "statements": wanted[start : start + IN_CHUNK]}
        for channel, statement_id, at in conn.execute(query, some):
            known.setdefault(channel, set()).add(statement_id)
            first = at if first is None or at < first else first
    return {channel: frozenset(ids) for channel, ids in known.items()}, first


def tell(
    conn: Connection,
    watch: str,
    channels: Sequence[str],
    statement_ids: Iterable[int],
    at: datetime,
    *,
    alert_id: int | None = None,
    digest_id: int | None = None,
) -> None:
    """Write into the ledger of what was told; what stands there stays."""
    wanted = sorted(statement_ids)
    known, _ = told_statements(conn, watch, channels, wanted)
    rows = [
        {
            "watch": watch,
            "channel": channel,
            "statement_id": statement_id,
            "alert_id": alert_id,
            "digest_id": digest_id,
            "at": at,
        }
        for channel in channels
        for statement_id in wanted
        if statement_id not in known.get(channel, frozenset())
    ]
    if rows:
        conn.execute(told.insert(), rows)


def told_since(conn: Connection, watch: str, since: datetime, now: datetime) -> int:
    """Alerts of a watch since then. What a clock told that was ahead does not count against each day until then."""
    query = sa.select(sa.func.count()).select_from(alerts)
    query = query.where(alerts.c.watch == watch, alerts.c.at.between(since, now))
    return int(conn.execute(query).scalar_one())


def ranked(
    conn: Connection, watch: str, since: datetime, now: datetime, budget_rule: str
) -> tuple[list[float], datetime | None]:
    """Importance of all that a budget chose among since then (told, or held for it); when the first came."""
    told_query = sa.select(alerts.c.importance, alerts.c.at).where(
        alerts.c.watch == watch, alerts.c.at.between(since, now)
    )
    held_query = (
        sa.select(developments.c.importance, held.c.at)
        .join(developments, developments.c.id == held.c.development_id)
        .where(
            held.c.watch == watch,
            held.c.at.between(since, now),
            held.c.rule == budget_rule,
        )
    )
    rows = [*conn.execute(told_query), *conn.execute(held_query)]
    return [row[0] for row in rows], min((row[1] for row in rows), default=None)
