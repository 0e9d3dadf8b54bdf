"""Child processes that are light to start and never outlive their parent."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.context
import os
import signal
import sys
import threading
import types
from collections.abc import Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import wait

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
