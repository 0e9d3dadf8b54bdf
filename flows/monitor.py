"""The watch itself: from the feeds that are due to the alerts that are sent.

Every step asks the database what is left to do and commits what it did, so that a run may be killed at any
instruction, and the next one carries on. Tasks hand on counts, never articles.
"""

from __future__ import annotations

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.contexts import opened
from steps.decide import Decider
from steps.deliver import deliver
from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from steps.shift import BUSY, MONITOR_PASS, Shift, working
from steps.watchdog import watchdog

Counts = dict[str, Any]


@task(cache_policy=NO_CACHE)
def fetch_feeds(shift: Shift) -> Counts:
    """Feed to Entry: ask the feeds that are due what is new."""
    return shift.run("fetch", fetch)


@task(cache_policy=NO_CACHE)
def read_pages(shift: Shift) -> Counts:
    """Entry to Article: get the text behind every entry."""
    return shift.run("read", read)


@task(cache_policy=NO_CACHE)
def embed_articles(shift: Shift, decide: Decider) -> Counts:
    """Article to Passages: find copies, and give the rest sentences and vectors. While the model is at work, what is
    ready is decided."""
    return shift.run("embed", embed, meanwhile=lambda: shift.run("decide", decide))


@task(cache_policy=NO_CACHE)
def decide_articles(shift: Shift, decide: Decider) -> Counts:
    """Passages to Story, Development and Alert: one article after the other, oldest first; what is left of them."""
    return shift.run("decide", decide)


@task(cache_policy=NO_CACHE)
def deliver_alerts(shift: Shift) -> Counts:
    """Alert to Delivery: send what waits, and first what is wrong with newsdelta itself."""
    shift.run("watchdog", watchdog)
    return shift.run("deliver", deliver)


# Asynchronous, since a synchronous flow waits a second for its own heartbeat at the end.
@flow(name="newsdelta-monitor", validate_parameters=False)
async def monitor(config: str | None = None) -> Counts | State[None]:
    """One pass. `config` names the settings; left out, NEWSDELTA_CONFIG or newsdelta.yaml does."""
    with opened(config) as context, working(context, MONITOR_PASS) as shift:
        if shift is None:
            return Completed(message=BUSY, name="AlreadyRunning")
        try:
            fetch_feeds(shift)
            read_pages(shift)
            decide = Decider()
            embed_articles(shift, decide)
            decide_articles(shift, decide)
        except Exception:
            deliver_alerts(shift)  # what was decided before goes out, whatever went wrong since
            raise
        deliver_alerts(shift)
        return shift.counts
