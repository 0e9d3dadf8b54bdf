"""newsdelta up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.group import Failure
from commands.output import count
from settings.own_folder import made, own_folder

if TYPE_CHECKING:
    from datetime import datetime

    from flows.supervise import Supervisor
    from settings.schema import Settings


@click.command()
@pass_app
def up(app: App) -> None:
    """Watch unattended: schedules, worker and web pages, until you stop it.

    Everything runs on this machine and starts again when it dies. Stop it with Ctrl-C, or SIGTERM.
    With PREFECT_API_URL set, that Prefect server is used and none is started.

    \b
    Example:
      newsdelta up
      newsdelta up --config /srv/news/newsdelta.yaml
    """
    config = app.config.resolve()
    folder = own_folder(config)
    settings = app.lasting_settings(_now, check_secrets=True)
    since = app.now()
    with _alone(folder, config, since):
        _watch(app, settings, config, folder, since)


@contextmanager
def _alone(folder: Path, config: Path, since: datetime) -> Iterator[None]:
    """Failure when another one is up in that folder: two would take each other's passes for their own."""
    from filelock import FileLock, Timeout

    from flows import whereabouts

    with _kept(folder):
        made(folder)
        try:
            lock = FileLock(str(folder / "up.lock"), blocking=False).acquire()
        except Timeout:
            raise Failure(whereabouts.told(folder)) from None
    with lock:
        with _kept(folder):
            whereabouts.note(folder, config, since)
        try:
            yield
        finally:
            with suppress(OSError):
                whereabouts.forget(folder)


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Failure when what must be kept in the folder cannot be."""
    try:
        yield
    except OSError as error:
        raise Failure(
            f"newsdelta cannot begin in {folder}: {error}. It needs that folder, beside the settings, to write to, and "
            "room on its disk."
        ) from error


def _watch(app: App, settings: Settings, config: Path, folder: Path, since: datetime) -> None:
    from flows import whereabouts
    from flows.lateness import Lateness
    from flows.supervise import Supervisor
    from settings.startup import settle
    from steps.known import remember, sure
    from storage.database import Database
    from storage.failures import DatabaseAway

    sure(config, settings)
    try:
        Database.open(settings.database_url()).close()  # made, and brought up to date, before its users start
        remember(config, settings)
    except DatabaseAway as error:  # both were started together, by a machine that was
        _now(f"{error} Passes try it again and again.")
    with _kept(folder):
        supervisor = Supervisor(
            config,
            folder,
            _now,
            _web_command(config),
            shared_server=os.environ.get("PREFECT_API_URL"),
            is_late=Lateness(config, settings, app.now),
        )

    def note() -> None:
        with suppress(OSError):  # a disk that has filled up since
            whereabouts.note(folder, config, since, supervisor.pages, supervisor.dashboard)

    settle()
    note()
    _now("Starting Prefect's server, the worker and the web pages ...")
    supervisor.run(lambda: _greet(settings, config, folder, supervisor), note)
    _now("Stopped.")


def _now(line: str) -> None:
    """Into a journal or a file, at once. A line that nobody takes any more does not end the watch."""
    with suppress(OSError):
        click.echo(line)


def _web_command(config: Path) -> list[str] | None:
    from commands.catalogue import module_of
    from commands.group import _written

    where = module_of("web")
    if where is None or not _written(where):
        return None
    return [sys.executable, "-m", "newsdelta", "--config", str(config), "web"]


def _greet(settings: Settings, config: Path, folder: Path, supervisor: Supervisor) -> None:
    """What is watched and where, in five lines."""
    publishers = {feed.publisher or feed.name for feed in settings.feeds}
    channels = ", ".join(f"{channel.name} ({channel.kind})" for channel in settings.channels) or "none"
    pages = supervisor.pages or f"not yet there, they said last: {supervisor.pages_missing}"
    _now(
        f"Watching {count(len(settings.feeds), 'feed')} of {count(len(publishers), 'publisher')} for "
        f"{count(len(settings.watches), 'watch', 'watches')}, '{settings.schedule.monitor}' ({settings.timezone})."
    )
    _now(f"Telling on: {channels}.")
    _now(f"Settings {config}, database {settings.database}, logs {folder / 'logs'}.")
    login = f" (login in {supervisor.login_file})" if supervisor.login_file else ""
    _now(f"Pages: {pages}   Prefect's own{login}: {supervisor.dashboard}")
    _now("A pass begins now. Stop with Ctrl-C; 'newsdelta doctor' says how things stand.")
