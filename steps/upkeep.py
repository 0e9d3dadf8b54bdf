"""What the night is for: what is old is let go of, and the database is kept small."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from settings.limits_flows import UPKEEP_ASKS_EVERY_S, UPKEEP_WAITS_S
from settings.limits_storage import PASS_DAYS
from steps.context import Context, Progress
from steps.shift import UPKEEP_PASS, PassReport, working
from storage import passes


@dataclass(frozen=True, slots=True)
class UpkeepCounts:
    passes_forgotten: int = 0


def upkeep(context: Context, progress: Progress | None = None) -> UpkeepCounts:
    """Do what is due; the caller holds the lease."""
    now = context.clock()
    with context.db.write() as conn:
        forgotten = passes.forget(conn, now - timedelta(days=PASS_DAYS))
    return UpkeepCounts(passes_forgotten=forgotten)


def run_upkeep(context: Context, progress: Progress | None = None) -> PassReport:
    """Upkeep once; a pass that is at work is waited for, since upkeep moves what passes stand on."""
    until = time.monotonic() + UPKEEP_WAITS_S
    while True:
        with working(context, UPKEEP_PASS, progress) as shift:
            if shift is not None:
                shift.run("upkeep", upkeep)
                return shift.report()
        if time.monotonic() > until:
            now = context.clock()
            return PassReport(UPKEEP_PASS, now, now, busy=True)
        threading.Event().wait(UPKEEP_ASKS_EVERY_S)
