"""What is held for few publishers among very many, and upkeep that fails night after night."""

from __future__ import annotations

from datetime import timedelta

from steps.telling.release import release_held
from steps.watchdog import watchdog
from storage.deciding import developments as rows
from storage.running import passes
from storage.schema import alerts, deliveries, developments, held

ROOMY = lambda folder: (10**12, 10**11)  # noqa: E731


def test_what_gets_its_second_publisher_is_told_however_much_else_is_held(make):
    room = make({"name": "Water", "words": "water", "min_publishers": 2})
    early = room.development("The water is off in one street.")
    room.tell(early)
    (first,) = room.rows(held)
    (stored,) = room.rows(developments)
    with room.context.db.write() as conn:
        more = [dict(stored._mapping) | {"id": early.id + 1 + number} for number in range(1100)]
        conn.execute(developments.insert(), more)
        later = {"watch": "Water", "rule": first.rule, "figures": first.figures, "released": None}
        at = room.clock() + timedelta(minutes=1)
        conn.execute(held.insert(), [later | {"development_id": each["id"], "at": at} for each in more])
    room.clock.pass_(hours=1)
    assert release_held(room.context) == 0
    with room.context.db.write() as conn:
        article = room.article(conn, early.story_id, "The same, elsewhere", "Zeit")
        rows.carry(conn, early.id, article, "Zeit", room.clock())
    assert release_held(room.context) == 1
    assert [row.development_id for row in room.rows(alerts)] == [early.id]


def test_passes_that_fail_each_time_are_said_with_the_reason(make):
    """A model that is gone, a cluster that is away: they end, but bring nothing."""
    room = make()

    def a_pass(outcome: str, note: str | None = None) -> tuple[str, ...]:
        room.clock.pass_(minutes=15, seconds=1)
        with room.context.db.write() as conn:
            passes.end(conn, passes.begin(conn, "monitor", room.clock()), room.clock(), {}, outcome, note)
            passes.begin(conn, "monitor", room.clock())  # the one that looks
        return watchdog(room.context, space=ROOMY).begun

    a_pass(passes.FINE)
    said = [a_pass(passes.FAILED, "The model is gone.") for _ in range(5)]
    assert [each for each in said if each] == [("passes",)]
    assert said[2] == ("passes",), "after three intervals"
    (notice,) = [str(row.notice) for row in room.rows(deliveries) if row.notice]
    assert "The last one: The model is gone." in notice
    a_pass(passes.FINE)
    assert watchdog(room.context, space=ROOMY).begun == ()


def test_upkeep_that_never_comes_is_said(make):
    """On a machine that is off at night, or where each night a pass is at work."""
    room = make()
    with room.context.db.write() as conn:
        passes.end(conn, passes.begin(conn, "monitor", room.clock()), room.clock(), {})
    room.clock.pass_(days=2)
    with room.context.db.write() as conn:
        passes.end(conn, passes.begin(conn, "monitor", room.clock()), room.clock(), {})
    assert watchdog(room.context, space=ROOMY).begun == ()
    room.clock.pass_(days=1, minutes=1)
    assert "upkeep" in watchdog(room.context, space=ROOMY).begun


def test_upkeep_that_fails_every_night_is_said_once_and_when_it_is_over(make):
    room = make()

    def night(outcome: str, note: str | None) -> None:
        room.clock.pass_(days=1)
        with room.context.db.write() as conn:
            passes.end(conn, passes.begin(conn, "upkeep", room.clock()), room.clock(), {}, outcome, note)
            passes.end(conn, passes.begin(conn, "monitor", room.clock()), room.clock(), {})

    night(passes.FINE, None)
    for _ in range(2):
        night(passes.FAILED, "the backup could not be written")
    assert watchdog(room.context, space=ROOMY).begun == ()
    night(passes.FAILED, "the backup could not be written")
    room.clock.pass_(minutes=15)
    assert watchdog(room.context, space=ROOMY).begun == ("upkeep",)
    assert watchdog(room.context, space=ROOMY).begun == ()
    night(passes.FINE, None)
    assert watchdog(room.context, space=ROOMY).over == ("upkeep",)
