"""What a cron line comes to, and how it is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim

from settings.values import DAYS


def interval(cron: str, zone: ZoneInfo, now: datetime) -> timedelta:
    """The time between the next two runs of a schedule."""
    runs = CronSim(cron, now.astimezone(zone))
    first, second = next(runs), next(runs)
    return second - first


def missed(cron: str, zone: ZoneInfo, since: datetime, now: datetime, times: int) -> bool:
    """Whether so many runs of a schedule were due after `since`, and so many intervals are over: a schedule may rest
    at night, or over the weekend."""
    return since < missed_before(cron, zone, now, times)


def missed_before(cron: str, zone: ZoneInfo, now: datetime, times: int) -> datetime:
    """What has waited since before then has missed so many runs."""
    runs = CronSim(cron, now.astimezone(zone) + timedelta.resolution, reverse=True)  # one that is due now is one
    return min(next(islice(runs, times - 1, None)).astimezone(UTC), now - times * interval(cron, zone, now))


def due_since(cron: str, zone: ZoneInfo, since: datetime, now: datetime) -> bool:
    """Whether a run of a schedule was due after `since`."""
    return next(CronSim(cron, since.astimezone(zone))).astimezone(UTC) <= now


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
