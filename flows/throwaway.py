"""A Prefect server for one command: started beside it, silent, and gone afterwards.

Prefect can start a temporary server by itself, but that one is given 20 s on however busy a machine, logs
how it starts, and is gone before the last events are sent, which it then reports with tracebacks.
"""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import home
from flows.children import Child
from models.errors import NewsdeltaError
from settings.limits_flows import SERVER_ASKED_EVERY_S, SERVER_STARTS_WITHIN_S, SERVER_STOPS_WITHIN_S

QUIET = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
}


class ServerMissing(NewsdeltaError):
    """Prefect's server did not start."""


@contextmanager
def server(folder: Path) -> Iterator[Callable[[], None]]:
    """Start a server that keeps to `folder`, and make it this process's own; yields what waits for it.

    Enter it before Prefect is imported: that is when Prefect reads its settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listening = home.listen()
    env = home.environment(folder, home.port_of(listening), dashboard=False) | QUIET
    child = Child("server", home.server_command(listening), env, folder, hands_on=(listening.fileno(),))
    with listening:  # then the server alone has it: when that dies, nobody waits for an answer
        child.start()
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    try:
        yield lambda: _wait(child, env["PREFECT_API_URL"])
        _send_what_waits()
    finally:
        os.environ.clear()
        os.environ.update(before)
        child.ask_to_stop()
        if not child.wait(SERVER_STOPS_WITHIN_S):
            child.kill()


def _wait(child: Child, address: str) -> None:
    until = time.monotonic() + SERVER_STARTS_WITHIN_S
    while child.lives and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=SERVER_STARTS_WITHIN_S):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            child.wait(SERVER_ASKED_EVERY_S)
    raise ServerMissing(f"Prefect's server did not start; its log is {child.log_path}: {child.last_words()}")


def _send_what_waits() -> None:
    """Prefect's client sends events from a thread of its own; let it finish while the server is there."""
    from prefect.events.worker import EventsWorker

    EventsWorker.drain_all()
