"""The demo tells no alarm about itself, while its clock jumps and long after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from commands.demo_run import Demo
from sample import timeline
from settings.load import load
from steps.watchdog import overdue


def test_no_pass_is_missing_by_the_demos_own_schedule(tmp_path: Path) -> None:
    settings = load(Demo(tmp_path)._write_settings([("http://127.0.0.1:9/feed", "Alpha", "Alpha Trust")]))
    times = timeline()
    assert max(later - earlier for earlier, later in pairwise(times)) > timedelta(days=100)
    assert not any(overdue(settings, earlier, later) for earlier, later in pairwise(times))
    assert not overdue(settings, times[-1], datetime(2033, 1, 1, tzinfo=UTC))
