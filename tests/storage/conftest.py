"""Every storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.schema import metadata

sys.path.insert(0, str(Path(__file__).with_name("support")))  # tests are no package: pytest imports them by path


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Database]:
    database = Database.open(postgres_url, wait_s=2)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        with Database.open(str(tmp_path / "newsdelta.db"), wait_s=2) as database:
            yield database
        return
    database = request.getfixturevalue("postgres")
    with database.write() as conn:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        conn.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    yield database


STEPS_BACK = {
    "0011": (
        "DROP TABLE links",
        "CREATE TABLE links (id INTEGER NOT NULL, first_article INTEGER NOT NULL, second_article INTEGER NOT NULL, "
        "together BOOLEAN NOT NULL, at TIMESTAMP NOT NULL, CONSTRAINT pk_links PRIMARY KEY (id), "
        "CONSTRAINT uq_links_first_article UNIQUE (first_article, second_article))",
    ),
    "0010": ("DROP TABLE robots",),
    "0009": tuple(f"ALTER TABLE feeds DROP COLUMN {name}" for name in ("ttl_s", "skip_hours", "skip_days")),
    "0008": ("ALTER TABLE words DROP COLUMN stories",),
    "0007": (
        "ALTER TABLE deliveries DROP COLUMN aside",
        "DROP INDEX ix_feedback_watch",
        "ALTER TABLE feeds DROP COLUMN every_s",
        "ALTER TABLE feeds DROP COLUMN not_before",
    ),
    "0006": (
        "DROP INDEX ix_members_story",
        "ALTER TABLE members DROP COLUMN taken",
        "CREATE INDEX ix_members_story ON members (story_id, at, publisher, copy_of, role)",
        "DROP INDEX ix_development_statements_statement",
        "DROP INDEX ix_story_events_at",
    ),
    "0005": ("DROP TABLE trace_blocks", "DROP INDEX ix_members_turn"),
}


@pytest.fixture
def back_to() -> Callable[[Database, str], None]:
    """Makes a database one of an earlier version: what later migrations did to it is undone."""

    def undo(database: Database, version: str) -> None:
        steps = [each for name in sorted(STEPS_BACK, reverse=True) if name > version for each in STEPS_BACK[name]]
        with database.write() as conn:
            for step in steps:
                conn.exec_driver_sql(step)
            conn.exec_driver_sql(f"UPDATE newsdelta_version SET version_num = '{version}'")

    return undo
