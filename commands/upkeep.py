"""newsdelta upkeep."""

from __future__ import annotations

import click

from commands.app import App, pass_app
from commands.output import json_lines, json_option, say
from commands.pass_words import sentences
from commands.progress import progress


@click.command()
@json_option()
@pass_app
def upkeep(app: App, as_json: bool) -> None:
    """What the night is for, now: second thoughts on stories, retention, backup, audit.

    \b
    Example:
      newsdelta upkeep
    """
    from steps.context import open_context
    from steps.upkeep import run_upkeep

    with open_context(app.settings(check_secrets=True), app.now, create=False) as context, progress() as show:
        report = run_upkeep(context, show)
    if as_json:
        json_lines([report])
    else:
        for line in sentences(report):
            say(line)
