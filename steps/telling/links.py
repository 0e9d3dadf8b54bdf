"""What alerts say beyond their development: links to the pages, and how much of the field was heard."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from alerts import say
from alerts.inert import inert
from settings.schema import Settings
from storage.reading.feeds import Silence

NAMED = 3
"""Silent feeds named in a coverage statement; the others are counted."""

Links = tuple[tuple[str, str], ...]


def of_alert(settings: Settings, alert_id: int, story_id: int) -> Links:
    """The story's page, and what a person can do there about the alert; none without the pages' address."""
    if settings.web.url is None:
        return ()
    root = settings.web.url.rstrip("/")
    act = f"{root}/alerts/{alert_id}"
    return (
        ("Story", f"{root}/stories/{story_id}"),
        ("Useful", f"{act}?do=useful"),
        ("Not news", f"{act}?do=not-news"),
        ("Mute", f"{act}?do=mute"),
        ("Snooze", f"{act}?do=snooze"),
    )


def of_watch(settings: Settings, watch: str) -> Links:
    """The watch's page. None without the pages' address."""
    if settings.web.url is None:
        return ()
    return (("Watch", f"{settings.web.url.rstrip('/')}/watches/{quote(watch, safe='')}"),)


def heard(silence: Silence, now: datetime, zone: ZoneInfo, *, only_when_short: bool = False) -> str:
    """'3 of 40 feeds silent since 06:10: Kurier, Zeit.' or '40 of 40 feeds heard.', '' without feeds."""
    total, silent = silence
    if not total or (only_when_short and not silent):
        return ""
    if not silent:
        return f"{total} of {total} feeds heard."
    first = silent[0][1].astimezone(zone)
    since = f"{first:%H:%M}" if first.date() == now.astimezone(zone).date() else say.moment(first, zone)
    names = ", ".join(inert(name) for name, _ in silent[:NAMED])
    more = f" and {len(silent) - NAMED} more" if len(silent) > NAMED else ""
    return f"{len(silent)} of {total} feeds silent since {since}: {names}{more}."
