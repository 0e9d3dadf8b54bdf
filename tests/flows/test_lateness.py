"""When `newsdelta up` takes its worker for stuck."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import deadman
from flows.lateness import Lateness
from settings.load import load
from steps.shift import DIGEST
from storage.database import Database
from storage.running import leases, passes

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_late_is_said_once_for_each_three_intervals_and_never_beside_a_pass(tmp_path: Path) -> None:
    config, now = tmp_path / "newsdelta.yaml", [NOON]
    config.write_text("schedule: {monitor: '*/15 * * * *'}\n")
    is_late = Lateness(config, load(config), lambda: now[0])
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
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


def test_what_is_late_follows_the_schedule(tmp_path: Path) -> None:
    config, now = tmp_path / "newsdelta.yaml", [NOON]
    config.write_text("schedule: {monitor: '*/15 * * * *'}\n")
    is_late = Lateness(config, load(config), lambda: now[0])
    Database.open(str(tmp_path / "newsdelta.db")).close()
    config.write_text("schedule: {monitor: '0 6 * * *'}\ndatabase: another.db\n")
    now[0] = NOON + timedelta(days=2)
    assert not is_late(), "once a day now, and the database is the one of the start"
    config.write_text("schedule: {monitor: 'never'}\n")
    now[0] += timedelta(days=2)
    assert not is_late(), "what is wrong changes nothing"
    config.write_text("schedule: {monitor: '*/15 * * * *'}\n")
    assert not is_late(), "the first pass of a new schedule is given time"
    now[0] += timedelta(minutes=46)
    assert is_late()


def test_a_pass_that_hangs_is_late_after_a_day(tmp_path: Path) -> None:
    """It renews its lease beside what it hangs in."""
    config, now = tmp_path / "newsdelta.yaml", [NOON]
    config.write_text("schedule: {monitor: '*/15 * * * *'}\n")
    is_late = Lateness(config, load(config), lambda: now[0])
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
        with db.write() as conn:
            passes.begin(conn, "upkeep", NOON - timedelta(days=3))  # killed, and not begun again since
            passes.begin(conn, "monitor", NOON)
        for hours, expected in ((1, False), (23, False), (25, True)):
            now[0] = NOON + timedelta(hours=hours)
            with db.write() as conn:
                held = leases.take(conn, "work", "elsewhere:boot:1:1:1", now[0])
                assert held is not None
            assert is_late() == expected, hours
            with db.write() as conn:
                leases.release(conn, held, now[0])


def test_the_dead_mans_switch_tells_people_though_a_digest_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, now = tmp_path / "newsdelta.yaml", datetime.now(UTC)
    config.write_text("schedule: {monitor: '*/15 * * * *'}\nchannels: [{name: box, kind: folder, path: box}]\n")
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
        with db.write() as conn:
            last = now - timedelta(days=2)
            passes.end(conn, passes.begin(conn, "monitor", last), last, {})
            assert leases.take(conn, DIGEST, "elsewhere:boot:1:1:1", now)
            digest = passes.begin(conn, "digest", now)
        monkeypatch.setattr("sys.argv", ["deadman", str(config)])
        deadman.main()
        (told,) = (tmp_path / "box").glob("*no-monitoring-pass-has-ended*.eml")
        with db.read() as conn:
            assert passes.latest(conn, "watchdog")[0].outcome == passes.FINE
            assert (passes.latest(conn, "digest")[0].id, passes.latest(conn, "digest")[0].ended) == (digest, None)
    assert told.exists()
