"""Which database newsdelta worked with, noted beside the settings: one that is gone is not begun anew in silence.

A disk that was not mounted would otherwise cost the whole history, and all that feeds still hold would be told again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from models.errors import StorageError
from settings.own_folder import made, own_folder
from settings.schema import Settings
from storage.database import parse_url


def sure(config: Path, settings: Settings) -> None:
    """StorageError when the database is a file that was there before, and is not now."""
    path, note = _file(settings), _note(config)
    if path is not None and not path.exists() and _read(note) == str(path):
        raise StorageError(
            f"The database {path} is gone; newsdelta worked with it before. Is its disk mounted? If it is lost, "
            f"'newsdelta restore BACKUP' puts a backup in its place. To begin anew with nothing, remove {note}."
        )


def remember(config: Path, settings: Settings) -> None:
    """Note the database that was opened. Where nothing can be written beside the settings, nothing is noted."""
    path, note = _file(settings), _note(config)
    if path is None or _read(note) == str(path):
        return
    with suppress(OSError):
        made(note.parent)
        note.write_text(f"{path}\n", encoding="utf-8")


def _file(settings: Settings) -> Path | None:
    address = parse_url(settings.database_url())
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


def _note(config: Path) -> Path:
    return own_folder(config) / "database"


def _read(note: Path) -> str | None:
    try:
        return note.read_text(encoding="utf-8").strip()
    except OSError:
        return None
