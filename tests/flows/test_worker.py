"""The worker of `newsdelta up`, as far as it needs no server: when it begins, and that it goes on following."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect.events.schemas.automations import AutomationCore, CompoundTrigger, EventTrigger, Posture

from flows import home, work
from settings.limits_flows import LEASE_FOR
from settings.schema import Settings
from steps.shift import WORK
from storage.database import Database
from storage.running import leases, passes

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_first_pass_waits_for_a_lease_whose_holder_cannot_be_seen(tmp_path: Path) -> None:
    """A power cut of a container on PostgreSQL: the next pass by the schedule may be a day away."""
    settings = Settings(database=str(tmp_path / "newsdelta.db"))
    assert work._first_pass(settings, NOON) == NOON, "no database yet"
    with Database.open(settings.database_url()) as db:
        assert work._first_pass(settings, NOON) == NOON
        with db.write() as conn:
            assert leases.take(conn, WORK, "elsewhere:boot:1:1:1", NOON)
        first = work._first_pass(settings, NOON)
        assert first == NOON + LEASE_FOR
        with db.write() as conn:
            assert leases.take(conn, WORK, leases.this_holder(), first), "it has lapsed by then"
    with Database.open(str(tmp_path / "other.db")) as db, db.write() as conn:
        assert leases.take(conn, WORK, f"{leases.place()}:1:long-dead", NOON)
    assert work._first_pass(Settings(database=str(tmp_path / "other.db")), NOON) == NOON


def test_upkeep_that_was_missed_is_due_at_the_start(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "newsdelta.db"), timezone="Europe/Berlin")
    assert not work._upkeep_missed(settings, NOON), "no database yet"

    def past(kind: str, at: datetime, outcome: str = passes.FINE) -> None:
        with Database.open(settings.database_url()) as db, db.write() as conn:
            passes.end(conn, passes.begin(conn, kind, at), at, {}, outcome)

    past("monitor", NOON)
    assert not work._upkeep_missed(settings, NOON + timedelta(hours=14)), "begun today, due at 3:17 in Berlin"
    assert work._upkeep_missed(settings, NOON + timedelta(hours=15)), "off at night from the first day on"
    past("upkeep", NOON + timedelta(hours=15))
    assert not work._upkeep_missed(settings, NOON + timedelta(hours=20))
    past("upkeep", NOON + timedelta(hours=39), passes.FAILED)
    assert work._upkeep_missed(settings, NOON + timedelta(hours=40))


def test_users_of_one_machine_share_no_folder_of_prefects_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two users who had a worker, the second's ended at each start: the first owned /tmp/runner_storage."""
    from prefect.runner import Runner

    given = os.environ.get("TMPDIR")
    monkeypatch.setattr(tempfile, "tempdir", None)
    left = tmp_path / ".newsdelta" / "runner" / "runner_storage" / "of-one-that-was-killed"
    left.mkdir(parents=True)
    work.keep_apart(tmp_path / "newsdelta.yaml")
    assert not left.exists()
    assert Runner(name="a worker's")._tmp_dir.is_relative_to(tmp_path / ".newsdelta")
    inside = tempfile.tempdir
    (tmp_path / "a file").touch()
    work.keep_apart(tmp_path / "a file" / "newsdelta.yaml")
    assert tempfile.tempdir == inside, "it begins, where nothing can be written beside the settings"
    assert os.environ.get("TMPDIR") == given, "its runs keep to the system's"


def test_two_machines_of_one_host_name_are_two_workers_on_a_server_that_they_share(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = f"newsdelta-{socket.gethostname()}"
    monkeypatch.setattr(home, "machine", lambda: "0123456789abcdef")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4201/api")
    assert home.worker_name() == alone, "cards may change, and nobody else can be there"
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.example:4200/api")
    assert home.worker_name() == f"{alone}-01234567"
    monkeypatch.setattr(home, "machine", lambda: "")
    assert home.worker_name() == alone


def test_what_lives_on_looks_for_garbage_as_usual_once_it_is_loaded() -> None:
    code = (
        "import gc; usual = gc.get_threshold(); from settings.startup import settle, start_lightly;"
        "start_lightly(); assert gc.get_threshold() > usual; settle(); assert gc.get_threshold() == usual"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_goes_wrong_once_does_not_end_the_following(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Settings] = []

    async def follow(_config: Path, settings: Settings) -> Settings:
        asked.append(settings)
        if len(asked) == 1:
            raise OSError("prefect.yaml is being replaced")
        raise asyncio.CancelledError

    monkeypatch.setattr(work, "follow", follow)
    monkeypatch.setattr(work, "SCHEDULES_READ_EVERY_S", 0)
    known = Settings()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(work._follow_always(Path("newsdelta.yaml"), known))
    assert asked == [known, known]
    assert "prefect.yaml is being replaced" in capsys.readouterr().out


def test_an_automation_that_a_person_made_is_not_ours() -> None:
    event = EventTrigger(expect={"prefect.flow-run.Failed"}, posture=Posture.Reactive, threshold=1)
    both = CompoundTrigger(triggers=[event], within=None, require="all")
    assert work._said(AutomationCore(name="by hand", trigger=both, actions=[])) is None
    assert work._said(AutomationCore(name="by hand", trigger=event, actions=[])) is not None
