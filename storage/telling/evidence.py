"""What an alert shows of a development: its article, who carries it, what was known, how the story runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Matrix
from settings.limits_storage import IN_CHUNK
from storage.deciding.ledger import unpack_all
from storage.deciding.stories import coverage
from storage.schema import (
    alerts,
    articles,
    carriers,
    development_statements,
    feeds,
    members,
    passages,
    statements,
)

READ_TOGETHER = 50
"""Articles up to which a story's statements are read whole, with those of others: some hundred."""


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as evidence."""

    id: int
    title: str
    url: str
    site: str
    publisher: str
    at: datetime
    seen: datetime
    language: str | None
    feed: str | None
    text: str = ""
    feed_url: str = ""
    feed_publisher: str | None = None
    """Owner of the feed's outlet, as the settings say."""


_IDS: sa.BindParameter[list[int]] = sa.bindparam("ids", expanding=True)
_CITED = (
    sa.select(
        articles.c.id,
        articles.c.title,
        articles.c.url,
        articles.c.canonical_url,
        articles.c.site,
        articles.c.publisher,
        articles.c.at,
        articles.c.seen,
        articles.c.language,
        feeds.c.name,
        feeds.c.url.label("feed_url"),
        feeds.c.publisher.label("feed_publisher"),
    )
    .outerjoin(feeds, feeds.c.id == articles.c.feed_id)
    .where(articles.c.id.in_(_IDS))
)
_CITED_WITH_TEXT = _CITED.add_columns(articles.c.text)


def cited(conn: Connection, ids: Iterable[int], *, text: bool = False) -> dict[int, Cited]:
    """These articles by id; the text only when it is asked for."""
    wanted = sorted(set(ids))
    query = _CITED_WITH_TEXT if text else _CITED
    lots = [wanted[start : start + IN_CHUNK] for start in range(0, len(wanted), IN_CHUNK)]
    return {
        row.id: Cited(
            id=row.id,
            title=row.title,
            url=row.canonical_url or row.url,
            site=row.site,
            publisher=row.publisher,
            at=row.at,
            seen=row.seen,
            language=row.language,
            feed=row.name,
            text=row.text if text else "",
            feed_url=row.feed_url or "",
            feed_publisher=row.feed_publisher,
        )
        for lot in lots
        for row in conn.execute(query, {"ids": lot})
    }


def written_before(
    conn: Connection, article_id: int, first: Iterable[int], most: int, characters: int
) -> list[tuple[int, str, str]]:
    """(article, publisher, beginning of its text) of what other publishers had written in the article's story before:
    at most so many, those in `first` before others, then the latest; copies and texts that were let go of left out."""
    own = sa.select(members.c.story_id, members.c.at, members.c.publisher).where(members.c.article_id == article_id)
    mine = conn.execute(own).one()
    query = (
        sa.select(members.c.article_id, members.c.publisher, sa.func.substr(articles.c.text, 1, characters))
        .join(articles, articles.c.id == members.c.article_id)
        .where(
            members.c.story_id == mine.story_id,
            members.c.publisher != mine.publisher,
            members.c.copy_of.is_(None),
            sa.or_(members.c.at < mine.at, sa.and_(members.c.at == mine.at, members.c.article_id < article_id)),
            articles.c.text != "",
        )
        .order_by(members.c.article_id.in_(sorted(set(first))).desc(), members.c.at.desc(), members.c.article_id)
        .limit(most)
    )
    return [tuple(row) for row in conn.execute(query)]


_CARRYING = (
    sa.select(carriers.c.publisher, carriers.c.article_id)
    .where(carriers.c.development_id == sa.bindparam("development"))
    .order_by(carriers.c.at, carriers.c.article_id)
)


def carried_by(conn: Connection, development_id: int) -> list[int]:
    """The articles that carry a development, the first one of each independent publisher, oldest first."""
    first: dict[str, int] = {}
    for publisher, article_id in conn.execute(_CARRYING, {"development": development_id}):
        first.setdefault(publisher, article_id)
    return list(first.values())


