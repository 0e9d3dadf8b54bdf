"""`newsdelta up` with a real Prefect server: it works, it is killed, it works again."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from storage import passes
from storage.database import Database
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
    ask: Any,
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
    address = up.wait_for("Prefect's own").split()[-1] + "/api"
    assert gate.reached.wait(120), "the pass began"
    (cut_off,) = ask(address, "flow_runs/filter", flow_runs={"state": {"type": {"any_": ["RUNNING"]}}})
    up.power_cut()
    assert len(finished(tmp_path)) == 0

    gate.open()
    again = start_up(config)
    again.wait_for("A pass begins now")
    wait_for_pass(tmp_path, passes.FINE, 240)  # how soon is measured by the benchmark, on a quiet machine
    killed = [each for each in finished(tmp_path) if each.outcome == passes.KILLED]
    assert len(killed) == 1, "the pass that was cut off is on record as such"
    address = again.said[-2].split()[-1] + "/api"
    runs = {run["id"]: run["state"]["type"] for run in ask(address, "flow_runs/filter")}
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
    from filelock import FileLock

    config = make_settings(MAIL)
    (tmp_path / ".newsdelta").mkdir()
    with FileLock(str(tmp_path / ".newsdelta" / "up.lock")):
        up = start_up(config)
        up.wait_for("is up already")
        assert up.process.wait(20) == 1
