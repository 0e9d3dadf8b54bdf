"""newsdelta rename-watch."""

from __future__ import annotations

import click

from commands.app import App, pass_app
from commands.output import clean, count, say


@click.command("rename-watch")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@pass_app
def rename_watch(app: App, old: str, new: str) -> None:
    """Call a watch by another name, with all that it was told, and that was held back or said.

    A new name written into the settings by hand makes a new watch, which begins with nothing. Where that was done,
    this brings it what the old name had.

    \b
    Example:
      newsdelta rename-watch Quakes Earthquakes
    """
    from models.errors import InputError
    from settings.edit import put_watch
    from steps.renaming import renaming

    settings = app.settings()
    names = [watch.name for watch in settings.watches]
    if old not in names and new not in names:
        raise InputError(f"{app.config} has no watch '{old}'. There are: {', '.join(names) or 'none'}.")
    if old in names and new in names:
        raise InputError(f"{app.config} has a watch '{new}' already.")
    with app.database(settings, create=True) as database, renaming(database, old, new, app.now()) as moved:
        if old in names:
            put_watch(app.config, {"name": new}, old)
        elif not moved:
            raise InputError(f"Nothing was told to a watch '{old}', or held back from it.")
    told, held = count(moved.alerts, "alert"), count(moved.held, "development")
    say(clean(f"'{old}' is '{new}' now, with {told} that it was told and {held} that it was not."))
