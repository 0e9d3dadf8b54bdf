"""newsdelta migrate."""

from __future__ import annotations

import re

import click

from commands.app import App, pass_app
from commands.backup import stopped
from commands.output import count, say
from commands.progress import progress


@click.command()
@click.option(
    "--to", "target", required=True, metavar="ADDRESS", help="An empty database; env:NAME hides a password."
)
@pass_app
def migrate(app: App, target: str) -> None:
    """Move everything into another database, checked row by row. Stop newsdelta first.

    The old database stays as it is; afterwards name the new one in the settings.

    \b
    Example:
      newsdelta migrate --to postgresql://news@db.example.org/news
      newsdelta migrate --to env:NEWSDELTA_DATABASE
    """
    from models.errors import InputError
    from settings.secrets import Secret
    from steps.stillness import still
    from storage.database import Database, parse_url
    from storage.transfer import move

    if not re.search(r"[:/\\]|\.(db|sqlite3?)$", target):
        raise InputError(
            f"'{target}' would be a new SQLite file in this folder: write {target}.db or ./{target} if that is meant, "
            "else postgresql://…"
        )
    hidden = target.startswith(("env:", "file:"))
    address = Secret(target).reveal() if hidden else target
    settings = app.settings()
    with (
        stopped(app),
        app.database(settings) as old,
        Database.open(address) as new,
        still(old, app.now),
        progress() as show,
    ):
        moved = move(old, new, show)
        where = new.where
    # whole, since a path in the settings starts from their folder and not from here
    named = str(new.path.resolve()) if new.path and not hidden else target
    if not hidden and parse_url(address).password:  # the settings take none
        named = "env:NEWSDELTA_DATABASE"
        say("Put the address, which holds a password, into the environment variable NEWSDELTA_DATABASE.")
    rows = count(sum(moved.values()), "row")
    say(f"{rows} of {count(len(moved), 'table')} arrived in {where} as they were.")
    say(f"Now write 'database: {named}' into {app.config}.")
