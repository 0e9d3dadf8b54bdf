"""The worker of `newsdelta up`: readies the server for newsdelta, starts a pass, and then runs what is due.

A process of its own (`python -m flows.work CONFIG`) in place of `prefect deploy` and `prefect worker start`:
each of them takes seconds to load Prefect, and a worker that comes back after a crash has to put right
what it left anyway.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import yaml
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import State
from prefect.client.schemas.schedules import CronSchedule
from prefect.events.schemas.automations import AutomationCore, EventTrigger
from prefect.events.schemas.deployment_triggers import DeploymentEventTrigger
from prefect.exceptions import ObjectNotFound
from prefect.states import Scheduled
from prefect.utilities.processutils import setup_signal_handlers_worker
from prefect.workers.process import ProcessWorker

from flows.home import POOL, READY, run_command, worker_name
from flows.last_good import settings_now
from flows.orphans import another_worker_lives, close_orphans
from flows.pool import make_pool
from models.errors import StorageError
from settings.errors import SettingsError
from settings.limits_alerts import PASSES_MISSED
from settings.limits_flows import (
    LEASE_FOR,
    SCHEDULES_READ_EVERY_S,
    SERVER_ASKED_EVERY_S,
    SERVER_STARTS_WITHIN_S,
    UPKEEP_AFTER_START,
)
from settings.load import load
from settings.own_folder import made, own_folder
from settings.schedules import due_since, interval
from settings.schema import Settings
from settings.startup import settle
from steps.shift import UPKEEP_PASS, WORK
from storage.database import Database
from storage.running import leases, passes

PREFECT_YAML = Path(__file__).resolve().parent.parent / "prefect.yaml"


async def prepare(config: Path, settings: Settings, now: datetime) -> dict[str, Any]:
    """Deploy what prefect.yaml names, with the settings' schedules, and start a pass. Counts.

    The pass begins now, or as soon as nobody living can hold the lease; upkeep that was missed after it.
    """
    async with get_client() as client:
        await _server_answers(client)
        await _nobody_elses(client, config, now)
        make_pool()
        ids = {spec["name"]: await _deploy(client, spec, config, settings) for spec in deployments()}
        crashed, missed = await close_orphans(client, list(ids.values()), now, worker_name())
        first = _first_pass(settings, now)
        starts = {"monitor": first}
        if _upkeep_missed(settings, now):
            starts["upkeep"] = first + UPKEEP_AFTER_START
        for name, at in starts.items():
            state: State[Any] = Scheduled(scheduled_time=at)
            await client.create_flow_run_from_deployment(ids[name], name=f"start-{now:%Y%m%d-%H%M%S}", state=state)
    return {"deployments": len(ids), "crashed": crashed, "missed": missed}


async def _nobody_elses(client: PrefectClient, config: Path, now: datetime) -> None:
    """RuntimeError when another installation is deployed on the server: its passes would end. Settings that are no file
    here are those of a folder that moved, unless another machine's worker is at work."""
    try:
        there = await client.read_deployment_by_name("newsdelta-monitor/monitor")
    except ObjectNotFound:
        return
    other = Path(str(there.parameters.get("config", "")))
    here = other.is_file()
    if not other.is_absolute() or (other.resolve() if here else other) == config:  # `prefect deploy` names none
        return
    if here or await another_worker_lives(client, now, worker_name()):
        where = f"{other}" if here else f"{other} on another machine"
        raise RuntimeError(
            f"The Prefect server at {client.api_url} serves the newsdelta of {where}, and one server serves one "
            "installation: leave PREFECT_API_URL unset, or delete that one's deployments."
        )


def _first_pass(settings: Settings, now: datetime) -> datetime:
    """Now; or, where somebody holds the lease, when it lapses unless it is renewed: the holder may be dead without
    our seeing it from here, and a pass that finds the lease taken ends at once."""
    try:
        with Database.open(settings.database_url(), create=False) as database, database.read() as conn:
            return now + LEASE_FOR if leases.current(conn, WORK, now) else now
    except StorageError:
        return now  # the pass says what is wrong


def _upkeep_missed(settings: Settings, now: datetime) -> bool:
    """Whether upkeep was due since it last ended well: a pass makes up for no backup, and a machine may be off each
    night."""
    try:
        with Database.open(settings.database_url(), create=False) as database, database.read() as conn:
            since = passes.done_since(conn, UPKEEP_PASS)
    except StorageError:
        return False
    return since is not None and due_since(settings.schedule.upkeep, settings.zone(), since, now)


def deployments() -> list[dict[str, Any]]:
    """The deployments that prefect.yaml names."""
    found: list[dict[str, Any]] = yaml.safe_load(PREFECT_YAML.read_text(encoding="utf-8"))["deployments"]
    return found


