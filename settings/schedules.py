"""What a cron line comes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim


def interval(cron: str, zone: ZoneInfo, now: datetime) -> timedelta:
    """The time between the next two runs of a schedule."""
    runs = CronSim(cron, now.astimezone(zone))
    first, second = next(runs), next(runs)
    return second - first
