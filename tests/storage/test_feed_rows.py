"""Feeds and entries, on both databases."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from models.nouns import Article, Entry, Problem
from settings.limits_storage import ENTRY_CHANGES
from storage.database import Database
from storage.reading import articles, checks, entries, feeds
from storage.reading.entries import SoFar
from storage.reading.feeds import Listed
from storage.running import passes
from storage.schema import entries as entries_rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE = Listed("https://one.example/feed", "One", "House")
TWO = Listed("https://two.example/feed", "two")


def entry(key: str, **more: object) -> Entry:
    given = {"url": f"https://one.example/{key}", "title": f"Title {key}", "published": NOW}
    return Entry(key=key, **(given | more))  # type: ignore[arg-type]


@pytest.fixture
def feed_id(db: Database) -> int:
    with db.write() as conn:
        feeds.sync(conn, [ONE], 3600)
        return feeds.listing(conn)[0].id


def test_the_table_follows_the_settings(db: Database) -> None:
    with db.write() as conn:
        feeds.sync(conn, [ONE, TWO], 3600)
        feeds.sync(conn, [ONE, TWO], 3600)
        assert [(f.name, f.publisher, f.interval_s) for f in feeds.listing(conn)] == [
            ("One", "House", 3600),
            ("two", None, 3600),
        ]
        feeds.sync(conn, [Listed(ONE.url, "Uno", None)], 3600)
        assert [f.name for f in feeds.listing(conn)] == ["Uno"]
        assert [f.name for f in feeds.listing(conn, everything=True)] == ["two", "Uno"]
        assert [f.name for f in feeds.due(conn, NOW)] == ["Uno"]


@pytest.mark.parametrize("asked_for", [None, 40])
def test_another_every_holds_from_the_last_answer_on(db: Database, feed_id: int, asked_for: int | None) -> None:
    """Though never before the publisher's own time; and taken out again, the feed is asked as any other."""
    minutes = timedelta(minutes=1)
    not_before = asked_for and NOW + asked_for * minutes
    with db.write() as conn:
        feed = feeds.get(conn, feed_id)
        assert feed is not None
        feeds.save(conn, replace(feed, last_good=NOW, next_poll=NOW + 6 * HOUR, not_before=not_before))
        listed = [replace(ONE, every_s=900)]
        assert feeds.differ(conn, listed)
        feeds.sync(conn, listed, 3600)
        assert not feeds.differ(conn, listed)
        again = feeds.get(conn, feed_id)
        assert again is not None
        assert again.every_s == 900
        assert again.next_poll == NOW + (asked_for or 15) * minutes
        feeds.sync(conn, [ONE], 3600)
        again = feeds.get(conn, feed_id)
        assert again is not None
        assert (again.every_s, again.next_poll) == (None, NOW + HOUR)


@pytest.mark.parametrize("asked_for", [None, NOW + timedelta(days=1)])
def test_a_feed_put_back_into_the_settings_is_asked_as_soon_as_its_publisher_lets(
    db: Database, feed_id: int, asked_for: datetime | None
) -> None:
    with db.write() as conn:
        feed = feeds.get(conn, feed_id)
        assert feed is not None
        feeds.save(conn, replace(feed, next_poll=NOW + 6 * HOUR, not_before=asked_for, retired_at=NOW))
        feeds.sync(conn, [], 3600)
        assert feeds.due(conn, NOW + 9 * HOUR) == []
        feeds.sync(conn, [ONE], 3600)
        back = feeds.get(conn, feed_id)
        assert back is not None
        assert (back.retired_at, back.next_poll) == (None, asked_for)
        assert [each.id for each in feeds.due(conn, asked_for or NOW)] == [feed_id]


def test_a_feed_that_moved_is_still_the_one_of_the_settings(db: Database, feed_id: int) -> None:
    with db.write() as conn:
        feed = feeds.get(conn, feed_id)
        assert feed is not None
        feeds.save(conn, replace(feed, url="https://new.example/feed", etag='W/"x"', moved_times=3))
        feeds.sync(conn, [ONE], 3600)
        again = feeds.get(conn, feed_id)
        assert again is not None
        assert (again.url, again.etag, again.moved_times) == ("https://new.example/feed", 'W/"x"', 3)
        assert [f.id for f in feeds.find(conn, ONE.url)] == [feed_id]
        assert [f.id for f in feeds.find(conn, "ONE")] == [feed_id]
        assert [f.id for f in feeds.find(conn, str(feed_id))] == [feed_id]
        assert feeds.find(conn, "nobody") == []


