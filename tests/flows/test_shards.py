"""`runner: dask`: a real cluster of two workers, one killed at work, and a real PostgreSQL, against one machine."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from distributed import Client, LocalCluster

from bench.worlds.unattended import Gate
from flows import shards
from flows.contexts import opened
from models.errors import NewsdeltaError
from sample import Newsroom
from settings.load import parse
from settings.schema import RunnerSetting, Settings
from sources.asking.fetch import Request
from steps.context import open_context
from steps.monitor import run_pass
from storage import schema
from storage.database import Database

AT = datetime(2026, 3, 6, 18, tzinfo=UTC)
FEEDS = 5
"""Of a dozen: each article is encoded twice, a second each."""


class Held(Gate):
    def __call__(self) -> datetime:
        super().__call__()
        return AT


@pytest.fixture
def room() -> Iterator[tuple[Newsroom, Held]]:
    gate = Held()
    with Newsroom(gate) as newsroom:
        yield newsroom, gate
        gate.open()


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield cluster


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=180)
        yield client


def settings(newsroom: Newsroom, database: str, mail: Path) -> Settings:
    return Settings.model_validate(
        {
            "database": database,
            "network": {"allow_private": ["127.0.0.1"]},
            "feeds": [
                {"url": url, "name": name, "publisher": publisher} for url, name, publisher in newsroom.feeds()[:FEEDS]
            ],
            "watches": [{"name": "all", "sources": ["*"], "kinds": ["first", "development", "correction"]}],
            "channels": [{"name": "mail", "kind": "folder", "path": str(mail)}],
        }
    )


def outcome(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All that a person could notice, by address: no ids, which follow the order in which pages came."""
    a, m, d = schema.articles.c, schema.members.c, schema.developments.c
    first = (
        sa.select(m.story_id, sa.func.min(a.canonical_url).label("name"))
        .join_from(schema.members, schema.articles, a.id == m.article_id)
        .group_by(m.story_id)
        .subquery()
    )
    with db.read() as conn:
        read = conn.execute(
            sa.select(a.canonical_url, a.title, a.text, a.published, a.at, a.publisher, a.kind, a.state)
        )
        articles = sorted(tuple(row) for row in read)
        decided = conn.execute(
            sa.select(a.canonical_url, first.c.name, m.role, m.novelty, m.importance, m.similarity, m.reason, m.why)
            .join_from(schema.members, schema.articles, a.id == m.article_id)
            .join(first, first.c.story_id == m.story_id)
        )
        members = sorted(tuple(row) for row in decided)
        told = conn.execute(
            sa.select(a.canonical_url, d.kind, d.headline, d.novelty, d.importance, d.findings, schema.alerts.c.watch)
            .join_from(schema.developments, schema.articles, a.id == d.article_id)
            .outerjoin(schema.alerts, schema.alerts.c.development_id == d.id)
        )
        developments = sorted((tuple(_without_ids(value) for value in row) for row in told), key=str)
        ledger = sorted(conn.execute(sa.select(schema.statements.c.text, schema.statements.c.vector)).all())
        robots = sorted(tuple(row) for row in conn.execute(sa.select(schema.robots.c.origin, schema.robots.c.text)))
    return {"articles": articles, "robots": robots, "members": members, "developments": developments, "ledger": ledger}


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_ids(each) for name, each in value.items() if name not in ("article", "statement")}
    return value


