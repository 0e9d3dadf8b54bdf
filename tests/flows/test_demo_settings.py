"""The demo tells no alarm about itself, while its clock jumps and long after; and what it shows in the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from alerts.view import AlertView, Change, Source
from commands.demo_run import Demo
from commands.demo_words import chosen
from sample import timeline
from settings.load import load
from steps.watchdog import overdue

WHEN = datetime(2026, 3, 4, tzinfo=UTC)


def test_no_pass_is_missing_by_the_demos_own_schedule(tmp_path: Path) -> None:
    settings = load(Demo(tmp_path)._write_settings([("http://127.0.0.1:9/feed", "Alpha", "Alpha Trust")]))
    times = timeline()
    assert max(later - earlier for earlier, later in pairwise(times)) > timedelta(days=100)
    assert not any(overdue(settings, earlier, later) for earlier, later in pairwise(times))
    assert not overdue(settings, times[-1], datetime(2033, 1, 1, tzinfo=UTC))


def told(kind: str, *known: str, figures: bool = False, story: int = 0) -> AlertView:
    page = Source("A title", "http://alpha.example/1", "Alpha", "Alpha Trust", WHEN)
    old, new = ("4", "7") if figures else (None, None)
    changes = tuple(Change("A sentence.", figures, old, new, each, page) for each in known)
    return AlertView("w", (kind,), "It is so", story, "Story", WHEN, WHEN, page, changes, (), 0, 1, 1, 1.0, 1.0)


def test_the_demo_shows_a_few_alerts_of_different_kinds_the_shortest_of_each() -> None:
    first, plain = told("first"), told("development", "x")
    long, short = told("development", "x" * 90, figures=True), told("development", "x", figures=True)
    wake, correction = told("wake", "x"), told("correction", "x", figures=True)
    assert chosen([first, long, plain, wake, short, correction]) == [wake, short, correction]
    assert chosen([first, plain, plain]) == [first, plain]
    assert chosen([]) == []
