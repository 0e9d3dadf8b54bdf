"""How a feed is, in words."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from commands.output import ago, count, day

if TYPE_CHECKING:
    from models.nouns import Feed


def what_is_wrong(feed: Feed, now: datetime, zone: tzinfo, due: datetime | None = None) -> str | None:
    """What went wrong, since when and how often, in one sentence; None when nothing did. `due`: since when it should
    have been asked."""
    late = f"due since {day(due, zone)} ({ago(due, now)}), not polled" if due else ""
    if feed.problem is None:
        ended = f"retired on {day(feed.retired_at, zone)}" if feed.retired_at else late
        return f"{ended.capitalize()}." if ended else None
    text = feed.problem.text.rstrip(" .!?")
    if feed.failing_since:
        text += f", since {day(feed.failing_since, zone)} ({ago(feed.failing_since, now)})"
        text += f", {count(feed.failures, 'time')} in a row" if feed.failures > 1 else ""
    if feed.retired_at:
        text += f"; retired on {day(feed.retired_at, zone)}, it is asked no more"
    text += f"; {late}" if late else ""
    return f"{text}."
