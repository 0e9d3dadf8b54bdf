"""Every error that newsdelta raises on purpose.

    NewsdeltaError
    ├── SettingsError        newsdelta.yaml or the environment is wrong; a person mends it
    ├── StorageError         the database cannot be used
    │   ├── DatabaseLocked       (try again)
    │   ├── DatabaseReadOnly
    │   ├── DatabaseCorrupt
    │   ├── DatabaseFull         (try again, once there is room)
    │   └── DatabaseTooNew       made by a newer newsdelta
    ├── ModelError           the embedding model is missing or is not what it says
    ├── OutOfMemory          memory ran out (try again, once there is more)
    └── InputError           a file or an argument that a person gave cannot be read

What may go wrong with a feed, a page or a channel is expected, and is a value (`Problem`), not an error.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator

from settings.errors import NewsdeltaError, SettingsError

__all__ = [
    "DatabaseCorrupt",
    "DatabaseFull",
    "DatabaseLocked",
    "DatabaseReadOnly",
    "DatabaseTooNew",
    "InputError",
    "ModelError",
    "NewsdeltaError",
    "OutOfMemory",
    "SettingsError",
    "StorageError",
    "ran_out_of_memory",
]


class StorageError(NewsdeltaError):
    """The database cannot be used as it is."""


class DatabaseLocked(StorageError):
    retry = True


class DatabaseReadOnly(StorageError):
    pass


class DatabaseCorrupt(StorageError):
    pass


class DatabaseFull(StorageError):
    retry = True


class DatabaseTooNew(StorageError):
    pass


class ModelError(NewsdeltaError):
    """The embedding model is missing, or its digest is not the published one."""


class OutOfMemory(NewsdeltaError):
    """The machine, or a limit that somebody set, has no more memory to give."""

    retry = True


class InputError(NewsdeltaError):
    """A file or argument given by a person cannot be used."""


_SAID = re.compile(
    r"can(?:'|no)t allocate memory|unable to allocate|failed to map segment|can't start new thread"
    r"|without exception set",  # Python, where there was no memory for the MemoryError
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:tried to allocate|unable to mmap) (\d+) bytes")
_ADVICE = (
    "newsdelta takes about 1 GB while it reads articles: end other programs, give the machine swap, or lift the "
    "limit under which it runs (ulimit -v, MemoryMax= of systemd)."
)


def ran_out_of_memory(error: BaseException, step: str = "") -> OutOfMemory | None:
    """What to say of `error` where memory ran out, in this step of a pass; None where it did not."""
    chain = list(_chain(error))
    for known in chain:
        if isinstance(known, OutOfMemory):
            return known
    for met in chain:
        if _is_of_memory(met):
            said = _detail(str(met))
            if not step:
                return OutOfMemory(f"memory ran out{said}. {_ADVICE}")
            kept = "What was done before is kept, and the next pass carries on."
            return OutOfMemory(f"memory ran out in the step '{step}'{said}. {kept} {_ADVICE}")
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that led to it: without memory, what cleans up fails as well."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_of_memory(error: BaseException) -> bool:
    """torch says it by a RuntimeError, what loads a library by an ImportError, the system by an OSError."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    kinds = (RuntimeError, ImportError, OSError, SystemError)
    return isinstance(error, kinds) and _SAID.search(str(error)) is not None


def _detail(text: str) -> str:
    if asked := _ASKED.search(text):
        return f" ({max(1, int(asked[1]) // 10**6):,} MB more were asked for)"
    return " (no thread could be started)" if "start new thread" in text else ""
