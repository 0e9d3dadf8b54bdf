"""newsdelta run."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.output import ago, clean, json_lines, json_option, say
from commands.pass_words import has_failed, sentences
from commands.progress import progress

if TYPE_CHECKING:
    from steps.context import Context
    from steps.shift import PassReport


@click.command()
@json_option()
@pass_app
@click.pass_context
def run(ctx: click.Context, app: App, as_json: bool) -> None:
    """One monitoring pass now: fetch what is due, read, decide, and tell.

    When another pass is at work already, this one ends at once and says so; that is no failure, nor is a feed
    that does not answer. Exit code 1 when an article could not be decided or an alert not be sent.

    \b
    Example:
      newsdelta run
      newsdelta run --json
    """
    from steps.context import open_context
    from steps.known import remember, sure
    from steps.monitor import run_pass

    settings = app.settings(check_secrets=True)
    sure(app.config, settings)
    # a channel that prints alerts must not print them between the JSON
    aside = contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()
    with open_context(settings, app.now) as context, progress() as show, aside:
        remember(app.config, settings)
        report = run_pass(context, show)
        idle = list(_idle(app, context, report))
    if as_json:
        json_lines([report])
    else:
        for line in [*sentences(report), *idle]:
            say(line)
    ctx.exit(1 if has_failed(report) else 0)


def _idle(app: App, context: Context, report: PassReport) -> Iterator[str]:
    """Why a pass asked nobody, and why nobody can be told."""
    from storage.reading import feeds

    settings, now = context.settings, app.now()
    if not settings.feeds:
        yield f"There are no feeds in {app.config}: 'newsdelta feeds add ADDRESS' adds one."
    elif not report.busy and not report.counts.get("fetch", {}).get("feeds"):
        with context.db.read() as conn:
            waiting = [
                (feed.next_poll, clean(feed.name))
                for feed in feeds.listing(conn)
                if feed.next_poll and not feed.paused and not feed.retired_at
            ]
        if waiting:
            at, name = min(waiting)
            yield f"No feed was due. The next is {name}, {ago(at, now)}; 'newsdelta feeds poll' asks one sooner."
        else:
            yield "No feed was due: all are paused or retired. 'newsdelta feeds' lists them."
    if not settings.watches:
        yield f"There are no watches in {app.config}, so nobody is told anything: add one under 'watches'."
