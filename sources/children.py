"""Child processes that are light to start, never outlive their parent, and are replaced when somebody ends them."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import multiprocessing.context
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from pebble import ProcessFuture, ProcessPool

from settings.limits_sources import CHILDREN_LOOKED_AT_S

log = logging.getLogger(__name__)
Out = TypeVar("Out")
_starting = threading.Lock()


def tethered() -> None:
    """In a child: die with the parent, however it dies, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()


def _die_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


class _LightProcess(multiprocessing.context.SpawnProcess):
    """A spawned process that leaves `__main__` alone.

    spawn imports the parent's main module in the child: for Prefect's engine or a command line that
    is seconds and hundreds of megabytes, and a child here needs nothing of it.
    """

    def start(self) -> None:
        with _starting, _no_main(), _no_interrupt():
            super().start()


class LightContext(multiprocessing.context.SpawnContext):
    Process = _LightProcess


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """What is started within never hears Ctrl-C, not even while Python is loading in it."""
    resource_tracker.ensure_running()  # its own start would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Children:
    """A pool of processes. pebble gives its own up for good when one was ended from outside while none had anything in
    hand; what was asked of it is asked of another then. Whoever asks after `close` gets a CancelledError."""

    def __init__(
        self, workers: int, tasks: int = 0, prepare: Callable[..., None] = tethered, given: tuple[Any, ...] = ()
    ) -> None:
        """A process is replaced after so many `tasks`, 0: never. Each begins with prepare(*given)."""
        self._made = partial(ProcessPool, workers, tasks, prepare, given, LightContext())
        self._pool = self._made()
        self._changing = threading.Lock()
        self._closed = False

    def ask(self, function: Callable[..., Out], *arguments: Any, timeout: float | None = None) -> Asked[Out]:
        return Asked(self, partial(ProcessPool.schedule, function=function, args=arguments, timeout=timeout))

    def now(self) -> ProcessPool:
        with self._changing:
            if self._closed:
                raise CancelledError
            return self._pool

    def instead_of(self, broken: ProcessPool) -> ProcessPool:
        with self._changing:
            if self._closed:
                raise CancelledError
            if self._pool is broken:
                log.warning("child processes were ended from outside; others begin in their place")
                _end(broken)
                self._pool = self._made()
            return self._pool

    def close(self) -> None:
        """End them, whatever they have in hand."""
        with self._changing:
            self._closed = True
            _end(self._pool)


class Asked(Generic[Out]):
    """What was asked of children, and will come of it."""

    def __init__(self, children: Children, schedule: Callable[[ProcessPool], ProcessFuture[Out]]) -> None:
        """Raises RuntimeError when new processes cannot begin either."""
        self._children, self._schedule = children, schedule
        self._pool = children.now()
        try:
            self._future = schedule(self._pool)
        except RuntimeError:  # what pebble says of a pool that it has given up
            self._again()

    def exception(self) -> BaseException | None:
        """What it failed by; BrokenProcessPool when new processes ended as well before they began with it."""
        error = self._ended()
        if isinstance(error, BrokenProcessPool):
            try:
                self._again()
            except RuntimeError as unable:
                return BrokenProcessPool(str(unable))
            error = self._ended()
        return error

    def result(self) -> Out:
        error = self.exception()
        if error is not None:
            raise error
        return self._future.result()

    def cancel(self) -> None:
        self._future.cancel()  # type: ignore[no-untyped-call]

    def _again(self) -> None:
        self._pool = self._children.instead_of(self._pool)
        self._future = self._schedule(self._pool)

    def _ended(self) -> BaseException | None:
        """A pool that pebble gave up, or was closed, leaves some waiting for good: hence the look at it."""
        while not self._future.done():
            if not self._pool.active and not self._future.done():
                return BrokenProcessPool("its processes ended")
            with contextlib.suppress(TimeoutError):
                self._future.exception(CHILDREN_LOOKED_AT_S)
        return self._future.exception()


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
