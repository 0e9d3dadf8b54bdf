"""What watches were told, and what was held back and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import EventKind
from settings.limits_storage import IN_CHUNK
from storage.schema import alerts, articles, deliveries, developments, held, stories


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


_SAME = sa.and_(held.c.watch == sa.bindparam("held_for"), held.c.development_id == sa.bindparam("this"))
_HELD_BY = sa.select(held.c.rule).where(_SAME)


def hold(
    conn: Connection,
    watch: str,
    development_id: int,
    at: datetime,
    rule: str,
    figures: Iterable[tuple[str, float | str]],
) -> None:
    """Note why something that matched, or nearly did, was not told; a later decision on it replaces an earlier one. It
    is held from `at` on by each rule anew: a digest would else look for it among what an earlier one has told."""
    values = {"rule": rule, "figures": dict(figures)}
    same = {"held_for": watch, "this": development_id}
    before = conn.execute(_HELD_BY, same).scalar()
    if before is None:
        conn.execute(held.insert(), {"watch": watch, "development_id": development_id, "at": at, **values})
    else:
        conn.execute(held.update().where(_SAME), same | values | ({} if before == rule else {"at": at}))


def note_burst(
    conn: Connection,
    told: Iterable[tuple[str, int]],
    now: datetime,
    rule: str,
    figures: Iterable[tuple[str, float | str]],
    *,
    waits: bool,
) -> None:
    """Note for alerts, as (watch, development), that burst control held them up or folded them. What an earlier rule
    said of one stays: it was the first to hold it."""
    released = None if waits else now
    for watch, development_id in told:
        same = sa.and_(held.c.watch == watch, held.c.development_id == development_id)
        known = conn.execute(sa.select(held.c.rule).where(same)).scalar()
        values = {"rule": rule, "figures": dict(figures), "released": released}
        if known is None:
            conn.execute(held.insert().values(watch=watch, development_id=development_id, at=now, **values))
        elif known == rule:
            conn.execute(held.update().where(same).values(**values))


def forget(conn: Connection, watch: str, development_id: int, rule: str) -> None:
    """Let go of what this rule still holds: the watch has been changed and does not ask for it any more."""
    same = sa.and_(held.c.watch == watch, held.c.development_id == development_id)
    conn.execute(held.delete().where(same, held.c.rule == rule, held.c.released.is_(None)))


_LET_GO = held.update().where(
    held.c.watch == sa.bindparam("held_for"),
    held.c.released.is_(None),
    held.c.development_id.in_(sa.bindparam("these", expanding=True)),
)


def let_go(conn: Connection, watch: str, development_ids: Iterable[int], now: datetime) -> None:
    """What was held of these has been told after all."""
    ids = sorted(development_ids)
    for start in range(0, len(ids), IN_CHUNK):
        some = ids[start : start + IN_CHUNK]
        conn.execute(_LET_GO, {"held_for": watch, "these": some, "released": now})


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A development that was held back, and why."""

    id: int
    watch: str
    development_id: int
    story_id: int
    at: datetime
    rule: str
    figures: dict[str, float | str]
    released: datetime | None
    headline: str
    importance: float
    kind: EventKind
    article_id: int
    story: str
    url: str = ""
    """The article's."""


def held_rows(
    conn: Connection,
    *,
    watch: str | None = None,
    rules: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    story_id: int | None = None,
    development_ids: Sequence[int] | None = None,
    waiting: bool = False,
    before: tuple[datetime, int] | None = None,
    most: int = 1000,
) -> list[HeldRow]:
    """What was held back, newest first. `waiting`: only what no digest or later decision has brought.
    `before`: when the last row that was shown was held back, and its id; what comes after it."""
    query = (
        sa.select(
            held,
            *(developments.c[name] for name in ("story_id", "headline", "importance", "kind", "article_id")),
            stories.c.headline.label("story"),
            articles.c.canonical_url,
        )
        .select_from(held)
        .join(developments, developments.c.id == held.c.development_id)
        .join(stories, stories.c.id == developments.c.story_id)
        .join(articles, articles.c.id == developments.c.article_id)
        .order_by(held.c.at.desc(), held.c.id.desc())
        .limit(most)
    )
    if watch is not None:
        query = query.where(held.c.watch == watch)
    if rules is not None:
        query = query.where(held.c.rule.in_(list(rules)))
    if since is not None:
        query = query.where(held.c.at >= since)
    if until is not None:
        query = query.where(held.c.at < until)
    if story_id is not None:
        query = query.where(developments.c.story_id == story_id)
    if development_ids is not None:
        query = query.where(held.c.development_id.in_(list(development_ids)))
    if waiting:
        query = query.where(held.c.released.is_(None))
    if before is not None:
        at, number = held.c.at, held.c.id
        query = query.where(at <= before[0], sa.or_(at < before[0], number < before[1]))
    return [
        HeldRow(
            id=row[held.c.id],
            watch=row[held.c.watch],
            development_id=row[held.c.development_id],
            story_id=row[developments.c.story_id],
            at=row[held.c.at],
            rule=row[held.c.rule],
            figures=row[held.c.figures],
            released=row[held.c.released],
            headline=row[developments.c.headline],
            importance=row[developments.c.importance],
            kind=EventKind(row[developments.c.kind]),
            article_id=row[developments.c.article_id],
            story=row.story,
            url=row.canonical_url,
        )
        for row in (each._mapping for each in conn.execute(query))
    ]


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
    if watch is not None:
        query = query.where(alerts.c.watch == watch)
    if story_id is not None:
        query = query.where(developments.c.story_id == story_id)
    if development_ids is not None:
        query = query.where(alerts.c.development_id.in_(list(development_ids)))
    if since is not None:
        query = query.where(alerts.c.at >= since)
    if until is not None:
        query = query.where(alerts.c.at < until)
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
