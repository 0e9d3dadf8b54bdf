"""Bring a database's schema up to this program's, one migration a transaction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa

from models.errors import DatabaseTooNew, StorageError
from storage.failures import translated
from storage.migrations import NEWEST, VERSION_TABLE
from storage.schema import metadata

MIGRATION_KEY = 0x6E64_656C_7462  # an advisory lock of its own: migrations commit between their steps


def to_newest(
    engine: sa.Engine, where: str, writer_lock: Callable[[], AbstractContextManager[None]], *, create: bool
) -> None:
    """Run what is pending; `where` is what people call the database, `writer_lock` keeps others from writing to it.

    Raises DatabaseTooNew, StorageError; a failed migration leaves nothing behind.
    """
    with engine.connect() as connection:
        if version(connection) == NEWEST:
            return
    with writer_lock(), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        if not _is_sqlite(connection):
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({MIGRATION_KEY})")
            connection.commit()
        _migrate(connection, where, create=create)


def version(connection: sa.Connection) -> str | None:
    """The last migration that this database has had; None for an empty one."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _migrate(connection: sa.Connection, where: str, *, create: bool) -> None:
    # Alembic takes 0.2 s to import, and nearly every start has nothing to migrate.
    from alembic.runtime.environment import EnvironmentContext

    from storage.migrations import config, scripts

    script = scripts()
    now = version(connection)
    known = {revision.revision for revision in script.walk_revisions()}
    if now is not None and now not in known:
        raise DatabaseTooNew(
            f"The database {where} was made by a newer newsdelta (its schema is {now}, this "
            f"program knows up to {NEWEST}): install that version or a later one, or name another database."
        )
    if now is None:
        if not create:
            raise StorageError(f"The database {where} is empty: `newsdelta run` sets it up.")
        strangers = sorted(set(sa.inspect(connection).get_table_names()) & set(metadata.tables))
        if strangers:
            raise StorageError(
                f"The database {where} holds tables of another program "
                f"({', '.join(strangers[:3])}): name another database in the settings."
            )
    connection.rollback()

    def check(ctx: Any, *_: Any, **__: Any) -> None:
        if not _is_sqlite(connection):
            return
        if broken := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StorageError(f"a row of {broken[0]} points nowhere")

    if _is_sqlite(connection):
        # Rebuilding a table (all that SQLite has for many changes) needs them off; `check` looks after.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.rollback()
    environment = EnvironmentContext(
        config(), script, fn=lambda rev, _ctx: script._upgrade_revs("head", rev), destination_rev="head"
    )
    try:
        with environment:
            environment.configure(
                connection=connection,
                target_metadata=metadata,
                version_table=VERSION_TABLE,
                transaction_per_migration=True,
                transactional_ddl=True,
                render_as_batch=True,
                on_version_apply=check,
            )
            with environment.begin_transaction():
                environment.run_migrations()
    except sa.exc.DBAPIError as error:
        if (said := translated(error, where)) is not None:
            raise said from error
        raise _failed(connection, where, error) from error
    except (sa.exc.SQLAlchemyError, StorageError) as error:
        raise _failed(connection, where, error) from error
    finally:
        connection.invalidate()  # this connection has foreign keys off, or holds an advisory lock


def _failed(connection: sa.Connection, where: str, error: Exception) -> StorageError:
    reached = version(connection) or "empty"
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    reason = " ".join(str(cause).split())[:300]
    return StorageError(
        f"The database {where} could not be brought from schema {reached} to {NEWEST} "
        f"({reason}): the step that failed changed nothing; keep a copy of the file and report this."
    )
