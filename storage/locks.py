"""One writer at a time, in this process and beside it.

SQLite before 3.51.3 can corrupt the write-ahead log when one connection checkpoints while another writes
(the WAL-reset bug). BEGIN IMMEDIATE does not prevent it: the automatic checkpoint runs in COMMIT, after
the write lock is given back. So every writer holds a lock on a file beside the database from before
BEGIN until after COMMIT. The system frees it when its holder dies, however it dies.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from settings.limits_storage import LOCK_POLL_S


class WriterLock:
    """Exclusive between threads and processes; not reentrant, since a nested writer would wait for itself."""

    def __init__(self, path: Path, wait_s: float) -> None:
        self.path = path
        self.wait_s = wait_s
        self._threads = threading.Lock()
        self._file = FileLock(str(path), timeout=wait_s, thread_local=False)
        self._owner: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raise TimeoutError when the lock is not free within `wait_s`, OSError when it cannot be made."""
        me = threading.get_ident()
        if self._owner == me:
            raise RuntimeError("a write inside a write: use the connection that is already there")
        if not self._threads.acquire(timeout=self.wait_s):
            raise TimeoutError(str(self.path))
        try:
            try:
                self._file.acquire(poll_interval=LOCK_POLL_S)
            except Timeout:
                raise TimeoutError(str(self.path)) from None
            self._owner = me
            try:
                yield
            finally:
                self._owner = None
                self._file.release()
        finally:
            self._threads.release()
