"""newsdelta doctor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.doctor_feeds import how_feeds_are
from commands.finding import Finding, Level, fine, note, wrong
from commands.output import ago, clean, count, json_lines, json_option, say, size

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from settings.schema import Settings
    from storage.database import Database

STYLES = {Level.FINE: None, Level.NOTE: "yellow", Level.WRONG: "bold red"}


@click.command()
@json_option()
@pass_app
@click.pass_context
def doctor(ctx: click.Context, app: App, as_json: bool) -> None:
    """How things stand: passes, feeds, alerts, database, disk. Asks nobody outside; see 'check' for that.

    Exit code 1 when something is wrong.

    \b
    Example:
      newsdelta doctor
    """
    settings = app.settings()
    with app.database(settings) as database:
        found = list(_look(settings, database, app.now()))
    if as_json:
        json_lines(found)
    else:
        for finding in found:
            say(f"{finding.about:<10} {clean(finding.text)}", STYLES[finding.level])
            if finding.mend:
                say(f"           {clean(finding.mend)}")
    ctx.exit(1 if any(finding.level is Level.WRONG for finding in found) else 0)


def _look(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    from importlib.metadata import version

    yield fine("newsdelta", version("newsdelta"))
    with database.read() as conn:
        yield from _passes(settings, conn, now)
        yield from _articles(conn, now)
        yield from how_feeds_are(settings, conn, now)
        yield from _deliveries(conn)
        yield from _database(settings, database, conn)
    yield from _disk(database)
    yield from _backup(settings, database, now)


def _passes(settings: Settings, conn: Connection, now: datetime) -> Iterator[Finding]:
    from steps.shift import WORK
    from steps.watchdog import overdue, upkeep_missing
    from storage.running import leases, passes

    holder = leases.current(conn, WORK, now)
    if holder is not None:
        yield fine("now", "a pass is at work")
    latest = passes.latest(conn, "monitor", 1)
    if not latest:
        yield note(
            "last pass", "there was none yet", "'newsdelta run' makes one, 'newsdelta up' goes on for good."
        )
        return
    last = latest[0]
    ended = passes.last_ended(conn, "monitor")
    text = f"{ago(ended, now)}" if ended else "none came to its end"
    if last.outcome == "failed":
        yield wrong(
            "last pass", f"failed {ago(last.ended or last.started, now)}: {last.note or 'no reason given'}"
        )
    elif ended is None or overdue(settings, ended, now):
        yield wrong(
            "last pass",
            f"{text}; one is due '{settings.schedule.monitor}'",
            "Is 'newsdelta up' running?",
        )
    elif ended > now:
        mend = "Look at this machine's clock. The next pass plans anew what was put off till then."
        yield wrong("last pass", f"{text}: the clock was ahead then, or is behind now", mend)
    else:
        yield fine("last pass", text + (f" ({last.note})" if last.note else ""))
    upkeep = passes.latest(conn, "upkeep", 1)
    if upkeep and upkeep[0].outcome == "failed":
        yield wrong("upkeep", f"failed {ago(upkeep[0].ended, now)}: {upkeep[0].note or ''}")
    elif since := upkeep_missing(conn, settings, now):
        mend = "It needs no pass to be at work then, and this machine to be on. 'newsdelta upkeep' does it now."
        yield wrong("upkeep", f"none ended well since {ago(since, now)}; one is due '{settings.schedule.upkeep}'", mend)
    else:
        yield fine("upkeep", ago(upkeep[0].ended, now) if upkeep else "not yet")


def _articles(conn: Connection, now: datetime) -> Iterator[Finding]:
    from settings.limits_storage import ASIDE_TRIED_FOR
    from storage.reading.articles import undecided

    found = undecided(conn, now - ASIDE_TRIED_FOR)
    if found:
        text = f"{count(len(found), 'article')} could not be decided; the newest, {found[0][0]}: {found[0][1]}"
        mend = "A fault of newsdelta's own: please report it. Upkeep has them tried again each night for a week."
        yield wrong("articles", text, mend)


def _deliveries(conn: Connection) -> Iterator[Finding]:
    from storage.telling import outbox, watching

    failed = watching.alert_rows(conn, state="failed", most=1000)
    waiting = watching.alert_rows(conn, state="pending", most=1000)
    if not failed and not waiting:
        yield fine("alerts", "all delivered")
        return
    wrongs = {
        f"{each.channel}: {each.problem}"
        for row in [*failed, *waiting]
        for each in row.deliveries
        if each.problem and each.state != "sent"
    }
    parts = [f"{len(failed):,} failed for good"] if failed else []
    parts += [f"{len(waiting):,} waiting"] if waiting else []
    if failed or wrongs:
        yield wrong(
            "alerts",
            ", ".join(parts),
            "'newsdelta check' tries the channels; "
            + (
                "'newsdelta alerts retry' sends what failed for good."
                if failed
                else "what waits is tried again by itself."
            ),
        )
    else:
        yield fine("alerts", ", ".join(parts))
    for text in sorted(wrongs)[:5]:
        yield note("", text)
    for channel, (number, _) in sorted(outbox.set_aside(conn).items()):
        text = f"{channel}: {count(number, 'message')} refused again and again, and set aside"
        yield note("", text, "Nothing waits behind; given up once the channel takes another and refuses it still.")


def _database(settings: Settings, database: Database, conn: Connection) -> Iterator[Finding]:
    from storage.deciding import meanings
    from storage.retention import size as bytes_of
    from storage.running.counts import count as counted

    held = asdict(counted(conn))
    taken = bytes_of(conn)
    limit = settings.retention.database_gib
    text = f"{database.where}, {size(taken)}" + (f" of {limit:g} GiB" if limit else "")
    yield fine("database", text)
    if not database.is_sqlite and not meanings.there(conn):
        yield note("", meanings.MISSING)
    one = {"entries": "entry", "copies": "copy", "stories": "story"}
    yield fine(
        "holds",
        ", ".join(count(value, one.get(name, name.removesuffix("s")), name) for name, value in held.items()),
    )


def _disk(database: Database) -> Iterator[Finding]:
    import shutil

    from settings.limits import FREE_BYTES

    if database.path is None:
        return
    free = shutil.disk_usage(database.path.parent).free
    if free < FREE_BYTES:
        yield wrong("disk", f"{size(free)} free", "Make room, or lower 'retention' in the settings.")
    else:
        yield fine("disk", f"{size(free)} free")


def _backup(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    from storage import backup

    if not database.is_sqlite or settings.retention.backups == 0:
        return
    last = backup.last(database)
    if last is None:
        yield note("backup", "none yet", "Upkeep makes one each night; 'newsdelta backup' makes one now.")
    else:
        yield fine("backup", f"{ago(last[0], now)}, {last[1]}")
