"""The dead-man's switch of `newsdelta up`: tells people that passes have stopped coming.

A process of its own (`python -m flows.deadman CONFIG`), since whatever runs passes may be what is stuck, and
without Prefect, which may be as well; with a lease of its own, since what writes digests may be, too.
"""

from __future__ import annotations

import sys

from flows.contexts import opened
from steps.deliver import deliver
from steps.shift import WATCHDOG, WATCHDOG_PASS, working
from steps.watchdog import watchdog


def main() -> None:
    with opened(sys.argv[1]) as context, working(context, WATCHDOG_PASS, lease=WATCHDOG) as shift:
        if shift is not None:
            shift.run("watchdog", watchdog)
            shift.run("deliver", deliver)


if __name__ == "__main__":
    main()
