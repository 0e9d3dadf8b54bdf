"""One process that `newsdelta up` looks after: started, logged, waited for, stopped."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

import psutil

from flows import family
from settings.limits_flows import (
    LAST_WORDS_WITHIN_S,
    LOG_BYTES,
    LOG_FILES,
    RESTART_FIRST_S,
    RESTART_MOST_S,
    WELL_AFTER_S,
)


class Child:
    """A process of its own session, tied to this one. Start it from the main thread."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        logs: Path,
        died: Callable[[Child], object] = lambda _: None,
        heard: Callable[[str], object] = lambda _: None,
        hands_on: Sequence[int] = (),
    ) -> None:
        """`died` and `heard` (each line it says) are called from threads of the child's own; `hands_on`: open files
        that it inherits."""
        self.name = name
        self.log_path = logs / f"{name}.log"
        self._command = list(command)
        self._env = dict(env)
        self._died = died
        self._deaths = 0
        self._started = 0.0
        self._last = "nothing"
        self._heard = heard
        self._hands_on = tuple(hands_on)
        self._process: subprocess.Popen[str] | None = None
        self._log = logging.Logger(f"newsdelta.up.{name}")
        handler = _Log(self.log_path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._log.addHandler(handler)

    def start(self) -> None:
        """OSError when the machine cannot: out of processes, files or memory."""
        tether = [sys.executable, "-m", "flows.tether", str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603  commands of our own
            [*tether, *self._command],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            pass_fds=self._hands_on,
        )
        self._started = time.monotonic()
        threading.Thread(target=self._follow, args=(self._process,), daemon=True).start()

    def _follow(self, process: subprocess.Popen[str]) -> None:
        reader = threading.Thread(target=self._read, args=(process,), daemon=True)
        reader.start()
        process.wait()  # and not for the end of what it says: one that it started may have its output, and live on
        reader.join(LAST_WORDS_WITHIN_S)
        self._died(self)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                if line.strip():
                    self._last = line.strip()
                    self._log.info("%s", line.rstrip())
                    self._heard(line)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    def last_words(self) -> str:
        """The last line it said."""
        return self._last

    def pause_before_restart(self) -> float:
        """Seconds; longer each time it dies young."""
        lived = time.monotonic() - self._started
        self._deaths = 1 if lived > WELL_AFTER_S else self._deaths + 1
        return min(RESTART_FIRST_S * 2.0 ** (self._deaths - 1), RESTART_MOST_S)

    def offspring(self, *, recursive: bool = True) -> list[psutil.Process]:
        """The processes that it started, and theirs."""
        try:
            return psutil.Process(self.pid).children(recursive) if self.lives else []
        except psutil.Error:
            return []

    def ask_to_stop(self) -> None:
        if self._process:
            self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds."""
        try:
            if self._process:
                self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it and all that it started, at once."""
        family.tell(signal.SIGKILL, self.offspring())
        if self._process:
            self._process.kill()
            self.wait(1.0)


class _Log(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """What a full disk does not take is lost, and does not fill the journal instead."""
