"""Heavy work as shards on Dask, through prefect-dask: fetching, reading, embedding (`runner: dask`).

A shard is a function of plain data: addresses to answers, bytes to readings, texts to vectors. What it comes to
is the same wherever it is worked out, so a worker that dies costs its shards' time and nothing else: Dask has
them done by another. The database is written by the process of the pass alone, in the order of one machine.

Workers need newsdelta installed, and the same model. What fits one shard is done in the pass itself.
"""

from __future__ import annotations

import functools
import logging
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

from models.embeddings import Encoder, Transformer, load_encoder
from models.errors import ModelError, NewsdeltaError
from models.nouns import Matrix, Response, RobotsTxt
from settings.limits_flows import (
    CLUSTER_ANSWERS_WITHIN_S,
    SHARD_BATCHES,
    SHARD_FEEDS,
    SHARD_PAGES,
    SHARD_WITHIN_S,
    SHARDS_AHEAD,
    WORKERS_LOOKED_FOR_S,
)
from settings.schema import RunnerSetting, Settings
from sources.asking.fetch import Fetcher, Request
from sources.asking.robots import site_of
from sources.feed.parse import ParsedFeed
from sources.reading import Reading
from sources.sandbox import FeedBytes, PageBytes, Sandbox
from steps.context import user_agent

if TYPE_CHECKING:
    from distributed import Client

In = TypeVar("In")
Out = TypeVar("Out")
Numbered = list[tuple[int, Request]]


class ClusterMissing(NewsdeltaError):
    """The Dask cluster cannot be reached or has lost its workers."""


class Cluster:
    """A Dask cluster, started or connected to when the first shard is for it."""

    def __init__(self, setting: RunnerSetting, client: Client | None = None) -> None:
        """`client`: of a cluster that the caller looks after."""
        self._setting = setting
        self._client = client
        self._stack = ExitStack()

    @property
    def client(self) -> Client:
        if self._client is None:
            self._client = self._stack.enter_context(_connected(self._setting))
        return self._client

    @property
    def _where(self) -> str:
        return self._setting.scheduler or "of this machine"

    def close(self) -> None:
        self._stack.close()

    def each(self, shard: Callable[[In], Out], items: Iterable[In], in_order: bool = True) -> Iterator[Out]:
        """What `shard` makes of each of the items; a few at a time for each worker. With `in_order` off, as
        they come. Raises ClusterMissing when no worker is left to do them."""
        ahead = SHARDS_AHEAD * max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))
        waiting = iter(items)
        in_hand: deque[Any] = deque()
        try:
            while True:
                for some in islice(waiting, ahead - len(in_hand)):
                    in_hand.append(self.client.submit(shard, some, pure=False))
                if not in_hand:
                    return
                done = self._first_done([in_hand[0]] if in_order else list(in_hand))
                in_hand.remove(done)
                yield done.result()
        except CancelledError as error:
            raise ClusterMissing(
                f"The Dask cluster {self._where} was lost in the middle of the work: start its scheduler again, or set "
                "runner: here. The next pass carries on."
            ) from error
        finally:
            for future in in_hand:
                future.cancel()

    def _first_done(self, futures: list[Any]) -> Any:
        """The first of them that is done. Raises ClusterMissing when no worker has been there at two looks in a row, or
        none has done one in time."""
        from distributed import as_completed

        gone, until = 0, time.monotonic() + SHARD_WITHIN_S
        while gone < 2 and time.monotonic() < until:
            try:
                return next(as_completed(futures, self.client.loop, timeout=WORKERS_LOOKED_FOR_S))  # type: ignore[no-untyped-call]
            except TimeoutError:
                gone = 0 if self.client.scheduler_info(n_workers=-1)["workers"] else gone + 1
        raise ClusterMissing(
            f"The Dask cluster {self._where} has no workers: start some, or set runner: here. The next pass carries on."
            if gone
            else f"No worker of the Dask cluster {self._where} has done a shard for {SHARD_WITHIN_S:.0f} s. "
            "The next pass carries on."
        )


