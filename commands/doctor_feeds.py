"""What `newsdelta doctor` says of feeds: those that fail, were not asked when it was time, or ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.feed_words import what_is_wrong
from commands.finding import Finding, fine, note, wrong
from commands.output import ago, day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from settings.schema import Settings

NAMED = 5
"""Feeds of a kind that are named; 'newsdelta feeds' has them all."""


def how_feeds_are(settings: Settings, conn: Connection, now: datetime) -> Iterator[Finding]:
    from steps.unpolled import due_since, passed_over
    from storage.reading import feeds

    zone, before = settings.zone(), passed_over(settings, now)
    listed, states = feeds.listing(conn), feeds.states(conn, before)
    others = (f"{number:,} {name}" for name, number in states.items() if number and name != "fine")
    text = ", ".join([f"{states['fine']:,} of {len(listed):,} fine", *others])
    if states["failing"] * 2 > len(listed):
        yield wrong(
            "feeds", text, "Is the network there? 'newsdelta feeds --failing' says what is wrong with each."
        )
    else:
        yield fine("feeds", text)
    failing = [feed for feed in listed if feed.state == "failing"]
    for feed in sorted(failing, key=lambda feed: feed.failing_since or now)[:NAMED]:
        yield note("", f"{feed.name}: {what_is_wrong(feed, now, zone)}")
    late = sorted((due, feed.name) for feed in listed if (due := due_since(feed, before)))
    if late:
        yield _not_polled(settings, conn, now, late, len(listed))
    gone = [feed for feed in listed if feed.retired_at and feed.problem and feed.problem.code == "http-410"]
    for feed in gone[:NAMED]:  # not what a person retired
        mend = f"'newsdelta feeds resume {feed.id}' has it asked again."
        yield note("", f"{feed.name}: {what_is_wrong(feed, now, zone)}", mend)


def _not_polled(
    settings: Settings, conn: Connection, now: datetime, late: list[tuple[datetime, str]], listed: int
) -> Finding:
    """`late`: since when feeds are due that were not asked, failing ones among them, and their names."""
    from steps.watchdog import overdue
    from storage.running import passes

    said = [f"{name}, due since {day(due, settings.zone())} ({ago(due, now)})" for due, name in late[:NAMED]]
    said += [f"and {len(late) - NAMED:,} more"] if len(late) > NAMED else []
    ended = passes.last_ended(conn, "monitor")
    away = ended is None or overdue(settings, ended, now)
    mend = ("Does the schedule run ('newsdelta up')? " if away else "") + "'newsdelta run' asks them now."
    return (wrong if len(late) * 2 > listed else note)("not polled", "; ".join(said), mend)
