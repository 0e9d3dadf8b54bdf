"""Backups of an SQLite database, each proven readable before it counts, and the way back."""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from models.errors import DatabaseCorrupt, InputError, StorageError
from settings.limits_storage import BACKUPS_KEPT, LOCK_WAIT_S, UNFINISHED_FOR
from storage.database import Database
from storage.locks import WriterLock
from storage.migrations import VERSION_TABLE
from storage.schema import notes

STAMP = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z"
"""When a backup was made, in its name, as a glob."""

NOTE = "backup"
"""The note that says when the last backup was made, and where."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it was found to be."""

    path: Path
    bytes: int
    made: datetime
    schema: str
    articles: int
    stories: int
    alerts: int


def make(db: Database, folder: Path, now: datetime, keep: int = BACKUPS_KEPT) -> Backup:
    """Write a backup into `folder` (VACUUM INTO: readers and the writer go on), prove it, and only then
    remove the oldest beyond `keep`. Raises StorageError; a failed backup leaves no file."""
    if db.path is None:
        raise StorageError(
            f"The database {db.where} is PostgreSQL, which newsdelta does not back up: use pg_dump, or "
            "your provider's backups."
        )
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"{db.path.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    unfinished = final.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    for left in _named(folder, db.path.stem, "unfinished"):  # by one that was killed in the midst of it
        if datetime.fromtimestamp(left.stat().st_mtime, UTC) < now - UNFINISHED_FOR:
            left.unlink(missing_ok=True)
    try:
        with db._translating(), db.engine.connect() as conn:
            # VACUUM wants no transaction around it.
            conn.connection.cursor().execute("VACUUM INTO ?", (str(unfinished),))
        _to_disk(unfinished)
        look(unfinished)
        unfinished.replace(final)
    except sqlite3.Error as error:
        may = os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)
        mend = "make room, or name another folder" if may else f"this user may not write into {folder}"
        raise StorageError(f"The backup {final} could not be written ({error}): {mend}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    made = look(final)
    with db.write() as conn:
        conn.execute(notes.delete().where(notes.c.name == NOTE))
        value = {"path": str(final), "bytes": made.bytes}
        conn.execute(notes.insert().values(name=NOTE, value=value, at=now))
    for old in listing(folder, db.path.stem)[keep:] if keep else ():
        if old != final:  # which comes last after backups of a clock that was ahead
            old.unlink(missing_ok=True)
    return made


def listing(folder: Path, stem: str = "newsdelta") -> list[Path]:
    """Backups of the database called `stem`, newest first."""
    return sorted(_named(folder, stem, "db"), reverse=True)


def _named(folder: Path, stem: str, ending: str) -> list[Path]:
    """Files of the backups of the database called `stem`, and of none whose name only begins like it."""
    return list(folder.glob(f"{glob.escape(stem)}-{STAMP}.{ending}"))


def last(db: Database) -> tuple[datetime, str] | None:
    """When and where the last backup was made."""
    with db.read() as conn:
        row = conn.execute(sa.select(notes.c.at, notes.c.value).where(notes.c.name == NOTE)).first()
    return (row.at, str(row.value["path"])) if row else None


def look(path: Path) -> Backup:
    """What a backup holds. Raises InputError when there is none, DatabaseCorrupt when it is not whole."""
    if not path.is_file():
        raise InputError(f"There is no backup at {path}.")
    try:
        plain = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            found = plain.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = plain.execute("PRAGMA foreign_key_check").fetchone()
            if found != "ok" or broken:
                raise DatabaseCorrupt(f"The backup {path} is damaged ({found}): take an older one.")
            schema = plain.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0]  # noqa: S608
            standing = "stories WHERE merged_into IS NULL"
            count = [
                int(plain.execute(f"SELECT count(*) FROM {which}").fetchone()[0])  # noqa: S608
                for which in ("articles", standing, "alerts")
            ]
        finally:
            plain.close()
    except sqlite3.Error as error:
        raise DatabaseCorrupt(
            f"The backup {path} is damaged or is none of newsdelta's ({error}): take an older one."
        ) from error
    state = path.stat()
    made = datetime.fromtimestamp(state.st_mtime, UTC)
    return Backup(path, state.st_size, made, schema, *count)


def restore(backup: Path, target: Path, now: datetime, wait_s: float = LOCK_WAIT_S) -> Path | None:
    """Put a backup in the place of the database at `target`, which is kept beside it and returned.

    newsdelta must be stopped meanwhile. The backup is proven first and stays where it is.
    """
    look(backup)
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(f"{target.name}.restoring")
    aside: Path | None = None
    try:
        with WriterLock(Path(f"{target}.lock"), wait_s).held():
            shutil.copyfile(backup, arriving)
            _to_disk(arriving)
            if target.exists():
                aside = target.with_name(f"{target.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
                # The log belongs to the file: left behind, it would be played into the restored one.
                for ending in ("-wal", "-shm"):
                    if (log := Path(f"{target}{ending}")).exists():
                        log.replace(f"{aside}{ending}")
                target.replace(aside)
            arriving.replace(target)
            _to_disk(target.parent)
    except TimeoutError:
        raise StorageError(f"newsdelta is at work on {target}: stop it, and restore then.") from None
    except OSError as error:
        raise StorageError(f"The backup {backup} could not be put at {target}: {error}.") from error
    finally:
        arriving.unlink(missing_ok=True)
    return aside


def _to_disk(path: Path) -> None:
    """Make sure that a file, or a folder's names, would outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
