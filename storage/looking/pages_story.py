"""A story as its pages show it: coverage a day, articles and statements a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Matrix, Reason, Role
from storage import as_json, days
from storage.deciding import stories as stories_of
from storage.deciding.ledger import unpack_all
from storage.looking.pages_today import Key
from storage.schema import developments, members, statements, stories, story_events, witnesses
from storage.telling.evidence import Cited, cited


@dataclass(frozen=True, slots=True)
class Day:
    """Coverage on one day."""

    day: date
    articles: int
    publishers: int
    """Independent ones: copies are not counted."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A development on the story's picture."""

    id: int
    kind: str
    at: datetime
    importance: float
    headline: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """An article in its story, with both reasons."""

    article: Cited
    """As the story took it: when, and for which publisher."""
    role: Role
    similarity: float
    copy_of: int | None
    novelty: float | None
    importance: float | None
    assigned: Reason
    judged: Reason | None
    nearest_article: int | None = None
    """The article that decided which story it belongs to."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the ledger."""

    id: int
    text: str
    article: Cited
    """Where it was first said, when, and for which publisher that counts."""
    witnesses: tuple[Cited, ...]
    """The articles of other publishers that said it since, the first ones."""
    more: int
    """How many more publishers did."""


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier statement that a sentence may repeat."""

    id: int
    text: str
    article: Cited


def coverage(conn: Connection, story_id: int, zone: ZoneInfo = days.UTC) -> list[Day]:
    """Articles and independent publishers a day of the zone, oldest first; days without any are left out."""
    said = stories_of.coverage(story_id)
    came, told = members.c.story_id == story_id, developments.c.story_id == story_id
    ends = (sa.func.min(members.c.at), came), (sa.func.max(members.c.at), came), (sa.func.max(developments.c.at), told)
    # each by itself is one look into an index
    each = [sa.select(end).where(mine).scalar_subquery() for end, mine in ends]
    first, last, changed = conn.execute(sa.select(*each)).one()
    day = days.day_of(conn, said.c.at, zone, first, max(last, changed or last)).label("day")
    articles, publishers = (sa.func.count(sa.distinct(each)) for each in (said.c.article_id, said.c.publisher))
    query = sa.select(day, articles.label("articles"), publishers.label("publishers")).group_by("day").order_by("day")
    return [Day(days.read(row.day), row.articles, row.publishers) for row in conn.execute(query)]


def marks(conn: Connection, story_id: int, most: int) -> list[Mark]:
    """The most important developments, oldest first."""
    query = (
        sa.select(
            developments.c.id,
            developments.c.kind,
            developments.c.at,
            developments.c.importance,
            developments.c.headline,
        )
        .where(developments.c.story_id == story_id)
        .order_by(developments.c.importance.desc())
        .limit(most)
    )
    found = [Mark(row.id, row.kind, row.at, row.importance, row.headline) for row in conn.execute(query)]
    return sorted(found, key=lambda mark: (mark.at, mark.id))


def roles(conn: Connection, story_id: int) -> dict[str, int]:
    """How many articles play each role."""
    query = (
        sa.select(members.c.role, sa.func.count())
        .where(members.c.story_id == story_id)
        .group_by(members.c.role)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def member_lines(
    conn: Connection,
    story_id: int,
    most: int,
    *,
    before: Key | None = None,
    role: str | None = None,
    copies_of: Sequence[int] | None = None,
    article_id: int | None = None,
) -> list[MemberLine]:
    """Articles, newest first. Copies are folded (left out) unless they are asked for by `copies_of`."""
    query = (
        sa.select(
            members.c.article_id,
            members.c.at,
            members.c.publisher,
            members.c.role,
            members.c.similarity,
            members.c.copy_of,
            members.c.novelty,
            members.c.importance,
            members.c.reason,
            members.c.why,
            members.c.nearest_article,
        )
        .where(members.c.story_id == story_id)
        .order_by(members.c.at.desc(), members.c.article_id.desc())
        .limit(most)
    )
    if article_id is not None:
        query = query.where(members.c.article_id == article_id)
    elif copies_of is not None:
        query = query.where(members.c.copy_of.in_(list(copies_of)))
    elif role is not None:
        query = query.where(members.c.role == role)
    else:
        query = query.where(members.c.copy_of.is_(None))
    if before is not None:
        at, number = members.c.at, members.c.article_id
        query = query.where(at <= before[0], sa.or_(at < before[0], number < before[1]))
    rows = conn.execute(query).all()
    known = cited(conn, [row.article_id for row in rows])
    return [_line(row, known) for row in rows]


def _said_in(known: dict[int, Cited], row: Any) -> Cited:
    """The row's article, dated and counted as the row says: its page may have changed since."""
    return replace(known[row.article_id], at=row.at, publisher=row.publisher)


