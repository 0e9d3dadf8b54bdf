"""What a channel did not take, said to people: on the others at once, on itself once it takes messages again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts import say, view
from models.nouns import Problem
from settings.schema import Settings
from steps.telling import notices
from storage.telling import outbox
from storage.telling.outbox import Waiting

NAMED = 5
"""Alerts that such a notice names."""


def say_elsewhere(
    conn: Connection, settings: Settings, channel: str, final: Sequence[Waiting], problem: Problem, now: datetime
) -> None:
    """A failure for good is said on the remaining channels, once a day."""
    told = [each for each in final if each.notice is None]
    if not told:
        return
    title = f"channel {channel} cannot be reached: {len(told)} not delivered"
    lines = [
        f"{channel}: {problem.text}.",
        *_named([each.alert for each in told if each.alert is not None]),
        "`newsdelta alerts` lists them; `newsdelta alerts retry` sends them again once it is mended.",
    ]
    notices.say(conn, settings, f"failed:{channel}", title, lines, now, but=channel)


def say_given_up(conn: Connection, settings: Settings, channel: str, now: datetime) -> None:
    """A channel that takes messages again is told what was given up since its last one, once."""
    lost = outbox.given_up(conn, channel)
    if lost:
        title = f"this channel could not be reached: {say.count(len(lost), 'alert')} not delivered"
        lines = [*_named(lost), "`newsdelta alerts` lists them; `newsdelta alerts retry` sends them now."]
        notices.say(conn, settings, f"given-up:{channel}", title, lines, now, only=[channel])


def _named(told: Sequence[dict[str, Any]]) -> list[str]:
    return [f"Not delivered: {view.first_line_of(alert)}" for alert in told[:NAMED]]
