"""A newsroom that can be held in the middle of an answer, a Prefect server, `newsdelta up` as a process."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.worlds.unattended import Gate, Up, api, settings_file
from flows import throwaway
from sample import Newsroom


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def newsroom(gate: Gate) -> Iterator[Newsroom]:
    with Newsroom(gate) as room:
        yield room
        gate.open()


@pytest.fixture
def make_settings(newsroom: Newsroom, tmp_path: Path) -> Callable[..., Path]:
    """Writes newsdelta.yaml with that channel, and so many feeds."""
    return lambda channel, feeds=3: settings_file(tmp_path, newsroom, channel, feeds)


@pytest.fixture(scope="session")
def prefect_tables(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """Where a database with Prefect's tables and nothing in them is kept for this run of the tests, once it has been
    made: Prefect takes longer to make them than for all else at its first start."""
    return tmp_path_factory.getbasetemp().parent / f"prefect-{testrun_uid}.db"


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory, prefect_tables: Path) -> Iterator[str]:
    """The API's address of one Prefect server, which this process and its children use."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    folder = tmp_path_factory.mktemp("prefect")
    if prefect_tables.exists():
        shutil.copy(prefect_tables, folder / "prefect.db")
    with throwaway.server(folder) as answers:
        answers()
        if not prefect_tables.exists():
            _copy(folder / "prefect.db", prefect_tables)
        address = os.environ["PREFECT_API_URL"]
        login = os.environ["PREFECT_API_AUTH_STRING"]
        with temporary_settings(updates={PREFECT_API_URL: address, PREFECT_API_AUTH_STRING: login}):
            yield address


def _copy(database: Path, to: Path) -> None:
    made = to.with_suffix(f".{os.getpid()}")
    with contextlib.closing(sqlite3.connect(database)) as old, contextlib.closing(sqlite3.connect(made)) as new:
        old.backup(new)
    made.rename(to)  # two that make it at once make the same


@pytest.fixture
def ask() -> Callable[..., list[dict[str, Any]]]:
    return api


@pytest.fixture
def start_up() -> Iterator[Any]:
    started: list[Up] = []

    def start(config: Path) -> Up:
        started.append(Up(config))
        return started[-1]

    yield start
    for up in started:
        if up.process.poll() is None:
            up.power_cut()
