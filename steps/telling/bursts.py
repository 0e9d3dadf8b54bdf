"""Burst control: ten alerts in a minute become one message, and the log of what was held back says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from alerts import plan
from alerts.policy import Rule
from settings.limits_alerts import BURST_SENT, BURST_WINDOW
from storage.telling import holding, outbox
from storage.telling.outbox import Waiting

SECONDS = ("seconds", BURST_WINDOW.total_seconds())


def speaks_again(conn: Connection, channel: str, now: datetime) -> datetime | None:
    """When the channel may speak again, if it has said too much within the last minute."""
    return plan.speaks_again(outbox.sent_since(conn, channel, now - BURST_WINDOW, BURST_SENT))


def hold_up(
    conn: Connection, waiting: Sequence[Waiting], channel: str, who: str, until: datetime, now: datetime
) -> None:
    """Let all of these, which `who` has claimed, wait until then. What may have arrived already keeps that on its
    record."""
    sure = [each for each in waiting if not each.unsure]
    problem = f"burst control: {BURST_SENT} messages within {BURST_WINDOW.total_seconds():g} seconds"
    outbox.release(conn, [each.id for each in sure], who, next_try=until, problem_code=outbox.BURST, problem=problem)
    outbox.release(conn, [each.id for each in waiting if each.unsure], who, next_try=until)
    figures = (("channel", channel), ("messages", BURST_SENT), SECONDS, ("until", until.isoformat()))
    holding.note_burst(conn, _told(sure), now, Rule.BURST_CONTROL, figures, waits=True)


def sent(conn: Connection, members: Sequence[Waiting], channel: str, now: datetime) -> None:
    """One message went out with these: note it where it was burst control that made it one."""
    created = {each.development_id: each.created for each in members}
    figures: tuple[tuple[str, float | str], ...]
    if any(each.burst for each in members):
        for watch, development_id in _told(each for each in members if each.burst):
            holding.let_go(conn, watch, [development_id], now)
        behind = [each for each in members if not each.burst]  # they came while the first ones waited
        figures = (("channel", channel), ("messages", BURST_SENT), SECONDS, ("until", now.isoformat()))
        holding.note_burst(conn, _told(behind), now, Rule.BURST_CONTROL, figures, waits=False)
    elif plan.is_burst(sorted(created.values())):
        figures = (("channel", channel), ("alerts", len(created)), SECONDS)
        holding.note_burst(conn, _told(members), now, Rule.BURST_CONTROL, figures, waits=False)


def _told(members: Iterable[Waiting]) -> list[tuple[str, int]]:
    return [
        (each.watch, each.development_id)
        for each in members
        if each.watch is not None and each.development_id is not None
    ]
