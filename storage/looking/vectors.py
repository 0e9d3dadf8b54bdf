"""The vectors by which developments and stories are found by meaning, and what carries what was found."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import carriers, development_statements, developments, statements


def of_developments(
    conn: Connection, model: str, most: int, *, after: int | None = None, before: int | None = None
) -> list[tuple[int, int, bytes]]:
    """(development, story, vector as stored) of each development's first statement by this model.

    Ascending above `after`, or else descending below `before`.
    """
    first = (
        sa.select(sa.func.min(development_statements.c.statement_id))
        .where(development_statements.c.development_id == developments.c.id)
        .scalar_subquery()
    )
    query = (
        sa.select(developments.c.id, developments.c.story_id, statements.c.vector)
        .select_from(developments)
        .join(statements, statements.c.id == first)
        .where(statements.c.model == model)
        .limit(most)
    )
    if after is not None:
        query = query.where(developments.c.id > after).order_by(developments.c.id)
    else:
        query = query.order_by(developments.c.id.desc())
        if before is not None:
            query = query.where(developments.c.id < before)
    return [(row[0], row[1], row[2]) for row in conn.execute(query)]


def carrying(conn: Connection, development_ids: Sequence[int]) -> dict[int, list[int]]:
    """The articles that carry each development, its own first, then as they came."""
    own = sa.select(developments.c.id, developments.c.article_id).where(developments.c.id.in_(list(development_ids)))
    found = {row[0]: [row[1]] for row in conn.execute(own)}
    query = (
        sa.select(carriers.c.development_id, carriers.c.article_id)
        .where(carriers.c.development_id.in_(list(development_ids)))
        .order_by(carriers.c.at, carriers.c.article_id)
    )
    for development_id, article_id in conn.execute(query):
        if article_id not in found[development_id]:
            found[development_id].append(article_id)
    return found


def stories_of(conn: Connection, development_ids: Sequence[int]) -> dict[int, int]:
    """The story of each development as it is now."""
    query = sa.select(developments.c.id, developments.c.story_id).where(
        developments.c.id.in_(list(development_ids))
    )
    return {row[0]: row[1] for row in conn.execute(query)} if development_ids else {}


def model_in_use(conn: Connection) -> str | None:
    """The model that made the newest statement's vector."""
    query = sa.select(statements.c.model).order_by(statements.c.id.desc()).limit(1)
    return conn.execute(query).scalar_one_or_none()


def of_story(conn: Connection, story_id: int, model: str, most: int) -> list[bytes]:
    """Of a story's newest statements, as stored."""
    query = (
        sa.select(statements.c.vector)
        .where(statements.c.story_id == story_id, statements.c.model == model)
        .order_by(statements.c.id.desc())
        .limit(most)
    )
    return list(conn.execute(query).scalars())
