"""Digests: what a watch asked to be told together, when its time has come."""

from __future__ import annotations

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.contexts import opened
from steps.deliver import deliver
from steps.shift import BUSY, DIGEST, DIGEST_PASS, Shift, working
from steps.telling.digest import digest as write
from steps.watchdog import watchdog

Counts = dict[str, Any]


@task(cache_policy=NO_CACHE)
def write_digests(shift: Shift) -> Counts:
    """Write every digest that is due into the outbox."""
    return shift.run("digest", write)


@task(cache_policy=NO_CACHE)
def look_after_itself(shift: Shift) -> Counts:
    """Say what is wrong with newsdelta itself: here too, since this flow runs when the watch does not."""
    return shift.run("watchdog", watchdog)


@task(cache_policy=NO_CACHE)
def deliver_digests(shift: Shift) -> Counts:
    """Send what waits."""
    return shift.run("deliver", deliver)


@flow(name="newsdelta-digest", validate_parameters=False)
async def digest(config: str | None = None) -> Counts | State[None]:
    """Write and send the digests that are due; nothing when none is."""
    with opened(config) as context, working(context, DIGEST_PASS, lease=DIGEST) as shift:
        if shift is None:
            return Completed(message=BUSY, name="AlreadyRunning")
        write_digests(shift)
        look_after_itself(shift)
        deliver_digests(shift)
        return shift.counts
