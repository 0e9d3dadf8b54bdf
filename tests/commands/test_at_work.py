"""What moves or replaces the whole database waits for whatever is at work in it, also without `newsdelta up`."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from steps.shift import DIGEST, WORK
from storage.database import Database
from storage.running import leases

Call = Callable[..., Result]


@pytest.fixture
def database(newsdelta: Call, settings_file: Path) -> str:
    assert newsdelta("feeds").exit_code == 0
    assert newsdelta("backup").exit_code == 0
    return str(settings_file.parent / "newsdelta.db")


def at_work(database: str, name: str) -> leases.Lease:
    """Another process that lives (the one that started this one) has the lease, as a pass by cron has it."""
    pid = os.getppid()
    holder = f"{leases.place()}:{pid}:{leases._started(pid)}"
    with Database.open(database) as db, db.write() as conn:
        held = leases.take(conn, name, holder, datetime.now(UTC))
    assert held is not None
    return held


@pytest.mark.parametrize("name", [WORK, DIGEST])
def test_nothing_is_moved_or_replaced_beside_a_pass(
    newsdelta: Call, database: str, tmp_path: Path, name: str
) -> None:
    held = at_work(database, name)
    backup = next((tmp_path / "newsdelta-backups").iterdir())
    before = Path(database).stat().st_ino
    for words in (("migrate", "--to", str(tmp_path / "other.db")), ("restore", str(backup))):
        result = newsdelta(*words)
        assert result.exit_code == 1, words
        assert "A pass is at work" in result.output
    assert Path(database).stat().st_ino == before
    with Database.open(database) as db, db.write() as conn:
        leases.release(conn, held, datetime.now(UTC))
    for words in (("migrate", "--to", str(tmp_path / "other.db")), ("restore", str(backup))):
        assert newsdelta(*words).exit_code == 0, words


def test_a_moved_database_is_at_nobodys_work(newsdelta: Call, database: str, tmp_path: Path) -> None:
    """Not even by a pass that was killed on a machine that the new one does not know."""
    with Database.open(database) as db, db.write() as conn:
        assert leases.take(conn, "another", "elsewhere:1:1", datetime.now(UTC))
    assert newsdelta("migrate", "--to", str(tmp_path / "other.db")).exit_code == 0
    for path in (database, str(tmp_path / "other.db")):
        with Database.open(path) as db, db.read() as conn:
            now = datetime.now(UTC)
            assert not any(leases.current(conn, name, now) for name in (WORK, DIGEST)), path
    with Database.open(str(tmp_path / "other.db")) as db, db.read() as conn:
        assert leases.current(conn, "another", datetime.now(UTC)) is None


def test_what_is_said_after_a_move_is_what_the_settings_take(
    newsdelta: Call, database: str, new_postgres: str
) -> None:
    address = new_postgres.replace("postgres:@", "postgres:unasked@")
    assert "unasked" in address
    result = newsdelta("migrate", "--to", address)
    assert result.exit_code == 0, result.output
    assert "'database: env:NEWSDELTA_DATABASE'" in result.output
    assert "unasked" not in result.output, "a password is printed nowhere"
