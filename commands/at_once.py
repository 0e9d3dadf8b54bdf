"""Asking several at once, so that one that is slow or away holds up no other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def begun(work: Callable[[], T]) -> Future[T]:
    """What `work` will give, or raise, in a thread of its own that a program may leave behind when it ends."""
    found: Future[T] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as bug:  # noqa: BLE001 - raised again where the result is asked for
            found.set_exception(bug)

    threading.Thread(target=run, daemon=True).start()
    return found
