"""Developments by meaning on PostgreSQL: pgvector's HNSW over half-precision vectors (Malkov and Yashunin 2018).

One row a development: the vector of its first statement. Not a table of the schema, since SQLite has none: what
is in it can be made again from the ledger (`fill`). Without the extension there is no table, and those who search
look at all vectors instead, exactly.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Vector
from settings.limits_storage import HNSW_SEARCHED, MEANINGS_FILLED
from storage.schema import development_statements, developments, statements

log = logging.getLogger(__name__)

MISSING = (
    "PostgreSQL is without the extension pgvector: search by meaning looks at every vector. Install pgvector there "
    "and run CREATE EXTENSION vector; the next upkeep then makes the index."
)
DIMENSION = 384
"""Of the packaged model; the index of another one's is made with its first vector."""


def set_up(conn: Connection) -> bool:
    """Make the table and its index unless they are there; False on SQLite, or without pgvector."""
    if conn.dialect.name != "postgresql":
        return False
    if there(conn):
        return True
    known = conn.exec_driver_sql("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'").scalar()
    if not known:
        log.warning("%s", MISSING)
        return False
    try:
        with conn.begin_nested():
            conn.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector")
            conn.exec_driver_sql("SELECT CAST('[1]' AS halfvec)")  # pgvector 0.7 and later
    except sa.exc.DBAPIError:
        log.warning("%s", MISSING)
        return False
    conn.exec_driver_sql(
        "CREATE TABLE meanings (development_id integer PRIMARY KEY REFERENCES developments ON DELETE CASCADE, "
        "model text NOT NULL, dim integer NOT NULL, vector halfvec NOT NULL)"
    )
    _index(conn, DIMENSION)
    return True


def there(conn: Connection) -> bool:
    """Whether this database has the index."""
    if conn.dialect.name != "postgresql":
        return False
    return conn.exec_driver_sql("SELECT to_regclass('meanings')").scalar() is not None


def add(conn: Connection, development_id: int, statement_ids: Sequence[int]) -> None:
    """Index a new development by the first of its statements."""
    if not statement_ids or not there(conn):
        return
    query = sa.select(statements.c.model, statements.c.vector).where(statements.c.id == min(statement_ids))
    _insert(conn, [(development_id, *row) for row in conn.execute(query)])


def fill(conn: Connection) -> int:
    """Index what is not: rows that were moved here, or whose model has changed. How many."""
    if not there(conn):
        return 0
    first = (
        sa.select(sa.func.min(development_statements.c.statement_id))
        .where(development_statements.c.development_id == developments.c.id)
        .scalar_subquery()
    )
    known = sa.table("meanings", sa.column("development_id"), sa.column("model"))
    query = (
        sa.select(developments.c.id, statements.c.model, statements.c.vector)
        .select_from(developments)
        .join(statements, statements.c.id == first)
        .outerjoin(known, known.c.development_id == developments.c.id)
        .where(known.c.model.is_distinct_from(statements.c.model))
        .order_by(developments.c.id)
        .limit(MEANINGS_FILLED)
    )
    total = 0
    while rows := [(row[0], row[1], row[2]) for row in conn.execute(query)]:
        _insert(conn, rows)
        total += len(rows)
    return total


def nearest(
    conn: Connection, model: str, vector: Vector, most: int, least: float
) -> list[tuple[int, int, float]] | None:
    """(development, story, cosine), nearest first, all of at least `least`; None where there is no index.

    HNSW may miss a few: of the nearest 50 among 3,000 the tests ask for 90 %.
    """
    if not there(conn):
        return None
    dim = len(vector)
    # SET takes no parameters; these are whole numbers of ours.
    conn.exec_driver_sql(f"SET LOCAL hnsw.ef_search = {max(HNSW_SEARCHED, min(1000, most))}")
    conn.exec_driver_sql("SET LOCAL hnsw.iterative_scan = strict_order")
    query = sa.text(
        f"SELECT near.development_id, developments.story_id, 1 - near.distance AS cosine FROM "  # noqa: S608
        f"(SELECT development_id, vector::halfvec({dim}) <=> CAST(:sought AS halfvec({dim})) AS distance "
        f"FROM meanings WHERE dim = {dim} AND model = :model ORDER BY distance LIMIT :most) AS near "
        "JOIN developments ON developments.id = near.development_id"
    )
    found = conn.execute(query, {"sought": _text(vector), "model": model, "most": most}).all()
    # Sorted here: what the index walks by is rounded.
    best = sorted(found, key=lambda row: (-row[2], row[0]))
    return [(row[0], row[1], float(row[2])) for row in best if row[2] >= least]


def _insert(conn: Connection, rows: Sequence[tuple[int, str, bytes]]) -> None:
    values: list[dict[str, object]] = []
    dims = set()
    for development_id, model, blob in rows:
        vector = np.frombuffer(blob, dtype=np.float16)
        dims.add(len(vector))
        values.append(
            {"development_id": development_id, "model": model, "dim": len(vector), "vector": _text(vector)}
        )
    for dim in dims - {DIMENSION}:
        _index(conn, dim)
    if values:
        conn.execute(
            sa.text(
                "INSERT INTO meanings (development_id, model, dim, vector) "
                "VALUES (:development_id, :model, :dim, CAST(:vector AS halfvec)) ON CONFLICT (development_id) "
                "DO UPDATE SET model = excluded.model, dim = excluded.dim, vector = excluded.vector"
            ),
            values,
        )


def _index(conn: Connection, dim: int) -> None:
    conn.exec_driver_sql(
        f"CREATE INDEX IF NOT EXISTS meanings_hnsw_{dim} ON meanings USING hnsw "
        f"((vector::halfvec({dim})) halfvec_cosine_ops) WHERE dim = {dim}"
    )


def _text(vector: npt.NDArray[np.floating]) -> str:
    return "[" + ",".join(f"{value:.5g}" for value in vector.tolist()) + "]"
