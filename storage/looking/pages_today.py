"""Developments with all that a page shows of them, a page at a time; each query on an index, and bounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Development
from storage.deciding import developments as stored
from storage.deciding.developments import with_witnesses
from storage.schema import alerts, carriers, developments, feedback, held, members, passes, stories, story_events
from storage.telling.evidence import Cited, cited

_PUBLISHERS = (
    sa.select(sa.func.count(sa.distinct(carriers.c.publisher)))
    .where(carriers.c.development_id == developments.c.id)
    .correlate(developments)
    .scalar_subquery()
)
"""That carry a development."""

Key = tuple[datetime, int]
"""(at, id): where the next page begins."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A development with its story, its article and what was known before it."""

    development: Development
    story: str
    article: Cited
    known: dict[int, Cited] = field(default_factory=dict)
    """The articles of the nearest known sentences, and the first article of each witness."""
    carried: tuple[int, ...] = ()
    """The first article of each independent publisher, oldest first."""
    copies: int = 0
    told: tuple[tuple[str, int], ...] = ()
    """(watch, alert) that told it."""
    held: tuple[tuple[str, str], ...] = ()
    """(watch, rule) that held it back."""


def newest(
    conn: Connection,
    most: int,
    *,
    before: Key | None = None,
    since: datetime | None = None,
) -> list[Development]:
    """Newest first; `before` is the key of the last one of the page before."""
    query = sa.select(developments).order_by(developments.c.at.desc(), developments.c.id.desc()).limit(most)
    if before is not None:
        query = query.where(_older(developments.c.at, developments.c.id, before))
    if since is not None:
        query = query.where(developments.c.at >= since)
    return with_witnesses(conn, conn.execute(query).all())


def important(conn: Connection, most: int, since: datetime, until: datetime) -> list[Development]:
    """The most important of [since, until) first; of equals, as first reports are, what most publishers carry. Reads
    that span: keep it to days."""
    query = (
        sa.select(developments)
        .where(developments.c.at >= since, developments.c.at < until)
        .order_by(developments.c.importance.desc(), _PUBLISHERS.desc(), developments.c.id.desc())
        .limit(most)
    )
    return with_witnesses(conn, conn.execute(query).all())


def of_watch(
    conn: Connection,
    watch: str,
    most: int,
    *,
    before: Key | None = None,
    since: datetime | None = None,
    with_held: bool = False,
    by_importance: bool = False,
) -> tuple[list[Development], Key | None]:
    """What a watch was told, newest first (with `with_held`, what was held back from it too), and the key of
    the next page."""
    parts = [_chosen(alerts, watch, most, before, since, by_importance)]
    if with_held:
        parts.append(_chosen(held, watch, most, before, since, by_importance, held.c.released.is_(None)))
    rows = [row for part in parts for row in conn.execute(part)]
    if by_importance:
        rows.sort(key=lambda row: (row.importance, row.publishers, row.development_id), reverse=True)
    else:
        rows.sort(key=lambda row: (row.at, row.development_id), reverse=True)
    page = list({row.development_id: row for row in rows}.values())[:most]
    found = {each.id: each for each in many(conn, [row.development_id for row in page])}
    more = (page[-1].at, page[-1].development_id) if len(rows) >= most and page else None
    return [found[row.development_id] for row in page if row.development_id in found], more


def _chosen(
    table: sa.Table,
    watch: str,
    most: int,
    before: Key | None,
    since: datetime | None,
    by_importance: bool,
    *conditions: sa.ColumnElement[bool],
) -> sa.Select[Any]:
    query = sa.select(table.c.development_id, table.c.at).where(table.c.watch == watch, *conditions)
    if since is not None:
        query = query.where(table.c.at >= since)
    if by_importance:
        publishers = _PUBLISHERS.label("publishers")
        query = query.add_columns(developments.c.importance, publishers).join(
            developments, developments.c.id == table.c.development_id
        )
        return query.order_by(developments.c.importance.desc(), publishers.desc()).limit(most)
    if before is not None:
        query = query.where(_older(table.c.at, table.c.development_id, before))
    return query.order_by(table.c.at.desc(), table.c.development_id.desc()).limit(most)


def of_story(
    conn: Connection, story_id: int, most: int, *, before: Key | None = None, oldest_first: bool = False
) -> list[Development]:
    """All that there was to tell of a story, a page at a time."""
    at, number = developments.c.at, developments.c.id
    query = sa.select(developments).where(developments.c.story_id == story_id).limit(most)
    if oldest_first:
        query = query.order_by(at, number)
        if before is not None:
            query = query.where(sa.or_(at > before[0], sa.and_(at == before[0], number > before[1])))
    else:
        query = query.order_by(at.desc(), number.desc())
        if before is not None:
            query = query.where(_older(at, number, before))
    return with_witnesses(conn, conn.execute(query).all())