def _line(row: Any, known: dict[int, Cited]) -> MemberLine:
    return MemberLine(
        article=_said_in(known, row),
        role=Role(row.role),
        similarity=row.similarity,
        copy_of=row.copy_of,
        novelty=row.novelty,
        importance=row.importance,
        assigned=as_json.to_reason(row.reason),
        judged=as_json.to_reason(row.why) if row.why else None,
        nearest_article=row.nearest_article,
    )


def copy_counts(conn: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """How many copies each of these articles has."""
    query = (
        sa.select(members.c.copy_of, sa.func.count())
        .where(members.c.copy_of.in_(list(article_ids)))
        .group_by(members.c.copy_of)
    )
    return {row[0]: row[1] for row in conn.execute(query)} if article_ids else {}


def statement_lines(
    conn: Connection, story_id: int, most: int, named: int, *, after: int = 0
) -> list[StatementLine]:
    """The ledger in the order in which it was said, with the first `named` who said each since."""
    query = (
        sa.select(
            statements.c.id,
            statements.c.text,
            statements.c.at,
            statements.c.publisher,
            statements.c.article_id,
        )
        .where(statements.c.story_id == story_id, statements.c.id > after)
        .order_by(statements.c.id)
        .limit(most)
    )
    rows = conn.execute(query).all()
    said = (
        sa.select(witnesses.c.statement_id, witnesses.c.publisher, witnesses.c.article_id, witnesses.c.at)
        .where(witnesses.c.statement_id.in_([row.id for row in rows]))
        .order_by(witnesses.c.at, witnesses.c.article_id)
    )
    since: dict[int, list[Any]] = {row.id: [] for row in rows}
    for row in conn.execute(said) if rows else ():
        since[row.statement_id].append(row)
    first = {number: later[:named] for number, later in since.items()}
    known = cited(conn, [row.article_id for lot in (rows, *first.values()) for row in lot])
    return [
        StatementLine(
            row.id,
            row.text,
            _said_in(known, row),
            tuple(_said_in(known, each) for each in first[row.id]),
            len(since[row.id]) - len(first[row.id]),
        )
        for row in rows
    ]


def said_by(conn: Connection, article_id: int) -> dict[int, int]:
    """Which of an article's sentences (by position) opened which statement."""
    query = sa.select(statements.c.position, statements.c.id).where(statements.c.article_id == article_id)
    return {row.position: row.id for row in conn.execute(query)}


def known_before(
    conn: Connection, story_id: int, article_id: int, at: datetime, model: str, most: int
) -> tuple[list[int], Matrix]:
    """Ids of the newest statements that others had made before, newest first, with their vectors (n, d)."""
    query = (
        sa.select(statements.c.id, statements.c.vector)
        .where(
            statements.c.story_id == story_id,
            statements.c.article_id != article_id,
            statements.c.at <= at,
            statements.c.model == model,
        )
        .order_by(statements.c.id.desc())
        .limit(most)
    )
    rows = conn.execute(query).all()
    return [row[0] for row in rows], unpack_all([row[1] for row in rows])


def known(conn: Connection, ids: Sequence[int]) -> dict[int, Known]:
    """These statements by id."""
    query = sa.select(
        statements.c.id, statements.c.text, statements.c.article_id, statements.c.publisher, statements.c.at
    ).where(statements.c.id.in_(list(ids)))
    rows = conn.execute(query).all() if ids else []
    sources = cited(conn, [row.article_id for row in rows])
    return {row.id: Known(row.id, row.text, _said_in(sources, row)) for row in rows}


def events(conn: Connection, story_id: int, most: int) -> list[Any]:
    """Merges, splits and moves, newest first."""
    query = (
        sa.select(story_events)
        .where(sa.or_(story_events.c.story_id == story_id, story_events.c.other_id == story_id))
        .order_by(story_events.c.id.desc())
        .limit(most)
    )
    return list(conn.execute(query))


def newest_stories(conn: Connection, most: int, before: Key | None = None) -> list[Any]:
    """Stories that stand, by their last coverage."""
    query = (
        sa.select(stories)
        .where(stories.c.merged_into.is_(None))
        .order_by(stories.c.last_seen.desc(), stories.c.id.desc())
        .limit(most)
    )
    if before is not None:
        at, number = stories.c.last_seen, stories.c.id
        query = query.where(at <= before[0], sa.or_(at < before[0], number < before[1]))
    return list(conn.execute(query))


def standing(conn: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """Those of these stories that stand, by id."""
    # merged_into is looked at here: in the query, SQLite would go through all that stand, by the index on it
    query = sa.select(stories).where(stories.c.id.in_(list(ids)))
    return {row.id: row for row in conn.execute(query) if row.merged_into is None} if ids else {}
