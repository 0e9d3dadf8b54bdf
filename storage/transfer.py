"""Every row of one database into another, e.g. SQLite to PostgreSQL, checked row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.errors import StorageError
from settings.limits_storage import TRANSFER_BATCH
from storage.database import Database
from storage.deciding import meanings
from storage.schema import metadata

Progress = Callable[[str, int, int], None]


def move(source: Database, target: Database, progress: Progress | None = None) -> dict[str, int]:
    """Copy all rows; the source stays as it is. Returns rows by table.

    The target must hold nothing yet. It is one transaction there: killed or failed, the target is empty
    again. Raises StorageError when a row did not arrive as it was.
    """
    moved: dict[str, int] = {}
    with source.read() as old, target.write() as new:
        tables = [table for table in metadata.sorted_tables if not table.info.get("derived")]
        for table in tables:
            if new.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
                raise StorageError(
                    f"The database {target.where} is in use already (its table {table.name} has rows): "
                    "name an empty one."
                )
        for number, table in enumerate(tables):
            moved[table.name] = _copy(old, new, table)
            if progress:
                progress("migrate", number + 1, 2 * len(tables))
        for number, table in enumerate(tables):
            _check(old, new, table, target.where)
            _go_on_counting(new, table)
            if progress:
                progress("check", len(tables) + number + 1, 2 * len(tables))
        meanings.fill(new)
    return moved


def _copy(old: Connection, new: Connection, table: sa.Table) -> int:
    """Rows that point into their own table are put in first and made to point afterwards."""
    own = [c for c in table.columns if any(key.column.table is table for key in c.foreign_keys)]
    key = list(table.primary_key.columns)
    count = 0
    for rows in _batches(old, table):
        new.execute(table.insert(), [row | {c.name: None for c in own} for row in rows])
        count += len(rows)
    for column in own:
        for rows in _batches(old, table, column.is_not(None)):
            for row in rows:
                same = sa.and_(*(c == row[c.name] for c in key))
                new.execute(table.update().where(same).values({column: row[column.name]}))
    return count


def _check(old: Connection, new: Connection, table: sa.Table, where: str) -> None:
    there = _batches(new, table)
    for rows in _batches(old, table):
        arrived = next(there, [])
        for row, other in zip(rows, [*arrived, *[{}] * len(rows)], strict=False):
            if row != other:
                key = {c.name: row[c.name] for c in table.primary_key.columns}
                wrong = sorted(name for name, value in row.items() if other.get(name) != value)
                raise StorageError(
                    f"A row of {table.name} ({key}) did not arrive in {where} as it was "
                    f"({', '.join(wrong)}): nothing was moved."
                )


def _batches(
    conn: Connection, table: sa.Table, which: sa.ColumnElement[bool] | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Rows in the order of their key, which must be the same in both databases: text is compared by byte."""
    order = [
        sa.collate(c, "C") if isinstance(c.type, sa.String) and conn.dialect.name == "postgresql" else c
        for c in table.primary_key.columns
    ]
    query = sa.select(table).order_by(*order)
    if which is not None:
        query = query.where(which)
    found = conn.execute(query, execution_options={"yield_per": TRANSFER_BATCH})
    for rows in found.mappings().partitions(TRANSFER_BATCH):
        yield [dict(row) for row in rows]


def _go_on_counting(new: Connection, table: sa.Table) -> None:
    """PostgreSQL counts ids apart from the rows; it has to go on after the highest."""
    if new.dialect.name == "postgresql" and "id" in table.columns:
        highest = f"(SELECT max(id) FROM {table.name})"  # noqa: S608
        counter = f"pg_get_serial_sequence('{table.name}', 'id')"
        new.exec_driver_sql(f"SELECT setval({counter}, greatest({highest}, 1), {highest} IS NOT NULL)")
