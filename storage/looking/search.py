"""Search by words: FTS5 on SQLite, tsvector on PostgreSQL. (By meaning: `storage.looking.vectors`.)

A query is looked up newest first and through a bounded number of matches: no word is too common, and what
was not looked through is reached by the key of the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from settings.limits_storage import IN_CHUNK
from storage.letters import tsvector
from storage.looking.spaceless import TEXTS, condition
from storage.schema import (
    alerts,
    articles,
    developments,
    feeds,
    held,
    members,
)
from storage.telling.evidence import Cited, cited

READ_THROUGH = 4
"""To read a text costs so many times what it costs to look at a match of the index."""


@dataclass(frozen=True, slots=True)
class Words:
    """A query as both databases take it."""

    fts5: str
    """https://sqlite.org/fts5.html, 3: full-text query syntax"""
    tsquery: str
    """https://www.postgresql.org/docs/current/datatype-textsearch.html, 8.11.2"""
    holds: Callable[[str], bool] | None = None
    """For a query with words of a script that writes no spaces: whether a text holds what is asked."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a result must be; None: anything."""

    since: datetime | None = None
    until: datetime | None = None
    source: str | None = None
    """A feed's name, a site or a publisher."""
    watch: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleHit:
    article: Cited
    """With its text."""
    story_id: int | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Page:
    ids: tuple[int, ...]
    """Of what was found, newest first."""
    next: int | None
    """Key of the next page; None when everything has been looked through."""


def find(
    conn: Connection,
    what: str,
    words: Words,
    wanted: Filter,
    most: int,
    through: int,
    before: int | None = None,
) -> Page:
    """Ids of `what` ('articles' or 'developments') that hold the words and pass the filter.

    At most `through` matches below the key `before` are looked through. The text may be an invalid query of
    the database's own syntax: build `Words` with care.
    """
    table = articles if what == "articles" else developments
    if before is None and wanted.until is not None:
        before = _bound(conn, table, wanted.until, through)
    ids, reached = _matches(conn, what, words, through, before)
    fitting = passing(conn, what, ids, wanted)
    found = [each for each in ids if each in fitting]
    if len(found) > most:
        return Page(tuple(found[:most]), found[most - 1])
    return Page(tuple(found), reached)


