"""The schema's history: what it builds, and what is left when a step fails or is killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from storage_notes import names, put

from models.errors import DatabaseTooNew, StorageError
from storage.database import Database
from storage.migrations import NEWEST, VERSION_TABLE, is_of_schema, scripts
from storage.schema import metadata
from storage.types import UtcDateTime


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
