"""When the demo makes its passes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sample.archive import pieces

PASS_HOURS = (9, 18)
"""UTC; twice a day keeps the demo short and still puts most steps of a story into passes of their own."""


def timeline() -> list[datetime]:
    """The times of the passes, oldest first, in UTC: each comes after something was published or changed."""
    changes = sorted({part.at for piece in pieces().values() for part in piece.parts})
    passes: list[datetime] = []
    for at in changes:
        if passes and at <= passes[-1]:
            continue
        slots = [
            datetime.combine(at.date() + timedelta(days=day), time(hour), UTC)
            for day in (0, 1)
            for hour in PASS_HOURS
        ]
        passes.append(next(slot for slot in slots if slot >= at))
    return passes
