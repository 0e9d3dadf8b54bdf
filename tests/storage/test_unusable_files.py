"""Everything wrong that the file of an SQLite database can have."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from storage_notes import NOW, names, put

from models.errors import (
    DatabaseCorrupt,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    StorageError,
)
from storage import backup
from storage.database import Database

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write a read-only file; somebody else may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE articles (id INTEGER)")
    other.close()
    with pytest.raises(StorageError, match="tables of another program"):
        Database.open(str(path))


@pytest.mark.parametrize("text", [b"not a database at all, but long enough to look at" * 40, b"\0" * 8192])
def test_a_file_that_is_no_database(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "bad.db"
    path.write_bytes(text)
    with pytest.raises(DatabaseCorrupt, match=r"bad\.db is damaged.*backup"):
        Database.open(str(path))
    assert path.read_bytes() == text


def test_a_damaged_page_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Database.open(str(path)) as db:
        for n in range(200):
            put(db, f"note {n}" + "x" * 70)
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    path.write_bytes(raw)
    with pytest.raises(DatabaseCorrupt):
        Database.open(str(path))


def test_a_locked_database_can_be_read_but_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Database.open(str(path), wait_s=0.05) as db:
        put(db, "before")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked, match=r"a\.db is in use by another program") as caught:
            put(db, "after")
        assert caught.value.retry
        assert names(db) == ["before"]
        other.execute("ROLLBACK")
        other.close()
        put(db, "after")


def test_a_second_newsdelta_that_writes_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Database.open(str(path), wait_s=0.05) as db, Database.open(str(path), wait_s=0.05) as other:
        with other.write(), pytest.raises(DatabaseLocked):
            put(db, "x")
        put(db, "y")


def _let_others_reach(folder: Path) -> None:
    """pytest's own folders, a worker's among them, are closed to other users."""
    for each in (folder, *folder.parents):
        if "pytest" in str(each):
            each.chmod(0o755)


def test_a_read_only_file(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = folder / "a.db"
    Database.open(str(path)).close()
    for each in folder.iterdir():
        each.chmod(0o444)
    folder.chmod(0o555)
    _let_others_reach(tmp_path)
    try:
        with as_nobody(), pytest.raises(StorageError, match=r"a\.db cannot be"):
            put(Database.open(str(path), wait_s=0.05), "x")
    finally:
        folder.chmod(0o755)


def test_a_folder_of_backups_that_is_roots(tmp_path: Path) -> None:
    """root made one by hand, and each night's fails since: what helps is no room on the disk."""
    house, folder = tmp_path / "house", tmp_path / "backups"
    house.mkdir()
    folder.mkdir(mode=0o555)
    house.chmod(0o777)
    _let_others_reach(tmp_path)
    found = pytest.raises(StorageError, match=f"this user may not write into {folder}")
    with as_nobody(), Database.open(str(house / "a.db")) as db, found:
        backup.make(db, folder, NOW)


def test_a_read_only_file_in_a_folder_that_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Database.open(str(path)).close()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
    plain.close()
    with Database.open(f"sqlite:///{path}", wait_s=0.05) as db:
        with db.engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA query_only=ON")
            conn.rollback()
        with pytest.raises(DatabaseReadOnly, match="cannot be written: give this user the right"):
            put(db, "x")


def test_a_full_disk(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.db")) as db:
        with db.engine.connect() as conn:
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
            conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            conn.rollback()
        with pytest.raises(DatabaseFull, match="is full: make room") as caught:
            put(db, "x" * 100_000)
        assert caught.value.retry
        with db.engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA max_page_count=1000000")
            conn.rollback()
        put(db, "x" * 100_000)
