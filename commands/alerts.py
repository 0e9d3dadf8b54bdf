"""newsdelta alerts, and what can be done about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from commands.app import App, pass_app
from commands.numbers import DAYS, WHOLE
from commands.output import clean, count, day, json_lines, json_option, say, say_more, span, table

if TYPE_CHECKING:
    from storage.telling.holding import HeldRow
    from storage.telling.watching import AlertRow, DeliveryRow

STATES = ("pending", "claimed", "sent", "failed")


@click.group(invoke_without_command=True)
@click.option("--watch", metavar="NAME", help="Only those of one watch.")
@click.option("--days", type=DAYS, metavar="N", help="Only those of the last N days.")
@click.option("--state", type=click.Choice(STATES), help="Only those with a delivery in that state.")
@click.option("--held", is_flag=True, help="What matched a watch, or nearly did, and was not told, and why.")
@click.option("--limit", type=WHOLE, default=30, show_default=True, help="At most so many.")
@json_option()
@pass_app
@click.pass_context
def alerts(
    ctx: click.Context,
    app: App,
    watch: str | None,
    days: int | None,
    state: str | None,
    held: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List alerts, newest first, with what became of each on each channel.

    \b
    Example:
      newsdelta alerts
      newsdelta alerts --state failed
      newsdelta alerts --held --watch Earthquakes --days 7
      newsdelta alerts show 12
      newsdelta alerts retry
    """
    if ctx.invoked_subcommand is not None:
        return
    from models.errors import InputError
    from storage.telling import holding, watching

    now = app.now()
    since = now - timedelta(days=days) if days else None
    settings = app.settings()
    zone = settings.zone()
    with app.database(settings) as database, database.read() as conn:
        if held:
            kept = holding.rows(conn, watch=watch, since=since, most=limit + 1)
        else:
            found = watching.alert_rows(conn, watch=watch, since=since, state=state, most=limit + 1)
    rows = kept if held else found
    more = len(rows) > limit
    del rows[limit:]
    names = [each.name for each in settings.watches]
    if watch is not None and watch not in names and not rows:
        raise InputError(f"There is no watch '{watch}'. There are: {', '.join(names) or 'none'}.")
    if as_json:
        json_lines(rows)
    elif not rows:
        none = "No such alert." if watch or days or state else "No alerts yet."
        say("Nothing was held back." if held else none)
    elif held:
        _show_held(kept, zone)
        say_more(more, limit)
    else:
        _show_told(found, zone, now)
        say_more(more, limit)
        for problem in _problems(found):
            say(problem)


def _show_held(rows: Sequence[HeldRow], zone: ZoneInfo) -> None:
    from alerts.why import held

    table(
        ("When", "Watch", "Story", "What was new", "Why it was held back"),
        [
            (day(row.at, zone), row.watch, row.story_id, row.headline, held(row.rule, row.figures, zone))
            for row in rows
        ],
        right=(2,),
    )


def _show_told(rows: Sequence[AlertRow], zone: ZoneInfo, now: datetime) -> None:
    table(
        ("Alert", "When", "Watch", "Story", "What became of it", "What was new"),
        [
            (row.id, day(row.at, zone), row.watch, row.story_id, _fate(row, now), row.view.get("headline", ""))
            for row in rows
        ],
        right=(0, 3),
    )


@alerts.command()
@click.argument("alert_id", metavar="ID", type=WHOLE)
@pass_app
def show(app: App, alert_id: int) -> None:
    """Show one alert as a person reads it.

    \b
    Example:
      newsdelta alerts show 12
    """
    from alerts.render_text import render
    from alerts.view import alert_from_json
    from models.errors import InputError
    from storage.telling import watching

    settings = app.settings()
    with app.database(settings) as database, database.read() as conn:
        found = watching.alert_rows(conn, ids=[alert_id])
    if not found:
        raise InputError(f"There is no alert {alert_id}. 'newsdelta alerts' lists them.")
    zones = [ZoneInfo(settings.zone_of(watch)) for watch in settings.watches if watch.name == found[0].watch]
    click.echo(render(alert_from_json(found[0].view), zones[0] if zones else settings.zone()))


@alerts.command()
@click.argument("alert_ids", nargs=-1, metavar="[ID...]", type=WHOLE)
@pass_app
@click.pass_context
def retry(ctx: click.Context, app: App, alert_ids: tuple[int, ...]) -> None:
    """Try again what failed for good: all of it, or these alerts.

    \b
    Example:
      newsdelta alerts retry
      newsdelta alerts retry 12 15
    """
    from models.errors import InputError
    from steps.context import open_context
    from steps.deliver import deliver
    from storage.telling import outbox, watching

    settings = app.settings(check_secrets=True)
    with open_context(settings, app.now, create=False) as context:
        with context.db.write() as conn:
            ids = None
            if alert_ids:
                rows = watching.alert_rows(conn, ids=alert_ids, most=len(alert_ids))
                for unknown in sorted(set(alert_ids) - {row.id for row in rows}):
                    raise InputError(f"There is no alert {unknown}. 'newsdelta alerts' lists them.")
                ids = [each.id for row in rows for each in row.deliveries]
            again = outbox.retry(conn, app.now(), ids)
        if not again:
            what = "Nothing" if ids is None else "None of that"
            say(f"{what} has failed for good; what waits is tried again by itself.")
            return
        counts = deliver(context)
    what = count(again, "delivery", "deliveries")
    say(f"{what} tried again; with what was due: {counts.sent} sent, {counts.failed} failed.")
    for channel, problem in counts.problems:
        say(f"{clean(channel)}: {clean(problem)}")
    ctx.exit(1 if counts.failed or counts.problems else 0)


def _fate(row: AlertRow, now: datetime) -> str:
    return ", ".join(f"{each.channel}: {_state(each, now)}" for each in row.deliveries) or "no channel"


def _state(delivery: DeliveryRow, now: datetime) -> str:
    if delivery.state == "pending" and delivery.next_try and delivery.next_try > now:
        return f"again in {span(delivery.next_try - now)}" if delivery.attempts else "waits"
    return {"pending": "due", "claimed": "being sent"}.get(delivery.state, delivery.state)


def _problems(rows: Iterable[AlertRow]) -> list[str]:
    """Each thing that is wrong with a channel, once."""
    wrong = {
        f"{clean(each.channel)}: {clean(each.problem)}"
        for row in rows
        for each in row.deliveries
        if each.problem and each.state != "sent"
    }
    return sorted(wrong)