def test_everything_that_a_poll_changes_is_kept(db: Database, feed_id: int) -> None:
    polled: dict[str, Any] = {
        "etag": '"e"',
        "last_modified": "Sat, 28 Feb 2026 10:00:00 GMT",
        "next_poll": NOW + HOUR,
        "interval_s": 5400,
        "last_attempt": NOW,
        "last_full": NOW - HOUR,
        "last_good": NOW - 2 * HOUR,
        "last_new": NOW - 3 * HOUR,
        "failures": 2,
        "failing_since": NOW - HOUR,
        "problem": Problem("http-500", "The server failed."),
        "moved_to": "https://m.example/",
        "moved_times": 1,
    }
    with db.write() as conn:
        feed = feeds.get(conn, feed_id)
        assert feed is not None
        feeds.save(conn, replace(feed, **polled))
    with db.read() as conn:
        assert feeds.get(conn, feed_id) == replace(feed, **polled)
    with pytest.raises(LookupError), db.write() as conn:
        feeds.save(conn, replace(feed, id=999))


def test_due_is_by_time_and_leaves_out_paused_and_retired(db: Database) -> None:
    listed = [
        Listed(f"https://{n}.example/", n) for n in ("late", "now", "never", "paused", "retired", "new")
    ]
    with db.write() as conn:
        feeds.sync(conn, listed, 3600)
        by_name = {f.name: f for f in feeds.listing(conn)}
        for name, at in (("late", NOW - HOUR), ("now", NOW), ("never", NOW + HOUR)):
            feeds.save(conn, replace(by_name[name], next_poll=at))
        feeds.save(conn, replace(by_name["retired"], retired_at=NOW))
        assert feeds.pause(conn, by_name["paused"].id)
        assert [f.name for f in feeds.due(conn, NOW)] == ["new", "late", "now"]
        feeds.pause(conn, by_name["paused"].id, paused=False)
        feeds.poll_soon(conn, by_name["never"].id)
        assert {f.name for f in feeds.due(conn, NOW)} == {"new", "late", "now", "paused", "never"}
        assert not feeds.pause(conn, 999)


def test_entries_are_kept_once(db: Database, feed_id: int) -> None:
    with db.write() as conn:
        assert entries.add(conn, feed_id, [entry("b"), entry("a")], NOW) == 2
        assert entries.add(conn, feed_id, [entry("c"), entry("b"), entry("a")], NOW + HOUR) == 1
        assert entries.add(conn, feed_id, [], NOW) == 0
        found = entries.waiting(conn, NOW, 10)
    assert [each.entry.key for each in found] == ["a", "b", "c"], "a feed lists the newest first"
    assert [each.seen for each in found] == [NOW, NOW, NOW + HOUR]
    assert found[0].publisher == "House"
    assert found[0].entry == replace(entry("a"), id=found[0].entry.id, feed_id=feed_id)


def test_more_entries_than_one_query_can_name(db: Database, feed_id: int) -> None:
    many = [entry(f"k{n}") for n in range(1_700)]
    with db.write() as conn:
        assert entries.add(conn, feed_id, many, NOW) == 1_700
        assert entries.add(conn, feed_id, many, NOW) == 0


def test_an_entry_that_changes_is_read_again_but_not_for_ever(db: Database, feed_id: int) -> None:
    with db.write() as conn:
        entries.add(conn, feed_id, [entry("a", text="no comments")], NOW)
        [waiting] = entries.waiting(conn, NOW, 10)
        for n in range(ENTRY_CHANGES + 3):
            entries.is_read(conn, waiting.entry.id, None)
            entries.add(conn, feed_id, [entry("a", text=f"{n} comments")], NOW)
            assert len(entries.waiting(conn, NOW, 10)) == (n < ENTRY_CHANGES)


def test_text_that_retention_emptied_is_no_change(db: Database, feed_id: int) -> None:
    with db.write() as conn:
        entries.add(conn, feed_id, [entry("a", text="long ago")], NOW)
        entries.is_read(conn, entries.waiting(conn, NOW, 1)[0].entry.id, None)
        conn.execute(entries.entries.update().values(text=""))
        entries.add(conn, feed_id, [entry("a", text="long ago")], NOW)
        assert entries.waiting(conn, NOW, 10) == []


def test_a_link_is_shared_where_one_poll_brings_several_titles_with_it(db: Database, feed_id: int) -> None:
    board, page = "https://one.example/board", "https://one.example/page"
    with db.write() as conn:
        entries.add(conn, feed_id, [entry(f"b{n}", url=board) for n in range(3)], NOW)
        entries.add(conn, feed_id, [entry(f"same{n}", url=page, title="One") for n in range(3)], NOW)
        for n in range(3):
            entries.add(conn, feed_id, [entry(f"p{n}", url=page)], NOW + (n + 1) * HOUR)
        assert entries.shared_links(conn, [board, page, "https://one.example/none"]) == {(feed_id, board)}
        entries.add(conn, feed_id, [entry(f"n{n}", url=page, title=None) for n in range(3)], NOW + 9 * HOUR)
        assert entries.shared_links(conn, [page]) == {(feed_id, page)}, "without titles their keys tell"


