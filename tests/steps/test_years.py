"""What only years of running bring: the night on which clocks go back, a wrong clock, a machine that slept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from commands import doctor
from commands.finding import Level
from settings.schema import AtomChannel, ScheduleSetting, Settings
from steps.decide import decide
from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from steps.telling.digest import last_due
from steps.watchdog import overdue, watchdog
from storage.deciding import developments, stories
from storage.reading import entries, feeds
from storage.running import passes, troubles
from storage.schema import articles as article_rows
from storage.schema import deliveries, members
from storage.telling import digests, told_ledger, watching

ROOMY = lambda folder: (10**12, 10**11)  # noqa: E731


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("Europe/Berlin", "2026-10-25"),
        ("Europe/Berlin", "2026-03-29"),
        ("America/New_York", "2026-11-01"),
        ("Australia/Lord_Howe", "2026-04-05"),
    ],
)
def test_a_digest_every_hour_is_never_due_ahead_of_its_time(zone: str, night: str) -> None:
    start = datetime.fromisoformat(night).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=1)
    seen: list[datetime] = []
    for minute in range(0, 6 * 60, 5):
        now = start + timedelta(minutes=minute)
        due = last_due("0 * * * *", ZoneInfo(zone), now)
        assert now - timedelta(hours=1, minutes=30) < due <= now
        assert not seen or due >= seen[-1], "what was told in between would stand in no digest"
        seen.append(due)


def test_a_schedule_that_rests_at_night_is_not_late_in_the_morning() -> None:
    settings = Settings(schedule=ScheduleSetting(monitor="*/10 6-22 * * *"), timezone="Europe/Berlin")
    last = datetime(2026, 3, 1, 21, 51, tzinfo=UTC)  # 22:51
    assert not overdue(settings, last, datetime(2026, 3, 2, 1, 0, tzinfo=UTC)), "asked by the digests at night"
    assert not overdue(settings, last, datetime(2026, 3, 2, 5, 0, tzinfo=UTC)), "the first pass of the day"
    assert overdue(settings, last, datetime(2026, 3, 2, 5, 31, tzinfo=UTC))
    noon = datetime(2026, 3, 2, 12, 1, tzinfo=UTC)
    assert not overdue(settings, noon, noon + timedelta(minutes=30))
    assert overdue(settings, noon, noon + timedelta(minutes=31))


def test_the_doctor_knows_that_a_schedule_rests_at_night(opened, clock, site) -> None:
    """In the zone of the settings: the clock is at 12:00 UTC, and passes come from 20:00 to 22:45 in Berlin."""
    context = opened(site.feed("/f.xml", []))
    settings = context.settings.model_copy(
        update={"schedule": ScheduleSetting(monitor="*/15 20-22 * * *"), "timezone": "Europe/Berlin"}
    )
    ended = clock() - timedelta(hours=14)
    with context.db.write() as conn:
        passes.end(conn, passes.begin(conn, "monitor", ended), ended, {})

    def late() -> bool:
        found = doctor._look(settings, context.db, clock())
        return any(each.about == "last pass" and each.level is Level.WRONG for each in found)

    assert not late()
    clock.on(hours=9)
    assert late()


def test_a_feed_that_says_it_is_gone_is_told_of_and_can_be_resumed(opened, clock, site) -> None:
    context = opened(site.feed("/f.xml", []))
    desk = AtomChannel(name="desk", kind="atom", path="atom")
    context = replace(context, settings=context.settings.model_copy(update={"channels": (desk,)}))

    def days(count: int) -> str:
        for _ in range(count):
            clock.on(days=1, hours=3)
            fetch(context)
        with context.db.read() as conn:
            return feeds.listing(conn)[0].state

    def notices() -> list[str]:
        with context.db.read() as conn:
            return [row[0]["title"] for row in conn.execute(sa.select(deliveries.c.notice))]

    def of_the_doctor() -> list[str]:
        return [each.text for each in doctor._look(context.settings, context.db, clock())]

    there = site.pages["/f.xml"]
    assert days(1) == "fine"
    site.page("/f.xml", "gone", 410)
    assert (days(1), notices()) == ("retired", ["feed f.xml is asked no more"])
    site.pages["/f.xml"] = there
    assert (days(9), len(notices())) == ("retired", 1)
    assert "0 of 1 fine, 1 retired" in of_the_doctor()
    assert any("gone for good (410)" in each for each in of_the_doctor())
    with context.db.write() as conn:
        feeds.pause(conn, feeds.listing(conn)[0].id, paused=False)
    assert days(1) == "fine"


def test_trouble_with_a_long_name_is_said_once(opened, clock, site) -> None:
    context = opened(site.feed("/f.xml", []))
    long = "channel:" + "x" * 80
    with context.db.write() as conn:
        troubles.begin(conn, long, "it fails", (), clock())
        assert list(troubles.known(conn)) == [troubles.named(long)]
        assert troubles.named(long) != troubles.named(long + "y")
    assert watchdog(context, space=ROOMY).over == (troubles.named(long),)
    with context.db.read() as conn:
        assert troubles.known(conn) == {}


def test_what_a_clock_wrote_that_was_ahead_silences_nobody_until_then(opened, clock, site) -> None:
    context = opened(site.feed("/f.xml", []))
    now, ahead = clock(), clock() + timedelta(days=365)
    with context.db.write() as conn:
        digests.add(conn, "Water", ahead - timedelta(days=1), ahead, ahead, {})
        assert digests.last(conn, "Water", now) is None
        assert digests.last(conn, "Water", ahead) == ahead
        story = stories.open_story(conn, "Water", now, "en")
        row = {"url": "u", "canonical_url": "u", "title": "t", "text": "t", "seen": now, "at": now, "site": "s"}
        row |= {"publisher": "p", "kind": "article", "content_hash": "h", "state": "decided", "first_read": now}
        (article,) = conn.execute(article_rows.insert().values(row)).inserted_primary_key
        values = {"story_id": story, "article_id": article, "kind": "first", "novelty": 1.0, "importance": 1.0}
        done = conn.execute(
            developments.developments.insert().values(at=ahead, headline="h", findings=[], details={}, **values)
        )
        watching.add_alert(conn, "Water", done.inserted_primary_key[0], story, ahead, 1.0, {})
        assert told_ledger.told_since(conn, "Water", now - timedelta(hours=12), now) == 0
        assert told_ledger.told_since(conn, "Water", ahead - timedelta(hours=12), ahead) == 1
        assert told_ledger.ranked(conn, "Water", now - timedelta(days=30), now, "budget") == ([], None)


@pytest.fixture
def three(opened, site, prose):
    """Three articles of three stories, read and not embedded yet; a function that opens the same place again."""
    items = []
    for number, place in enumerate(("Lisbon", "Oslo", "Quito")):
        address = site.article(f"/{place}", f"News from {place}", *prose(place, number))
        items.append(f"<title>{place}</title><link>{address}</link>")
    feed = site.feed("/f.xml", items)
    first = opened(feed)
    fetch(first)
    read(first)
    return first, lambda: opened(feed)


def states(context) -> list[str]:
    with context.db.read() as conn:
        return list(conn.execute(sa.select(article_rows.c.state).order_by(article_rows.c.id)).scalars())


def test_a_pass_that_was_held_up_decides_nothing_a_second_time(three) -> None:
    first, again = three
    embed(first)
    other = again()

    def held_up(what: str, done: int, total: int) -> None:
        if done == 1:
            assert decide(other).decided == 2, "the pass that took over"

    counts = decide(first, held_up)
    assert (counts.decided, counts.failed) == (1, ())
    assert states(first) == ["decided"] * 3


def test_a_pass_that_was_held_up_embeds_nothing_a_second_time(three, encoder) -> None:
    first, again = three
    other = again()
    encode = encoder.encode

    def held_up(texts):
        encoder.encode = encode
        embed(other)
        assert decide(other).decided == 3, "the pass that took over"
        return encode(texts)

    encoder.encode = held_up
    embed(first)
    assert states(first) == ["decided"] * 3
    assert decide(first).decided == 0


def test_an_article_that_changed_before_it_was_decided_says_what_it_added(three, site, clock, prose) -> None:
    first, _ = three
    site.article("/Oslo", "News from Oslo", *prose("Oslo", 99))
    clock.on(hours=2)
    assert read(first).revised == 1
    embed(first)
    assert decide(first).decided == 3
    with first.db.read() as conn:
        novelty = conn.execute(sa.select(members.c.novelty, members.c.why)).all()
    assert all(row.novelty is not None and row.why for row in novelty)


def test_a_backlog_of_one_feed_does_not_hold_up_the_others(opened, site, clock) -> None:
    from models.nouns import Entry

    context = opened(site.feed("/a.xml", []), site.feed("/b.xml", []))
    fetch(context)
    with context.db.write() as conn:
        big, small = feeds.listing(conn)

        def entry(number: int) -> Entry:
            return Entry(key=str(number), url=f"{site.url}/{number}", title=str(number), published=None)

        entries.add(conn, big.id, [entry(number) for number in range(1000)], clock())
        entries.add(conn, small.id, [entry(number) for number in range(2)], clock())
        taken = entries.waiting(conn, clock(), 100)
    ids = [each.entry.id for each in taken]
    assert len(ids) == 100
    assert ids == sorted(ids), "in the order in which they came"
    assert sum(each.entry.feed_id == small.id for each in taken) == 2
