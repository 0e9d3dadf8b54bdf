"""Whether passes have stopped coming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from models.errors import StorageError
from settings.errors import SettingsError
from settings.limits_flows import HANGS_AFTER
from settings.load import load
from settings.schema import Settings
from steps.shift import MONITOR_PASS, UPKEEP_PASS, WORK
from steps.watchdog import overdue
from storage.database import Database
from storage.running import leases, passes


class Lateness:
    """True when no pass has ended for three intervals and none is at work but one that hangs; then not again for as
    long. A database that cannot be used has had none meanwhile; the StorageError until then.

    Schedules are those that `config` names now, as the worker follows them (flows.work.follow); the last good ones
    while it is wrong. The database is that of `settings`, from the start on.
    """

    def __init__(self, config: Path, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._config = config
        self._settings = settings
        self._database = settings.database_url()
        self._clock = clock
        self._since = clock()

    def __call__(self) -> bool:
        now = self._clock()
        if self._changed():
            self._since = now  # by the new schedule the last pass may have been long ago
        away: StorageError | None = None
        try:
            with Database.open(self._database, create=False) as database, database.read() as conn:
                last = passes.last_ended(conn, MONITOR_PASS)
                at_work = leases.current(conn, WORK, now) and not _hangs(conn, now)
            self._since = max(self._since, last or self._since)
        except StorageError as error:
            away, at_work = error, False
        late = not at_work and overdue(self._settings, self._since, now)
        if late:
            self._since = now
        elif away:
            raise away
        return late

    def _changed(self) -> bool:
        """Take up the settings as they are now; whether passes are to come at other times."""
        try:
            now = load(self._config)
        except SettingsError:
            return False
        before, self._settings = self._settings, now
        return (now.schedule, now.timezone) != (before.schedule, before.timezone)


def _hangs(conn: Connection, now: datetime) -> bool:
    """Whether what is at work has been for too long: the last that began of those that only one does at a time."""
    begun = [each for kind in (MONITOR_PASS, UPKEEP_PASS) for each in passes.latest(conn, kind)]
    last = max(begun, key=lambda each: each.started, default=None)
    return last is not None and last.ended is None and now - last.started > HANGS_AFTER
