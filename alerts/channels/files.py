"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from models.nouns import Problem


def write_atomically(path: Path, data: bytes) -> None:
    """Write to a file beside `path`, make it durable, and put it in place in one step. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)  # it is there only when something went wrong


def problem(error: OSError, folder: Path) -> Problem:
    """Why nothing could be written there, for a person. A disk gets room again: worth a retry."""
    why = error.strerror or error.__class__.__name__
    return Problem("folder", f"cannot write into {folder}: {why}; is 'path' right, and may newsdelta write there?")


def check_folder(folder: Path) -> Problem | None:
    """Whether a file could be put into the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return problem(error, folder)
