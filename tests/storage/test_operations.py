"""Every operation against a locked and against a damaged database: one clear sentence, never a traceback.

After lemon24/reader's test_errors_locked. An operation that is missing here fails `test_none_is_missing`.
"""

from __future__ import annotations

import inspect
import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from sqlalchemy import Connection

from models.copies import fingerprint
from models.errors import DatabaseCorrupt, DatabaseLocked
from models.nouns import Article, Entry, Feed, Passages, Problem
from models.story.vocabulary import Learned
from storage.database import Database
from storage.deciding import words
from storage.reading import articles, checks, entries, feeds, fingerprints, passages
from storage.running import leases
from storage.telling import renames

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODULES = (feeds, entries, articles, checks, passages, fingerprints, renames, words)
LISTED = [feeds.Listed("https://one.example/feed", "One")]
FEED = Feed(id=1, url="https://one.example/feed", name="One")
ENTRY = Entry(key="k", url="https://one.example/1", title="t", published=NOW)
ARTICLE = Article(
    id=1,
    url="https://one.example/1",
    canonical_url="https://one.example/1",
    title="t",
    text="It held. It broke.",
    published=NOW,
    seen=NOW,
    site="One",
    publisher="one.example",
    revision=2,
)
TITLE, SENTENCES = passages.parts(ARTICLE)
FOUND = Passages(1, "m@1", TITLE, SENTENCES, np.ones(4, np.float32), np.ones((len(SENTENCES), 4), np.float32))
AWAY = Problem("timeout", "No answer.")

READS: dict[str, Callable[[Connection], object]] = {
    "articles.undecided": lambda c: articles.undecided(c, NOW),
    "feeds.differ": lambda c: feeds.differ(c, LISTED),
    "feeds.due": lambda c: feeds.due(c, NOW),
    "feeds.listing": feeds.listing,
    "feeds.page": lambda c: feeds.page(c, 0, 10, NOW),
    "feeds.states": lambda c: feeds.states(c, NOW),
    "feeds.silence": feeds.silence,
    "feeds.get": lambda c: feeds.get(c, 1),
    "feeds.find": lambda c: feeds.find(c, "One"),
    "feeds.entries_of": feeds.entries_of,
    "entries.waiting": lambda c: entries.waiting(c, NOW, 9),
    "entries.text_of": lambda c: entries.text_of(c, 1),
    "entries.articles_of_urls": lambda c: entries.articles_of_urls(c, ["u"]),
    "entries.shared_links": lambda c: entries.shared_links(c, ["u"]),
    "entries.read_so_far": lambda c: entries.read_so_far(c, [1]),
    "articles.get": lambda c: articles.get(c, 1),
    "articles.many": lambda c: articles.many(c, [1]),
    "articles.by_url": lambda c: articles.by_url(c, "u"),
    "articles.ids_of_urls": lambda c: articles.ids_of_urls(c, ["u"]),
    "articles.with_pages": lambda c: articles.with_pages(c, 1, 9),
    "articles.revisions_of": lambda c: articles.revisions_of(c, 1),
    "articles.to_embed": articles.to_embed,
    "articles.ready_to_decide": articles.ready_to_decide,
    "articles.copy_of": lambda c: articles.copy_of(c, 1),
    "articles.still_waits": lambda c: articles.still_waits(c, [1], articles.READ),
    "checks.due": lambda c: checks.due(c, NOW, 9),
    "passages.load": lambda c: passages.load(c, ARTICLE),
    "passages.before": lambda c: passages.before(c, ARTICLE),
    "passages.earlier_text": lambda c: passages.earlier_text(c, ARTICLE),
    "passages.fits": lambda c: passages.fits(c, ARTICLE, "m"),
    "fingerprints.since": lambda c: list(fingerprints.since(c, NOW)),
    "words.load": words.load,
    "renames.strangers": lambda c: renames.strangers(c, ["w"]),
}
WRITES: dict[str, Callable[[Connection], object]] = {
    "feeds.sync": lambda c: feeds.sync(c, LISTED, 3600),
    "feeds.save": lambda c: feeds.save(c, FEED),
    "feeds.pause": lambda c: feeds.pause(c, 1),
    "feeds.poll_soon": lambda c: feeds.poll_soon(c, 1),
    "entries.add": lambda c: entries.add(c, 1, [ENTRY], NOW),
    "entries.is_read": lambda c: entries.is_read(c, 1, 1),
    "entries.ask_again": lambda c: entries.ask_again(c, "u"),
    "entries.has_failed": lambda c: entries.has_failed(c, 1, AWAY, None),
    "articles.store": lambda c: articles.store(c, ARTICLE),
    "articles.is_copy": lambda c: articles.is_copy(c, 1, 1),
    "articles.embedded": lambda c: articles.embedded(c, 1),
    "articles.wait_for_vectors": lambda c: articles.wait_for_vectors(c, 1),
    "articles.decided": lambda c: articles.decided(c, 1),
    "articles.set_aside": lambda c: articles.set_aside(c, 1, "odd"),
    "articles.try_again": lambda c: articles.try_again(c, NOW),
    "checks.read": lambda c: checks.read(c, 1, NOW, None, None),
    "checks.soon": lambda c: checks.soon(c, [1], NOW),
    "checks.done": lambda c: checks.done(c, 1, NOW, None, None),
    "passages.save": lambda c: passages.save(c, 2, FOUND),
    "fingerprints.save": lambda c: fingerprints.save(c, 1, NOW, fingerprint("x")),
    "renames.rename": lambda c: renames.rename(c, "v", "w"),
    "words.add": lambda c: words.add(c, ["dam"], Learned(frozenset({"dam"}), True)),
}


