"""Entries: what feeds brought, each once, and whether the page behind it has been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Entry, Problem
from settings.limits_storage import ENTRY_CHANGES, IN_CHUNK, SHARED_LINK
from storage.schema import articles, entries, feeds
from storage.text import storable

WAITING, READ, FAILED = "waiting", "read", "failed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry whose page is to be read, with what reading it needs to know of its feed."""

    entry: Entry
    seen: datetime
    attempts: int
    feed_name: str
    feed_url: str
    publisher: str | None
    """As the settings say."""
    article_id: int | None = None
    """The article that it led to before it changed."""


_KNOWN = sa.select(
    entries.c.id, entries.c.key, entries.c.title, entries.c.text, entries.c.updated, entries.c.changes
).where(entries.c.feed_id == sa.bindparam("feed"), entries.c.key.in_(sa.bindparam("keys", expanding=True)))


def add(conn: Connection, feed_id: int, found: Sequence[Entry], now: datetime) -> int:
    """Keep what a feed holds now; how many entries of it are new. Doing it again changes nothing.

    An entry whose title, text or date of change differ from before is read again, `ENTRY_CHANGES` times
    at most.
    """
    # Feeds list the newest first; the oldest gets the lowest id, so that ids follow time.
    wanted = {storable(entry.key): entry for entry in reversed(found)}
    keys = list(wanted)
    known: dict[str, Any] = {}
    for start in range(0, len(keys), IN_CHUNK):
        asked = {"feed": feed_id, "keys": keys[start : start + IN_CHUNK]}
        known |= {row.key: row for row in conn.execute(_KNOWN, asked)}
    fresh = {"feed_id": feed_id, "seen": now, "state": WAITING, "attempts": 0, "changes": 0}
    new = [_values(entry) | fresh for key, entry in wanted.items() if key not in known]
    if new:
        conn.execute(entries.insert(), new)
    for key, row in known.items():
        entry = wanted[key]
        if row.changes < ENTRY_CHANGES and _differs(row, entry):
            conn.execute(
                entries.update()
                .where(entries.c.id == row.id)
                .values(
                    **_values(entry), state=WAITING, attempts=0, next_try=None, changes=row.changes + 1
                )
            )
    return len(new)


def _differs(row: Any, entry: Entry) -> bool:
    # Retention empties the text of entries that were read long ago: that is no change of the feed's.
    now = _values(entry)
    text = row.text or now["text"]
    return (row.title, text, row.updated) != (now["title"], now["text"], now["updated"])


_LIGHT = [column for column in entries.columns if column.name != "text"]


def waiting(conn: Connection, now: datetime, limit: int) -> list[Waiting]:
    """Entries to be read now, in the order in which they came; without their texts, which may be large and
    are had from `text_of`. Of more than `limit` each feed gets its share: its first, its second, and so on."""
    due = sa.and_(entries.c.state == WAITING, sa.or_(entries.c.next_try.is_(None), entries.c.next_try <= now))
    turn = sa.func.row_number().over(partition_by=entries.c.feed_id, order_by=entries.c.id).label("turn")
    turns = sa.select(entries.c.id, turn).where(due).subquery()
    chosen = sa.select(turns.c.id).order_by(turns.c.turn, turns.c.id).limit(limit)
    query = (
        sa.select(
            *_LIGHT,
            sa.literal("").label("text"),
            feeds.c.name.label("feed_name"),
            feeds.c.url.label("feed_url"),
            feeds.c.publisher,
        )
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(entries.c.id.in_(chosen))
        .order_by(entries.c.id)
    )
    return [
        Waiting(
            entry=_entry(row),
            seen=row.seen,
            attempts=row.attempts,
            feed_name=row.feed_name,
            feed_url=row.feed_url,
            publisher=row.publisher,
            article_id=row.article_id,
        )
        for row in conn.execute(query)
    ]


_TEXT_OF = sa.select(entries.c.text).where(entries.c.id == sa.bindparam("entry"))


def text_of(conn: Connection, entry_id: int) -> str:
    """The feed's own text of an entry."""
    text: str = conn.execute(_TEXT_OF, {"entry": entry_id}).scalar_one()
    return text


