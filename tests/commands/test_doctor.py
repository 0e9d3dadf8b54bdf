"""What the doctor finds wrong: passes and upkeep that failed or stay away, a full disk, and what is at work."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from commands.app import App
from newsdelta import cli
from steps.shift import WORK
from storage.database import Database
from storage.running import leases, passes

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
Doctor = Callable[[], dict[str, Any]]


@pytest.fixture
def db(settings_file: Path) -> Any:
    with Database.open(str(settings_file.parent / "newsdelta.db")) as opened:
        yield opened


@pytest.fixture
def doctor(settings_file: Path) -> Doctor:
    def look() -> dict[str, Any]:
        asked = ["--config", str(settings_file), "doctor", "--json"]
        done = CliRunner().invoke(cli, asked, obj=App(now=lambda: NOW))
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.exit_code == int(any(line["level"] == "wrong" for line in found))
        return {line["about"]: (line["level"], line["text"]) for line in found}

    return look


def a_pass(db: Database, kind: str, at: datetime, outcome: str = passes.FINE, note: str | None = None) -> None:
    with db.write() as conn:
        passes.end(conn, passes.begin(conn, kind, at), at + HOUR / 60, {}, outcome, note)


def test_a_pass_that_failed_says_why(db: Database, doctor: Doctor) -> None:
    a_pass(db, "monitor", NOW - 3 * HOUR)
    a_pass(db, "monitor", NOW - HOUR, passes.FAILED, "DatabaseFull: no room")
    level, text = doctor()["last pass"]
    assert (level, text) == ("wrong", "failed 59 min ago: DatabaseFull: no room")


def test_no_pass_for_long_is_wrong_and_one_at_work_is_said(db: Database, doctor: Doctor) -> None:
    a_pass(db, "monitor", NOW - 5 * HOUR)
    level, text = doctor()["last pass"]
    assert level == "wrong"
    assert "one is due '*/15 * * * *'" in text
    assert "now" not in doctor()
    with db.write() as conn:
        assert leases.take(conn, WORK, leases.this_holder(), NOW)
    assert doctor()["now"] == ("fine", "a pass is at work")


def test_upkeep_that_failed_or_stays_away(db: Database, doctor: Doctor) -> None:
    a_pass(db, "monitor", NOW - HOUR / 6)
    a_pass(db, "upkeep", NOW - 90 * HOUR)
    level, text = doctor()["upkeep"]
    assert level == "wrong"
    assert text.startswith("none ended well since ")
    a_pass(db, "upkeep", NOW - HOUR, passes.FAILED, "OSError: backups")
    assert doctor()["upkeep"] == ("wrong", "failed 59 min ago: OSError: backups")
    a_pass(db, "upkeep", NOW - HOUR / 2)
    assert doctor()["upkeep"][0] == "fine"


def test_a_disk_without_room(db: Database, doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor()["disk"][0] == "fine"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=50 * 2**20))
    level, text = doctor()["disk"]
    assert level == "wrong"
    assert text.endswith(" free")