def _matches(
    conn: Connection, what: str, words: Words, through: int, before: int | None
) -> tuple[list[int], int | None]:
    """Ids that hold the words, newest first, and how far down was looked; None: to the end.

    A text with letters of a script without spaces is read for a query with such words; any other text cannot hold
    these, and is found by the index as always.
    """
    ids = _indexed(conn, what, words, through, before)
    reached = ids[-1] if len(ids) == through else None
    if words.holds is None:
        return ids, reached
    spaceless = condition(what, conn.dialect.name)
    limit = "AND id < :before" if before is not None else ""
    query = f"SELECT id, {TEXTS[what]} AS text FROM {what} WHERE {spaceless} {limit} ORDER BY id DESC LIMIT :most"  # noqa: S608
    given = {"most": max(1, through // READ_THROUGH)} | ({"before": before} if before is not None else {})
    read = conn.execute(sa.text(query), given).all()
    floor = max(reached or 0, read[-1].id if len(read) == given["most"] else 0)
    found = {row.id for row in read if words.holds(row.text)}
    for start in range(0, len(ids), 500):
        plain = sa.text(f"SELECT id FROM {what} WHERE id IN :ids AND NOT ({spaceless})")  # noqa: S608
        some = conn.execute(plain.bindparams(sa.bindparam("ids", ids[start : start + 500], expanding=True)))
        found.update(some.scalars())
    return sorted((each for each in found if each >= floor), reverse=True), floor or None


def _indexed(conn: Connection, what: str, words: Words, through: int, before: int | None) -> list[int]:
    if conn.dialect.name == "sqlite":
        name = f"fts_{what}"
        limit = "AND rowid < :before" if before is not None else ""
        query = (
            f"SELECT rowid FROM {name} WHERE {name} MATCH :words {limit} ORDER BY rowid DESC LIMIT :through"  # noqa: S608
        )
        given: dict[str, Any] = {"words": words.fts5, "through": through}
    else:
        limit = "AND id < :before" if before is not None else ""
        query = (
            f"SELECT id FROM {what} WHERE {tsvector(what)} @@ "  # noqa: S608
            f"to_tsquery('simple', :words) {limit} ORDER BY id DESC LIMIT :through"
        )
        given = {"words": words.tsquery, "through": through}
    if before is not None:
        given["before"] = before
    return list(conn.execute(sa.text(query), given).scalars())


def _bound(conn: Connection, table: sa.Table, until: datetime, slack: int) -> int | None:
    """An id above all but stragglers of what was published before: ids follow the time of reading."""
    newest = sa.select(table.c.id).where(table.c.at < until).order_by(table.c.at.desc()).limit(slack)
    found = conn.execute(sa.select(sa.func.max(newest.subquery().c.id))).scalar_one()
    return None if found is None else int(found) + 1


def passing(conn: Connection, what: str, ids: Sequence[int], wanted: Filter) -> set[int]:
    """Which of `what` ('articles' or 'developments') pass the filter."""
    if wanted == Filter():
        return set(ids)
    found: set[int] = set()
    for start in range(0, len(ids), IN_CHUNK):
        some = ids[start : start + IN_CHUNK]
        if what == "articles":
            query = sa.select(articles.c.id).where(articles.c.id.in_(some))
            at, key = articles.c.at, articles.c.id
        else:
            query = (
                sa.select(developments.c.id)
                .join(articles, articles.c.id == developments.c.article_id)
                .where(developments.c.id.in_(some))
            )
            at, key = developments.c.at, developments.c.id
        if wanted.since is not None:
            query = query.where(at >= wanted.since)
        if wanted.until is not None:
            query = query.where(at < wanted.until)
        if wanted.source is not None:
            query = query.outerjoin(feeds, feeds.c.id == articles.c.feed_id).where(_from(wanted.source))
        if wanted.watch is not None:
            query = query.where(_watched(what, key, wanted.watch))
        found.update(conn.execute(query).scalars())
    return found


def knows_source(conn: Connection, source: str, most: int) -> bool:
    """Whether a feed, or one of the newest `most` articles, is of such a source."""
    newest = sa.select(articles.c.id).order_by(articles.c.id.desc()).limit(most).subquery()
    ours = (
        sa.select(articles.c.id)
        .join(newest, newest.c.id == articles.c.id)
        .outerjoin(feeds, feeds.c.id == articles.c.feed_id)
        .where(_from(source))
    )
    asked = source.strip().lower()
    named = sa.select(feeds.c.id).where(
        sa.or_(sa.func.lower(feeds.c.name) == asked, sa.func.lower(feeds.c.publisher) == asked)
    )
    return any(conn.execute(query.limit(1)).first() for query in (named, ours))


def _from(source: str) -> sa.ColumnElement[bool]:
    asked = source.strip().lower()
    return sa.or_(
        sa.func.lower(articles.c.publisher) == asked,
        sa.func.lower(articles.c.site).in_((asked, f"www.{asked}")),
        sa.func.lower(feeds.c.name) == asked,
    )


def _watched(what: str, key: sa.Column[Any], watch: str) -> sa.ColumnElement[bool]:
    """Told to a watch, or held back from it."""
    if what == "developments":
        return sa.or_(
            *(
                sa.exists().where(table.c.development_id == key, table.c.watch == watch)
                for table in (alerts, held)
            )
        )
    own = developments.alias()
    return sa.or_(
        *(
            sa.exists().where(
                own.c.article_id == key, table.c.development_id == own.c.id, table.c.watch == watch
            )
            for table in (alerts, held)
        )
    )


def article_hits(conn: Connection, ids: Sequence[int]) -> list[ArticleHit]:
    """Articles with the story they belong to, in the order of `ids`."""
    known = cited(conn, ids, text=True)
    query = sa.select(members.c.article_id, members.c.story_id, members.c.role)
    homes = {row.article_id: row for row in conn.execute(query.where(members.c.article_id.in_(list(ids))))}
    return [
        ArticleHit(known[each], *((home.story_id, home.role) if (home := homes.get(each)) else (None, None)))
        for each in ids
        if each in known
    ]
