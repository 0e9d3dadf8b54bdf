"""Quiet hours of what was told before they began: a channel that is back by night wakes nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts.policy import kept_until
from settings.schema import Settings
from storage.telling import outbox
from storage.telling.outbox import Waiting


def wait(conn: Connection, settings: Settings, taken: Sequence[Waiting], who: str, now: datetime) -> list[Waiting]:
    """Those of what `who` has claimed that may go out now; the others are given back until their watch wakes."""
    left: list[Waiting] = []
    for each in taken:
        until = _kept_until(settings, each, now)
        if until is None:
            left.append(each)
        else:
            outbox.release(conn, [each.id], who, next_try=until, problem_code=outbox.NIGHT, problem=None)
    return left


def _kept_until(settings: Settings, each: Waiting, now: datetime) -> datetime | None:
    """None for a digest, whose hour a person has named, and for what may have arrived already."""
    watch = next((one for one in settings.watches if one.name == each.watch), None)
    if watch is None or each.alert is None or each.unsure:
        return None
    return kept_until(each.alert.get("importance", 0.0), watch, ZoneInfo(settings.zone_of(watch)), now)