def test_how_an_article_has_been_read_so_far(db: Database, feed_id: int) -> None:
    with db.write() as conn:
        page = Article(0, "https://one.example/a", "https://one.example/a", "t", "x", NOW, NOW, "One", "one.example")
        ids = [articles.store(conn, replace(page, canonical_url=f"https://one.example/{name}"))[0] for name in "ab"]
        entries.add(conn, feed_id, [entry("1"), entry("2")], NOW)
        for each in entries.waiting(conn, NOW, 10):
            entries.is_read(conn, each.entry.id, ids[0])
        assert entries.read_so_far(conn, [*ids, 999]) == {ids[0]: SoFar(NOW, 2), ids[1]: SoFar(NOW, 0)}


def test_failures_wait_and_then_end(db: Database, feed_id: int) -> None:
    away = Problem("timeout", "No answer within 30 s.")
    with db.write() as conn:
        entries.add(conn, feed_id, [entry("a")], NOW)
        [first] = entries.waiting(conn, NOW, 10)
        entries.has_failed(conn, first.entry.id, away, NOW + HOUR)
        assert entries.waiting(conn, NOW, 10) == []
        [again] = entries.waiting(conn, NOW + HOUR, 10)
        assert again.attempts == 1
        entries.has_failed(conn, first.entry.id, away, None)
        assert entries.waiting(conn, NOW + 100 * HOUR, 10) == []
        assert Counter(conn.scalars(sa.select(entries_rows.c.state))) == {"failed": 1}
        assert feeds.entries_of(conn) == {feed_id: 1}


def test_a_page_of_feeds(db: Database) -> None:
    """Those that fail come first, then what was long due and not polled, then by name whatever its case; a state asks
    for those alone, and all are counted."""
    with db.write() as conn:
        listed = [Listed(f"https://{name}.example/rss", name) for name in ("c", "B", "a", "d", "e")]
        feeds.sync(conn, listed, 900)
        known = {feed.name: feed for feed in feeds.listing(conn)}
        feeds.save(conn, replace(known["c"], problem=Problem("timeout", "no answer"), failures=1, last_good=NOW))
        feeds.save(conn, replace(known["B"], last_good=NOW, next_poll=NOW))
        feeds.save(conn, replace(known["e"], last_good=NOW, next_poll=NOW - HOUR))
        feeds.pause(conn, known["d"].id)
    named = {"failing": "c", "not polled": "e", "not asked yet": "a", "fine": "B", "paused": "d"}
    with db.read() as conn:
        assert [feed.name for feed in feeds.page(conn, 0, 10, NOW)] == ["c", "e", "a", "B", "d"]
        assert [feed.name for feed in feeds.page(conn, 1, 2, NOW)] == ["e", "a"]
        for state, name in named.items():
            assert [feed.name for feed in feeds.page(conn, 0, 10, NOW, state)] == [name]
        assert feeds.page(conn, 0, 10, NOW, "retired") == []
        assert feeds.states(conn, NOW) == dict.fromkeys(named, 1) | {"retired": 0}


def test_what_a_server_says_cannot_stop_the_database(db: Database, feed_id: int) -> None:
    """NUL reaches us in headers, and PostgreSQL takes none: one feed would end every pass."""
    odd = Problem("http\0", "It gives \0\ud800.")
    with db.write() as conn:
        feed = feeds.get(conn, feed_id)
        assert feed is not None
        moved = replace(feed, url="https://one.example/\0", etag='"a\0b"', last_modified="\0now", problem=odd)
        feeds.save(conn, moved)
        entries.add(conn, feed_id, [entry("k")], NOW)
        entries.has_failed(conn, 1, odd, None)
        given = Article(id=0, url="https://one.example/k", canonical_url="https://one.example/k", title="t", text="T.",
                        published=NOW, seen=NOW, site="One", publisher="one.example")  # fmt: skip
        article_id, _ = articles.store(conn, given)
        checks.read(conn, article_id, NOW, '"a\0b"', "\0now")
        checks.done(conn, article_id, NOW, '"a\0b"', "\0now")
        articles.set_aside(conn, article_id, "ValueError: '\0'")
        passes.end(conn, passes.begin(conn, "monitor", NOW), NOW, {"failed": ["\0"]}, passes.FAILED, "\0")
    with db.read() as conn:
        kept = feeds.get(conn, feed_id)
    assert kept is not None
    assert (kept.url, kept.etag, kept.last_modified) == ("https://one.example/", '"ab"', "now")
    assert kept.problem == Problem("http", "It gives ?.")
