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
    └── InputError           a file or an argument that a person gave cannot be read

What may go wrong with a feed, a page or a channel is expected, and is a value (`Problem`), not an error.
"""

from __future__ import annotations

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
    "SettingsError",
    "StorageError",
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


class InputError(NewsdeltaError):
    """A file or argument given by a person cannot be used."""
