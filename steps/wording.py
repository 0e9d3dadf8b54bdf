"""Lengths of time and numbers of things as people say them, for the command line and the pages."""

from __future__ import annotations

from datetime import datetime, timedelta


def ago(moment: datetime | None, now: datetime) -> str:
    """'3 h ago', 'in 12 min', 'just now', 'never': the largest unit that says enough."""
    if moment is None:
        return "never"
    gap = now - moment
    if abs(gap) < timedelta(seconds=1):
        return "just now"
    return f"in {span(-gap)}" if gap < timedelta(0) else f"{span(gap)} ago"


def span(gap: timedelta) -> str:
    """A length of time in one unit: '45 s', '12 min', '3 h', '9 days'."""
    seconds = int(gap.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 2 * 86400:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} days"


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 story', '2 stories'. As in alerts.say, which `--help` would wait for."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
