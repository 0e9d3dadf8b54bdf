"""Search by meaning: exact on SQLite, by pgvector's HNSW on PostgreSQL, exact again where that is missing."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from models.nouns import Matrix
from storage import schema, transfer
from storage.database import Database
from storage.deciding import meanings
from storage.deciding.ledger import pack
from web.meaning import Meaning

AT = datetime(2026, 5, 1, tzinfo=UTC)
MODEL = "test@1"
DIM = 384


def vectors(count: int, seed: int = 3) -> Matrix:
    """Around forty topics, of unit length and as half precision holds them."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(40, DIM))[random.integers(40, size=count)] + random.normal(size=(count, DIM))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)


def developments(db: Database, rows: Matrix) -> None:
    """One story with as many developments, each resting on one statement."""
    numbers = range(1, len(rows) + 1)
    common = {"story_id": 1, "article_id": 1}
    with db.write() as conn:
        conn.execute(
            schema.articles.insert().values(
                id=1, canonical_url="u", url="u", title="t", text="x", seen=AT, at=AT, site="s", publisher="p",
                kind="article", content_hash="h", state="decided", first_read=AT,
            )
        )  # fmt: skip
        conn.execute(schema.stories.insert().values(id=1, headline="h", first_seen=AT, last_seen=AT))
        said = {"position": 0, "text": "x", "kind": "statement", "features": {}, "publisher": "p", "model": MODEL}
        conn.execute(
            schema.statements.insert(),
            [{"id": n, "at": AT, "vector": pack(rows[n - 1]), **said, **common} for n in numbers],
        )
        told = {"kind": "development", "novelty": 1.0, "importance": 1.0, "headline": "h", "findings": []}
        conn.execute(
            schema.developments.insert(),
            [{"id": n, "at": AT + timedelta(seconds=n), **told, **common} for n in numbers],
        )
        conn.execute(
            schema.development_statements.insert(), [{"development_id": n, "statement_id": n} for n in numbers]
        )
        for n in numbers if len(rows) < 100 else ():
            meanings.add(conn, n, [n])
        meanings.fill(conn)


def near(db: Database, vector: np.ndarray, most: int) -> list[int]:
    search, found = Meaning(), []
    with db.read() as conn:
        for _ in range(3):  # the exact search reads its vectors in piece by piece
            found = search.near(conn, MODEL, vector, most, 0.0)
    assert all(story == 1 for _, story, _ in found)
    assert [cosine for *_, cosine in found] == sorted((cosine for *_, cosine in found), reverse=True)
    return [development for development, _, _ in found]


def test_the_nearest_come_first_on_both(db: Database) -> None:
    rows = vectors(60)
    developments(db, rows)
    for sought in (5, 41):
        exact = (np.argsort(-(rows @ rows[sought]))[:8] + 1).tolist()
        assert near(db, rows[sought], 8) == exact
    with db.read() as conn:
        assert meanings.there(conn) is not db.is_sqlite


def test_hnsw_finds_nine_in_ten_of_the_nearest(postgres: Database, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("emptied")
    rows = vectors(3000)
    developments(postgres, rows)
    hits = []
    for sought in vectors(20, seed=4):
        exact = set((np.argsort(-(rows @ sought))[:50] + 1).tolist())
        hits.append(len(exact & set(near(postgres, sought, 50))) / 50)
    assert np.mean(hits) >= 0.9
    with postgres.write() as conn:
        conn.exec_driver_sql("ANALYZE meanings")
        conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
        conn.exec_driver_sql("SET LOCAL enable_sort = off")
        plan = "\n".join(
            conn.exec_driver_sql(
                "EXPLAIN SELECT development_id FROM meanings WHERE dim = 384 AND model = 'test@1' ORDER BY "
                f"vector::halfvec(384) <=> '{meanings._text(rows[0])}'::halfvec(384) LIMIT 50"
            ).scalars()
        )
    assert "meanings_hnsw_384" in plan


@pytest.fixture
def emptied(postgres: Database) -> None:
    names = ", ".join(table.name for table in schema.metadata.sorted_tables)
    with postgres.write() as conn:
        conn.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


def test_without_the_index_every_vector_is_looked_at_and_upkeep_makes_it_up(postgres: Database, emptied: None) -> None:
    rows = vectors(30)
    developments(postgres, rows)
    expected = near(postgres, rows[3], 5)
    with postgres.write() as conn:
        conn.exec_driver_sql("DROP TABLE meanings")
    with postgres.read() as conn:
        assert meanings.nearest(conn, MODEL, rows[3], 5, 0.0) is None
    assert near(postgres, rows[3], 5) == expected
    with postgres.write() as conn:
        assert meanings.set_up(conn)
        assert meanings.fill(conn) == 30
        assert meanings.fill(conn) == 0
    assert near(postgres, rows[3], 5) == expected


def test_a_server_that_does_not_let_us_have_the_extension_is_used_all_the_same(
    postgres: Database, caplog: pytest.LogCaptureFixture
) -> None:
    url = postgres.engine.url
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.exec_driver_sql("CREATE DATABASE plain")
        conn.exec_driver_sql("CREATE ROLE plain LOGIN")
    own = sa.create_engine(url.set(database="plain"), isolation_level="AUTOCOMMIT")
    try:
        with own.connect() as conn:
            conn.exec_driver_sql("GRANT CREATE ON SCHEMA public TO plain")
        own.dispose()
        with caplog.at_level(logging.WARNING):
            address = url.set(database="plain", username="plain").render_as_string(hide_password=False)
            with Database.open(address) as db, db.read() as conn:
                assert not meanings.there(conn)
                assert meanings.nearest(conn, MODEL, vectors(1)[0], 5, 0.0) is None
        assert "CREATE EXTENSION vector" in caplog.text
    finally:
        with engine.connect() as conn:
            conn.exec_driver_sql("DROP DATABASE plain WITH (FORCE)")
            conn.exec_driver_sql("DROP ROLE plain")
        engine.dispose()


def test_what_is_moved_to_postgresql_is_indexed_there(
    postgres: Database, emptied: None, tmp_path: pytest.TempPathFactory
) -> None:
    rows = vectors(20)
    with Database.open(f"{tmp_path}/newsdelta.db", durable=False) as source:
        developments(source, rows)
        transfer.move(source, postgres)
        assert near(source, rows[7], 5) == near(postgres, rows[7], 5)
    with postgres.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM meanings").scalar() == 20
