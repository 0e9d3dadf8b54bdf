"""newsdelta digest."""

from __future__ import annotations

import click

from commands.app import App, pass_app
from commands.output import json_lines, json_option, say
from commands.pass_words import has_failed, sentences
from commands.progress import progress


@click.command()
@click.argument("watch", required=False)
@json_option()
@pass_app
@click.pass_context
def digest(ctx: click.Context, app: App, watch: str | None, as_json: bool) -> None:
    """Send every digest that is due; with WATCH, that one's now, due or not.

    \b
    Example:
      newsdelta digest
      newsdelta digest Earthquakes
    """
    from models.errors import InputError
    from steps.context import open_context
    from steps.deliver import deliver
    from steps.shift import DIGEST, DIGEST_PASS, PassReport, working
    from steps.telling.digest import digest as write

    settings = app.settings(check_secrets=True)
    if watch is not None and watch not in {each.name for each in settings.watches}:
        raise InputError(f"{app.config} has no watch '{watch}'.")
    with (
        open_context(settings, app.now, create=False) as context,
        progress() as show,
        working(context, DIGEST_PASS, show, DIGEST) as shift,
    ):
        if shift is None:
            report = PassReport(DIGEST_PASS, app.now(), app.now(), busy=True)
        else:
            shift.run("digest", write, watch=watch)
            shift.run("deliver", deliver)
            report = shift.report()
    if as_json:
        json_lines([report])
    else:
        for line in sentences(report):
            say(line)
    ctx.exit(1 if has_failed(report) else 0)
