"""What a database's own errors come to: a sentence to act on where the machine is at fault, noise where we are."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa

from models.errors import DatabaseLocked, StorageError
from storage import failures
from storage.database import Database
from storage.schema import feeds


def _met(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened: its folder must exist"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "cannot be opened: its folder must exist"),
        (sqlite3.SQLITE_IOERR_FSYNC, "disk under the database a.db failed (disk I/O error)"),
        (sqlite3.SQLITE_FULL, "is full: make room"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "is in use by another program"),
    ],
)
def test_what_sqlite_says_is_told_in_a_sentence(code: int, said: str) -> None:
    """Extended codes hold the plain one in their last byte (sqlite.org/rescode.html)."""
    found = failures.of_sqlite(_met(code), "a.db")
    assert found is not None
    assert said in str(found)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_MISUSE])
def test_what_is_a_bug_of_ours_stays_loud(code: int) -> None:
    assert failures.of_sqlite(_met(code), "a.db") is None


def test_a_table_that_another_holds_on_postgresql(new_postgres: str) -> None:
    """A migration by hand, a dump, a tool left open: the same error as on SQLite, to be tried again."""
    with Database.open(new_postgres, wait_s=0.2) as db:
        with db.engine.connect() as other:
            other.execute(sa.text("LOCK TABLE feeds IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(DatabaseLocked, match="in use by another program") as met, db.write() as conn:
                conn.execute(feeds.delete())
        assert met.value.retry
        with db.write() as conn:
            conn.execute(feeds.delete())


def test_a_statement_that_an_administrator_ends_is_no_bug(new_postgres: str) -> None:
    refused = pytest.raises(StorageError, match="in use by another program")
    with Database.open(new_postgres) as db, refused, db.write() as conn:
        conn.execute(sa.text("SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)"))
