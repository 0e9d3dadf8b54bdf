"""Rows and files after years: what is sent costs no more for what was sent before, and no backup is lost."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from models.nouns import EventKind
from storage import backup
from storage.database import Database
from storage.deciding import developments
from storage.running import passes
from storage.telling import digests, feedback, outbox, threads

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def plans(db: Database, ask: Any, kind: str = "SELECT") -> list[str]:
    """How SQLite goes about the queries of `ask(connection)`."""
    asked: list[tuple[str, Any]] = []

    @sa.event.listens_for(db.engine, "before_cursor_execute")
    def note(conn: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
        asked.append((statement, values))

    with db.read() as conn:
        ask(conn)
        sa.event.remove(db.engine, "before_cursor_execute", note)
        return [
            str(row[3])
            for statement, values in asked
            if statement.startswith(kind)
            for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


def test_a_message_does_not_look_through_all_that_were_sent(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
        told = plans(db, lambda conn: outbox.told_already(conn, "mail", [1, 2]))
        last = plans(db, lambda conn: outbox.sent_since(conn, "mail", NOON, 10))
    assert not any("ix_deliveries_state" in step for step in told), told
    assert not any("TEMP B-TREE" in step for step in last), last


def test_an_article_and_a_pass_do_not_look_through_all_that_there_was(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
        carried = plans(db, lambda conn: developments.of_statements(conn, [1, 2], [EventKind.FIRST], NOON))
        merged = plans(db, lambda conn: threads.merges(conn, NOON))
        ended = plans(db, lambda conn: (passes.last_ended(conn, "monitor"), passes.latest(conn, "monitor")))
        said = plans(db, lambda conn: feedback.of(conn, "Water"))
        aside = plans(db, outbox.set_aside) + plans(db, lambda conn: outbox.try_aside(conn, "mail", NOON), "UPDATE")
    for steps in (carried, merged, ended, said, aside):
        assert not any(step.startswith("SCAN") for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in ended), ended


def test_a_digest_does_not_look_through_all_that_was_sent(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "newsdelta.db")) as db:
        steps = plans(db, lambda conn: digests.supersede(conn, "Water", 2), "UPDATE")
    assert [step for step in steps if "ix_deliveries_state" in step] == [
        "SEARCH deliveries USING INDEX ix_deliveries_state (state=?)"
    ], "what waits, and nothing else"


def test_the_last_messages_of_a_channel(db: Database) -> None:
    with db.write() as conn:
        for number in range(6):
            at = NOON + timedelta(seconds=number)
            channel = "mail" if number % 2 else "slack"
            delivery = outbox.add(conn, channel, f"key {number}", at)
            assert delivery is not None
            outbox.sent(conn, [delivery], "ref", at)
        waiting = outbox.add(conn, "mail", "waiting", NOON)
        assert waiting is not None
        found = outbox.sent_since(conn, "mail", NOON + timedelta(seconds=1), 10)
        assert [(at - NOON).seconds for at in found] == [3, 5]
        assert len(outbox.sent_since(conn, "mail", NOON - timedelta(days=1), 2)) == 2


def test_backups_of_a_database_with_a_longer_name_are_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with Database.open(str(tmp_path / "news.db")) as news, Database.open(str(tmp_path / "news-eu.db")) as other:
        for day in range(3):
            backup.make(other, folder, NOON + timedelta(days=day), keep=3)
        made = backup.make(news, folder, NOON, keep=3)
        assert made.path.exists()
        assert backup.listing(folder, "news") == [made.path]
        assert len(backup.listing(folder, "news-eu")) == 3


def test_a_new_backup_outlives_those_of_a_clock_that_was_ahead(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "news.db")) as db:
        for day in range(2):
            backup.make(db, tmp_path, NOON + timedelta(days=365 + day), keep=2)
        assert backup.make(db, tmp_path, NOON, keep=2).path.exists()


def test_what_a_killed_backup_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "news-20260101T000000Z.unfinished"
    fresh = tmp_path / "news-20260301T115900Z.unfinished"
    for path, at in ((left, NOON - timedelta(days=2)), (fresh, NOON - timedelta(minutes=1))):
        path.write_bytes(b"half")
        os.utime(path, (at.timestamp(), at.timestamp()))
    with Database.open(str(tmp_path / "news.db")) as db:
        backup.make(db, tmp_path, NOON)
    assert not left.exists()
    assert fresh.exists(), "another may be at work on it"
