"""The dead-man's switch of `newsdelta up`: tells people that passes have stopped coming.

A process of its own (`python -m flows.deadman CONFIG`), since whatever runs passes may be what is stuck, and
without Prefect, which may be as well.
"""

from __future__ import annotations

import sys

from flows.contexts import opened
from steps.deliver import deliver
from steps.shift import DIGEST, DIGEST_PASS, working
from steps.watchdog import watchdog


def main() -> None:
    with opened(sys.argv[1]) as context, working(context, DIGEST_PASS, lease=DIGEST) as shift:
        if shift is not None:
            shift.run("watchdog", watchdog)
            shift.run("deliver", deliver)


if __name__ == "__main__":
    main()
