"""What the Prefect automation starts when no pass has ended for three intervals: say so.

A flow of its own, since the one that writes digests may be what hangs. Where no worker is left to run it, it waits
on the server as late, for all to see; `newsdelta up` looks without Prefect as well (flows/deadman.py).
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import deadman
from steps.shift import BUSY


@flow(name="newsdelta-watchdog", validate_parameters=False)
async def look(config: str | None = None) -> dict[str, Any] | State[None]:
    """Tell the channels that work what is wrong, once."""
    counts = deadman.look(config)
    return Completed(message=BUSY, name="AlreadyRunning") if counts is None else counts
