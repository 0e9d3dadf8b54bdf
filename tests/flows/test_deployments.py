"""prefect.yaml, `prefect deploy --all` and a worker, on a real server."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from aiosmtpd.controller import Controller

from flows.home import free_port
from settings.limits_alerts import PASSES_MISSED
from settings.schedules import interval
from settings.schema import ScheduleSetting, Settings
from storage.database import Database
from storage.running import leases, passes

ROOT = Path(__file__).resolve().parents[2]


def deployments() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    return found


def test_prefect_yaml_says_what_the_settings_say() -> None:
    """`newsdelta up` takes schedules from the settings, `prefect deploy` from prefect.yaml: the same ones."""
    for spec in deployments():
        usual = getattr(ScheduleSetting(), spec["name"], None)
        assert [each["cron"] for each in spec["schedules"]] == ([usual] if usual else [])
        for trigger in spec.get("triggers", ()):
            every = interval(ScheduleSetting().monitor, ZoneInfo("UTC"), datetime.now(UTC))
            assert timedelta(seconds=trigger["within"]) == PASSES_MISSED * every


def test_deployments_are_named_after_their_flows() -> None:
    import flows.deployed

    for spec in deployments():
        flow = getattr(flows.deployed, spec["entrypoint"].rpartition(".")[2])
        assert flow.name == f"newsdelta-{spec['name']}", "flows.work deploys by this name"


class Inbox:
    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    box = Inbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


def prefect(*words: str, config: Path, timeout: float = 240) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *words],
        cwd=ROOT,
        env=os.environ | {"NEWSDELTA_CONFIG": str(config), "PREFECT_LOGGING_LEVEL": "INFO"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_deploy_all_and_a_worker_raise_an_alert_by_mail(
    prefect_server: str, make_settings: Any, ask: Any, inbox: tuple[Inbox, int], tmp_path: Path
) -> None:
    box, port = inbox
    smtp = f"{{name: post, kind: smtp, host: 127.0.0.1, port: {port}, security: none, "
    config = make_settings(smtp + "sender: news@example.org, to: [me@example.org]}", feeds=1)

    prefect("deploy", "--all", config=config)
    known = {each["name"]: each for each in ask(prefect_server, "deployments/filter")}
    assert {"monitor", "digest", "upkeep", "watchdog"} <= set(known)
    assert all(known[each]["schedules"] for each in ("monitor", "digest", "upkeep"))

    assert [each["name"] for each in automations(ask, prefect_server)] == ["newsdelta is silent"]

    ask(prefect_server, f"deployments/{known['monitor']['id']}/create_flow_run")  # as `prefect deployment run` does
    said = prefect("worker", "start", "--pool", "newsdelta", "--run-once", config=config)

    runs = ask(
        prefect_server,
        "flow_runs/filter",
        deployments={"id": {"any_": [known["monitor"]["id"]]}},
        flow_runs={"state": {"type": {"any_": ["COMPLETED"]}}},
    )
    assert runs, said
    assert box.letters, "the alert came by mail"
    assert all(letter["To"] == "me@example.org" for letter in box.letters)
    with Database.open(str(tmp_path / "newsdelta.db"), create=False) as db, db.read() as conn:
        newest = passes.latest(conn, "monitor")[0]
    assert newest.outcome == passes.FINE
    assert newest.counts["deliver"]["messages"] == len(box.letters)


def automations(ask: Any, server: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(server, "automations/filter")
    return found


def test_the_dead_mans_switch_follows_the_schedule(
    prefect_server: str, make_settings: Any, ask: Any
) -> None:
    """Deployed by the worker: one automation, left alone by the next start, made anew with another interval."""
    from prefect.client.orchestration import get_client

    from flows import work
    from flows.pool import make_pool

    config = make_settings("{name: mail, kind: folder, path: mail}")
    make_pool()

    async def deploy(cron: str) -> Any:
        settings = Settings(schedule=ScheduleSetting(monitor=cron))
        async with get_client() as client:
            specs = work.deployments()
            return {spec["name"]: await work._deploy(client, spec, config, settings) for spec in specs}

    ids = asyncio.run(deploy("*/5 * * * *"))
    (first,) = automations(ask, prefect_server)
    assert first["enabled"]
    assert first["trigger"]["posture"] == "Proactive"
    assert first["trigger"]["within"] == PASSES_MISSED * 300
    assert first["trigger"]["expect"] == ["prefect.flow-run.Completed"]
    assert first["trigger"]["match_related"]["prefect.resource.name"] == "newsdelta-monitor"
    (action,) = first["actions"]
    assert (action["type"], action["deployment_id"]) == ("run-deployment", str(ids["watchdog"]))

    assert asyncio.run(deploy("*/5 * * * *")) == ids
    assert automations(ask, prefect_server) == [first], "it goes on listening"
    asyncio.run(deploy("0 * * * *"))
    (second,) = automations(ask, prefect_server)
    assert second["trigger"]["within"] == PASSES_MISSED * 3600
    assert second["id"] != first["id"]


def test_schedules_follow_the_settings_while_the_worker_works(prefect_server: str, ask: Any, tmp_path: Path) -> None:
    from flows import work
    from flows.pool import make_pool
    from settings.load import load

    config = tmp_path / "newsdelta.yaml"
    make_pool()

    def crons() -> dict[str, Any]:
        found = ask(prefect_server, "deployments/filter")
        every = {each["name"]: [one["schedule"] for one in each["schedules"]] for each in found}
        return {name: [(one["cron"], one["timezone"]) for one in these] for name, these in every.items()}

    config.write_text("feeds: []\n")
    known = load(config)
    other = "schedule: {monitor: '*/7 * * * *', upkeep: '30 4 * * *'}\ntimezone: Europe/Berlin\n"
    config.write_text(other)
    known = asyncio.run(work.follow(config, known))
    assert crons()["monitor"] == [("*/7 * * * *", "Europe/Berlin")]
    assert crons()["upkeep"] == [("30 4 * * *", "Europe/Berlin")]
    before = ask(prefect_server, "deployments/filter")

    config.write_text("schedule: {monitor: 'never'}\n")
    assert asyncio.run(work.follow(config, known)) == known, "what is wrong changes nothing"
    config.write_text(other + "web: {port: 1}\n")
    assert asyncio.run(work.follow(config, known)).web.port == 1
    assert ask(prefect_server, "deployments/filter") == before, "nothing else is a reason to deploy"


def test_the_watchdog_flow_tells_of_passes_that_do_not_come(
    prefect_server: str, make_settings: Any, tmp_path: Path
) -> None:
    from flows.silence import look

    config = make_settings("{name: mail, kind: folder, path: mail}")
    with Database.open(str(tmp_path / "newsdelta.db")) as db, db.write() as conn:
        old = datetime.now(UTC) - timedelta(hours=3)
        passes.end(conn, passes.begin(conn, "monitor", old), old, {})
    for _ in range(2):
        assert asyncio.run(look(str(config), return_state=True)).is_completed()  # type: ignore[call-overload]
    letters = [path.read_text() for path in (tmp_path / "mail").glob("*.eml")]
    assert len(letters) == 1, "once"
    assert "no monitoring pass has ended" in letters[0]


def test_upkeep_missed_in_a_downtime_is_made_up_for_at_the_start(
    prefect_server: str, ask: Any, make_settings: Any, tmp_path: Path
) -> None:
    from flows import work
    from settings.load import load

    config = make_settings("{name: mail, kind: folder, path: mail}")
    now = datetime.now(UTC)

    def started(at: datetime) -> list[str]:
        asyncio.run(work.prepare(config, load(config), at))
        found = ask(prefect_server, "flow_runs/filter", flow_runs={"name": {"any_": [f"start-{at:%Y%m%d-%H%M%S}"]}})
        names = {each["id"]: each["name"] for each in ask(prefect_server, "deployments/filter")}
        return [names[each["deployment_id"]] for each in sorted(found, key=lambda run: run["expected_start_time"])]

    with Database.open(str(tmp_path / "newsdelta.db")) as db, db.write() as conn:
        passes.end(conn, passes.begin(conn, "upkeep", now), now, {})
    asyncio.run(_forget_deployments())  # those of the tests before belong to settings that are still there
    assert started(now) == ["monitor"]
    assert started(now + timedelta(days=1)) == ["monitor", "upkeep"]

    second = tmp_path / "second" / "newsdelta.yaml"
    second.parent.mkdir()
    config.rename(second)
    later = datetime.now(UTC) + timedelta(minutes=5)  # when workers of the tests before are silent
    asyncio.run(work.prepare(second, load(second), later))  # a house that moved
    config.write_text(second.read_text())
    with pytest.raises(RuntimeError, match="one server serves one installation"):
        asyncio.run(work.prepare(config, load(config), now))
    second.unlink()
    asyncio.run(_heard_from("newsdelta-of-another-machine"))
    with pytest.raises(RuntimeError, match="on another machine, and one server serves one installation"):
        asyncio.run(work.prepare(config, load(config), datetime.now(UTC)))
    asyncio.run(work.prepare(config, load(config), datetime.now(UTC) + timedelta(minutes=5)))  # it is silent by then


async def _heard_from(worker: str) -> None:
    from prefect.client.orchestration import get_client

    from flows.home import POOL

    async with get_client() as client:
        await client.send_worker_heartbeat(POOL, worker)


async def _forget_deployments() -> None:
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        for each in await client.read_deployments():
            await client.delete_deployment(each.id)


def test_a_run_beside_another_pass_ends_at_once_and_says_so(
    prefect_server: str, make_settings: Any, tmp_path: Path
) -> None:
    from flows.monitor import monitor

    config = make_settings("{name: mail, kind: folder, path: mail}")
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
        with db.write() as conn:
            held = leases.take(conn, "work", "elsewhere:boot:1:1:1", datetime.now(UTC), timedelta(minutes=5))
        assert held is not None
        state = asyncio.run(monitor(str(config), return_state=True))  # type: ignore[call-overload]
        assert state.is_completed()
        assert state.name == "AlreadyRunning"
        assert "another pass" in state.message
        with db.read() as conn:
            assert passes.latest(conn, "monitor") == []


def test_only_orphans_of_our_own_deployments_are_put_right(prefect_server: str) -> None:
    """A shared server: others' runs, and runs whose process lives here, are left alone."""
    asyncio.run(_orphans())


