"""A newsroom that can be held in the middle of an answer, a Prefect server, `newsdelta up` as a process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.unattended import Gate, Up, api, settings_file
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
def make_settings(newsroom: Newsroom, tmp_path: Path) -> Callable[[str], Path]:
    """Writes newsdelta.yaml with that channel."""
    return lambda channel: settings_file(tmp_path, newsroom, channel)


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API's address of one Prefect server, which this process and its children use."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with throwaway.server(tmp_path_factory.mktemp("prefect")) as answers:
        answers()
        address = os.environ["PREFECT_API_URL"]
        with temporary_settings(updates={PREFECT_API_URL: address}):
            yield address


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
