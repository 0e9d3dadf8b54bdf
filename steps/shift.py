"""Being the one at work: the lease, its renewal, and the record of the pass, around the steps of a run."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from models.errors import NewsdeltaError, StorageError, ran_out_of_memory
from settings.limits_flows import LEASE_FOR, LEASE_RENEWED_EVERY_S
from steps.context import Context, Progress
from storage.running import clocks, leases, passes

log = logging.getLogger(__name__)

WORK = "work"
"""The lease of whatever writes articles, stories and alerts: passes and upkeep, one at a time."""
DIGEST = "digest"
WATCHDOG = "watchdog"

MONITOR_PASS, DIGEST_PASS, UPKEEP_PASS, WATCHDOG_PASS = "monitor", "digest", "upkeep", "watchdog"
BUSY = "another pass is at work; this one ended at once"


class LeaseLost(NewsdeltaError):
    """This pass was held up so long that another began; it stops before it writes again."""


@dataclass(frozen=True, slots=True)
class PassReport:
    """What became of a pass. `counts` holds for each step what that step counted, and `seconds`."""

    kind: str
    started: datetime
    ended: datetime
    counts: dict[str, Any] = field(default_factory=dict)
    busy: bool = False
    """Another held the lease: nothing was done."""


class Shift:
    """One pass while it holds the lease. Ask `go_on` between writes that belong to different articles."""

    def __init__(self, context: Context, lease: leases.Lease, kind: str, progress: Progress | None) -> None:
        self.context = context
        self.kind = kind
        self.started = context.clock()
        self.counts: dict[str, Any] = {}
        self._seconds = 0.0
        """Of all steps so far, each second counted once."""
        self._lease = lease
        self._progress = progress
        self._over = threading.Event()
        self._lost = threading.Event()

    def run(self, name: str, step: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
        """Run a step, `step(context, progress=..., ...)`; its counts as plain data, kept with the pass. One that is run
        again, or while another is, keeps its last counts and the seconds that were its own."""
        self._check()
        begun, others = time.monotonic(), self._seconds
        self.counts[name] = known = self.counts.get(name, {"seconds": 0.0})
        try:
            counts = step(self.context, progress=self.go_on, **arguments)
        except Exception as error:
            if ended := ran_out_of_memory(error, name):
                raise ended from error
            raise
        plain: dict[str, Any] = asdict(counts) if counts is not None else {}
        own = time.monotonic() - begun - (self._seconds - others)
        self._seconds += own
        self.counts[name] = {**plain, "seconds": round(known["seconds"] + own, 3)}
        return plain

    def go_on(self, what: str, done: int, total: int) -> None:
        """Pass progress on to whoever watches. LeaseLost when another has taken over."""
        self._check()
        if self._progress:
            self._progress(what, done, total)

    def _check(self) -> None:
        if self._lost.is_set():
            raise LeaseLost(
                "This pass was held up so long that another one took over, and it stopped; the other one "
                "does what was left."
            )

    def report(self) -> PassReport:
        return PassReport(self.kind, self.started, self.context.clock(), self.counts)

    def renew(self) -> None:
        """Keep the lease until the shift is over; runs beside the steps."""
        try:
            self._keep_renewing()
        except BaseException:
            self._lost.set()  # with nobody left to renew it, it will lapse while the steps go on
            raise

    def _keep_renewing(self) -> None:
        while not self._over.wait(LEASE_RENEWED_EVERY_S):
            try:
                with self.context.db.write() as conn:
                    renewed = leases.renew(conn, self._lease, self.context.clock(), LEASE_FOR)
            except StorageError as error:
                log.warning("the lease could not be renewed and is tried again: %s", error)
                continue
            if renewed is None:
                self._lost.set()
                return
            self._lease = renewed

    def end(self) -> None:
        self._over.set()

    @property
    def lease(self) -> leases.Lease:
        return self._lease


@contextmanager
def working(
    context: Context, kind: str, progress: Progress | None = None, lease: str = WORK
) -> Iterator[Shift | None]:
    """A shift when nobody else is at work, else None.

    The pass is on record from begin to end with its counts; one that raises is on record as failed, with
    the error in words. Leaves the lease free, whatever happened.
    """
    with context.db.write() as conn:
        held = leases.take(conn, lease, leases.this_holder(), context.clock())
        moved = clocks.set_right(conn, context.clock()) if held else 0
        pass_id = passes.begin(conn, kind, context.clock()) if held else 0
    if held is None:
        yield None
        return
    shift = Shift(context, held, kind, progress)
    if moved:
        log.warning("the clock was set back: %d feeds, pages and messages are due now", moved)
        shift.counts["clock"] = {"set_right": moved}
    renewal = threading.Thread(target=shift.renew, name=f"lease-{lease}", daemon=True)
    renewal.start()
    outcome, note = passes.FAILED, "stopped before its end"
    try:
        yield shift
        outcome, note = passes.FINE, ""
    except Exception as error:
        note = str(error) if isinstance(error, NewsdeltaError) else f"{type(error).__name__}: {error}"
        raise
    finally:
        shift.end()
        renewal.join()
        # When the database is what failed, saying so in the database fails as well: the first error counts.
        with contextlib.suppress(StorageError), context.db.write() as conn:
            passes.end(conn, pass_id, context.clock(), shift.counts, outcome, note or None)
            leases.release(conn, shift.lease, context.clock())
