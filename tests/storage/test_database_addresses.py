"""A database's address: what is one, what a server answers, and that its password is shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from models.errors import (
    DatabaseReadOnly,
    InputError,
    StorageError,
)
from storage.database import Database, parse_url


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
