"""newsdelta web."""

from __future__ import annotations

import sys

import click

from commands.app import App, pass_app
from commands.output import say


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of web.port; 0: any that is free.")
@pass_app
def web(app: App, port: int | None) -> None:
    """Serve the pages: today, stories, search, watches, feeds, alerts; until it is stopped.

    On this machine alone, unless web.host says otherwise; then web.token or web.user_header guards the door.
    `newsdelta up` serves them as well.

    \b
    Example:
      newsdelta web
      newsdelta web --port 0
    """
    from settings.startup import settle
    from steps.known import sure
    from web.serve import serve

    def at_once(line: str) -> None:
        say(line)
        sys.stdout.flush()  # into a journal or a file

    settings = app.lasting_settings(at_once)
    if settings.web.token is not None:
        settings.web.token.reveal()  # said now, not to the first visitor
    if port is not None:
        settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})

    sure(app.config, settings)
    settle()
    serve(app.config.resolve() if app.config.exists() else None, settings, at_once)
