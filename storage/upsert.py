"""INSERT that knows what to do about a row that is there already, which SQLAlchemy has by database only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import sqlite


def insert(conn: Connection, table: Table) -> sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`, which SQLite and PostgreSQL spell alike."""
    # Loaded when it is needed: PostgreSQL's takes longer than all that a quiet pass asks of SQLite.
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)  # type: ignore[return-value]
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
