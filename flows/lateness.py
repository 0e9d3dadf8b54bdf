"""Whether passes have stopped coming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from settings.schema import Settings
from steps.shift import MONITOR_PASS, WORK
from steps.watchdog import overdue
from storage import leases, passes
from storage.database import Database


class Lateness:
    """True when no pass has ended for three intervals and none is at work; then not again for as long."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._since = clock()

    def __call__(self) -> bool:
        now = self._clock()
        settings = self._settings
        with Database.open(settings.database_url(), create=False) as database, database.read() as conn:
            last = passes.last_ended(conn, MONITOR_PASS)
            at_work = leases.current(conn, WORK, now)
        if at_work or not overdue(settings, max(self._since, last or self._since), now):
            return False
        self._since = now
        return True
