"""Upkeep: what the night is for."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.contexts import opened
from steps.shift import BUSY
from steps.upkeep import run_upkeep


@flow(name="newsdelta-upkeep", validate_parameters=False)
async def upkeep(config: str | None = None) -> dict[str, Any] | State[None]:
    """A backup, then what is old is let go of, then a look back. Waits for a pass that is at work."""
    with opened(config) as context:
        report = run_upkeep(context)
    return Completed(message=BUSY, name="AlreadyRunning") if report.busy else report.counts
