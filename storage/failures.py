"""What the databases' own errors mean, in one sentence that a person can act on."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from models.errors import (
    DatabaseCorrupt,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    StorageError,
)


class DatabaseAway(StorageError):
    """A database server that does not answer; it may be back."""

    retry = True


def locked(where: str) -> DatabaseLocked:
    return DatabaseLocked(
        f"The database {where} is in use by another program: wait until it is done "
        "(a backup, another newsdelta, a database browser), or end it, and try again."
    )


def read_only(where: str) -> DatabaseReadOnly:
    return DatabaseReadOnly(
        f"The database {where} cannot be written: give this user the right to write the file and its "
        "folder, or name another database in the settings."
    )


def corrupt(where: str) -> DatabaseCorrupt:
    return DatabaseCorrupt(
        f"The database {where} is damaged or is not a database: look whether its path is right ('database' in the "
        "settings). If it is, put the newest backup in its place (newsdelta restore keeps what was there)."
    )


def full(where: str) -> DatabaseFull:
    return DatabaseFull(f"The disk of the database {where} is full: make room and try again.")


def refused(where: str, reason: str) -> DatabaseReadOnly:
    """By PostgreSQL: its reason names what is refused."""
    return DatabaseReadOnly(
        f"The database {where} cannot be written ({reason}): its user must own the database and all tables in it "
        "(ALTER DATABASE ... OWNER TO ...; pg_restore --no-owner --role=...), on a server that is no standby."
    )


_SQLITE = {
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_CORRUPT: corrupt,
    sqlite3.SQLITE_NOTADB: corrupt,
    sqlite3.SQLITE_FULL: full,
}

_AWAY = frozenset({"08", "28", "3D", "53", "57"})
"""Classes of SQLSTATE: no connection, no login, no such database, no resources, shutting down."""

_REFUSED = frozenset({"25006", "42501"})
"""A standby, or a user without the right."""

_POSTGRES = {  # SQLSTATE, see PostgreSQL's appendix A
    "55P03": locked,
    "40001": locked,
    "40P01": locked,
    "57014": locked,
    "XX001": corrupt,
    "XX002": corrupt,
    "53100": full,
}


def of_sqlite(cause: sqlite3.Error, where: str) -> StorageError | None:
    """The error for people, or None when it is a bug of ours and has to be loud."""
    # An error that the driver itself raises has no code, and is a bug of ours.
    code: int = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _SQLITE:
        return _SQLITE[code](where)
    if code == sqlite3.SQLITE_CANTOPEN:
        return StorageError(
            f"The database {where} cannot be opened: its folder must exist, and this user must be "
            "able to write the file and the folder."
        )
    if code == sqlite3.SQLITE_IOERR:
        return StorageError(
            f"The disk under the database {where} failed ({cause}): check the disk and its free "
            "room; nothing that was committed is lost."
        )
    return None


def translated(error: sa.exc.DBAPIError, where: str) -> StorageError | None:
    """The error for people, or None when it is a bug of ours and has to be loud."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return of_sqlite(cause, where)
    state = getattr(cause, "sqlstate", None)
    if state in _POSTGRES:
        return _POSTGRES[state](where)
    reason = " ".join(str(cause).split())[:200]
    if state in _REFUSED:
        return refused(where, reason.partition(" LINE ")[0])
    if isinstance(error, sa.exc.OperationalError) and (state is None or state[:2] in _AWAY):
        return DatabaseAway(
            f"The database server of {where} does not serve us ({reason}): check that it runs, and that "
            "its address, name and password are right."
        )
    return None