async def _deploy(client: PrefectClient, spec: dict[str, Any], config: Path, settings: Settings) -> UUID:
    cron = getattr(settings.schedule, spec["name"], None)
    zone = settings.timezone
    made = await client.create_deployment(
        # By name: loading the flow itself would load all of newsdelta into the worker for good.
        await client.create_flow_from_name(f"newsdelta-{spec['name']}"),
        spec["name"],
        description=spec["description"],
        entrypoint=spec["entrypoint"],
        tags=spec["tags"],
        work_pool_name=spec["work_pool"]["name"],
        parameters={"config": str(config)},
        schedules=[DeploymentScheduleCreate(schedule=CronSchedule(cron=cron, timezone=zone))] if cron else [],
        job_variables={"command": run_command(), "working_dir": str(config.parent)},
        pull_steps=[],
        paused=False,
    )
    await _automate(client, made, spec.get("triggers", ()), settings)
    return made


async def _automate(
    client: PrefectClient, deployment: UUID, triggers: Sequence[Mapping[str, Any]], settings: Settings
) -> None:
    """Make the automations that prefect.yaml names for a deployment, with the settings' interval, unless they are
    there as they should be: one that is made anew has heard of no pass yet."""
    wanted = []
    zone, now = settings.zone(), datetime.now(UTC)
    silent = PASSES_MISSED * interval(settings.schedule.monitor, zone, now)
    for spec in triggers:
        trigger = DeploymentEventTrigger(**{**spec, "within": silent})
        trigger.set_deployment_id(deployment)
        wanted.append(trigger.as_automation())
    known = await client.read_resource_related_automations(f"prefect.deployment.{deployment}")
    if [said for each in known if (said := _said(each))] != [_said(each) for each in wanted]:
        await client.delete_resource_owned_automations(f"prefect.deployment.{deployment}")
        for each in wanted:
            await client.create_automation(each)


def _said(automation: AutomationCore) -> object:
    """What an automation does, without what the server adds."""
    trigger = automation.trigger
    if not isinstance(trigger, EventTrigger):  # a person's own, made in Prefect's pages
        return None
    return (automation.name, automation.enabled, trigger.posture, trigger.expect, trigger.within)


async def _server_answers(client: PrefectClient) -> None:
    """Wait for a server that is starting. RuntimeError when it does not answer in time."""
    until = time.monotonic() + SERVER_STARTS_WITHIN_S
    while (fault := await client.api_healthcheck()) is not None:
        if time.monotonic() > until:
            raise RuntimeError(f"Prefect's server at {client.api_url} does not answer: {fault}")
        await asyncio.sleep(SERVER_ASKED_EVERY_S)


async def work(config: Path) -> None:
    """Prepare, then run what is due until told to stop."""
    settings, _ = settings_now(config)  # a worker that died comes back though the file is wrong meanwhile
    done = await prepare(config, settings, datetime.now(UTC))
    print(READY, " ".join(f"{name}={count}" for name, count in done.items()), flush=True)
    settle()
    following = asyncio.create_task(_follow_always(config, settings))
    try:
        await ProcessWorker(work_pool_name=POOL, name=worker_name()).start(printer=_say)
    finally:
        following.cancel()


async def _follow_always(config: Path, settings: Settings) -> None:
    while True:
        await asyncio.sleep(SCHEDULES_READ_EVERY_S)
        try:
            settings = await follow(config, settings)
        except Exception:  # noqa: BLE001 (a prefect.yaml that is being replaced, say: the next look may fare better)
            _say(f"The schedules stay as they are:\n{traceback.format_exc()}")


async def follow(config: Path, settings: Settings) -> Settings:
    """Deploy anew when the settings in `config` have other schedules than `settings`. The settings now; the same
    ones when the file is wrong (each pass says so) or the server does not answer (asked again)."""
    try:
        now = load(config)
        if (now.schedule, now.timezone) == (settings.schedule, settings.timezone):
            return now
        async with get_client() as client:
            for spec in deployments():
                await _deploy(client, spec, config, now)
    except (SettingsError, httpx.HTTPError) as error:
        _say(f"The schedules stay as they are: {error}")
        return settings
    _say(f"The schedules have changed: passes '{now.schedule.monitor}' ({now.timezone}).")
    return now


def _say(*words: object, **_: object) -> None:
    print(*words, flush=True)


def keep_apart(config: Path) -> None:
    """Let what Prefect's worker keeps for its runs lie beside the settings, and not in the /tmp/runner_storage that all
    users of a machine share: who first had a worker owns it, and nobody else's could begin. Its runs keep to /tmp."""
    folder = own_folder(config) / "runner"
    shutil.rmtree(folder, ignore_errors=True)  # of a worker that was killed
    with contextlib.suppress(OSError):  # settings in a folder that is not ours to write: then as Prefect has it
        made(folder.parent)
        folder.mkdir(exist_ok=True)
        tempfile.tempdir = str(folder)


def main() -> None:
    setup_signal_handlers_worker(os.getpid(), "the worker", _say)
    config = Path(sys.argv[1]).resolve()
    keep_apart(config)
    try:
        asyncio.run(work(config))
    except KeyboardInterrupt:  # what Prefect makes of a SIGTERM
        _say("Stopped.")


if __name__ == "__main__":
    main()
