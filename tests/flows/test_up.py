"""`newsdelta up` with a real Prefect server: it works, it is killed, it works again."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
import sqlalchemy as sa
from filelock import FileLock

from bench.worlds.unattended import NOON
from commands.up import _now
from flows import whereabouts
from storage.database import Database
from storage.running import passes
from storage.schema import alerts, articles, deliveries

MAIL = "{name: mail, kind: folder, path: mail}"


def rows(folder: Path, table: sa.Table) -> list[Any]:
    with Database.open(str(folder / "newsdelta.db")) as db, db.read() as conn:
        return list(conn.execute(sa.select(table)))


def finished(folder: Path) -> list[passes.Pass]:
    with Database.open(str(folder / "newsdelta.db")) as db, db.read() as conn:
        return [each for each in passes.latest(conn, "monitor", 50) if each.ended is not None]


def wait_for_pass(folder: Path, outcome: str, seconds: float) -> None:
    """Until a pass with that outcome is on record."""
    until = time.monotonic() + seconds
    while not any(each.outcome == outcome for each in finished(folder)):
        assert time.monotonic() < until, f"no pass ended {outcome} within {seconds} s: {finished(folder)}"
        threading.Event().wait(0.5)


def test_a_power_cut_in_the_middle_of_a_pass_loses_nothing(
    make_settings: Any,
    gate: Any,
    tmp_path: Path,
    start_up: Callable[[Path], Any],
    prefect_tables: Path,
) -> None:
    config = make_settings(MAIL)
    if prefect_tables.exists():
        (tmp_path / ".newsdelta" / "prefect").mkdir(parents=True)
        shutil.copy(prefect_tables, tmp_path / ".newsdelta" / "prefect" / "prefect.db")
    gate.close_after(8)  # feeds are in, some pages are read
    up = start_up(config)
    assert "feeds" in up.wait_for("Watching")
    up.wait_for("Prefect's own")
    assert gate.reached.wait(120), "the pass began"
    (cut_off,) = up.api("flow_runs/filter", flow_runs={"state": {"type": {"any_": ["RUNNING"]}}})
    up.power_cut()
    assert len(finished(tmp_path)) == 0

    gate.open()
    again = start_up(config)
    again.wait_for("A pass begins now")
    wait_for_pass(tmp_path, passes.FINE, 240)  # how soon is measured by the benchmark, on a quiet machine
    killed = [each for each in finished(tmp_path) if each.outcome == passes.KILLED]
    assert len(killed) == 1, "the pass that was cut off is on record as such"
    runs = {run["id"]: run["state"]["type"] for run in again.api("flow_runs/filter")}
    assert runs[cut_off["id"]] == "CRASHED"

    told = rows(tmp_path, alerts)
    sent = [each for each in rows(tmp_path, deliveries) if each.alert_id is not None]
    assert len(rows(tmp_path, articles)) >= 10
    assert told
    assert len({(each.watch, each.development_id) for each in told}) == len(told)
    assert {each.state for each in sent} == {"sent"}
    letters = list((tmp_path / "mail").glob("*.eml"))
    assert len(letters) == len({each.folded_into or each.id for each in sent}), "each letter came once"

    _restarts_and_stops(again)


def _restarts_and_stops(up: Any) -> None:
    worker = next(each for each in up.everybody() if "flows.work" in " ".join(each.cmdline()))
    worker.kill()
    said = up.wait_for("The worker ended")
    assert "started again" in said

    everybody = up.everybody()
    begun = time.monotonic()
    up.process.terminate()
    up.process.wait(15)
    assert time.monotonic() - begun < 10
    assert up.process.returncode == 0
    up.wait_for("Stopped.")
    _, alive = psutil.wait_procs(everybody, timeout=2)
    assert alive == []


def test_two_of_them_on_the_same_settings_are_one_too_many(
    make_settings: Any, tmp_path: Path, start_up: Callable[[Path], Any]
) -> None:
    config = make_settings(MAIL)
    folder = tmp_path / ".newsdelta"
    folder.mkdir()
    with FileLock(str(folder / "up.lock")):
        whereabouts.note(folder, config, NOON, "http://127.0.0.1:8765/", "http://127.0.0.1:4200")
        up = start_up(config)
        told = up.wait_for("is up already")
        assert up.process.wait(20) == 1
    assert f"with {config}: process {os.getpid()} since 2026-03-06 18:00 UTC" in told
    assert "pages http://127.0.0.1:8765/" in told
    whereabouts.forget(folder)
    assert whereabouts.told(folder) == f"newsdelta is up already in {tmp_path}. Stop that one first."


def test_a_broken_file_of_settings_keeps_nobody_from_starting_again(
    make_settings: Any, tmp_path: Path, start_up: Callable[[Path], Any]
) -> None:
    config = make_settings(MAIL)
    good = config.read_text("utf-8")
    broken = good.replace("channels:", "chanels:")
    config.write_text(broken, "utf-8")
    assert "chanels" in (up := start_up(config)).wait_for("chanels")
    assert up.process.wait(20) == 2, "it was never right"
    config.write_text(good, "utf-8")
    with FileLock(str(tmp_path / ".newsdelta" / "up.lock")):
        for text in (good, broken):
            config.write_text(text, "utf-8")
            (up := start_up(config)).wait_for("is up already")
            assert up.process.wait(20) == 1
            assert any("works by what the file said before" in line for line in up.said) == (text == broken)


def test_a_stop_while_it_starts_leaves_nothing(
    make_settings: Any, tmp_path: Path, start_up: Callable[[Path], Any]
) -> None:
    config = make_settings(MAIL)
    up = start_up(config)
    lock = tmp_path / ".newsdelta" / "up.lock"
    while not lock.exists():
        assert up.process.poll() is None
        threading.Event().wait(0.01)
    up.stop()  # before anything is started: the database is being made
    assert up.process.returncode == -signal.SIGTERM

    up = start_up(config)  # what was cut off does not stand in its way
    up.wait_for("Starting")
    while len(everybody := up.everybody()) < 4:
        assert up.process.poll() is None
        threading.Event().wait(0.01)
    begun = time.monotonic()
    up.process.terminate()
    assert up.process.wait(15) == 0
    assert time.monotonic() - begun < 10
    assert psutil.wait_procs(everybody, timeout=2)[1] == []
    assert not (tmp_path / ".newsdelta" / "up.json").exists()


def test_a_full_disk_and_a_folder_in_the_way_are_said_in_a_sentence(make_settings: Any, tmp_path: Path) -> None:
    config = make_settings(MAIL)

    def start(before: Callable[[], None] | None = None) -> str:
        command = [sys.executable, "-m", "newsdelta", "--config", str(config), "up"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, preexec_fn=before)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    # No room for a single byte, as far as a process can have that of its own.
    assert "newsdelta cannot begin in" in start(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    shutil.rmtree(tmp_path / ".newsdelta")
    (tmp_path / ".newsdelta").write_text("somebody's own")
    assert "File exists" in start()


def test_a_line_that_nobody_takes_does_not_end_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w", buffering=1) as full:
        monkeypatch.setattr(sys, "stdout", full)
        _now("Watching")
        with suppress(OSError):
            full.close()
