"""Power cuts: server, worker, flow and pages killed at once in the middle of a pass, then started again.

    python -m bench.power_cuts [--times 20] [--json OUT]

Each time the newsroom stops in the middle of another answer, everything is killed by SIGKILL, and
`newsdelta up` is started again. Measured from that start: when the next pass begins and ends. Checked:
nothing lost, nobody told twice, the run that was cut off marked as crashed, and a run of somebody else's
deployment on the same server left as it was. Ends with 1 when one of these does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.worlds.unattended import Gate, Up, settings_file
from sample import Newsroom
from storage.database import Database
from storage.running import passes
from storage.schema import alerts, articles, deliveries

NEXT_PASS_WITHIN_S = 60
WAIT_S = 300
LOOK_S = 0.2
STARTED = {"state": {"type": {"any_": ["RUNNING", "PENDING"]}}}
CUTS = (2, 5, 8, 11, 14, 16)
"""After so many of the 17 answers that a pass gets from the newsroom: among robots.txt, feeds and pages."""


def state(db: Database) -> dict[str, Any]:
    with db.read() as conn:
        told = conn.execute(sa.select(alerts.c.watch, alerts.c.development_id)).all()
        return {
            "passes": passes.latest(conn, "monitor", 50),
            "articles": conn.scalar(sa.select(sa.func.count()).select_from(articles)),
            "told": [tuple(row) for row in told],
            "letters": conn.scalar(
                sa.select(sa.func.count())
                .select_from(deliveries)
                .where(deliveries.c.state == "sent", deliveries.c.folded_into.is_(None))
            ),
        }


def until(db: Database, good: Any, begun: float) -> float:
    while not any(good(each) for each in state(db)["passes"]):
        if time.monotonic() - begun > WAIT_S:
            raise TimeoutError(f"nothing within {WAIT_S} s")
        threading.Event().wait(LOOK_S)
    return time.monotonic() - begun


def somebody_elses_run(up: Up) -> str:
    """Of a deployment that is not newsdelta's, Running and without a process: as an orphan of ours looks."""
    flow: Any = up.api("flows/", name="somebody-elses")
    deployment: Any = up.api("deployments/", name="theirs", flow_id=flow["id"])
    run: Any = up.api(f"deployments/{deployment['id']}/create_flow_run")
    up.api(f"flow_runs/{run['id']}/set_state", state={"type": "RUNNING"}, force=True)
    return str(run["id"])


def cut(number: int) -> dict[str, Any]:
    gate = Gate()
    with tempfile.TemporaryDirectory() as name, Newsroom(gate) as room, ExitStack() as stack:
        folder = Path(name)
        config = settings_file(folder, room, "{name: mail, kind: folder, path: mail}")
        gate.close_after(CUTS[number % len(CUTS)])
        first = Up(config)
        first.wait_for("A pass begins now", WAIT_S)
        if not gate.reached.wait(WAIT_S):
            raise TimeoutError("the pass never came so far")
        cut_off = {run["id"] for run in first.api("flow_runs/filter", flow_runs=STARTED)}
        foreign = somebody_elses_run(first)
        first.power_cut()
        gate.open()
        db = stack.enter_context(Database.open(str(folder / "newsdelta.db")))
        killed = state(db)["passes"][0].id
        begun = time.monotonic()
        second = Up(config)
        try:
            begins = until(db, lambda each: each.id > killed, begun)
            ends = until(db, lambda each: each.outcome == passes.FINE, begun)
            second.wait_for("A pass begins now", WAIT_S)
            runs = second.api("flow_runs/filter")
            states = [run["state"]["type"] for run in runs if run["id"] in cut_off]
            theirs = [run["state"]["type"] for run in runs if run["id"] == foreign]
            found = state(db)
            stopping = time.monotonic()
            second.stop()
            stopped = time.monotonic() - stopping
        finally:
            if second.process.poll() is None:
                second.power_cut()
        letters = len(list((folder / "mail").glob("*.eml")))
        return {
            "after_answers": CUTS[number % len(CUTS)],
            "next_pass_begins_s": round(begins, 1),
            "next_pass_ends_s": round(ends, 1),
            "stops_s": round(stopped, 1),
            "articles": found["articles"],
            "alerts": len(found["told"]),
            "told_twice": len(found["told"]) - len(set(found["told"])) + abs(letters - found["letters"]),
            "cut_off": len(cut_off),
            "left_running": len(cut_off) - states.count("CRASHED"),
            "others_touched": int(theirs != ["RUNNING"]),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    for number in range(options.times):
        rows.append(cut(number))
        print(json.dumps(rows[-1]), flush=True)
    begins = sorted(row["next_pass_begins_s"] for row in rows)
    summary: dict[str, Any] = {
        "cuts": len(rows),
        "next_pass_begins_s": {
            "median": statistics.median(begins),
            "least": begins[0],
            "most": begins[-1],
            "within_60_s": sum(each <= NEXT_PASS_WITHIN_S for each in begins),
        },
        "stops_s_most": max(row["stops_s"] for row in rows),
        "articles_lost": sum(max(row["articles"] for row in rows) - row["articles"] for row in rows),
        "told_twice": sum(row["told_twice"] for row in rows),
        "left_running": sum(row["left_running"] for row in rows),
        "others_touched": sum(row["others_touched"] for row in rows),
        "load_average": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(summary, indent=1))
    if options.json:
        kept = json.dumps({"summary": summary, "cuts": rows}, indent=1)
        options.json.write_text(kept + "\n", encoding="utf-8")
    wrong = ("articles_lost", "told_twice", "left_running", "others_touched")
    return int(begins[-1] > NEXT_PASS_WITHIN_S or any(summary[name] for name in wrong))


if __name__ == "__main__":
    raise SystemExit(main())
