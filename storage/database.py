"""The database: opened, migrated, written by one at a time, and its errors said in a sentence."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from models.errors import InputError, StorageError
from settings.limits_storage import CACHE_KIB, LOCK_WAIT_S, POOL_SIZE, WAL_LIMIT_BYTES
from storage import failures, upgrade
from storage.letters import LETTERS, plain_letters
from storage.locks import WriterLock

WRITER_KEY = 0x6E64_656C_7461  # "ndelta": the advisory lock that stands for BEGIN IMMEDIATE on PostgreSQL


class Database:
    """newsdelta's only state. `read` and `write` hand out connections inside one transaction each.

    SQLite by path or `sqlite:///` URL (WAL, synchronous=FULL, foreign keys on), PostgreSQL by
    `postgresql://` URL. Whatever a person can mend is raised as a `StorageError` with what to do.
    """

    def __init__(self, engine: sa.Engine, where: str, lock: WriterLock | None) -> None:
        self.engine = engine
        self.where = where
        """The path, or the URL without its password."""
        self._lock = lock

    @classmethod
    def open(
        cls, url: str, *, create: bool = True, durable: bool = True, wait_s: float = LOCK_WAIT_S
    ) -> Database:
        """Open the database at `url` (or path), and bring its schema up to date.

        `create=False` raises StorageError when there is none yet. `durable=False` is for throw-away
        databases: fast, and lost in a power cut. `wait_s`: how long to wait for another writer.
        """
        address = parse_url(url)
        if address.get_backend_name() == "sqlite":
            database = cls._open_sqlite(address, create=create, durable=durable, wait_s=wait_s)
        else:
            database = cls._open_postgres(address, durable=durable, wait_s=wait_s)
        try:
            with database._translating():
                upgrade.to_newest(database.engine, database.where, database.writer_lock, create=create)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def _open_sqlite(cls, address: sa.URL, *, create: bool, durable: bool, wait_s: float) -> Database:
        path = Path(address.database or "")
        if not create and not path.exists():
            raise StorageError(f"There is no database at {path}: `newsdelta run` makes one.")
        if create:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(
                    f"The folder of the database {path} cannot be made ({error.strerror}): look whether its path is "
                    "right ('database' in the settings), and whether this user may write there."
                ) from error
        engine = sa.create_engine(
            address, pool_size=POOL_SIZE, max_overflow=POOL_SIZE, connect_args={"timeout": wait_s}
        )
        synchronous = "FULL" if durable else "OFF"

        @sa.event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves, see below
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA synchronous={synchronous}")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute(f"PRAGMA journal_size_limit={WAL_LIMIT_BYTES}")
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            cursor.close()
            connection.create_function(LETTERS, 1, plain_letters, deterministic=True)

        @sa.event.listens_for(engine, "begin")
        def begin(connection: sa.Connection) -> None:
            # A writer that begins as a reader may find on its first write that another wrote meanwhile,
            # and must then start over; one that says so at once waits for its turn instead.
            writes = connection.get_execution_options().get("writes", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        database = cls(engine, str(path), WriterLock(Path(f"{path}.lock"), wait_s))
        if not _has_wal(path, wait_s):
            with database.writer_lock():
                _use_wal(path, wait_s)
        return database

    @classmethod
    def _open_postgres(cls, address: sa.URL, *, durable: bool, wait_s: float) -> Database:
        options = f"-c lock_timeout={int(wait_s * 1000)} -c timezone=UTC"
        if not durable:
            options += " -c synchronous_commit=off"
        engine = sa.create_engine(
            address,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE,
            pool_pre_ping=True,
            connect_args={"options": options, "connect_timeout": max(2, int(min(wait_s, 30)))},
        )

        @sa.event.listens_for(engine, "begin")
        def begin(connection: sa.Connection) -> None:
            if connection.get_execution_options().get("writes", False):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_KEY})")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

        return cls(engine, address.render_as_string(hide_password=True), None)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The database's file, on SQLite."""
        return Path(self.where) if self.is_sqlite else None

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction of the one writer: committed when the block ends, undone when it raises."""
        with self._translating(), self.writer_lock(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A view of the database as it was at the first query. Writing through it is a bug."""
        with self._translating(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writer_lock(self) -> Iterator[None]:
        """Keep every other writer of this database out: for a transaction, a migration, a backup."""
        if self._lock is None:
            yield
            return
        try:
            held = self._lock.held()
            held.__enter__()
        except TimeoutError:
            raise failures.locked(self.where) from None
        except OSError as error:
            raise failures.read_only(self.where) from error
        try:
            yield
        finally:
            held.__exit__(None, None, None)

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            said = failures.translated(error, self.where)
            if said is None:
                raise
            raise said from error

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _has_wal(path: Path, wait_s: float) -> bool:
    """Whether the file keeps a write-ahead log. SQLite is asked: to open and close the file ourselves would drop
    the locks that other connections of this process hold on it (POSIX), and with them committed writes.
    What is wrong with a file that cannot be asked is said by the first query."""
    try:
        plain = sqlite3.connect(path, timeout=wait_s)
        try:
            return bool(plain.execute("PRAGMA journal_mode").fetchone()[0] == "wal")
        finally:
            plain.close()
    except sqlite3.Error:
        return True


def _use_wal(path: Path, wait_s: float) -> None:
    """Make a file keep a write-ahead log, which it then does for good. Hold the writer's lock: SQLite does
    not wait for another connection here but fails at once."""
    try:
        plain = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
        try:
            # Of use only in a new file: what retention lets go of can then be given back to the disk.
            plain.execute("PRAGMA auto_vacuum=INCREMENTAL")
            plain.execute("PRAGMA journal_mode=WAL")
        finally:
            plain.close()
    except sqlite3.Error as error:
        said = failures.of_sqlite(error, str(path))
        if said is None:
            raise
        raise said from error


def parse_url(url: str) -> sa.URL:
    """`url` as SQLAlchemy's, with the driver that newsdelta ships; a bare path is an SQLite file.

    Raises InputError for another database, and for an SQLite database that would be kept nowhere.
    """
    if "://" not in url:
        return sa.URL.create("sqlite", database=os.path.abspath(os.path.expanduser(url)))
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise InputError("The database's address is not a URL: write a path, or postgresql://…") from None
    backend = address.get_backend_name()
    if backend == "sqlite":
        if not address.database or address.database == ":memory:":
            raise InputError("An SQLite database needs a file: write sqlite:///newsdelta.db, or its path.")
        return sa.URL.create("sqlite", database=os.path.abspath(os.path.expanduser(address.database)))
    if backend in ("postgresql", "postgres"):
        if url.count("@") > 1:  # what comes after the first would be taken for the host, and shown
            raise InputError(
                "The database's address holds more than one @: write that of a password as %40, or leave the password "
                "out and set PGPASSWORD."
            )
        return address.set(drivername="postgresql+psycopg")
    raise InputError(f"newsdelta keeps its data in SQLite or PostgreSQL, not in {backend}.")
