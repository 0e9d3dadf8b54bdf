"""What is let go of, by age and by size. Stories, members, ledgers, developments and alerts stay for good.

Done in small transactions: killed at any time and run again, it carries on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from settings.limits_storage import (
    COPY_WINDOW,
    ENTRY_DAYS,
    ENTRY_TEXT_DAYS,
    RETENTION_BATCH,
    SIZE_SLACK,
    TEXT_DAYS,
    VACUUM_PAGES,
    VECTOR_DAYS,
)
from storage.database import Database
from storage.reading import robots
from storage.reading.articles import DECIDED
from storage.reading.entries import WAITING
from storage.schema import articles, entries, fingerprints, passages, revisions


@dataclass(frozen=True, slots=True)
class Policy:
    """How long texts and vectors are kept, and how large the database may become (None: no limit)."""

    text: timedelta = timedelta(days=TEXT_DAYS)
    vectors: timedelta = timedelta(days=VECTOR_DAYS)
    most_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was let go of, in rows."""

    texts: int = 0
    vectors: int = 0
    entries: int = 0
    fingerprints: int = 0
    oldest_text: datetime | None = None
    """Where the limit of size cut: articles before this have no text; None where age alone did."""


def tidy(db: Database, policy: Policy, now: datetime) -> Tidied:
    """Let go of what `policy` does not keep. Only of articles that are decided: nothing waits for them."""
    texts = _forget_texts(db, now - policy.text)
    vectors = _forget_vectors(db, now - policy.vectors)
    done = entries.c.state != WAITING
    forgotten = done & (entries.c.seen < now - timedelta(days=ENTRY_DAYS))
    gone = _in_batches(db, entries.c.id, forgotten, entries.delete())
    _empty_entries(db, now - timedelta(days=ENTRY_TEXT_DAYS))
    unlike = fingerprints.c.at < now - COPY_WINDOW
    prints = _in_batches(db, fingerprints.c.article_id, unlike, fingerprints.delete())
    with db.write() as conn:
        robots.forget_before(conn, now)
    cut = None
    # What a row takes is only known about; freed pages are counted again after each round.
    while policy.most_bytes is not None and (next_cut := _cut_to_size(db, policy.most_bytes)) is not None:
        cut = next_cut
        texts += _forget_texts(db, cut)
        vectors += _forget_vectors(db, cut)
    _give_back(db)
    return Tidied(texts, vectors, gone, prints, cut)


def size(conn: Connection) -> int:
    """Bytes that the database's rows take; pages that are free do not count."""
    if conn.dialect.name == "sqlite":
        page, count, free = (
            int(conn.exec_driver_sql(f"PRAGMA {name}").scalar() or 0)
            for name in ("page_size", "page_count", "freelist_count")
        )
        return page * (count - free)
    # What was deleted stays in PostgreSQL's files for later rows, so the files tell nothing.
    total = 0
    for table in articles.metadata.sorted_tables:
        columns = (sa.func.coalesce(sa.func.pg_column_size(column), 0) for column in table.columns)
        rows = sa.func.coalesce(sa.func.sum(sum(columns, sa.literal(0))), 0)
        total += int(conn.execute(sa.select(rows)).scalar_one())
    return total


def _cut_to_size(db: Database, most_bytes: int) -> datetime | None:
    """The time before which texts and vectors must go for the database to fit; None when it fits."""
    with db.read() as conn:
        over = size(conn) - most_bytes
        if over <= 0:
            return None
        over += round(most_bytes * (1 - SIZE_SLACK))
        length = sa.func.length if db.is_sqlite else sa.func.pg_column_size
        vectors = sa.func.coalesce(sa.func.sum(length(passages.c.vectors)), 0)
        kept = (
            sa.select(articles.c.at, length(articles.c.text), vectors)
            .outerjoin(passages, passages.c.article_id == articles.c.id)
            .where(articles.c.state == DECIDED, (articles.c.text != "") | passages.c.article_id.is_not(None))
            .group_by(articles.c.id)
            .order_by(articles.c.at, articles.c.id)
        )
        cut: datetime | None = None
        for at, text, rows in conn.execute(kept):
            if over <= 0:
                break
            over -= text + rows
            cut = at + timedelta(microseconds=1)
        return cut


def _forget_texts(db: Database, before: datetime) -> int:
    old = (articles.c.state == DECIDED) & (articles.c.at < before) & (articles.c.text != "")
    earlier = (revisions.c.seen < before) & (revisions.c.text != "")
    now = _in_batches(db, articles.c.id, old, articles.update().values(text=""))
    return now + _in_batches(db, revisions.c.article_id, earlier, revisions.update().values(text=""))


def _forget_vectors(db: Database, before: datetime) -> int:
    decided = sa.exists().where(
        articles.c.id == passages.c.article_id, articles.c.state == DECIDED, articles.c.at < before
    )
    return _in_batches(db, passages.c.article_id, decided, passages.delete())


def _empty_entries(db: Database, before: datetime) -> int:
    old = (entries.c.state != WAITING) & (entries.c.seen < before) & (entries.c.text != "")
    return _in_batches(db, entries.c.id, old, entries.update().values(text=""))


def _in_batches(
    db: Database, key: sa.ColumnElement[int], old: sa.ColumnElement[bool], change: sa.Update | sa.Delete
) -> int:
    """Apply `change` where rows are `old`, some at a time, so that nobody waits long for the writer's lock. They are
    sought once: what is emptied stays in the table, and would be looked through again for each of the batches. Asked
    again are only these: one may have become a new revision meanwhile. How many rows that were."""
    with db.read() as conn:
        keys = [row[0] for row in conn.execute(sa.select(key).distinct().where(old))]
    still_old = sa.case((old, 1), else_=0) == 1  # a plain condition SQLite would look up by its index, all the old ones
    total = 0
    for start in range(0, len(keys), RETENTION_BATCH):
        with db.write() as conn:
            these = key.in_(keys[start : start + RETENTION_BATCH])
            total += conn.execute(change.where(these, still_old)).rowcount
    return total


def _give_back(db: Database) -> None:
    """Return free pages to the disk; PostgreSQL's autovacuum does it by itself."""
    if not db.is_sqlite:
        return
    free = -1
    while True:
        with db.writer_lock(), db.engine.connect() as conn:
            before, free = free, int(conn.exec_driver_sql("PRAGMA freelist_count").scalar() or 0)
            if free in (0, before):  # a database from before this setting gives nothing back
                return
            conn.rollback()
            # A transaction of its own; `execute` would stop after the first page.
            conn.connection.cursor().executescript(f"PRAGMA incremental_vacuum({VACUUM_PAGES})")
