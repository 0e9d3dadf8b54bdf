"""Opening, migrating, writing: on both databases, and with everything wrong that a file can have."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from models.errors import (
    DatabaseCorrupt,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseTooNew,
    InputError,
    StorageError,
)
from storage import backup
from storage.database import Database, parse_url
from storage.migrations import NEWEST, VERSION_TABLE, is_of_schema, scripts
from storage.schema import metadata, notes
from storage.types import UtcDateTime

NOBODY = 65534
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(db: Database, name: str) -> None:
    with db.write() as conn:
        conn.execute(notes.insert().values(name=name, value={}, at=NOW))


def names(db: Database) -> list[str]:
    with db.read() as conn:
        return list(conn.execute(sa.select(notes.c.name).order_by(notes.c.name)).scalars())


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


# -- on both ---------------------------------------------------------------------------------------


def test_migrations_build_exactly_the_schema(db: Database) -> None:
    with db.read() as conn:
        context = MigrationContext.configure(
            conn,
            opts={
                "version_table": VERSION_TABLE,
                "include_name": is_of_schema,
                "compare_type": lambda _c, _i, _m, found, wanted: (
                    False if isinstance(wanted, UtcDateTime) and isinstance(found, sa.DateTime) else None
                ),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_named() -> None:
    assert scripts().get_current_head() == NEWEST


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


def test_a_newer_database_is_left_alone(db: Database) -> None:
    version = sa.text(f"UPDATE {VERSION_TABLE} SET version_num = :to")
    url = str(db.path) if db.is_sqlite else db.engine.url.render_as_string(hide_password=False)
    with db.write() as conn:
        conn.execute(version, {"to": "9999"})
    try:
        with pytest.raises(DatabaseTooNew, match=r"newer newsdelta.*9999.*install"):
            Database.open(url)
    finally:
        with db.write() as conn:
            conn.execute(version, {"to": NEWEST})


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


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real runner on a history of three, whose last step breaks half-way."""
    versions = tmp_path / "history" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "history" / "script.py.mako").write_text("")
    for name, before, body in (
        ("0001", None, "op.execute('CREATE TABLE one (id INTEGER)')"),
        ("0002", "0001", "op.execute('CREATE TABLE two (id INTEGER)')"),
        ("0003", "0002", "op.execute('CREATE TABLE three (id INTEGER)'); op.execute('SELECT nonsense')"),
    ):
        (versions / f"{name}_x.py").write_text(
            f"from alembic import op\nrevision = {name!r}\ndown_revision = {before!r}\n"
            f"def upgrade():\n    {body}\n"
        )
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(tmp_path / "history"))
    monkeypatch.setattr("storage.migrations.config", lambda: config)
    monkeypatch.setattr("storage.migrations.scripts", lambda: ScriptDirectory.from_config(config))
    monkeypatch.setattr("storage.upgrade.NEWEST", "0003")
    path = tmp_path / "a.db"
    with pytest.raises(StorageError, match=r"from schema 0002 to 0003 .*nonsense.*changed nothing"):
        Database.open(str(path))
    with sqlite3.connect(path) as plain:
        tables = {row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    plain.close()
    assert tables == {VERSION_TABLE, "one", "two"}


def test_eight_starts_at_once_make_one_database(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        starts = [pool.submit(Database.open, str(tmp_path / "a.db")) for _ in range(8)]
    for start in starts:
        put(start.result(), str(id(start)))
        start.result().close()


# -- addresses -------------------------------------------------------------------------------------


def test_addresses(tmp_path: Path) -> None:
    assert parse_url("some.db").database == str(Path.cwd() / "some.db")
    assert parse_url(f"sqlite:///{tmp_path}/x.db").database == f"{tmp_path}/x.db"
    assert parse_url("postgresql://u:p@h/d").drivername == "postgresql+psycopg"
    for wrong in ("sqlite://", "sqlite:///:memory:", "mysql://h/d", "://"):
        with pytest.raises(InputError):
            parse_url(wrong)


def test_a_password_that_is_not_encoded_is_shown_nowhere() -> None:
    with pytest.raises(InputError, match="more than one @") as caught:
        parse_url("postgresql://news:hun@ter/2#@127.0.0.1/news")
    assert "ter/2" not in str(caught.value)
    assert parse_url("postgresql://news:hun%40ter@127.0.0.1/news").password == "hun@ter"


def test_what_postgresql_refuses_is_said_in_its_own_words(new_postgres: str) -> None:
    """Since version 15 a user who does not own the database may make no table in it."""
    server = sa.create_engine(sa.make_url(new_postgres).set(drivername="postgresql+psycopg"))
    with server.begin() as conn:
        conn.exec_driver_sql("CREATE ROLE newcomer LOGIN")
    address = sa.make_url(new_postgres).set(username="newcomer").render_as_string(hide_password=False)
    try:
        with pytest.raises(DatabaseReadOnly, match=r"permission denied for schema public\).*must own the database"):
            Database.open(address)
        with server.begin() as conn:
            conn.exec_driver_sql(f"ALTER DATABASE {sa.make_url(new_postgres).database} OWNER TO newcomer")
        Database.open(address).close()
    finally:
        with server.begin() as conn:
            conn.exec_driver_sql("REASSIGN OWNED BY newcomer TO postgres")
            conn.exec_driver_sql("DROP OWNED BY newcomer")
            conn.exec_driver_sql("DROP ROLE newcomer")
        server.dispose()


def test_a_server_that_is_not_there_and_its_password() -> None:
    with pytest.raises(StorageError, match="does not serve us") as caught:
        Database.open("postgresql://someone:hunter2@127.0.0.1:1/news", wait_s=0.1)
    assert caught.value.retry
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("place", ["before the tables are committed", "after"])
def test_killed_in_a_migration(tmp_path: Path, place: str) -> None:
    """SIGKILL inside the migration's transaction, and right after it: the next start goes on from there."""
    path = tmp_path / "a.db"
    code = f"""
import os, signal
import sqlalchemy as sa
from storage.database import Database

@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def die(conn, cursor, statement, *_):
    if {place.startswith("before")} and "CREATE INDEX ix_deliveries_state" in statement:
        os.kill(os.getpid(), signal.SIGKILL)
import alembic.runtime.environment as environment
run = environment.EnvironmentContext.run_migrations
def then_die(self, **more):
    run(self, **more)
    os.kill(os.getpid(), signal.SIGKILL)
environment.EnvironmentContext.run_migrations = then_die
Database.open({str(path)!r})
"""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with Database.open(str(path)) as db:
        put(db, "whole")
        assert names(db) == ["whole"]
        with db.read() as conn:
            assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert set(metadata.tables) <= set(sa.inspect(conn).get_table_names())
