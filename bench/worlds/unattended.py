"""A newsroom that can be held in the middle of an answer, and `newsdelta up` as a process to cut off.

For tests/flows and for the benchmark of power cuts.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import urllib3
from urllib3 import Retry

from flows import home
from sample import Newsroom

NOON = datetime(2026, 3, 6, 18, tzinfo=UTC)
"""In the sample: the ferry's toll has risen and calls on the messaging apps are blocked."""


class Gate:
    """A clock for the newsroom; the `stop_at`-th answer waits until `open` is called."""

    def __init__(self) -> None:
        self.asked = 0
        self.stop_at = 0
        self.reached = threading.Event()
        self._open = threading.Event()

    def __call__(self) -> datetime:
        self.asked += 1
        if self.stop_at and self.asked >= self.stop_at:
            self.reached.set()
            self._open.wait(120)
        return NOON

    def close_after(self, answers: int) -> None:
        """Let so many answers out, and hold the next."""
        self.reached.clear()
        self._open.clear()
        self.stop_at = self.asked + answers + 1

    def open(self) -> None:
        self.stop_at = 0
        self._open.set()


def settings_file(folder: Path, room: Newsroom, channels: str, feeds: int = 3) -> Path:
    lines = [
        "database: newsdelta.db",
        "network: {allow_private: [127.0.0.1]}",
        "watches:",
        "  - {name: ferry, words: ferry OR Pipit OR water, kinds: [first, development]}",
        f"channels: [{channels}]",
        "web: {port: 0}",
        "feeds:",
    ]
    for url, name, publisher in room.feeds()[:feeds]:
        lines += [f"  - url: {url}", f'    name: "{name}"', f'    publisher: "{publisher}"']
    path = folder / "newsdelta.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def api(address: str, path: str, login: str | None = None, **filters: Any) -> list[dict[str, Any]]:
    """What the Prefect server says to a filter. Asked again where it is too busy: its database is one file."""
    who = urllib3.make_headers(basic_auth=login or os.environ["PREFECT_API_AUTH_STRING"])
    busy = Retry(6, status_forcelist=(503,), allowed_methods=None, backoff_factor=0.5)
    answer = urllib3.request("POST", f"{address}/{path}", json=filters, headers=who, retries=busy, timeout=30)
    if answer.status >= 400:
        raise RuntimeError(f"{path}: the Prefect server answers {answer.status}: {answer.data[:200]!r}")
    found: list[dict[str, Any]] = answer.json()
    return found


class Up:
    """`newsdelta up` in a process of its own, its words line by line."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []
        env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newsdelta", "--config", str(config), "up"],
            env=env,
            cwd=config.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def api(self, path: str, **filters: Any) -> list[dict[str, Any]]:
        """What its Prefect server says, once it has said where that is."""
        address = next(line for line in self.said if "Prefect's own" in line).split()[-1]
        login = home.server_login(self.config.parent / ".newsdelta" / "prefect")
        return api(f"{address}/api", path, login, **filters)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip())
        self.lines.put("<end>")

    def wait_for(self, words: str, seconds: float = 180) -> str:
        """The next line with these words in it."""
        deadline = threading.Event()
        timer = threading.Timer(seconds, deadline.set)
        timer.start()
        try:
            while not deadline.is_set():
                with contextlib.suppress(queue.Empty):
                    line = self.lines.get(timeout=1)
                    self.said.append(line)
                    if words in line:
                        return line
                    if line == "<end>":
                        break
        finally:
            timer.cancel()
        raise AssertionError(f"{words!r} was not said; instead: {self.said}")

    def everybody(self) -> list[psutil.Process]:
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def power_cut(self) -> None:
        """Everything at once, as a power cut does."""
        for process in self.everybody():
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGSTOP)  # nobody sees another die first
        gone = self.everybody()
        for process in gone:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(gone, timeout=10)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
