"""Opening, reading and writing, on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from storage_notes import NOW, names, put

from models.errors import StorageError
from storage.database import Database
from storage.schema import metadata, notes

# -- on both ---------------------------------------------------------------------------------------


def test_what_was_committed_is_there_and_what_raised_is_not(db: Database) -> None:
    put(db, "kept")

    def fail() -> None:
        with db.write() as conn:
            conn.execute(notes.insert().values(name="lost", value={}, at=NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(db) == ["kept"]


def test_a_reader_sees_one_moment(db: Database) -> None:
    put(db, "before")
    count = sa.select(sa.func.count()).select_from(notes)
    with db.read() as conn:
        assert conn.execute(count).scalar() == 1
        put(db, "meanwhile")
        assert conn.execute(count).scalar() == 1
    assert names(db) == ["before", "meanwhile"]


def test_a_second_writer_waits_for_its_turn(db: Database) -> None:
    order: list[str] = []
    holding, done = threading.Event(), threading.Event()

    def second() -> None:
        holding.wait(5)
        with db.write() as conn:
            order.append("second")
            conn.execute(notes.insert().values(name="second", value={}, at=NOW))
        done.set()

    thread = threading.Thread(target=second)
    thread.start()
    with db.write() as conn:
        holding.set()
        conn.execute(notes.insert().values(name="first", value={}, at=NOW))
        assert not done.wait(0.2)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]
    assert names(db) == ["first", "second"]


def test_a_row_must_point_somewhere(db: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), db.write() as conn:
        conn.execute(
            metadata.tables["revisions"]
            .insert()
            .values(article_id=77, revision=1, title="", text="", content_hash="", seen=NOW)
        )


def test_a_time_without_a_zone_is_a_bug(db: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"), db.write() as conn:
        conn.execute(notes.insert().values(name="x", value={}, at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_times_come_back_as_they_went(db: Database) -> None:
    at = datetime.fromisoformat("2026-03-01T23:30:00.123456+05:30")
    with db.write() as conn:
        conn.execute(notes.insert().values(name="x", value={"ö": [1, None]}, at=at))
    with db.read() as conn:
        row = conn.execute(sa.select(notes)).one()
    assert row.at == at
    assert row.at.tzinfo is UTC
    assert row.value == {"ö": [1, None]}


# -- SQLite's own ----------------------------------------------------------------------------------


def test_sqlite_is_set_up_as_promised(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.db")) as db, db.read() as conn:
        found = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000}


def test_a_throw_away_database_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.db"), durable=False) as db, db.read() as conn:
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar() == 0


def test_a_write_inside_a_write_is_a_bug(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.db"), wait_s=0.1) as db, db.write():  # noqa: SIM117
        with pytest.raises(RuntimeError, match="inside a write"), db.write():
            pass


def test_opening_without_making(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"no database at .*none\.db.*newsdelta run"):
        Database.open(str(tmp_path / "none.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_eight_starts_at_once_make_one_database(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        starts = [pool.submit(Database.open, str(tmp_path / "a.db")) for _ in range(8)]
    for start in starts:
        put(start.result(), str(id(start)))
        start.result().close()
