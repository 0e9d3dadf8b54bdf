"""Feeds that should have been asked by now and were not: no pass runs, or none comes as far as them."""

from __future__ import annotations

from datetime import datetime

from models.nouns import Feed
from settings.limits_alerts import FEED_PASSED_OVER
from settings.schedules import missed
from settings.schema import Settings

NOT_POLLED = "not polled"
"""The state of a feed that answered well when it was asked last, but was not asked since."""


def due_since(feed: Feed, settings: Settings, now: datetime) -> datetime | None:
    """Since when the feed should have been asked; None where it is not due, or not for long."""
    due = None if feed.paused or feed.retired_at else feed.next_poll
    if due is None or not missed(settings.schedule.monitor, settings.zone(), due, now, FEED_PASSED_OVER):
        return None
    return due


def state(feed: Feed, due: datetime | None) -> str:
    """`Feed.state`, which does not know the time: what was fine long ago is not called so."""
    return NOT_POLLED if due is not None and feed.state == "fine" else feed.state
