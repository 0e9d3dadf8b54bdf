"""newsdelta up."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.group import Failure
from commands.output import say

if TYPE_CHECKING:
    from pathlib import Path

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
    from filelock import FileLock, Timeout

    from flows.lateness import Lateness
    from flows.supervise import Supervisor
    from settings.startup import settle
    from storage.database import Database

    settings = app.settings(check_secrets=True)
    Database.open(settings.database_url()).close()  # made, and brought up to date, before its users start
    config = app.config.resolve()
    folder = config.parent / ".newsdelta"
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n")
    try:
        with FileLock(str(folder / "up.lock"), blocking=False):
            supervisor = Supervisor(
                config,
                folder,
                _now,
                _web_command(config),
                shared_server=os.environ.get("PREFECT_API_URL"),
                is_late=Lateness(config, settings, app.now),
            )
            settle()
            _now("Starting Prefect's server, the worker and the web pages ...")
            supervisor.run(lambda: _greet(settings, config, folder, supervisor.dashboard))
            _now("Stopped.")
    except Timeout:
        raise Failure(f"newsdelta is up already with {config}. Stop that one first.") from None


def _now(line: str) -> None:
    say(line)
    sys.stdout.flush()  # into a journal or a file, at once


def _web_command(config: Path) -> list[str] | None:
    from commands.catalogue import module_of
    from commands.group import _written

    where = module_of("web")
    if where is None or not _written(where):
        return None
    return [sys.executable, "-m", "newsdelta", "--config", str(config), "web"]


def _greet(settings: Settings, config: Path, folder: Path, dashboard: str) -> None:
    """What is watched and where, in five lines."""
    publishers = {feed.publisher or feed.name for feed in settings.feeds}
    channels = ", ".join(f"{channel.name} ({channel.kind})" for channel in settings.channels) or "none"
    pages = settings.web.url or f"http://{settings.web.host}:{settings.web.port}"
    _now(
        f"Watching {len(settings.feeds)} feeds of {len(publishers)} publishers for {len(settings.watches)} "
        f"watches, '{settings.schedule.monitor}' ({settings.timezone})."
    )
    _now(f"Telling on: {channels}.")
    _now(f"Settings {config}, database {settings.database}, logs {folder / 'logs'}.")
    _now(f"Pages: {pages}   Prefect's own: {dashboard}")
    _now("A pass begins now. Stop with Ctrl-C; 'newsdelta doctor' says how things stand.")
