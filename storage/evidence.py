"""What an alert shows of a development: its article, who carries it, what was known, how the story runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Matrix
from storage.ledger import unpack
from storage.schema import (
    alerts,
    articles,
    carriers,
    development_statements,
    developments,
    feeds,
    members,
    passages,
    statements,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as evidence."""

    id: int
    title: str
    url: str
    site: str
    publisher: str
    at: datetime
    language: str | None
    feed: str | None
    text: str = ""


def cited(conn: Connection, ids: Iterable[int], *, text: bool = False) -> dict[int, Cited]:
    """These articles by id; the text only when it is asked for."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    columns = [
        articles.c.id,
        articles.c.title,
        articles.c.url,
        articles.c.canonical_url,
        articles.c.site,
        articles.c.publisher,
        articles.c.at,
        articles.c.language,
        feeds.c.name,
        *([articles.c.text] if text else []),
    ]
    query = (
        sa.select(*columns)
        .outerjoin(feeds, feeds.c.id == articles.c.feed_id)
        .where(articles.c.id.in_(wanted))
    )
    return {
        row.id: Cited(
            id=row.id,
            title=row.title,
            url=row.canonical_url or row.url,
            site=row.site,
            publisher=row.publisher,
            at=row.at,
            language=row.language,
            feed=row.name,
            text=row.text if text else "",
        )
        for row in conn.execute(query)
    }


def carried_by(conn: Connection, development_id: int) -> list[int]:
    """The articles that carry a development, the first one of each independent publisher, oldest first."""
    query = (
        sa.select(carriers.c.publisher, carriers.c.article_id)
        .where(carriers.c.development_id == development_id)
        .order_by(carriers.c.at, carriers.c.article_id)
    )
    first: dict[str, int] = {}
    for publisher, article_id in conn.execute(query):
        first.setdefault(publisher, article_id)
    return list(first.values())


def publishers_by(conn: Connection, development_id: int) -> list[tuple[str, datetime]]:
    """The independent publishers that carry a development, each with when it first did, oldest first."""
    query = (
        sa.select(carriers.c.publisher, sa.func.min(carriers.c.at).label("since"))
        .where(carriers.c.development_id == development_id)
        .group_by(carriers.c.publisher)
        .order_by(sa.literal_column("since"), carriers.c.publisher)
    )
    return [(row.publisher, row.since) for row in conn.execute(query)]


def copies_of(conn: Connection, development_id: int) -> int:
    """How many articles are copies of those that carry a development."""
    carrying = sa.select(carriers.c.article_id).where(carriers.c.development_id == development_id)
    query = sa.select(sa.func.count()).select_from(members).where(members.c.copy_of.in_(carrying))
    return int(conn.execute(query).scalar_one())


def a_day(conn: Connection, story_id: int, now: datetime, days: int) -> tuple[int, ...]:
    """Articles of the story in each of the last days, oldest first."""
    start = now - timedelta(days=days)
    query = sa.select(members.c.at).where(
        members.c.story_id == story_id, members.c.at > start, members.c.at <= now
    )
    counts = [0] * days
    for at in conn.execute(query).scalars():
        counts[days - 1 - min(days - 1, (now - at) // timedelta(days=1))] += 1
    return tuple(counts)


def statements_of(conn: Connection, development_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The statements that each of these developments rests on."""
    query = sa.select(development_statements.c.development_id, development_statements.c.statement_id).where(
        development_statements.c.development_id.in_(list(development_ids))
    )
    found: dict[int, set[int]] = {each: set() for each in development_ids}
    for development_id, statement_id in conn.execute(query):
        found[development_id].add(statement_id)
    return {each: frozenset(ids) for each, ids in found.items()}


def story_vectors(conn: Connection, story_id: int, model: str, most: int) -> Matrix:
    """Vectors of the story's newest statements, (n, d)."""
    query = (
        sa.select(statements.c.vector)
        .where(statements.c.story_id == story_id, statements.c.model == model)
        .order_by(statements.c.id.desc())
        .limit(most)
    )
    rows = [unpack(blob) for blob in conn.execute(query).scalars()]
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)


def new_vectors(conn: Connection, development_id: int, article_id: int, model: str) -> Matrix:
    """Vectors of the statements that a development rests on, and of its article's title, (n, d)."""
    query = (
        sa.select(statements.c.vector)
        .join(development_statements, development_statements.c.statement_id == statements.c.id)
        .where(development_statements.c.development_id == development_id, statements.c.model == model)
    )
    rows = [unpack(blob) for blob in conn.execute(query).scalars()]
    kept = conn.execute(
        sa.select(passages.c.rows, passages.c.vectors)
        .where(passages.c.article_id == article_id, passages.c.model == model)
        .order_by(passages.c.revision.desc())
    ).first()
    if kept and kept.rows:
        rows.append(
            np.frombuffer(kept.vectors, dtype=np.float16).reshape(kept.rows, -1)[0].astype(np.float32)
        )
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)


def earlier_told(conn: Connection, watch: str, story_id: int, article_ids: Iterable[int]) -> str | None:
    """What the watch was told on the strength of these articles: what a correction takes back."""
    query = (
        sa.select(developments.c.headline)
        .join(alerts, alerts.c.development_id == developments.c.id)
        .where(
            alerts.c.watch == watch,
            alerts.c.story_id == story_id,
            developments.c.article_id.in_(sorted(set(article_ids))),
        )
        .order_by(developments.c.id.desc())
    )
    row = conn.execute(query).first()
    return row.headline if row else None
