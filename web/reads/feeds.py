"""Feeds at a glance, and what ran."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.say import moment
from models.nouns import Feed
from settings.limits_web import FEEDS_SHOWN
from settings.values import every
from steps.counted import counted, details
from steps.unpolled import due_since, passed_over, state
from storage.looking import pages_feeds
from storage.reading import feeds as feed_rows
from storage.running import notes, troubles
from storage.telling import audits
from web import build, shapes
from web.site import Site

PICTURE_DAYS = 30
PASSES_SHOWN = 20


def listing(site: Site, start: int = 0, most: int = FEEDS_SHOWN, state: str | None = None) -> shapes.Feeds:
    """By name; what fails first, then what is not polled."""
    now = site.clock()
    before = passed_over(site.settings, now)
    with site.db.read() as conn:
        found = feed_rows.page(conn, start, most + 1, before, state)
        page = found[:most]
        counts = pages_feeds.entries_a_day(conn, [feed.id for feed in page], now, PICTURE_DAYS, site.zone)
        states = feed_rows.states(conn, before)
    return shapes.Feeds(
        items=[_feed(feed, counts[feed.id], site, now, before) for feed in page],
        next=str(start + most) if len(found) > most else None,
        states=states,
    )


def _feed(feed: Feed, a_day: tuple[int, ...], site: Site, now: datetime, before: datetime) -> shapes.Feed:
    late = due_since(feed, before)
    polled = not (feed.paused or feed.retired_at)
    return shapes.Feed(
        id=feed.id,
        name=build.title(feed.name),
        url=build.link(feed.url),
        publisher=build.plain(feed.publisher) if feed.publisher else None,
        state=state(feed, late),
        wrong=_wrong(feed, late, site.zone),
        last_good=feed.last_good,
        last_new=feed.last_new,
        next_poll=(feed.next_poll or now) if polled else None,
        every=every(feed.every_s) if feed.every_s else None,
        a_day=list(a_day),
    )


def _wrong(feed: Feed, late: datetime | None, zone: ZoneInfo) -> str | None:
    unpolled = f"Due since {moment(late, zone)}, not polled." if late else None
    if feed.problem is None:
        return "It was retired: it is asked no more." if feed.retired_at else unpolled
    times = f" {feed.failures} times in a row." if feed.failures > 1 else ""
    gone = " It was retired: it is asked no more." if feed.retired_at else ""
    return build.sentence(feed.problem.text).rstrip(".") + "." + times + gone + (f" {unpolled}" if unpolled else "")


def audit(site: Site) -> shapes.Audit:
    with site.db.read() as conn:
        report = notes.beginning(conn, audits.PREFIX, 10)
        wrong = troubles.known(conn)
        passes = pages_feeds.latest_passes(conn, PASSES_SHOWN)
    return shapes.Audit(
        wrong=[shapes.Note(name=name, at=each.at, lines=[build.sentence(each.text)]) for name, each in wrong.items()],
        report=[
            shapes.Note(name=build.plain(row.name), at=row.at, lines=_lines(row.value)) for row in report
        ],
        passes=[
            shapes.Pass(
                id=row.id,
                kind=row.kind,
                started=row.started,
                ended=row.ended,
                outcome=row.outcome,
                note=build.sentence(row.note) if row.note else None,
                lines=_did(row.counts),
            )
            for row in passes
        ],
    )


def _did(counts: Mapping[str, Any]) -> list[str]:
    """A line for each step that did something."""
    lines = []
    for step, figures in counts.items():
        if isinstance(figures, Mapping):
            said = ", ".join(counted(step, figures))
            lines += [f"{_word(step)}: {build.sentence(said)}"] if said else []
            lines += [build.sentence(each) for each in details(figures)]
    return lines


def _lines(report: Mapping[str, str | list[str]]) -> list[str]:
    """A night's report (`steps.telling.audit`), line by line."""
    parts = [(key, [value] if isinstance(value, str) else value or ["nothing"]) for key, value in report.items()]
    return [f"{_word(key)}: {build.sentence(line)}" for key, lines in parts for line in lines]


def _word(key: object) -> str:
    return build.plain(str(key)).replace("_", " ")
