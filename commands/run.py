"""newsdelta run."""

from __future__ import annotations

import contextlib
import sys

import click

from commands.app import App, pass_app
from commands.output import json_lines, json_option, say
from commands.pass_words import has_failed, sentences
from commands.progress import progress


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
    from steps.monitor import run_pass

    settings = app.settings(check_secrets=True)
    # a channel that prints alerts must not print them between the JSON
    aside = contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()
    with open_context(settings, app.now) as context, progress() as show, aside:
        report = run_pass(context, show)
    if as_json:
        json_lines([report])
    else:
        for line in sentences(report):
            say(line)
    ctx.exit(1 if has_failed(report) else 0)
