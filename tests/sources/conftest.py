"""A real server on loopback that may be as odd as the web, and one sandbox for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bench.worlds.odd_server import Server, answer, serving
from sources.asking.fetch import Fetcher
from sources.sandbox import Sandbox


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


@pytest.fixture
def said() -> Callable[..., bytes]:
    return answer


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher("newsdelta test (mail@example.org)", {"127.0.0.1"}) as made:
        yield made