@contextmanager
def _connected(setting: RunnerSetting) -> Iterator[Client]:
    from distributed import LocalCluster
    from prefect_dask.task_runners import DaskTaskRunner

    if setting.scheduler:
        runner = DaskTaskRunner(address=setting.scheduler, client_kwargs={"timeout": CLUSTER_ANSWERS_WITHIN_S})
    else:
        # One thread a process: the model and the parsers keep a core busy each.
        local = {"n_workers": setting.workers, "threads_per_worker": 1, "dashboard_address": None}
        runner = DaskTaskRunner(cluster_class=LocalCluster, cluster_kwargs=local)
    logging.getLogger("distributed").setLevel(logging.WARNING)  # it says each connection
    with runner:
        try:
            client = runner.client
        except (OSError, TypeError) as error:  # the latter: tls:// without certificates
            where = setting.scheduler or "of this machine"
            raise ClusterMissing(
                f"The Dask cluster {where} does not answer ({error}): start it, or set runner: here."
            ) from error
        yield client


@contextmanager
def sharded(settings: Settings, client: Client | None = None) -> Iterator[dict[str, Any]]:
    """A fetcher, a sandbox and an encoder for `open_context` that hand their work to the cluster of the settings,
    or to `client`'s."""
    cluster = Cluster(settings.runner, client)
    fetcher, sandbox = ShardedFetcher(settings, cluster), ShardedSandbox(cluster)
    try:
        yield {"fetcher": fetcher, "sandbox": sandbox, "encoder": ShardedEncoder(settings, cluster)}
    finally:
        fetcher.close()
        sandbox.close()
        cluster.close()


# -- with the coordinator --------------------------------------------------------------------------


class ShardedFetcher(Fetcher):
    """One host's addresses are asked for by one worker, at the host's pace; one's own hosts by all."""

    def __init__(self, settings: Settings, cluster: Cluster) -> None:
        self._own, self._cluster = settings.network.allow_private, cluster
        self._shard = functools.partial(fetch_shard, user_agent(settings), self._own)
        super().__init__(user_agent(settings), self._own)

    def get_many(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Response]]:
        todo = list(requests)
        size = SHARD_PAGES if any(each.robots for each in todo) else SHARD_FEEDS
        if len(todo) <= size:
            yield from super().get_many(todo)
            return
        # Told apart by number: what comes back from another process is another object.
        shards = ((self._known_of(some), some) for some in self._by_host(todo, size))
        for learned, answered in self._cluster.each(self._shard, shards, in_order=False):
            self.robots.learn(learned)
            for number, response in answered:
                yield todo[number], response

    def _known_of(self, asked: Numbered) -> list[RobotsTxt]:
        sites = {site_of(request.url) for _, request in asked if request.robots}
        return self.robots.kept(site for site in sites if site)

    def _by_host(self, todo: Sequence[Request], size: int) -> Iterator[Numbered]:
        hosts: dict[object, Numbered] = {}
        for number, request in enumerate(todo):
            hosts.setdefault(self._host(request.url, number), []).append((number, request))
        shard: Numbered = []
        for same in hosts.values():
            shard += same
            if len(shard) >= size:
                yield shard
                shard = []
        if shard:
            yield shard

    def _host(self, url: str, number: int) -> object:
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        return number if parts.hostname in self._own or parts.netloc in self._own else parts.hostname


