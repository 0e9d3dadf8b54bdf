"""What newsdelta says of itself: a channel that fails, feeds that fall silent, a pass that does not end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from alerts.message import keyed
from alerts.view import NoticeView, to_json
from settings.limits_alerts import NOTICE_AGAIN_AFTER
from settings.schema import Settings
from storage import outbox


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
) -> int:
    """Put a notice into the outbox of every channel (`but` one, or `only` some), once a day.

    `about` names what is wrong, and is what "the same notice" means. Returns the number of channels.
    """
    period = int(now.timestamp() // NOTICE_AGAIN_AFTER.total_seconds())
    notice = to_json(NoticeView(title, tuple(lines)))
    written = 0
    for channel in settings.channels:
        if channel.name != but and (only is None or channel.name in only):
            key = keyed("notice", about, str(period), channel.name)
            before = keyed("notice", about, str(period - 1), channel.name)
            if outbox.is_there(conn, before, since=now - NOTICE_AGAIN_AFTER):
                continue
            written += outbox.add(conn, channel.name, key, now, notice=notice) is not None
    return written
