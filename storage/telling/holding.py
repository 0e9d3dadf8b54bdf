"""What was held back from watches, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import EventKind
from settings.limits_storage import IN_CHUNK
from storage.schema import articles, developments, held, stories
from storage.telling.watching import narrowed

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


def rows(
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
    query = narrowed(query, held, watch, since, until, story_id, development_ids)
    if rules is not None:
        query = query.where(held.c.rule.in_(list(rules)))
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
