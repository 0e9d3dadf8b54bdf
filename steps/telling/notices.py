"""What newsdelta says of itself: a channel that fails, feeds that fall silent, a pass that does not end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from alerts import say as saying
from alerts.message import keyed
from alerts.view import NoticeView, to_json
from settings.limits_alerts import NIGHT_TOLD_FOR, NOTICE_AGAIN_AFTER
from settings.schema import Settings
from storage.telling import outbox, threads


def unsaid_merges(conn: Connection, settings: Settings, now: datetime) -> list[tuple[str, threads.Merged]]:
    """Merges that are to be said in a thread, each with the key of its notice."""
    channels = {channel.name for channel in settings.channels}
    found = [
        (keyed("merge", str(merged.event_id), merged.channel), merged)
        for merged in threads.merges(conn, now - NIGHT_TOLD_FOR)
        if merged.channel in channels
    ]
    return [(key, merged) for key, merged in found if not outbox.is_there(conn, key)]


def say_merges(conn: Connection, settings: Settings, now: datetime) -> int:
    """A story that was merged into another says so in its thread, once. Returns the number of notices."""
    unsaid = unsaid_merges(conn, settings, now)
    for key, merged in unsaid:
        ended, kept = saying.title(merged.ended), saying.title(merged.headline)
        lines = (f"“{ended}” ends here.", f"What follows is told in “{kept}”.")
        title = f"this story goes on in another: {ended}"
        view = NoticeView(title, lines, _page(settings, merged.kept), merged.gone)
        outbox.add(conn, merged.channel, key, now, notice=to_json(view))
    return len(unsaid)


def _page(settings: Settings, story_id: int) -> str | None:
    return f"{settings.web.url.rstrip('/')}/stories/{story_id}" if settings.web.url else None


def say(
    conn: Connection,
    settings: Settings,
    about: str,
    title: str,
    lines: Sequence[str],
    now: datetime,
    *,
    but: str | None = None,
    only: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """Put a notice into the outbox of every channel (`but` one, or `only` some), once a day.

    `about` names what is wrong, and is what "the same notice" means. Returns the channels that are told.
    """
    period = int(now.timestamp() // NOTICE_AGAIN_AFTER.total_seconds())
    notice = to_json(NoticeView(title, tuple(lines)))
    told = []
    for channel in settings.channels:
        if channel.name != but and (only is None or channel.name in only):
            key = keyed("notice", about, str(period), channel.name)
            before = keyed("notice", about, str(period - 1), channel.name)
            if outbox.is_there(conn, before, since=now - NOTICE_AGAIN_AFTER):
                continue
            if outbox.add(conn, channel.name, key, now, notice=notice) is not None:
                told.append(channel.name)
    return tuple(told)
