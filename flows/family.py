"""The processes below this one, also those whose parents have died."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Collection, Iterable

import psutil

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """From now on, a process below this one whose parent dies becomes this one's child, and is not lost sight of: on
    Linux (prctl(2)); elsewhere the machine's first process takes it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(but: Collection[int] = ()) -> list[psutil.Process]:
    """This process's children without those in `but`."""
    return [each for each in psutil.Process().children() if each.pid not in but]


def everybody() -> list[psutil.Process]:
    """All processes below this one."""
    return psutil.Process().children(recursive=True)


def bury(but: Collection[int] = ()) -> None:
    """Let go of children that have ended, without those in `but`, whom somebody else waits for."""
    for each in children(but):
        try:
            if each.status() == psutil.STATUS_ZOMBIE:
                each.wait(0)
        except psutil.Error:
            continue


def tell(number: signal.Signals, processes: Iterable[psutil.Process]) -> None:
    """Send these a signal; one that has ended, or is not ours to tell, is passed over."""
    for each in processes:
        try:
            each.send_signal(number)
        except psutil.Error:
            continue
