"""What `newsdelta up` keeps running: Prefect's server, a worker, the web pages."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil

from flows import home
from flows.children import Child
from flows.contexts import CONFIG_VARIABLE
from models.errors import NewsdeltaError
from settings.limits_flows import LOOKS_EVERY_S, SERVER_STOPS_WITHIN_S, WORK_STOPS_WITHIN_S

Say = Callable[[str], None]
STOP = "stop"


@dataclass(frozen=True, slots=True)
class Restart:
    """The time has come to start it again."""

    child: Child


class Supervisor:
    """Everything that runs unattended, for the settings in `config`; logs and Prefect's data in `folder`.

    `run` returns after SIGTERM or SIGINT, with all that it started stopped.
    """

    def __init__(
        self,
        config: Path,
        folder: Path,
        say: Say,
        web: Sequence[str] | None = None,
        shared_server: str | None = None,
        is_late: Callable[[], bool] = lambda: False,
    ) -> None:
        """`shared_server`: the API of a Prefect server that runs already; left out, we start our own.
        `is_late`: asked now and then whether passes have stopped coming."""
        self._say = say
        self._is_late = is_late
        self._said: dict[str, str] = {}
        self._events: queue.Queue[Child | Restart | str] = queue.Queue()
        self._stopping = threading.Event()
        logs = folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        died = self._events.put
        self._server = None
        if shared_server:
            env = dict(os.environ)
            self.dashboard = shared_server.removesuffix("/api")
            """Prefect's own pages."""
        else:
            port = home.free_port(home.USUAL_PORT)
            env = home.environment(folder / "prefect", port)
            self.dashboard = f"http://{home.HOST}:{port}"
            self._server = Child("server", home.server_command(port), env, logs, died)
        env = env | {CONFIG_VARIABLE: str(config)}
        deadman = [sys.executable, "-m", "flows.deadman", str(config)]
        self._deadman = Child("deadman", deadman, env, logs, lambda _: None)
        self._worker = Child("worker", home.worker_command(config), env, logs, died, self._hear)
        self._web = Child("web", web, env, logs, died) if web else None

    def run(self, ready: Callable[[], None]) -> None:
        """Start everything, call `ready` once it works, and look after it until told to stop."""
        before = {sign: signal.signal(sign, self._stop) for sign in (signal.SIGTERM, signal.SIGINT)}
        try:
            # All at once: the worker waits for the server by itself, and the pages need neither.
            for child in (self._server, self._worker, self._web):
                if child:
                    child.start()
            greeted = False
            look_at = time.monotonic() + LOOKS_EVERY_S
            while not self._stopping.is_set():
                try:
                    event = self._events.get(timeout=max(0.0, look_at - time.monotonic()))
                except queue.Empty:
                    self._look()
                    look_at = time.monotonic() + LOOKS_EVERY_S
                    continue
                if isinstance(event, Child):
                    self._mend(event)
                elif isinstance(event, Restart):
                    event.child.start()
                elif event == home.READY and not greeted:
                    greeted = True
                    ready()
        finally:
            self._stop_all()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _stop(self, _sign: int, _frame: FrameType | None) -> None:
        self._stopping.set()
        self._events.put(STOP)

    def _hear(self, line: str) -> None:
        if line.startswith(home.READY):
            self._events.put(home.READY)

    def _look(self) -> None:
        """When passes have stopped coming, tell people by a process of its own, and start a new worker."""
        try:
            if not self._is_late() or self._deadman.lives:
                return
        except NewsdeltaError as error:  # a locked database, a full disk: the passes say it as well
            self._say(str(error))
            return
        self._say(f"Passes have stopped coming: the worker is started anew. Its log: {self._worker.log_path}")
        self._deadman.start()
        self._worker.kill()

    def _mend(self, child: Child) -> None:
        """Start again what has died."""
        if child.lives or self._stopping.is_set():
            return
        pause = child.pause_before_restart()
        why = f"exit code {child.exit_code}; it said last: {child.last_words()}"
        if self._said.get(child.name) != why:  # one that cannot start for a week says so once
            self._said[child.name] = why
            self._say(
                f"The {child.name} ended and is started again, at first after {pause:.0f} s ({why}). "
                f"Its log is {child.log_path}"
            )
        # Waited for beside, so that another's death is seen meanwhile; started here, in the main thread.
        restart = threading.Timer(pause, self._events.put, [Restart(child)])
        restart.daemon = True
        restart.start()

    def _stop_all(self) -> None:
        """Passes first, so that they can say that they were stopped while the server still listens."""
        runs = self._worker.offspring()
        for run in runs:
            try:
                run.terminate()
            except psutil.Error:
                continue
        psutil.wait_procs(runs, timeout=WORK_STOPS_WITHIN_S / 2)
        for child in (self._worker, self._web):
            if child:
                child.ask_to_stop()
        until = time.monotonic() + WORK_STOPS_WITHIN_S / 2
        for child in (self._worker, self._web):
            if child and not child.wait(until - time.monotonic()):
                child.kill()
        for run in runs:
            try:
                run.kill()
            except psutil.Error:
                continue
        self._deadman.kill()
        if self._server:
            self._server.ask_to_stop()
            if not self._server.wait(SERVER_STOPS_WITHIN_S):
                self._server.kill()


