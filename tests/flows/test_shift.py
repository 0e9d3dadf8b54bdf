"""What surrounds the steps of a pass: the lease, its renewal, the record, and what happens when one fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.errors import DatabaseFull
from settings.limits import BACKUP_FOLDER
from settings.limits_flows import LEASE_HUNG_FOR
from settings.limits_storage import PASS_DAYS
from settings.schema import RetentionSetting, Settings
from steps import shift as shifts
from steps import upkeep
from steps.context import Context, open_context
from steps.shift import MONITOR_PASS, LeaseLost, working
from storage import backup
from storage.running import leases, passes

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Counted:
    things: int


def step(context: Context, progress: Any = None) -> Counted:
    progress("step", 1, 1)
    return Counted(3)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with open_context(Settings(database=str(tmp_path / "newsdelta.db")), lambda: NOW) as context:
        yield context


def newest(context: Context) -> passes.Pass:
    with context.db.read() as conn:
        return passes.latest(conn, MONITOR_PASS)[0]


def test_a_pass_is_on_record_with_what_its_steps_counted(context: Context) -> None:
    seen: list[tuple[str, int, int]] = []
    with working(context, MONITOR_PASS, lambda *at: seen.append(at)) as shift:
        assert shift is not None
        assert shift.run("step", step) == {"things": 3}
        assert newest(context).ended is None
        with working(context, MONITOR_PASS) as other:
            assert other is None
    assert seen == [("step", 1, 1)]
    assert newest(context).outcome == passes.FINE
    assert newest(context).counts["step"]["things"] == 3
    with working(context, MONITOR_PASS) as again:
        assert again is not None


def test_a_pass_that_fails_says_why_and_frees_the_lease(context: Context) -> None:
    with pytest.raises(DatabaseFull), working(context, MONITOR_PASS):
        raise DatabaseFull("The disk is full: make room.")
    assert (newest(context).outcome, newest(context).note) == (passes.FAILED, "The disk is full: make room.")
    with working(context, MONITOR_PASS) as again:
        assert again is not None


def test_one_that_was_overtaken_stops_before_it_writes_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shifts, "LEASE_RENEWED_EVERY_S", 0.01)
    overtaken = threading.Event()

    def slow(context: Context, progress: Any = None) -> None:
        with context.db.write() as conn:  # as after a week's sleep: another has taken the lease meanwhile
            later = NOW + timedelta(days=7) + LEASE_HUNG_FOR
            taken = leases.take(conn, shifts.WORK, "elsewhere:boot:1:1:1", later)
            assert taken is not None
        while True:
            overtaken.wait(0.01)
            progress("step", 1, 2)

    def overtaken_pass() -> None:
        with working(context, MONITOR_PASS) as shift:
            assert shift is not None
            shift.run("step", slow)

    with pytest.raises(LeaseLost):
        overtaken_pass()
    with context.db.read() as conn:
        held = leases.current(conn, shifts.WORK, NOW)
    assert held is not None
    assert held.holder == "elsewhere:boot:1:1:1", "the one that overtook keeps it"


def test_a_renewal_that_a_bug_ends_stops_the_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifts, "LEASE_RENEWED_EVERY_S", 0.01)
    times = iter([NOW, NOW])
    with open_context(Settings(database=str(tmp_path / "newsdelta.db")), lambda: next(times)) as context:
        with context.db.write() as conn:
            held = leases.take(conn, shifts.WORK, leases.this_holder(), context.clock())
        assert held is not None
        shift = shifts.Shift(context, held, MONITOR_PASS, None)
        with pytest.raises(StopIteration):  # as a fault of the driver that says nothing to a person
            shift.renew()
        with pytest.raises(LeaseLost):
            shift.run("step", step)


def test_seconds_of_a_step_within_another_are_its_own(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 2.0, 5.0, 9.0, 20.0, 21.0])  # out: 2 s, in: 3 s, out: 4 s; later in: 1 s
    with shifts.working(context, MONITOR_PASS) as shift:
        assert shift is not None
        monkeypatch.setattr(shifts.time, "monotonic", lambda: next(ticks))
        shift.run("out", lambda context, progress: shift.run("in", step) and None)
        assert list(shift.counts) == ["out", "in"]
        shift.run("in", step)
        monkeypatch.undo()
    assert {name: each["seconds"] for name, each in shift.counts.items()} == {"out": 6.0, "in": 4.0}


def test_upkeep_backs_up_and_lets_go_of_old_passes(context: Context, tmp_path: Path) -> None:
    with context.db.write() as conn:
        for days in (PASS_DAYS + 1, PASS_DAYS - 1):
            one = passes.begin(conn, MONITOR_PASS, NOW - timedelta(days=days))
            passes.end(conn, one, NOW - timedelta(days=days), {})
    report = upkeep.run_upkeep(context)
    assert not report.busy
    assert report.counts["retention"]["passes"] == 1
    (made,) = backup.listing(tmp_path / BACKUP_FOLDER)
    assert backup.look(made).articles == 0


def test_who_wants_no_backups_gets_none(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "newsdelta.db"), retention=RetentionSetting(backups=0))
    with open_context(settings, lambda: NOW) as context:
        report = upkeep.run_upkeep(context)
    assert report.counts["backup"]["backups"] == 0
    assert not (tmp_path / BACKUP_FOLDER).exists()


def test_a_backup_that_fails_does_not_keep_retention_from_making_room(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "newsdelta.db"), retention=RetentionSetting(backups=1))
    (tmp_path / BACKUP_FOLDER).write_text("a file where the folder should be")
    with open_context(settings, lambda: NOW) as context:
        with pytest.raises(OSError, match="exists"):
            upkeep.run_upkeep(context)
        with context.db.read() as conn:
            failed = passes.latest(conn, "upkeep")[0]
    assert failed.outcome == passes.FAILED
    assert {"retention", "stories", "audit"} <= set(failed.counts)


def test_what_the_settings_keep_is_what_upkeep_keeps(tmp_path: Path) -> None:
    kept = RetentionSetting(text_days=3, vector_days=5, database_gib=0.5, backups=2)
    policy = upkeep.policy(kept)
    assert (policy.text, policy.vectors) == (timedelta(days=3), timedelta(days=5))
    assert policy.most_bytes == 512 * 1024**2
    assert upkeep.policy(RetentionSetting()).most_bytes is None
    settings = Settings(database=str(tmp_path / "newsdelta.db"), retention=kept)
    for day in range(4):
        with open_context(settings, lambda day=day: NOW + timedelta(days=day)) as context:
            if not day:
                with context.db.write() as conn:
                    for days in (89, 91):
                        old = passes.begin(conn, MONITOR_PASS, NOW - timedelta(days=days))
                        passes.end(conn, old, NOW - timedelta(days=days), {})
                assert upkeep.retain(context).passes == 1
            upkeep.make_backup(context)
    names = [path.name for path in backup.listing(tmp_path / BACKUP_FOLDER)]
    assert names == ["newsdelta-20260304T120000Z.db", "newsdelta-20260303T120000Z.db"]
