"""The database of `bench.web`, made in bounded time: rows first, then indexes and full text in one sweep each."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from pathlib import Path

from bench.worlds.web_rows import Encoder, Maker
from models.embeddings import passages_of_all
from storage.database import Database
from storage.reading import articles, passages

LONG_SENTENCES = 60
"""Of the newest article of the largest story: the page of an article is measured on it."""


def make(path: Path, stories: int, articles_: int) -> None:
    """Make the database at `path`. A run that is cut short leaves nothing there."""
    part = path.with_name(f"{path.name}.part")
    for old in path.parent.glob(f"{part.name}*"):
        old.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    Database.open(str(part)).close()
    raw = sqlite3.connect(part)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA cache_size=-262144")
    raw.execute("PRAGMA temp_store=MEMORY")
    # The same rows as live inserts make, in one sweep: without triggers and indexes, which are made after.
    later = raw.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in later:
        raw.execute(f"DROP {kind} {name}")
    Maker(stories, articles_).fill(raw)
    begun = time.perf_counter()
    for kind, _, sql in later:
        if kind == "index":
            raw.execute(sql)
    raw.commit()
    print(f"  indexes: {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    begun = time.perf_counter()
    for name in ("fts_articles", "fts_developments"):
        raw.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
    raw.commit()
    print(f"  full-text indexes: {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    for kind, _, sql in later:
        if kind == "trigger":
            raw.execute(sql)
    raw.commit()
    raw.close()
    _long_article(part, Maker(10, 100))
    for end in ("-wal", "-shm", ".lock"):
        part.with_name(part.name + end).unlink(missing_ok=True)
    os.replace(part, path)


def newest_of_largest(db: Database) -> int:
    """The article whose page is measured."""
    with db.read() as conn:
        query = "SELECT article_id FROM members WHERE story_id = 1 ORDER BY at DESC, article_id DESC LIMIT 1"
        return int(conn.exec_driver_sql(query).scalar_one())


def _long_article(path: Path, maker: Maker) -> None:
    """Give the largest story's newest article a long text with vectors, as articles have in their first weeks."""
    text = "\n".join(f"{maker.words(n, 18).capitalize()}." for n in range(1, LONG_SENTENCES + 1))
    with Database.open(str(path)) as db:
        number = newest_of_largest(db)
        with db.write() as conn:
            conn.exec_driver_sql("UPDATE articles SET text = ?, state = 'decided' WHERE id = ?", (text, number))
            for found in passages_of_all(articles.many(conn, [number]), Encoder(), {}):
                passages.save(conn, 1, found)