def publishers_by(conn: Connection, development_ids: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
    """The independent publishers that carry each development, with when each first did, oldest first."""
    found: dict[int, dict[str, datetime]] = {each: {} for each in development_ids}
    for start in range(0, len(development_ids), IN_CHUNK):
        query = (
            sa.select(carriers.c.development_id, carriers.c.publisher, carriers.c.at)
            .where(carriers.c.development_id.in_(list(development_ids[start : start + IN_CHUNK])))
            .order_by(carriers.c.at, carriers.c.publisher)
        )
        for development_id, publisher, at in conn.execute(query):
            found[development_id].setdefault(publisher, at)
    return {each: list(since.items()) for each, since in found.items()}


_COPIES = (
    sa.select(sa.func.count())
    .select_from(members)
    .where(
        members.c.copy_of.in_(
            sa.select(carriers.c.article_id).where(carriers.c.development_id == sa.bindparam("development"))
        )
    )
)


def copies_of(conn: Connection, development_id: int) -> int:
    """How many articles are copies of those that carry a development."""
    return int(conn.execute(_COPIES, {"development": development_id}).scalar_one())


_COVERAGE = coverage(sa.bindparam("story"))
_SAID = sa.select(_COVERAGE.c.at, _COVERAGE.c.article_id).where(
    _COVERAGE.c.at > sa.bindparam("since"), _COVERAGE.c.at <= sa.bindparam("until")
)


def a_day(conn: Connection, story_id: int, now: datetime, days: int) -> tuple[int, ...]:
    """Articles of the story in each of the last days, oldest first."""
    span = {"story": story_id, "since": now - timedelta(days=days), "until": now}
    said = conn.execute(_SAID, span)
    found = {(min(days - 1, (now - at) // timedelta(days=1)), article_id) for at, article_id in said}
    counts = Counter(ago for ago, _ in found)
    return tuple(counts[ago] for ago in reversed(range(days)))


_RESTS_ON = sa.select(development_statements.c.development_id, development_statements.c.statement_id).where(
    development_statements.c.development_id.in_(_IDS)
)


def statements_of(conn: Connection, development_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The statements that each of these developments rests on."""
    found: dict[int, set[int]] = {each: set() for each in development_ids}
    for start in range(0, len(development_ids), IN_CHUNK):
        some = list(development_ids[start : start + IN_CHUNK])
        for development_id, statement_id in conn.execute(_RESTS_ON, {"ids": some}):
            found[development_id].add(statement_id)
    return {each: frozenset(ids) for each, ids in found.items()}


_ALL_SAID = (
    sa.select(statements.c.story_id, statements.c.vector)
    .where(statements.c.story_id.in_(_IDS), statements.c.model == sa.bindparam("model"))
    .order_by(statements.c.story_id, statements.c.id.desc())
)
_NEWEST_SAID = _ALL_SAID.limit(sa.bindparam("most", type_=sa.Integer))


def story_vectors(conn: Connection, sizes: Mapping[int, int], model: str, most: int) -> dict[int, Matrix]:
    """Vectors of the newest statements of these stories, (n, d) each, at most `most`. `sizes`: how many articles
    each story has: small ones are read together."""
    rows: dict[int, list[bytes]] = {each: [] for each in sizes}
    small = [each for each, size in sizes.items() if size <= READ_TOGETHER]
    lots = [small] if small else []
    lots += [[each] for each, size in sizes.items() if size > READ_TOGETHER]
    for lot in lots:
        its = {"ids": lot, "model": model, "most": most}
        for story_id, blob in conn.execute(_NEWEST_SAID if len(lot) == 1 else _ALL_SAID, its):
            rows[story_id].append(blob)
    return {each: unpack_all(blobs[:most]) for each, blobs in rows.items()}


_NEW_SAID = (
    sa.select(development_statements.c.development_id, statements.c.vector)
    .join(statements, development_statements.c.statement_id == statements.c.id)
    .where(development_statements.c.development_id.in_(_IDS), statements.c.model == sa.bindparam("model"))
    .order_by(statements.c.id)
)
# Rows in half precision, the title's first: only that one is read. Typed, since PostgreSQL cuts at whole numbers only.
_LENGTH = sa.func.length(passages.c.vectors, type_=sa.Integer) // passages.c.rows
_TITLES = (
    sa.select(passages.c.article_id, sa.type_coerce(sa.func.substr(passages.c.vectors, 1, _LENGTH), sa.LargeBinary))
    .where(passages.c.article_id.in_(_IDS), passages.c.model == sa.bindparam("model"), passages.c.rows > 0)
    .order_by(passages.c.revision)
)


def new_vectors(conn: Connection, articles_of: Mapping[int, int], model: str) -> dict[int, Matrix]:
    """By development (to its article, 0: none): vectors of the statements that it rests on, and of its article's
    title, (n, d) each."""
    rows: dict[int, list[bytes]] = {each: [] for each in articles_of}
    for development_id, blob in conn.execute(_NEW_SAID, {"ids": list(rows), "model": model}):
        rows[development_id].append(blob)
    its = {"ids": sorted(set(articles_of.values())), "model": model}
    titles = {row[0]: row[1] for row in conn.execute(_TITLES, its)}
    for development_id, article_id in articles_of.items():
        if article_id in titles:
            rows[development_id].append(titles[article_id])
    return {each: unpack_all(blobs) for each, blobs in rows.items()}


_FIRST_SAID = sa.select(statements.c.id, statements.c.at).where(statements.c.id.in_(_IDS))


def said_at(conn: Connection, statement_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of these statements was first said: its article may have been changed since."""
    return {row.id: row.at for row in conn.execute(_FIRST_SAID, {"ids": sorted(set(statement_ids))})}


def told_of(conn: Connection, watch: str, statement_ids: Iterable[int]) -> set[int]:
    """Those of these statements on which something rests that the watch was told."""
    query = (
        sa.select(development_statements.c.statement_id)
        .join(alerts, alerts.c.development_id == development_statements.c.development_id)
        .where(
            alerts.c.watch == watch, development_statements.c.statement_id.in_(sorted(set(statement_ids)))
        )
    )
    return set(conn.execute(query).scalars())
