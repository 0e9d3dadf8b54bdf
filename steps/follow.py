"""The table of feeds made that of the settings."""

from __future__ import annotations

from settings.limits_sources import INTERVAL_S
from settings.schema import Settings
from storage.database import Database
from storage.reading import feeds


def follow(db: Database, settings: Settings) -> None:
    """Writes only where they differ."""
    listed = [
        feeds.Listed(feed.url, feed.name, feed.publisher, round(feed.every.total_seconds()) if feed.every else None)
        for feed in settings.feeds
    ]
    with db.read() as conn:
        if not feeds.differ(conn, listed):
            return
    with db.write() as conn:
        feeds.sync(conn, listed, INTERVAL_S)
