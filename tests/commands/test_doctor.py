"""What the doctor finds wrong: passes and upkeep that failed or stay away, a full disk, and what is at work."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from commands.app import App
from models.nouns import Problem
from newsdelta import cli
from steps.shift import WORK
from storage.database import Database
from storage.reading import feeds
from storage.running import leases, passes

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
Doctor = Callable[..., dict[str, Any]]


@pytest.fixture
def db(settings_file: Path) -> Any:
    with Database.open(str(settings_file.parent / "newsdelta.db")) as opened:
        yield opened


@pytest.fixture
def doctor(settings_file: Path) -> Doctor:
    def look(*of: str) -> dict[str, Any]:
        of = of or ("level", "text")
        asked = ["--config", str(settings_file), "doctor", "--json"]
        done = CliRunner().invoke(cli, asked, obj=App(now=lambda: NOW))
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.exit_code == int(any(line["level"] == "wrong" for line in found))
        return {line["about"]: tuple(line[each] for each in of) for line in found}

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


def asked(db: Database, **hours_due: float) -> None:
    """Feeds that answered well five hours ago, each due so many hours ago."""
    with db.write() as conn:
        feeds.sync(conn, [feeds.Listed(f"http://{name}.example/", name) for name in hours_due], 900)
        for feed in feeds.listing(conn):
            due = NOW - HOUR * hours_due[feed.name]
            feeds.save(conn, replace(feed, last_good=NOW - 5 * HOUR, next_poll=due))


def test_feeds_that_are_not_asked_are_not_called_fine(db: Database, doctor: Doctor, settings_file: Path) -> None:
    """A pass is due every quarter of an hour: what has waited through three should have been asked."""
    with settings_file.open("a") as out:
        out.write("timezone: Europe/Berlin\n")
    asked(db, One=4, Two=0.7, Three=-1)
    a_pass(db, "monitor", NOW - 4 * HOUR)
    level, text, mend = doctor("level", "text", "mend")["not polled"]
    assert (level, text) == ("note", "One, due since 2026-03-11 09:00 (4 h ago)")
    assert mend == "Does the schedule run ('newsdelta up')? 'newsdelta run' asks them now."
    assert doctor()["feeds"] == ("fine", "2 of 3 fine, 1 not polled")
    a_pass(db, "monitor", NOW - HOUR / 6)
    assert doctor("mend")["not polled"] == ("'newsdelta run' asks them now.",)


def test_feeds_that_all_wait_are_wrong_and_those_that_wait_longest_are_named(db: Database, doctor: Doctor) -> None:
    asked(db, **{f"Feed {number}": number for number in range(2, 9)})
    with db.write() as conn:
        last = feeds.listing(conn)[-1]
        feeds.save(conn, replace(last, problem=Problem("status", "It answers 404."), failures=1))
    level, text = doctor()["not polled"]
    assert level == "wrong"
    assert [each.partition(",")[0] for each in text.split("; ")] == [
        "Feed 8", "Feed 7", "Feed 6", "Feed 5", "Feed 4", "and 2 more",
    ]  # fmt: skip
    assert doctor()["feeds"][1] == "0 of 7 fine, 6 not polled, 1 failing"
    with db.write() as conn:
        for feed in feeds.listing(conn):
            feeds.pause(conn, feed.id)
    assert "not polled" not in doctor()
    assert doctor()["feeds"][1] == "0 of 7 fine, 7 paused"
