"""What a cron line comes to, and how it is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from settings.values import DAYS


def interval(cron: str, zone: ZoneInfo, now: datetime) -> timedelta:
    """The time between the next two runs of a schedule."""
    runs = CronSim(cron, now.astimezone(zone))
    first, second = next(runs), next(runs)
    return second - first


def written(cron: str | None) -> str | None:
    """A schedule as people write it: 'daily 07:00', 'weekly mon 07:00'; another one stays a cron line."""
    match (cron or "").split():
        case [minute, hour, "*", "*", day] if minute.isdecimal() and hour.isdecimal():
            clock = f"{int(hour):02d}:{int(minute):02d}"
            if day == "*":
                return f"daily {clock}"
            if day.isdecimal():
                return f"weekly {DAYS[int(day) % 7]} {clock}"
    return cron