class ShardedSandbox(Sandbox):
    """Parsing and reading in the workers' own child processes."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        super().__init__()

    def parse_feeds(self, feeds: Iterable[FeedBytes]) -> Iterator[tuple[FeedBytes, ParsedFeed]]:
        return self._sharded(parse_shard, super().parse_feeds, feeds)

    def read_pages(self, pages: Iterable[PageBytes]) -> Iterator[tuple[PageBytes, Reading]]:
        return self._sharded(read_shard, super().read_pages, pages)

    def _sharded(
        self,
        shard: Callable[[list[Any]], list[Any]],
        here: Callable[[list[Any]], Iterator[tuple[Any, Any]]],
        items: Iterable[Any],
    ) -> Iterator[tuple[Any, Any]]:
        waiting = iter(items)
        first = list(islice(waiting, SHARD_PAGES))
        rest = list(islice(waiting, 1))
        if not rest:
            yield from here(first)
            return
        sent: deque[list[Any]] = deque()

        def shards() -> Iterator[list[Any]]:
            some = first
            following = rest
            while some:
                sent.append(some)
                yield [replace(each, tag=None) for each in some]
                some = [*following, *islice(waiting, SHARD_PAGES - len(following))]
                following = []

        for found in self._cluster.each(shard, shards()):
            yield from zip(sent.popleft(), found, strict=True)


class ShardedEncoder:
    """The workers' encoder. Raises ModelError when they do not all have the same."""

    def __init__(self, settings: Settings, cluster: Cluster) -> None:
        self._model, self._cluster = (settings.model.name, settings.model.path), cluster

    @functools.cached_property
    def _here(self) -> Transformer:
        return load_encoder(*self._model)

    @property
    def name(self) -> str:
        return self._here.name

    @property
    def dim(self) -> int:
        return self._here.dim

    def encode(self, texts: Sequence[str]) -> Matrix:
        # The very batches of one machine, since what is in a batch can move a vector's last digit.
        all_batches = list(self._here.batches(list(dict.fromkeys(texts))))
        if len(all_batches) <= SHARD_BATCHES:
            return self._here.encode(texts)
        places: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            places.setdefault(text, []).append(row)
        whole = iter(all_batches)
        shards = list(iter(lambda: [text for batch in islice(whole, SHARD_BATCHES) for text in batch], []))
        found = np.zeros((len(texts), self.dim), np.float32)
        shard = functools.partial(encode_shard, *self._model)
        for some, (name, rows) in zip(shards, self._cluster.each(shard, shards), strict=True):
            if name != self.name:
                raise ModelError(
                    f"A Dask worker has the model {name}, this machine {self.name}: vectors of two models "
                    "are never compared; install the same one everywhere."
                )
            for text, vector in zip(some, rows, strict=True):
                found[places[text]] = vector
        return found


# -- on the workers --------------------------------------------------------------------------------

_one_at_a_time = threading.Lock()


def fetch_shard(
    agent: str, own: tuple[str, ...], todo: tuple[list[RobotsTxt], Numbered]
) -> tuple[list[RobotsTxt], list[tuple[int, Response]]]:
    """The answers to the requests, each with its number, and what was learned of robots.txt beyond what is known."""
    known, asked = todo
    numbers = {id(request): number for number, request in asked}
    fetcher = _fetcher(agent, own)
    fetcher.robots.known(known)
    answers = [(numbers[id(request)], response) for request, response in fetcher.get_many(r for _, r in asked)]
    return fetcher.robots.learned(), answers


def parse_shard(feeds: list[FeedBytes]) -> list[ParsedFeed]:
    return [parsed for _, parsed in _sandbox().parse_feeds(feeds)]


def read_shard(pages: list[PageBytes]) -> list[Reading]:
    return [reading for _, reading in _sandbox().read_pages(pages)]


def encode_shard(name: str, path: Path | None, texts: list[str]) -> tuple[str, Matrix]:
    """The texts' vectors, with the name of the model that made them. Texts in order of length, as `batches` gives them,
    fall into the same batches here."""
    with _one_at_a_time:
        encoder = _encoder(name, path)
        return encoder.name, encoder.encode(texts)


@functools.lru_cache(maxsize=4)
def _fetcher(agent: str, own: tuple[str, ...]) -> Fetcher:
    return Fetcher(agent, own)


@functools.cache
def _sandbox() -> Sandbox:
    # Dask's workers are daemons, which may have no children, lest they outlive them; ours die with them.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    return Sandbox(workers=1)


@functools.cache
def _encoder(name: str, path: Path | None) -> Encoder:
    return load_encoder(name, path)