def after(conn: Connection, development_id: int, most: int) -> list[Development]:
    """Those that came after one, oldest first."""
    query = (
        sa.select(developments)
        .where(developments.c.id > development_id)
        .order_by(developments.c.id)
        .limit(most)
    )
    return with_witnesses(conn, conn.execute(query).all())


def newest_id(conn: Connection) -> int:
    return int(conn.execute(sa.select(sa.func.max(developments.c.id))).scalar_one() or 0)


def newest_at(conn: Connection) -> datetime | None:
    """When the last development came."""
    at: datetime | None = conn.execute(sa.select(sa.func.max(developments.c.at))).scalar_one()
    return at


def mark(conn: Connection) -> tuple[object, ...]:
    """Changes when a pass has ended, when there is more to tell, when people said or changed something."""
    last = [
        sa.select(sa.func.max(developments.c.id)),
        sa.select(sa.func.max(passes.c.id)).where(passes.c.ended.is_not(None)),
        sa.select(sa.func.max(feedback.c.id)),
        sa.select(sa.func.max(feedback.c.undone)),
        sa.select(sa.func.max(story_events.c.id)),
        sa.select(sa.func.count()).select_from(story_events).where(story_events.c.undone),
    ]
    return tuple(conn.execute(sa.select(*(query.scalar_subquery() for query in last))).one())


def many(conn: Connection, ids: Sequence[int]) -> list[Development]:
    """Those of `ids` that there are, in that order."""
    found = {each.id: each for each in stored.many(conn, ids)}
    return [found[each] for each in ids if each in found]


def dressed(conn: Connection, found: Sequence[Development]) -> list[Shown]:
    """Each with its evidence, in five queries for all of them."""
    ids = [each.id for each in found]
    if not ids:
        return []
    carried = _carried(conn, ids)
    near = {
        finding.nearest.article_id
        for each in found
        for finding in each.findings
        if finding.nearest is not None
    }
    own = {each.article_id for each in found}
    first = {article_id for articles in carried.values() for article_id in articles}
    known = cited(conn, near | own | first)
    titles = _titles(conn, {each.story_id for each in found})
    copies = _copies(conn, ids)
    told = _by_development(conn, sa.select(alerts.c.development_id, alerts.c.watch, alerts.c.id), alerts, ids)
    back = _by_development(
        conn,
        sa.select(held.c.development_id, held.c.watch, held.c.rule).where(held.c.released.is_(None)),
        held,
        ids,
    )
    return [
        Shown(
            development=each,
            story=titles.get(each.story_id, each.headline),
            article=known[each.article_id],
            known=known,
            carried=tuple(carried.get(each.id, (each.article_id,))),
            copies=copies.get(each.id, 0),
            told=tuple(told.get(each.id, ())),
            held=tuple(back.get(each.id, ())),
        )
        for each in found
        if each.article_id in known
    ]


def _older(at: sa.Column[Any], number: sa.Column[Any], key: Key) -> sa.ColumnElement[bool]:
    return sa.and_(at <= key[0], sa.or_(at < key[0], number < key[1]))


def _titles(conn: Connection, ids: Iterable[int]) -> dict[int, str]:
    query = sa.select(stories.c.id, stories.c.headline).where(stories.c.id.in_(list(ids)))
    return {row.id: row.headline for row in conn.execute(query)}


def _carried(conn: Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """The first article of each publisher that carries a development."""
    query = (
        sa.select(carriers.c.development_id, carriers.c.publisher, carriers.c.article_id)
        .where(carriers.c.development_id.in_(list(ids)))
        .order_by(carriers.c.at, carriers.c.article_id)
    )
    seen: dict[int, dict[str, int]] = {}
    for development_id, publisher, article_id in conn.execute(query):
        seen.setdefault(development_id, {}).setdefault(publisher, article_id)
    return {each: list(first.values()) for each, first in seen.items()}


def _copies(conn: Connection, ids: Sequence[int]) -> dict[int, int]:
    query = (
        sa.select(carriers.c.development_id, sa.func.count(members.c.article_id))
        .join(members, members.c.copy_of == carriers.c.article_id)
        .where(carriers.c.development_id.in_(list(ids)))
        .group_by(carriers.c.development_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _by_development(
    conn: Connection, query: sa.Select[Any], table: sa.Table, ids: Sequence[int]
) -> dict[int, list[tuple[Any, Any]]]:
    found: dict[int, list[tuple[Any, Any]]] = {}
    for row in conn.execute(query.where(table.c.development_id.in_(list(ids))).order_by(table.c.id)):
        found.setdefault(row[0], []).append((row[1], row[2]))
    return found
