"""The folder beside the settings where newsdelta keeps what is its own: locks, notes, the Prefect server's file.

It can be removed while nothing runs; what cannot be lost is in the database.
"""

from __future__ import annotations

from pathlib import Path

_NAME = ".newsdelta"


def own_folder(config: Path) -> Path:
    """Where it is, there or not."""
    return config.resolve().parent / _NAME


def made(folder: Path) -> Path:
    """The same, there now, and left out of the git repository that the settings may be kept in; OSError where nothing
    can be written."""
    folder.mkdir(exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n")
    return folder