def is_read(conn: Connection, entry_id: int, article_id: int | None, problem: Problem | None = None) -> None:
    """The entry is done. `problem`: why the feed's own text had to stand in for the page."""
    values = {"state": READ, "article_id": article_id, "next_try": None} | _problem(problem)
    conn.execute(entries.update().where(entries.c.id == entry_id).values(values))


def has_failed(conn: Connection, entry_id: int, problem: Problem, next_try: datetime | None) -> None:
    """Try again at `next_try`, or never when that is None."""
    values = {
        "state": WAITING if next_try else FAILED,
        "attempts": entries.c.attempts + 1,
        "next_try": next_try,
    } | _problem(problem)
    conn.execute(entries.update().where(entries.c.id == entry_id).values(values))


def ask_again(conn: Connection, url: str) -> int:
    """Have the page behind entries with this very address, which gave nothing so far, asked for in the next pass; how
    many entries."""
    lost = (entries.c.url == storable(url)) & (entries.c.state != READ)
    soon = entries.update().where(lost).values(state=WAITING, attempts=0, next_try=None)
    return conn.execute(soon).rowcount


def articles_of_urls(conn: Connection, urls: Iterable[str]) -> dict[str, int]:
    """The articles that entries with these very addresses led to before, so that their pages need not be
    asked for again."""
    wanted = list({storable(url) for url in urls})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), IN_CHUNK):
        query = sa.select(entries.c.url, entries.c.article_id).where(
            entries.c.url.in_(wanted[start : start + IN_CHUNK]),
            entries.c.state == READ,
            entries.c.article_id.is_not(None),
        )
        found |= {row.url: row.article_id for row in conn.execute(query)}
    return found


def shared_links(conn: Connection, urls: Iterable[str]) -> set[tuple[int, str]]:
    """(Feed, address) where one poll brought SHARED_LINK entries or more of different titles: a list's address, or a
    status page's, and no entry's own."""
    wanted = list({storable(url) for url in urls})
    found: set[tuple[int, str]] = set()
    named = sa.func.coalesce(entries.c.title, entries.c.key)
    for start in range(0, len(wanted), IN_CHUNK):
        query = (
            sa.select(entries.c.feed_id, entries.c.url)
            .where(entries.c.url.in_(wanted[start : start + IN_CHUNK]))
            .group_by(entries.c.feed_id, entries.c.url, entries.c.seen)
            .having(sa.func.count(named.distinct()) >= SHARED_LINK)
        )
        found |= {(feed_id, url) for feed_id, url in conn.execute(query)}
    return found


@dataclass(frozen=True, slots=True)
class SoFar:
    """When an article's newest text was read, and how many entries have led to it."""

    at: datetime
    entries: int


def read_so_far(conn: Connection, article_ids: Iterable[int]) -> dict[int, SoFar]:
    """What is known of each of these articles."""
    wanted = list(article_ids)
    found: dict[int, SoFar] = {}
    for start in range(0, len(wanted), IN_CHUNK):
        query = (
            sa.select(articles.c.id, articles.c.seen, sa.func.count(entries.c.id))
            .outerjoin(entries, entries.c.article_id == articles.c.id)
            .where(articles.c.id.in_(wanted[start : start + IN_CHUNK]))
            .group_by(articles.c.id, articles.c.seen)
        )
        found |= {article_id: SoFar(at, count) for article_id, at, count in conn.execute(query)}
    return found


def _problem(problem: Problem | None) -> dict[str, Any]:
    if problem is None:
        return {"problem_code": None, "problem": None}
    return {"problem_code": storable(problem.code), "problem": storable(problem.text)}


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "key": storable(entry.key),
        "url": storable(entry.url),
        "title": storable(entry.title),
        "published": entry.published,
        "updated": entry.updated,
        "authors": [storable(author) for author in entry.authors],
        "text": storable(entry.text),
        "language": storable(entry.language[:12]) if entry.language else None,
    }


def _entry(row: Any) -> Entry:
    return Entry(
        key=row.key,
        url=row.url,
        title=row.title,
        published=row.published,
        updated=row.updated,
        authors=tuple(row.authors),
        text=row.text,
        language=row.language,
        id=row.id,
        feed_id=row.feed_id,
    )
