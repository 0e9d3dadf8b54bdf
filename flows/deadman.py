"""The dead-man's switch of `newsdelta up`: tells people that passes have stopped coming.

A process of its own (`python -m flows.deadman CONFIG`), since whatever runs passes may be what is stuck, and
without Prefect, which may be as well; with a lease of its own, since what writes digests may be, too.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

from flows import away
from flows.contexts import opened, settings_path
from flows.last_good import settings_now
from models.errors import StorageError
from steps.deliver import deliver
from steps.shift import WATCHDOG, WATCHDOG_PASS, working
from steps.watchdog import watchdog


def look(config: str | None) -> dict[str, Any] | None:
    """Tell the channels that work what is wrong, once; without a database that it cannot use, that alone. What was
    counted, None when another is at it. StorageError."""
    try:
        with opened(config) as context, working(context, WATCHDOG_PASS, lease=WATCHDOG) as shift:
            if shift is None:
                return None
            shift.run("watchdog", watchdog)
            shift.run("deliver", deliver)
            return shift.counts
    except StorageError as error:
        path = settings_path(config)
        away.tell(path, settings_now(path)[0], str(error), datetime.now(UTC))
        raise


def main() -> None:
    try:
        look(sys.argv[1])
    except StorageError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
