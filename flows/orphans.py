"""Runs whose process is gone: Prefect keeps them Running for ever, and they are put right here.

Only runs of newsdelta's own deployments on this server are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import psutil
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Crashed

from flows.home import POOL
from settings.limits_flows import OTHER_WORKER_LIVES_S

STARTED = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
GONE = "its process is gone: it was killed, or the machine stopped; the next pass carries on"
MISSED = "its time passed while newsdelta was not running; the pass at the start makes up for it"


async def close_orphans(
    client: PrefectClient, deployments: Sequence[UUID], now: datetime, worker: str
) -> tuple[int, int]:
    """Mark runs without a process as crashed, and those missed in a downtime as cancelled; how many of each.

    When a worker on another machine serves the same pool, runs that are not of this machine may live there
    and are left alone.
    """
    if not deployments:
        return 0, 0
    alive = runs_alive()
    elsewhere = await another_worker_lives(client, now, worker)
    crashed = missed = 0
    for run in await _runs(client, deployments, STARTED):
        if run.id in alive or elsewhere:
            continue
        await client.set_flow_run_state(run.id, Crashed(message=GONE), force=True)
        crashed += 1
    for run in await _runs(client, deployments, (StateType.SCHEDULED,)):
        due = run.state.state_details.scheduled_time if run.state else None
        if due is not None and due < now and not elsewhere:
            await client.set_flow_run_state(run.id, Cancelled(message=MISSED), force=True)
            missed += 1
    return crashed, missed


def runs_alive() -> set[UUID]:
    """Runs that a process on this machine carries in its environment, as Prefect's workers start them."""
    found: set[UUID] = set()
    for process in psutil.process_iter():
        try:
            carried = process.environ().get("PREFECT__FLOW_RUN_ID")
            if carried and process.status() != psutil.STATUS_ZOMBIE:
                found.add(UUID(carried))
        except (psutil.Error, OSError, ValueError):
            continue  # another person's process, or one that has just ended
    return found


async def another_worker_lives(client: PrefectClient, now: datetime, worker: str) -> bool:
    if all(pool.name != POOL for pool in await client.read_work_pools()):
        return False  # nobody has deployed here yet
    workers = await client.read_workers_for_work_pool(POOL)
    heard_since = now - timedelta(seconds=OTHER_WORKER_LIVES_S)
    heard = {each.name: each.last_heartbeat_time for each in workers if each.name != worker}
    return any(at is not None and at > heard_since for at in heard.values())


async def _runs(
    client: PrefectClient, deployments: Iterable[UUID], states: Iterable[StateType]
) -> list[FlowRun]:
    found: list[FlowRun] = []
    while True:
        page = await client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=list(deployments))),
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))
            ),
            limit=200,
            offset=len(found),
        )
        found += page
        if len(page) < 200:
            return found