def test_a_cluster_that_loses_a_worker_ends_where_one_machine_does(
    room: tuple[Newsroom, Held],
    cluster: LocalCluster,
    client: Client,
    new_postgres: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newsroom, gate = room
    alone = settings(newsroom, str(tmp_path / "newsdelta.db"), tmp_path / "alone")
    with open_context(alone, lambda: AT, random.Random(1)) as context:
        run_pass(context)
        expected = outcome(context.db)

    # Small shards, so that a small newsroom makes many.
    monkeypatch.setattr(shards, "SHARD_FEEDS", 3)
    monkeypatch.setattr(shards, "SHARD_PAGES", 4)
    monkeypatch.setattr(shards, "SHARD_BATCHES", 4)
    together = settings(newsroom, new_postgres, tmp_path / "together")
    before = {worker.pid for worker in cluster.workers.values()}
    gate.close_after(14)  # feeds are in, some pages are read
    ended: list[Any] = []
    with (
        shards.sharded(together, client) as spread,
        open_context(together, lambda: AT, random.Random(1), **spread) as context,
    ):
        work = threading.Thread(target=lambda: ended.append(run_pass(context)), daemon=True)
        work.start()
        assert gate.reached.wait(300), "the pass is at work"
        busy = next(address for address, held in client.processing().items() if held)
        worker = next(each for each in cluster.workers.values() if each.worker_address == busy)
        os.kill(worker.pid, signal.SIGKILL)
        gate.open()
        work.join(600)
        assert ended, "the pass ended in spite of it"
        found = outcome(context.db)
    assert {worker.pid for worker in cluster.workers.values()} != before, "the worker was killed"
    assert len(expected["articles"]) > 10
    assert all(expected.values()), "there is something of each to compare"
    for what, rows in expected.items():
        assert found[what] == rows, what


def test_one_host_is_asked_by_one_worker_and_ones_own_by_all(tmp_path: Path) -> None:
    given = Settings.model_validate({"network": {"allow_private": ["10.0.0.1"]}})
    with shards.sharded(given) as spread:
        fetcher = spread["fetcher"]
        asked = [Request(f"https://{host}/{n}") for n in range(6) for host in ("a.example", "b.example")]
        found = list(fetcher._by_host(asked, 2))
        assert [{request.url[8] for _, request in shard} for shard in found] == [{"a"}, {"b"}]
        own = [Request(f"http://10.0.0.1/{n}") for n in range(6)]
        assert [len(shard) for shard in fetcher._by_host(own, 2)] == [2, 2, 2]


def test_a_worker_is_told_what_a_site_asks_of_machines(httpserver: Any) -> None:
    """Its answers name what it had to ask for itself."""
    site = httpserver.url_for("").rstrip("/")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private\n")
    httpserver.expect_request("/a").respond_with_data("open")
    httpserver.expect_request("/private").respond_with_data("not for machines")
    todo = [(0, Request(f"{site}/a", robots=True)), (1, Request(f"{site}/private", robots=True))]
    own = ("127.0.0.1", "localhost")
    learned, _ = shards.fetch_shard("newsdelta test", own, ([], todo))
    shards._fetcher.cache_clear()  # as on another worker
    nothing, answers = shards.fetch_shard("newsdelta test", own, (learned, todo))
    assert ([each.origin for each in learned], nothing) == ([site], [])
    assert {number: response.body for number, response in answers} == {0: b"open", 1: b""}
    assert [request.path for request, _ in httpserver.log].count("/robots.txt") == 1


@pytest.mark.parametrize("scheme", ["tcp", "tls"])  # the latter without certificates
def test_a_scheduler_that_is_not_there_is_said_in_a_sentence(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "CLUSTER_ANSWERS_WITHIN_S", 0.5)
    cluster = shards.Cluster(RunnerSetting(kind="dask", scheduler=f"{scheme}://127.0.0.1:9"))
    with pytest.raises(NewsdeltaError, match=rf"{scheme}://127\.0\.0\.1:9 does not answer"):
        _ = cluster.client


@pytest.mark.parametrize("in_order", [True, False])
def test_a_cluster_without_workers_is_said_in_a_sentence(in_order: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was waited for in silence, for half an hour."""
    monkeypatch.setattr(shards, "WORKERS_LOOKED_FOR_S", 0.1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", processes=True) as empty,
        Client(empty, set_as_default=False) as client,
    ):
        alone = shards.Cluster(RunnerSetting(kind="dask", scheduler=empty.scheduler_address), client)
        with pytest.raises(NewsdeltaError, match=r"has no workers: start some, or set runner: here"):
            next(alone.each(len, [[1], [2]], in_order))


def test_a_cluster_that_goes_away_at_work_is_said_in_a_sentence() -> None:
    with LocalCluster(n_workers=0, dashboard_address=":0") as lost, Client(lost, set_as_default=False) as client:
        alone = shards.Cluster(RunnerSetting(kind="dask", scheduler=lost.scheduler_address), client)
        threading.Timer(0.5, client.restart, kwargs={"wait_for_workers": False}).start()  # forgets what was asked of it
        with pytest.raises(NewsdeltaError, match=r"was lost in the middle of the work"):
            next(alone.each(len, [[1], [2]]))


def test_flows_work_with_the_runner_of_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "newsdelta.yaml"
    config.write_text("runner: dask\n", encoding="utf-8")
    with opened(str(config)) as context:
        assert isinstance(context.fetcher, shards.ShardedFetcher)
        assert isinstance(context.sandbox, shards.ShardedSandbox)
        assert isinstance(context.encoder, shards.ShardedEncoder)
    config.write_text("feeds: []\n", encoding="utf-8")
    with opened(str(config)) as context:
        assert not isinstance(context.fetcher, shards.ShardedFetcher)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("runner: dask", RunnerSetting(kind="dask")),
        ("runner: tcp://10.0.0.5:8786", RunnerSetting(kind="dask", scheduler="tcp://10.0.0.5:8786")),
        ("runner: {kind: dask, workers: 3}", RunnerSetting(kind="dask", workers=3)),
        ("{}", RunnerSetting()),
    ],
)
def test_the_runner_in_the_settings(line: str, expected: RunnerSetting, tmp_path: Path) -> None:
    assert parse(line, tmp_path / "newsdelta.yaml").runner == expected
