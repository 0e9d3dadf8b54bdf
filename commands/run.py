"""newsdelta run."""

from __future__ import annotations

import click

from commands.app import App, pass_app
from commands.output import json_lines, json_option, say
from commands.pass_words import sentences
from commands.progress import progress


@click.command()
@json_option()
@pass_app
@click.pass_context
def run(ctx: click.Context, app: App, as_json: bool) -> None:
    """One monitoring pass now: fetch what is due, read, decide, and tell.

    When another pass is at work already, this one ends at once and says so; that is no failure.

    \b
    Example:
      newsdelta run
      newsdelta run --json
    """
    from steps.context import open_context
    from steps.monitor import run_pass

    settings = app.settings(check_secrets=True)
    with open_context(settings, app.now) as context, progress() as show:
        report = run_pass(context, show)
    if as_json:
        json_lines([report])
    else:
        for line in sentences(report):
            say(line)
