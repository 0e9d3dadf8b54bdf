"""A watch by another name, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from storage.database import Database
from storage.reading import articles, entries
from storage.schema import digests, feedback, metadata
from storage.telling import feedback as feedback_rows
from storage.telling import renames
from storage.telling.renames import Moved

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_rows_move_but_for_those_that_the_new_name_has(db: Database) -> None:
    period = {"since": NOW, "until": NOW, "created": NOW, "view": {}}
    with db.write() as conn:
        feedback_rows.add(conn, "mute", NOW, watch="Quakes", phrase="drill")
        feedback_rows.add(conn, "mute", NOW, phrase="for all")
        conn.execute(digests.insert(), [{"watch": "Quakes", **period}, {"watch": "Earthquakes", **period}])
        assert renames.strangers(conn, ["Earthquakes", "Floods"]) == (["Quakes"], ["Floods"])
        assert renames.rename(conn, "Quakes", "Earthquakes") == Moved(alerts=0, held=0, said=1)
        assert sorted(conn.execute(sa.select(digests.c.watch)).scalars()) == ["Earthquakes", "Quakes"]
        whose = sa.select(feedback.c.watch).order_by(feedback.c.id)
        assert list(conn.execute(whose).scalars()) == ["Earthquakes", None]
        assert not renames.rename(conn, "Quakes", "Earthquakes"), "once more is nothing more"


def test_what_a_person_asks_for_again_is_asked_of_both_databases(db: Database) -> None:
    with db.write() as conn:
        assert articles.with_pages(conn, 1, 9) == []
        assert entries.ask_again(conn, "https://lom.example/1") == 0


def test_no_table_that_knows_watches_by_name_is_forgotten() -> None:
    assert {each for each in metadata.tables.values() if "watch" in each.columns} == set(renames._APART)
