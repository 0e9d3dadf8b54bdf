"""The dead-man's switch: newsdelta looks at itself, says once what is wrong, and again when it is over."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from alerts import say
from alerts.inert import inert
from settings.limits_alerts import (
    DISK_LEAST_BYTES,
    DISK_LEAST_SHARE,
    FAILING_CHANNEL,
    FEEDS_FAILING_SHARE,
    PASSES_MISSED,
    UPKEEP_FAILED,
)
from settings.limits_storage import ASIDE_TRIED_FOR
from settings.schedules import missed
from settings.schema import Settings
from steps.context import Context, Progress
from steps.shift import MONITOR_PASS, UPKEEP_PASS
from steps.telling import notices
from steps.wording import count
from storage.reading import articles, feeds
from storage.running import passes, troubles
from storage.telling import outbox

Space = Callable[[Path], tuple[int, int]]
"""A folder to (bytes in all, bytes free)."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong now. `name` is what "the same trouble" means."""

    name: str
    text: str
    mend: str
    channel: str | None = None
    """The channel that it is about, which cannot be told."""


@dataclass(frozen=True, slots=True)
class WatchdogCounts:
    begun: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    going_on: int = 0


def disk_space(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.total, usage.free


def watchdog(
    context: Context, progress: Progress | None = None, *, space: Space = disk_space
) -> WatchdogCounts:
    """Look, and put what has begun or ended since the last look into the outbox of the channels that work."""
    now = context.clock()
    with context.db.write() as conn:
        found = {troubles.named(each.name): each for each in _look(conn, context, now, space)}
        known = troubles.known(conn)
        begun = [each for name, each in found.items() if name not in known]
        over = [name for name in known if name not in found]
        for each in begun:
            lines = (f"{each.text}.", each.mend)
            told = notices.say(
                conn, context.settings, f"trouble:{each.name}", each.text, lines, now, but=each.channel
            )
            troubles.begin(conn, each.name, each.text, told, now)
        for name in over:
            began = known[name]
            troubles.end(conn, name)
            lasted = (f"It had lasted since {say.moment(began.at, context.settings.zone())}.",)
            about, title = f"over:{name}:{began.at.isoformat()}", f"over: {began.text}"
            # not where the beginning was not said: within a day of the same, or on the channel that failed
            notices.say(conn, context.settings, about, title, lasted, now, only=began.told)
    return WatchdogCounts(tuple(each.name for each in begun), tuple(over), len(found) - len(begun))


def _look(conn: Connection, context: Context, now: datetime, space: Space) -> list[Trouble]:
    found = [
        _settings(context),
        _passes(conn, context.settings, now),
        _upkeep(conn, context.settings, now),
        _undecided(conn, now),
        _feeds(conn),
        *_channels(conn, context.settings, now),
        *_set_aside(conn, context.settings),
        _disk(context.db.path, space),
    ]
    return [each for each in found if each is not None]


def overdue(settings: Settings, since: datetime, now: datetime) -> bool:
    """Whether passes are missing if the last one ended at `since`."""
    return missed(settings.schedule.monitor, settings.zone(), since, now, PASSES_MISSED)


def _passes(conn: Connection, settings: Settings, now: datetime) -> Trouble | None:
    """Passes that do not come, or that fail each time."""
    since = passes.done_since(conn, MONITOR_PASS)
    if since is None or not overdue(settings, since, now):
        return None
    text = f"no monitoring pass has ended well since {say.moment(since, settings.zone())}"
    return Trouble("passes", text, f"{_last_fault(conn, MONITOR_PASS)}'newsdelta doctor' says more.")


def _last_fault(conn: Connection, kind: str) -> str:
    """What the newest pass of that kind failed by, as a sentence; "" where it did not, or no more is known."""
    ended = next((each for each in passes.latest(conn, kind, 2) if each.ended), None)
    return f"The last one: {inert(ended.note[:300]).rstrip('.')}. " if ended and ended.note else ""


def _settings(context: Context) -> Trouble | None:
    if not context.wrong_settings:
        return None
    mend = f"{inert(context.wrong_settings[:500])} 'newsdelta check' looks at it again."
    return Trouble("settings", "the settings' file is wrong, and newsdelta goes on by what it said before", mend)


def upkeep_missing(conn: Connection, settings: Settings, now: datetime) -> datetime | None:
    """Since when no upkeep has ended well, where that is too long: it failed, was killed, never found its turn, or the
    machine is off at night. Without backups and retention newsdelta seems well until the disk is full."""
    since = passes.done_since(conn, UPKEEP_PASS)
    cron, zone = settings.schedule.upkeep, settings.zone()
    return since if since is not None and missed(cron, zone, since, now, UPKEEP_FAILED) else None


def _upkeep(conn: Connection, settings: Settings, now: datetime) -> Trouble | None:
    since = upkeep_missing(conn, settings, now)
    if since is None:
        return None
    why = _last_fault(conn, UPKEEP_PASS) or f"It is due '{settings.schedule.upkeep}'. "
    text = f"no upkeep (backups and retention) has ended well since {say.moment(since, settings.zone())}"
    return Trouble("upkeep", text, f"{why}'newsdelta upkeep' does it now.")


def _undecided(conn: Connection, now: datetime) -> Trouble | None:
    """Articles that a fault of newsdelta's own keeps from being told."""
    found = articles.undecided(conn, now - ASIDE_TRIED_FOR)
    if not found:
        return None
    text = f"{count(len(found), 'article')} could not be decided, by a fault of newsdelta's own"
    mend = (
        f"The newest, article {found[0][0]}: {inert(found[0][1][:200])}. Please report it. Upkeep tries them again "
        "each night for a week, so an upgrade may mend it."
    )
    return Trouble("undecided", text, mend)


def _feeds(conn: Connection) -> Trouble | None:
    total, silent = feeds.silence(conn)
    if total < 2 or len(silent) < FEEDS_FAILING_SHARE * total:
        return None
    names = ", ".join(inert(name) for name, _ in silent[:5])
    text = f"{len(silent)} of {total} feeds fail"
    return Trouble(
        "feeds", text, f"Among them: {names}. Is this machine's network up? 'newsdelta feeds' says why."
    )


def _channels(conn: Connection, settings: Settings, now: datetime) -> list[Trouble]:
    failing = outbox.failing_since(conn)
    return [
        Trouble(
            f"channel:{channel.name}",
            f"channel {inert(channel.name)} has failed for {say.span(now - failing[channel.name][0])}",
            f"{inert(failing[channel.name][1])}. 'newsdelta check' tries it; what waits is kept.",
            channel=channel.name,
        )
        for channel in settings.channels
        if channel.name in failing and now - failing[channel.name][0] >= FAILING_CHANNEL
    ]


def _set_aside(conn: Connection, settings: Settings) -> list[Trouble]:
    """Messages that nobody takes, though it may be their own fault."""
    aside = outbox.set_aside(conn)
    return [
        Trouble(
            f"aside:{channel.name}",
            f"channel {inert(channel.name)} has refused the same again and again: {aside[channel.name][0]} set aside",
            f"{inert(aside[channel.name][1])}. Nothing waits behind it; it is tried again by itself, and given up once "
            "the channel takes another and refuses it still. 'newsdelta alerts' lists it.",
            channel=channel.name,
        )
        for channel in settings.channels
        if channel.name in aside
    ]


def _disk(path: Path | None, space: Space) -> Trouble | None:
    if path is None:
        return None
    total, free = space(path.parent)
    if free >= DISK_LEAST_BYTES and free >= DISK_LEAST_SHARE * total:
        return None
    text = f"the disk of the database is nearly full ({free / 2**20:,.0f} MiB free)"
    return Trouble("disk", text, "Make room, or lower 'retention' in the settings.")
