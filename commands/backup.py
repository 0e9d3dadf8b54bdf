"""newsdelta backup and restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.output import count, day, json_lines, json_option, say, size
from settings.own_folder import own_folder

if TYPE_CHECKING:
    from settings.schema import Settings
    from storage.backup import Backup


@click.command()
@click.option(
    "--to",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write it; otherwise where upkeep writes its own.",
)
@click.option("--list", "listed", is_flag=True, help="List the backups that are there.")
@json_option()
@pass_app
def backup(app: App, folder: Path | None, listed: bool, as_json: bool) -> None:
    """Back the database up while newsdelta runs, and prove that the backup can be read.

    \b
    Example:
      newsdelta backup
      newsdelta backup --to /mnt/safe
      newsdelta backup --list
    """
    from models.errors import StorageError
    from storage import backup as copies

    settings = app.settings()
    if listed:  # without the database, which may be what is damaged
        path = _sqlite_path(settings.database_url())
        target = folder or _beside(path)
        found = [copies.look(each) for each in copies.listing(target, path.stem)]
    else:
        with app.database(settings) as database:
            target = folder or _beside(database.path or Path())
            try:
                found = [copies.make(database, target, app.now(), keep=0)]
            except OSError as error:
                raise StorageError(
                    f"No backup could be written to {target} ({error.strerror}): name another folder with --to."
                ) from None
    if as_json:
        json_lines(found)
    elif not found:
        say(f"There are no backups in {target}.")
    for each in [] if as_json else found:
        say(f"{each.path}: {_holds(each)}, made {day(each.made)} UTC.")


@click.command()
@click.argument("backup_file", metavar="BACKUP", type=click.Path(path_type=Path, dir_okay=False))
@pass_app
def restore(app: App, backup_file: Path) -> None:
    """Put a backup in the place of the database, which is kept beside it. Stop newsdelta first.

    \b
    Example:
      newsdelta restore newsdelta-backups/newsdelta-20260302T031700Z.db
    """
    from models.errors import InputError
    from storage.backup import look
    from storage.backup import restore as put_back

    settings = app.settings()
    path = _sqlite_path(settings.database_url())
    if path.resolve() == app.config.resolve():
        raise InputError(f"{path} is the settings file: 'database' in it names itself. Mend that first.")
    found = look(backup_file)
    with stopped(app):
        _nobody_works(app, settings)
        aside = put_back(backup_file, path, app.now())
    say(f"{path} holds {_holds(found)} again, as of {day(found.made)} UTC.")
    if aside is not None:
        say(f"What was there before is {aside}.")


def _nobody_works(app: App, settings: Settings) -> None:
    """PassAtWork while one is, in the database that is to be put aside."""
    from models.errors import DatabaseLocked, StorageError
    from steps.stillness import PassAtWork, hold_still

    try:
        with app.database(settings) as database:
            hold_still(database, app.now)
    except (PassAtWork, DatabaseLocked):
        raise
    except StorageError:  # none, damaged, full, or of a newer version: what a backup is for
        return


def _holds(found: Backup) -> str:
    return (
        f"{count(found.articles, 'article')}, {count(found.stories, 'story', 'stories')}, "
        f"{count(found.alerts, 'alert')} ({size(found.bytes)})"
    )


def _sqlite_path(url: str) -> Path:
    from models.errors import InputError
    from storage.database import parse_url

    address = parse_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise InputError(
            "Only an SQLite database has backups of newsdelta's; PostgreSQL has pg_dump and pg_restore."
        )
    return Path(address.database)


def _beside(path: Path) -> Path:
    from settings.limits import BACKUP_FOLDER

    return path.parent / BACKUP_FOLDER


@contextmanager
def stopped(app: App) -> Iterator[None]:
    """Holds what `newsdelta up` holds while it runs, so that neither begins beside the other."""
    from filelock import FileLock, Timeout

    from models.errors import StorageError

    folder = own_folder(app.config)
    if not folder.is_dir():
        yield
        return
    try:
        with FileLock(str(folder / "up.lock"), blocking=False):
            yield
    except Timeout:
        raise StorageError(f"newsdelta is up with {app.config}: stop it first.") from None
