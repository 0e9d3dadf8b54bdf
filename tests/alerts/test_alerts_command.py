"""`newsdelta alerts`, `mute`, `snooze` and feedback: of that watch, that time and those alerts alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from alerts.message import Failed
from commands.app import App
from models.nouns import Problem
from newsdelta import cli
from steps.deliver import deliver
from storage.schema import deliveries, feedback

FILE = """
database: news.db
timezone: Europe/Berlin
watches:
  - {name: Water, words: water, timezone: America/New_York}
  - {name: Homes, words: homes}
channels:
  - {name: box, kind: folder, path: box}
"""


@pytest.fixture
def room(make: Any, tmp_path: Path) -> Any:
    (tmp_path / "newsdelta.yaml").write_text(FILE, encoding="utf-8")
    return make({"name": "Water", "words": "water"}, {"name": "Homes", "words": "homes"})


@pytest.fixture
def call(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, list(words), obj=App(now=room.clock), catch_exceptions=False)


def listed(call: Callable[..., Result], *words: str) -> list[int]:
    return [json.loads(line)["development_id"] for line in call("alerts", "--json", *words).stdout.splitlines()]


def test_they_are_listed_by_watch_time_and_state(room: Any, call: Callable[..., Result], recorder: Any) -> None:
    room.tell(room.development("The water is off."))
    deliver(room.context, channels={"box": recorder("box")})
    room.clock.pass_(days=3)
    room.tell(room.development("New homes for 300.", room.story("Homes in Dunmere")))
    assert listed(call) == [2, 1], "newest first"
    assert (listed(call, "--days", "2"), listed(call, "--days", "4")) == ([2], [2, 1])
    assert (listed(call, "--watch", "Water"), listed(call, "--watch", "Homes")) == ([1], [2])
    assert (listed(call, "--state", "sent"), listed(call, "--state", "pending")) == ([1], [2])


def test_what_was_held_is_listed_by_watch_and_time(room: Any, call: Callable[..., Result]) -> None:
    call("mute", "--phrase", "drill")
    room.tell(room.development("The water drill."))
    room.clock.pass_(days=3)
    room.tell(room.development("A drill for homes.", room.story("Homes in Dunmere")))
    assert listed(call, "--held") == [2, 1]
    assert listed(call, "--held", "--days", "2") == [2]
    assert listed(call, "--held", "--watch", "Water") == [1]


def test_one_is_shown_by_its_watchs_clock(room: Any, call: Callable[..., Result]) -> None:
    room.tell(room.development("The water is off in 300 homes."))
    assert "4 May 2026, 08:00 EDT" in call("alerts", "show", "1").output
    assert "4 May 2026, 14:00 CEST" in call("alerts", "show", "2").output


def test_those_that_are_named_are_tried_again_and_no_others(
    room: Any, call: Callable[..., Result], recorder: Any
) -> None:
    refused = Failed(Problem("smtp-550", "no such user", retry=False))
    for number in range(3):
        room.tell(room.development(f"The water is off in {number} streets."))
        deliver(room.context, channels={"box": recorder("box", [refused])})
    result = call("alerts", "retry", "2")
    assert result.exit_code == 0
    assert "1 delivery tried again" in result.output
    states = {row.alert_id: row.state for row in room.rows(deliveries) if row.alert_id}
    assert states == {1: "failed", 2: "sent", 3: "failed"}
    assert "2 deliveries tried again" in call("alerts", "retry").output


def test_what_fails_again_ends_with_a_code_and_says_why(
    room: Any, call: Callable[..., Result], recorder: Any, tmp_path: Path
) -> None:
    room.tell(room.development())
    deliver(room.context, channels={"box": recorder("box", [Failed(Problem("x", "no", retry=False))] * 2)})
    (tmp_path / "box").write_text("in the way", encoding="utf-8")
    result = call("alerts", "retry")
    assert result.exit_code == 1
    assert "box: cannot write into" in result.output


def test_what_is_said_holds_for_whom_and_for_how_long_it_was_said(room: Any, call: Callable[..., Result]) -> None:
    room.tell(room.development("The water is off."))
    call("not-news", "1")
    call("snooze", "1", "--days", "3", "--watch", "Homes")
    call("snooze", "--source", "Kurier")
    call("mute", "--phrase", "drill")
    now = room.clock()
    assert [(row.kind, row.watch, row.story_id, row.source, row.phrase, row.until) for row in room.rows(feedback)] == [
        ("not-news", "Water", 1, None, None, None),
        ("snooze", "Homes", 1, None, None, now + timedelta(days=3)),
        ("snooze", None, None, "Kurier", None, now + timedelta(days=7)),
        ("mute", None, None, None, "drill", None),
    ]
