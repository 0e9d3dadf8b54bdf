"""What the Prefect automation starts when no pass has ended for three intervals: say so.

A flow of its own, since the one that writes digests may be what hangs. Where no worker is left to run it, it waits
on the server as late, for all to see; `newsdelta up` looks without Prefect as well (flows/deadman.py).
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.contexts import opened
from steps.deliver import deliver
from steps.shift import BUSY, WATCHDOG, WATCHDOG_PASS, working
from steps.watchdog import watchdog


@flow(name="newsdelta-watchdog", validate_parameters=False)
async def look(config: str | None = None) -> dict[str, Any] | State[None]:
    """Tell the channels that work what is wrong, once."""
    with opened(config) as context, working(context, WATCHDOG_PASS, lease=WATCHDOG) as shift:
        if shift is None:
            return Completed(message=BUSY, name="AlreadyRunning")
        shift.run("watchdog", watchdog)
        shift.run("deliver", deliver)
        return shift.counts
