"""Whose words articles have, as every count of independent publishers takes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models.nouns import Article, Assignment, Comparison, Development, EventKind, Reason, Role
from storage import transfer, upgrade
from storage.database import Database
from storage.deciding import developments, stories
from storage.looking import pages_feeds, pages_story
from storage.reading import articles, feeds
from storage.schema import entries
from storage.telling import audits, evidence

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHY = Assignment(1, 0.9, 0.1, Reason("joined", ()))
ADDS = Comparison(Role.REPEAT, False, 0.1, 0.2, (), (), Reason("known"))


def report(db: Database, publisher: str, minutes: int, taken: float | None) -> int:
    """An article of story 1; `taken` None as an earlier program left it."""
    at = NOON + timedelta(minutes=minutes)
    url = f"https://{publisher}/{minutes}"
    given = Article(id=0, url=url, canonical_url=url, title="t", text=f"Text {minutes}.", published=at, seen=at,
                    site=publisher, publisher=publisher)  # fmt: skip
    with db.write() as conn:
        article_id, _ = articles.store(conn, given)
        stories.add_member(conn, article_id, 1, at, publisher, WHY, Role.REPEAT, b"\0", at, ADDS, taken)
    return article_id


def counts(db: Database) -> tuple[int, int, list[str], set[str]]:
    """As the story says it, as its picture does, over a day, and as the audit looks back."""
    with db.write() as conn:
        stories.renew(conn, 1)
        story = stories.get(conn, 1)
        assert story is not None
        (day,) = pages_story.coverage(conn, 1)
        lately = stories.publishers_between(conn, 1, NOON, NOON + timedelta(days=1))
        return story.publishers, day.publishers, [each for _, each in lately], {*audits.since_in_story(conn, 1, NOON)}


@pytest.fixture
def story(db: Database) -> Database:
    with db.write() as conn:
        assert stories.open_story(conn, "Dam holds", NOON, "en") == 1
    return db


def test_all_counts_leave_out_what_is_mostly_others_text(story: Database) -> None:
    report(story, "wire.example", 1, 0.0)
    report(story, "adds.example", 2, 0.8)
    report(story, "quotes.example", 3, 0.3)
    report(story, "old.example", 4, None)
    own = {"wire.example", "quotes.example", "old.example"}
    assert counts(story) == (3, 3, ["wire.example", "quotes.example", "old.example"], own)
    with story.read() as conn:
        assert not stories.has_publisher(conn, 1, "adds.example")
        assert stories.has_publisher(conn, 1, "old.example")
    report(story, "adds.example", 5, 0.1)
    assert counts(story)[0] == 4, "it has reported itself now"


def test_a_changed_page_is_coverage_of_its_day(story: Database) -> None:
    """A development is never on a day without coverage, and nothing counts twice."""
    page = report(story, "wire.example", 1, 0.0)
    report(story, "other.example", 2, 0.0)
    later = NOON + timedelta(days=2)
    with story.write() as conn:
        for at in (NOON + timedelta(minutes=1), later, later + timedelta(hours=1)):
            said = Development(0, 1, page, EventKind.CORRECTION, at, 0.5, 0.5, "Eleven, not eight")
            developments.add(conn, said, ())
        days = [(each.day.day, each.articles, each.publishers) for each in pages_story.coverage(conn, 1)]
        assert days == [(1, 2, 2), (3, 1, 1)]
        assert evidence.a_day(conn, 1, later + timedelta(hours=1), 4) == (0, 2, 0, 1)


def test_a_day_is_the_readers(story: Database) -> None:
    """What comes at half past one in the morning in Helsinki is of that day there, and of the day before in UTC."""
    report(story, "wire.example", 11 * 60 + 30, 0.0)
    report(story, "other.example", 12, 0.0)
    with story.read() as conn:
        days = {
            zone: [(each.day.day, each.publishers) for each in pages_story.coverage(conn, 1, ZoneInfo(zone))]
            for zone in ("Europe/Helsinki", "America/New_York")
        }
        assert [(each.day.day, each.publishers) for each in pages_story.coverage(conn, 1)] == [(1, 2)]
    assert days == {"Europe/Helsinki": [(1, 1), (2, 1)], "America/New_York": [(1, 2)]}


def test_a_day_is_the_readers_over_a_change_of_clocks(story: Database) -> None:
    """In Berlin 29 March 2026 begins at 23:00 of the day before in UTC and ends at 22:00, for summer time has begun."""
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)
    for hours in (-1 / 60, 1 / 60, 23 - 1 / 60, 23 + 1 / 60, 24):
        report(story, f"{hours}.example", round((midnight - NOON) / timedelta(minutes=1) + 60 * hours), 0.0)
    with story.read() as conn:
        days = [(each.day.day, each.articles) for each in pages_story.coverage(conn, 1, ZoneInfo("Europe/Berlin"))]
        utc = [(each.day.day, each.articles) for each in pages_story.coverage(conn, 1)]
    assert days == [(28, 1), (29, 2), (30, 2)]
    assert utc == [(28, 2), (29, 3)]


def test_a_changed_page_is_what_was_last_seen_of_its_story(story: Database) -> None:
    """When it says something new, and after a recount as well."""
    page = report(story, "wire.example", 1, 0.0)
    later = NOON + timedelta(days=2)
    with story.write() as conn:
        for at in (later, NOON):
            developments.add(conn, Development(0, 1, page, EventKind.CORRECTION, at, 0.5, 0.5, "Eleven"), ())
            found = stories.get(conn, 1)
            assert found is not None
            assert found.last_seen == later
        stories.renew(conn, 1)
        found = stories.get(conn, 1)
        assert stories.listing(conn, 9, since=later) == [found]
        assert stories.listing(conn, 9, since=later + timedelta(seconds=1)) == []
    assert found is not None
    assert (found.first_seen, found.last_seen) == (NOON + timedelta(minutes=1), later)


def test_entries_of_a_feed_are_counted_by_the_readers_days(db: Database) -> None:
    """At one in the morning in Helsinki the day is an hour old, and what came before is of the days before."""
    now = datetime(2026, 3, 29, 22, tzinfo=UTC)  # 01:00 of the 30th, the first night of summer time
    with db.write() as conn:
        feeds.sync(conn, [feeds.Listed("https://a.example/rss", "A")], 3600)
        (feed,) = feeds.listing(conn)
        for number, hours in enumerate((0.5, 1.5, 23.5, 24.5)):  # that day has 23 hours
            seen = now - timedelta(hours=hours)
            row = {"feed_id": feed.id, "key": str(number), "seen": seen, "state": "read", "authors": [], "text": ""}
            conn.execute(entries.insert().values(row))
        days = pages_feeds.entries_a_day(conn, [feed.id], now, 3, ZoneInfo("Europe/Helsinki"))
    assert days == {feed.id: (1, 2, 1)}


def test_a_move_takes_along_whose_words_they_are(story: Database, tmp_path: Path) -> None:
    adds = report(story, "adds.example", 2, 0.8)
    with Database.open(str(tmp_path / "other.db")) as other:
        transfer.move(story, other)
        with other.read() as conn:
            member = stories.member(conn, adds)
        assert member is not None
        assert member.taken == 0.8


def test_articles_of_the_version_before_count_as_they_did(
    story: Database, back_to: Callable[[Database, str], None]
) -> None:
    report(story, "wire.example", 1, 0.0)
    report(story, "adds.example", 2, 0.8)
    back_to(story, "0005")
    upgrade.to_newest(story.engine, story.where, story.writer_lock, create=False)
    assert counts(story)[0] == 2
