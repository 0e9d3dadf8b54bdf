"""When `newsdelta up` takes its worker for stuck."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.lateness import Lateness
from settings.schema import ScheduleSetting, Settings
from storage import leases, passes
from storage.database import Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_late_is_said_once_for_each_three_intervals_and_never_beside_a_pass(tmp_path: Path) -> None:
    path = str(tmp_path / "newsdelta.db")
    now = [NOON]
    settings = Settings(database=path, schedule=ScheduleSetting(monitor="*/15 * * * *"))
    is_late = Lateness(settings, lambda: now[0])
    with Database.open(path) as db:
        now[0] = NOON + timedelta(minutes=45)
        assert not is_late()
        now[0] += timedelta(minutes=1)
        with db.write() as conn:
            held = leases.take(conn, "work", "elsewhere:boot:1:1:1", now[0])
        assert held is not None
        assert not is_late(), "a long pass is at work"
        with db.write() as conn:
            leases.release(conn, held, now[0])
        assert is_late()
        assert not is_late(), "the new worker is given time"
        now[0] += timedelta(minutes=46)
        assert is_late()
        with db.write() as conn:
            passes.end(conn, passes.begin(conn, "monitor", now[0]), now[0], {})
        now[0] += timedelta(minutes=40)
        assert not is_late()
