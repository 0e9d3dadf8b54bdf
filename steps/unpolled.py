"""Feeds that should have been asked by now and were not: no pass runs, or none comes as far as them."""

from __future__ import annotations

from datetime import datetime

from models.nouns import Feed
from settings.limits_alerts import FEED_PASSED_OVER
from settings.schedules import missed_before
from settings.schema import Settings
from storage.reading.feeds import NOT_POLLED


def passed_over(settings: Settings, now: datetime) -> datetime:
    """A feed that was due before then should have been asked by now."""
    return missed_before(settings.schedule.monitor, settings.zone(), now, FEED_PASSED_OVER)


def due_since(feed: Feed, before: datetime) -> datetime | None:
    """Since when the feed should have been asked; None where it was not due `before`, or is not to be asked."""
    due = None if feed.paused or feed.retired_at else feed.next_poll
    return due if due is not None and due < before else None


def state(feed: Feed, due: datetime | None) -> str:
    """`Feed.state`, which does not know the time: what was fine long ago is not called so."""
    return NOT_POLLED if due is not None and feed.state == "fine" else feed.state
