"""A watch that is new, or goes by a new name: it hears what happens from then on, and nothing old."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from models.errors import StorageError
from steps.deliver import deliver
from steps.renaming import renaming
from steps.shift import WORK
from steps.telling.digest import digest
from steps.telling.release import release_held
from storage.running import leases
from storage.schema import alerts, deliveries, development_statements, digests, feedback, held
from storage.schema import told as told_rows
from storage.telling import feedback as feedback_rows

WATCH = {"words": "water", "digest": "daily 07:00"}


def test_a_renamed_watch_is_not_told_what_is_old(make: Any, recorder: Any) -> None:
    room = make({"name": "Water", **WATCH})
    room.tell(*(room.development(f"The water is off in street {number}.") for number in range(20)))
    deliver(room.context, channels={"box": recorder("box")})
    room.clock.pass_(days=2)
    digest(room.context)
    before = [len(room.rows(table)) for table in (alerts, deliveries, digests)]
    assert before[0] == 20

    watch = room.context.settings.watches[0].model_copy(update={"name": "Water main"})
    room.context = replace(room.context, settings=room.context.settings.model_copy(update={"watches": (watch,)}))
    for _ in range(3):
        room.clock.pass_(days=1)
        assert release_held(room.context) == 0
        digest(room.context)
        deliver(room.context, channels={"box": recorder("box")})
    assert [len(room.rows(table)) for table in (alerts, deliveries, digests)] == before

    room.tell(room.development("The water is back."))
    (told,) = room.rows(alerts)[20:]
    assert told.watch == "Water main"


def test_what_counts_as_old_is_when_it_was_decided_not_the_day_of_the_article(make: Any) -> None:
    room = make({"name": "Water", **WATCH})
    room.clock.pass_(hours=-30)
    yesterday = room.development("The water is off in one street.")
    room.clock.pass_(hours=30)
    room.tell(yesterday)  # as at the first pass over a feed
    assert len(room.rows(alerts)) == 1


def test_a_watch_that_is_renamed_takes_along_what_it_was_told_and_what_waits(make: Any, recorder: Any) -> None:
    room = make({"name": "Water", **WATCH, "quiet_hours": "22:00-07:00", "budget": 50})
    told = room.development("The water is off in 300 homes.", publishers=("a.example",))
    room.tell(told)
    room.clock.pass_(hours=11)  # within the quiet hours
    room.tell(room.development("The water is brown.", publishers=("a.example",)))
    with room.context.db.write() as conn:
        feedback_rows.add(conn, "mute", room.clock(), watch="Water", phrase="brownish")
    assert len(room.rows(alerts)) == 1

    watch = room.context.settings.watches[0].model_copy(update={"name": "Water main"})
    with renaming(room.context.db, "Water", "Water main", room.clock()) as moved:
        pass
    assert (moved.alerts, moved.held, moved.said) == (1, 1, 1)
    room.context = replace(room.context, settings=room.context.settings.model_copy(update={"watches": (watch,)}))

    again = room.development("The water is off in 300 homes, says another.", publishers=("b.example",))
    with room.context.db.write() as conn:  # rests on what was told
        own = sa.select(development_statements.c.statement_id).where(development_statements.c.development_id == told.id)
        known = conn.execute(own).scalars().all()
        conn.execute(development_statements.delete().where(development_statements.c.development_id == again.id))
        rows = [{"development_id": again.id, "statement_id": each} for each in known]
        conn.execute(development_statements.insert(), rows)
    room.tell(again)
    assert [row.rule for row in room.rows(held) if row.development_id == again.id] == ["already-told"]
    room.clock.pass_(hours=9)
    assert release_held(room.context) == 1, "what was held overnight"
    assert {row.watch for table in (alerts, held, told_rows, feedback) for row in room.rows(table)} == {"Water main"}


def test_what_the_new_name_has_already_stays_its_own(make: Any) -> None:
    room = make({"name": "Water", "words": "water"}, {"name": "Water main", "words": "water"})
    both = room.development("The water is off in 300 homes.")
    room.tell(both)
    with renaming(room.context.db, "Water", "Water main", room.clock()) as moved:
        pass
    assert not moved
    assert sorted(row.watch for row in room.rows(alerts)) == ["Water", "Water main"]
    with pytest.raises(ValueError), renaming(room.context.db, "Water main", "W", room.clock()):
        raise ValueError
    assert sorted(row.watch for row in room.rows(alerts)) == ["Water", "Water main"], "all or nothing"
    with room.context.db.write() as conn:
        leases.take(conn, WORK, leases.this_holder(), room.clock())
    with pytest.raises(StorageError, match="A pass is at work"), renaming(room.context.db, "Water", "W", room.clock()):
        raise AssertionError