async def _orphans() -> None:
    from prefect.client.orchestration import get_client
    from prefect.states import Pending, Running, Scheduled

    from flows.orphans import close_orphans

    now = datetime.now(UTC) + timedelta(minutes=10)  # the worker of the test before has long been silent
    async with get_client() as client:
        flow = await client.create_flow_from_name("newsdelta-orphans")
        ours = await client.create_deployment(flow, "ours")
        others = await client.create_deployment(flow, "others")

        async def run(deployment: Any, state: Any) -> Any:
            made = await client.create_flow_run_from_deployment(deployment)
            await client.set_flow_run_state(made.id, state, force=True)
            return made.id

        orphan, waiting = await run(ours, Running()), await run(ours, Pending())
        foreign = await run(others, Running())
        missed = await run(ours, Scheduled(scheduled_time=now - timedelta(hours=1)))
        coming = await run(ours, Scheduled(scheduled_time=now + timedelta(hours=1)))
        living = await run(ours, Running())
        process = subprocess.Popen(
            [sys.executable, "-c", "print(flush=True); input()"],
            env=os.environ | {"PREFECT__FLOW_RUN_ID": str(living)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()  # until then its environment may not be there to read
        try:
            done = await close_orphans(client, [ours], now, "newsdelta-here")
        finally:
            process.kill()
            process.wait()

        async def state(run_id: Any) -> str:
            found = (await client.read_flow_run(run_id)).state
            assert found is not None
            return str(found.type.value)

        assert done == (2, 1)
        assert [await state(each) for each in (orphan, waiting)] == ["CRASHED", "CRASHED"]
        assert await state(missed) == "CANCELLED"
        assert await state(coming) == "SCHEDULED"
        assert [await state(each) for each in (foreign, living)] == ["RUNNING", "RUNNING"]
