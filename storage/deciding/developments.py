"""Developments: what there was to tell of a story, and the articles that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Development, EventKind
from settings.limits_storage import IN_CHUNK
from storage import as_json
from storage.deciding import meanings
from storage.schema import carriers, development_statements, developments, stories
from storage.types import UtcDateTime

_UNTIL = sa.bindparam("until", type_=UtcDateTime)
_SEEN = (
    stories.update()
    .where(stories.c.id == sa.bindparam("this"), stories.c.last_seen < _UNTIL)
    .values(last_seen=_UNTIL)
)


def add(conn: Connection, development: Development, statement_ids: Iterable[int]) -> int:
    """Store a development with the statements it rests on. Returns its id."""
    row = {
        "story_id": development.story_id,
        "article_id": development.article_id,
        "kind": development.kind.value,
        "at": development.at,
        "novelty": development.novelty,
        "importance": development.importance,
        "headline": development.headline,
        "findings": [as_json.of_finding(finding) for finding in development.findings],
        "details": dict(development.details),
    }
    result = conn.execute(developments.insert(), row)
    development_id = int(result.inserted_primary_key[0])  # type: ignore[index]
    conn.execute(_SEEN, {"this": development.story_id, "until": development.at})  # a page of it may have changed
    rows = [{"development_id": development_id, "statement_id": each} for each in dict.fromkeys(statement_ids)]
    if rows:
        conn.execute(development_statements.insert(), rows)
        meanings.add(conn, development_id, [row["statement_id"] for row in rows])
    return development_id


_CARRYING = sa.select(carriers.c.article_id, carriers.c.publisher).where(
    carriers.c.development_id == sa.bindparam("development")
)


def carry(conn: Connection, development_id: int, article_id: int, publisher: str, at: datetime) -> bool:
    """Note that an article carries a development. True when its publisher had not carried it before."""
    known = conn.execute(_CARRYING, {"development": development_id}).all()
    if any(row.article_id == article_id for row in known):
        return False
    row = {"development_id": development_id, "article_id": article_id, "publisher": publisher, "at": at}
    conn.execute(carriers.insert(), row)
    return all(row.publisher != publisher for row in known)


def carry_on(conn: Connection, development_id: int, confirmed: int) -> None:
    """Note that all who carry the development `confirmed` carry the one that confirms it."""
    carrying = sa.select(
        sa.literal(development_id), carriers.c.article_id, carriers.c.publisher, carriers.c.at
    ).where(carriers.c.development_id == confirmed)
    conn.execute(carriers.insert().from_select(["development_id", "article_id", "publisher", "at"], carrying))


# No DISTINCT over a join: PostgreSQL cannot tell two values of type json apart.
_ON_THESE = sa.select(development_statements.c.development_id).where(
    development_statements.c.statement_id.in_(sa.bindparam("ids", expanding=True))
)
_RESTING = (
    sa.select(developments)
    .where(
        developments.c.id.in_(_ON_THESE),
        developments.c.kind.in_(sa.bindparam("kinds", expanding=True)),
        developments.c.at >= sa.bindparam("since"),
    )
    .order_by(developments.c.id)
)


def of_statements(
    conn: Connection, statement_ids: Sequence[int], kinds: Sequence[EventKind], since: datetime
) -> list[Development]:
    """The developments of these kinds since then that rest on any of these statements."""
    if not statement_ids:
        return []
    wanted = {"ids": list(statement_ids), "kinds": [kind.value for kind in kinds], "since": since}
    return with_witnesses(conn, conn.execute(_RESTING, wanted).all())


def get(conn: Connection, development_id: int) -> Development | None:
    rows = conn.execute(sa.select(developments).where(developments.c.id == development_id)).all()
    return with_witnesses(conn, rows)[0] if rows else None


def of_story(conn: Connection, story_id: int) -> list[Development]:
    """All that there was to tell of a story, oldest first."""
    query = (
        sa.select(developments)
        .where(developments.c.story_id == story_id)
        .order_by(developments.c.at, developments.c.id)
    )
    return with_witnesses(conn, conn.execute(query).all())


def of_article(conn: Connection, article_id: int) -> list[Development]:
    """The developments that an article brought, oldest first."""
    query = (
        sa.select(developments).where(developments.c.article_id == article_id).order_by(developments.c.id)
    )
    return with_witnesses(conn, conn.execute(query).all())


def between(conn: Connection, since: datetime, until: datetime) -> list[Development]:
    """All that there was to tell in [since, until), oldest first."""
    query = sa.select(developments).where(developments.c.at >= since, developments.c.at < until)
    query = query.order_by(developments.c.at, developments.c.id)
    return with_witnesses(conn, conn.execute(query).all())


def many(conn: Connection, ids: Sequence[int]) -> list[Development]:
    """Those of `ids` that there are, by their time."""
    rows: list[Any] = []
    for start in range(0, len(ids), IN_CHUNK):
        some = ids[start : start + IN_CHUNK]
        rows += conn.execute(sa.select(developments).where(developments.c.id.in_(some))).all()
    return with_witnesses(conn, sorted(rows, key=lambda row: (row.at, row.id)))


def has_kind_since(conn: Connection, story_id: int, kind: EventKind, since: datetime) -> bool:
    """Whether the story has had an event of this kind since then."""
    query = sa.select(developments.c.id).where(
        developments.c.story_id == story_id, developments.c.at > since, developments.c.kind == kind.value
    )
    return conn.execute(query.limit(1)).first() is not None


def statement_ids(conn: Connection, development_id: int) -> list[int]:
    """The statements that a development rests on."""
    query = sa.select(development_statements.c.statement_id).where(
        development_statements.c.development_id == development_id
    )
    return list(conn.execute(query.order_by(development_statements.c.statement_id)).scalars())


def with_witnesses(conn: Connection, rows: Sequence[Any]) -> list[Development]:
    """Rows of the table as developments, each with who carries it, in the order in which they did."""
    said: dict[int, dict[str, None]] = {row.id: {} for row in rows}
    ids = list(said)
    for start in range(0, len(ids), IN_CHUNK):
        query = (
            sa.select(carriers.c.development_id, carriers.c.publisher)
            .where(carriers.c.development_id.in_(ids[start : start + IN_CHUNK]))
            .order_by(carriers.c.at, carriers.c.article_id)
        )
        for development_id, publisher in conn.execute(query):
            said[development_id][publisher] = None
    return [
        Development(
            id=row.id,
            story_id=row.story_id,
            article_id=row.article_id,
            kind=EventKind(row.kind),
            at=row.at,
            novelty=row.novelty,
            importance=row.importance,
            headline=row.headline,
            findings=tuple(as_json.to_finding(value) for value in row.findings),
            witnesses=tuple(said[row.id]),
            details=tuple(row.details.items()),
        )
        for row in rows
    ]
