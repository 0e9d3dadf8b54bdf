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


class NewsdeltaError(Exception):
    """What went wrong, where, and what to do about it, in one sentence a person can act on."""

    retry = False
    """Whether doing the same again later may work."""


class SettingsError(NewsdeltaError):
    """One or more mistakes in the settings, each with file, line, key and what would be right."""


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
