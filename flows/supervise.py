"""What `newsdelta up` keeps running: Prefect's server, a worker, the web pages."""

from __future__ import annotations

import os
import queue
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import psutil

from flows import family, home
from flows.children import Child
from flows.contexts import CONFIG_VARIABLE
from flows.tether import UP_VARIABLE
from models.errors import NewsdeltaError
from settings.limits_flows import LOOKS_EVERY_S, SERVER_STOPS_WITHIN_S, SWEEP_S, SWEEPS, WORK_STOPS_WITHIN_S

Say = Callable[[str], None]
STOP = "stop"
LATE = "late"
_FIGURES = re.compile(r"\d+")
SIGNS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""Each of them stops it, unless it was started with that one ignored (nohup)."""


class Supervisor:
    """Everything that runs unattended, for the settings in `config`; logs and Prefect's data in `folder`.

    `run` returns after SIGTERM, SIGINT or SIGHUP, with all that it started stopped. OSError when `folder` cannot be
    written or no port is free.
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
        `is_late`: asked now and then, from a thread of its own, whether passes have stopped coming."""
        self._say = say
        self._is_late = is_late
        self._asking: threading.Thread | None = None
        self._said: dict[str, str] = {}
        self._again: dict[Child, float] = {}
        """What has died, and when it is started again."""
        self._events: queue.SimpleQueue[Child | str] = queue.SimpleQueue()
        """Of this kind, since a signal's handler may put into it whatever this thread is at."""
        self._stopping = threading.Event()
        self.pages = ""
        """Where the pages are, once they are there."""
        logs = folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        died = self._events.put
        self._server = None
        self.login_file: Path | None = None
        """Where the name and password stand that our own server asks for."""
        if shared_server:
            env = dict(os.environ)
            self.dashboard = shared_server.removesuffix("/api")
            """Prefect's own pages."""
        else:
            self._listening = home.listen(home.USUAL_PORT)  # kept as long as this lives, through each of its servers
            port = home.port_of(self._listening)
            env = home.environment(folder / "prefect", port)
            self.login_file = folder / "prefect" / home.LOGIN
            self.dashboard = f"http://{home.HOST}:{port}"
            hands_on = (self._listening.fileno(),)
            self._server = Child("server", home.server_command(self._listening), env, logs, died, hands_on=hands_on)
        # A folder of the person's own that is named like one of ours must not be taken for it.
        env = env | {CONFIG_VARIABLE: str(config), UP_VARIABLE: str(os.getpid()), "PYTHONSAFEPATH": "1"}
        self._deadman = Child("deadman", [sys.executable, "-m", "flows.deadman", str(config)], env, logs)
        self._worker = Child("worker", home.worker_command(config), env, logs, died, self._hear)
        self._web = Child("web", web, env, logs, died, self._hear) if web else None

    def run(self, ready: Callable[[], None], moved: Callable[[], None] = lambda: None) -> None:
        """Start everything, call `ready` once it works, and look after it until told to stop. `moved` is called when
        the pages are there, and when they are elsewhere after a restart."""
        before = {sign: old for sign in SIGNS if (old := signal.getsignal(sign)) != signal.SIG_IGN}
        for sign in before:
            signal.signal(sign, self._stop)
        family.adopt_orphans()
        try:
            # All at once: the worker waits for the server by itself, and the pages need neither.
            for child in (self._server, self._worker, self._web):
                if child:
                    self._start(child)
            works = False
            look_at = time.monotonic() + LOOKS_EVERY_S
            while not self._stopping.is_set():
                now = time.monotonic()
                if now >= look_at:
                    self._look()
                    look_at = now + LOOKS_EVERY_S
                for child in [each for each, at in self._again.items() if at <= now]:
                    del self._again[child]
                    self._start(child)
                try:
                    event = self._events.get(timeout=max(0.0, min([look_at, *self._again.values()]) - now))
                except queue.Empty:
                    continue
                if isinstance(event, Child):
                    self._mend(event, f"exit code {event.exit_code}; it said last: {event.last_words()}")
                elif event == LATE:
                    self._rouse()
                elif event == home.PAGES:
                    moved()
                    if works:
                        self._say(f"The pages are at {self.pages}")
                elif event == home.READY and not works:
                    works = True
                    ready()
        finally:
            self._stop_all()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    @property
    def pages_missing(self) -> str:
        """What the pages said last, while they are not there."""
        return self._web.last_words() if self._web and not self.pages else ""

    def _stop(self, _sign: int, _frame: FrameType | None) -> None:
        self._stopping.set()
        self._events.put(STOP)

    def _hear(self, line: str) -> None:
        first, *rest = line.split()
        if first == home.PAGES:
            self.pages = rest[0]
        if first in (home.READY, home.PAGES):
            self._events.put(first)

    def _look(self) -> None:
        """Ask whether passes have stopped coming, beside: a database may take longer to answer than a stop may."""
        family.bury(self._pids())
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self._ask, daemon=True)
            self._asking.start()

    def _ask(self) -> None:
        try:
            late, wrong = self._is_late(), ""
        except NewsdeltaError as error:  # a locked database, a full disk: the passes say it as well
            late, wrong = False, str(error)
        if late:
            self._events.put(LATE)
        elif self._said.get(LATE, "") != wrong:  # once, and not each time for a weekend
            self._said[LATE] = wrong
            if wrong:
                self._say(wrong)

    def _rouse(self) -> None:
        """Passes have stopped coming: tell people by a process of its own, and start a new worker."""
        if self._deadman.lives:
            return
        self._say(f"Passes have stopped coming: the worker is started anew. Its log: {self._worker.log_path}")
        self._start(self._deadman)
        self._worker.kill()
        # Of an earlier worker: what they hang in holds up the next one.
        family.tell(signal.SIGKILL, family.children(self._pids()))

    def _start(self, child: Child) -> None:
        try:
            child.start()
        except OSError as error:  # no process or no memory is to be had: perhaps later
            self._mend(child, f"it cannot be started: {error.strerror or error}")

    def _mend(self, child: Child, why: str) -> None:
        """Start again what has died."""
        if child is self._web:
            self.pages = ""
        if child is self._deadman or child in self._again or child.lives or self._stopping.is_set():
            return
        pause = child.pause_before_restart()
        apart_from_when = _FIGURES.sub("", why)
        if self._said.get(child.name) != apart_from_when:  # one that cannot start for a week says so once
            self._said[child.name] = apart_from_when
            self._say(
                f"The {child.name} ended and is started again, at first after {pause:.0f} s ({why}). "
                f"Its log is {child.log_path}"
            )
        self._again[child] = time.monotonic() + pause  # not waited for, so that another's death is seen meanwhile

    def _pids(self) -> set[int]:
        return {child.pid for child in (self._server, self._worker, self._web, self._deadman) if child}

    def _stop_all(self) -> None:
        """Passes first, so that they can say that they were stopped while the server still listens: those of the
        worker, and of one that died before. At the end nothing is left, whoever started it."""
        everybody = family.everybody()
        runs = [*self._worker.offspring(recursive=False), *family.children(self._pids())]
        family.tell(signal.SIGTERM, runs)
        psutil.wait_procs(runs, timeout=WORK_STOPS_WITHIN_S / 2)
        for child in (self._worker, self._web):
            if child:
                child.ask_to_stop()
        until = time.monotonic() + WORK_STOPS_WITHIN_S / 2
        for child in (self._worker, self._web):
            if child and not child.wait(until - time.monotonic()):
                child.kill()
        family.tell(signal.SIGKILL, runs)
        self._deadman.kill()
        if self._server:
            self._server.ask_to_stop()
            if not self._server.wait(SERVER_STOPS_WITHIN_S):
                self._server.kill()
        family.tell(signal.SIGKILL, everybody)  # where orphans are not adopted, those that were seen
        for _ in range(SWEEPS):  # what was killed may have left some of its own to us
            left = family.children(self._pids())
            family.tell(signal.SIGKILL, left)
            psutil.wait_procs(left, timeout=SWEEP_S)
