"""One monitoring pass, from the feeds that are due to the alerts that are sent."""

from __future__ import annotations

from steps.context import Context, Progress
from steps.decide import Decider
from steps.deliver import deliver
from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from steps.shift import MONITOR_PASS, PassReport, Shift, working
from steps.watchdog import watchdog


def run_pass(context: Context, progress: Progress | None = None) -> PassReport:
    """Do all that is due. When another pass is at work, do nothing and say so (`busy`)."""
    with working(context, MONITOR_PASS, progress) as shift:
        if shift is None:
            now = context.clock()
            return PassReport(MONITOR_PASS, now, now, busy=True)
        try:
            gather(shift)
        except Exception:
            tell(shift)  # what was decided before goes out, whatever went wrong since
            raise
        tell(shift)
        return shift.report()


def gather(shift: Shift) -> None:
    """From the feeds to what is decided."""
    shift.run("fetch", fetch)
    shift.run("read", read)
    decide = Decider()
    shift.run("embed", embed, meanwhile=lambda: shift.run("decide", decide))
    shift.run("decide", decide)


def tell(shift: Shift) -> None:
    """What there is to tell, what is wrong with newsdelta itself among it."""
    shift.run("watchdog", watchdog)
    shift.run("deliver", deliver)