def run(db: Database, name: str) -> None:
    if name in READS:
        with db.read() as conn:
            READS[name](conn)
    else:
        with db.write() as conn:
            WRITES[name](conn)


def fill(db: Database) -> None:
    with db.write() as conn:
        feeds.sync(conn, LISTED, 3600)
        entries.add(conn, 1, [ENTRY], NOW)
        articles.store(conn, ARTICLE)
        articles.store(conn, replace(ARTICLE, text="It broke.", seen=NOW + timedelta(hours=1)))
        passages.save(conn, 2, FOUND)
        fingerprints.save(conn, 1, NOW, fingerprint("x"))
        words.add(conn, ["dam"], Learned(frozenset({"dam"}), True))


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "a.db"), wait_s=0.01) as db:
        fill(db)
        yield db


def test_none_is_missing() -> None:
    def is_operation(module: ModuleType, name: str, value: object) -> bool:
        if name.startswith("_") or not inspect.isfunction(value) or value.__module__ != module.__name__:
            return False
        return next(iter(inspect.signature(value).parameters), "") == "conn"

    there = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        if is_operation(module, name, value)
    }
    assert there == set(READS) | set(WRITES)


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_locked(lite: Database, name: str) -> None:
    lite.engine.dispose()
    assert lite.path is not None
    other = sqlite3.connect(lite.path, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("DELETE FROM words")
    try:
        with pytest.raises(DatabaseLocked, match=r"a\.db is in use by another program"):
            run(lite, name)
    finally:
        other.close()
    run(lite, name)


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_damaged(lite: Database, name: str) -> None:
    assert lite.path is not None
    lite.close()  # the log is played into the file
    raw = bytearray(lite.path.read_bytes())
    raw[4096:] = b"\xa5" * (len(raw) - 4096)
    lite.path.write_bytes(raw)
    with pytest.raises(DatabaseCorrupt, match=r"a\.db is damaged"):
        run(lite, name)


def test_another_machine_of_the_same_name_is_not_taken_for_this_one_before_its_start(
    postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cloned with its image, its id among it, on one PostgreSQL: it may be at work."""
    name = socket.gethostname()
    for other in (f"{name}/another:its-start:1:77:88", f"{name}/:its-start:1:77:88", f"{name}:its-start:1:77:88"):
        for known in ("this", ""):
            monkeypatch.setattr(leases, "machine", lambda known=known: known)
            monkeypatch.setattr(leases, "place", lambda known=known: f"{name}/{known}:our-start:1")
            assert leases.is_dead(other, shared=True) is None, (other, known)
    soon = timedelta(seconds=1)
    with postgres.write() as conn:
        held = leases.take(conn, "of one name", other, NOW)
        assert held is not None
        assert leases.take(conn, "of one name", leases.this_holder(), NOW + soon) is None
        assert leases.take(conn, "of one name", leases.this_holder(), held.until) is not None, "its lease has ended"
