"""Digests: when they are due, what they reach back to, and what they are the first to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from alerts.message import Failed
from alerts.view import DigestView, first_line
from models.nouns import Problem
from settings.limits_alerts import DIGEST_SHOWN
from steps.deliver import deliver
from steps.telling.digest import digest, last_due
from storage.schema import alerts, deliveries, digests, held, told

DAILY = {"name": "Water", "words": "water", "digest": "daily 07:00", "budget": 1}


def test_due_in_the_readers_zone_over_the_change_to_summer_time():
    berlin = ZoneInfo("Europe/Berlin")
    assert last_due("0 7 * * *", berlin, datetime(2026, 3, 28, 12, tzinfo=UTC)).astimezone(UTC).hour == 6
    assert last_due("0 7 * * *", berlin, datetime(2026, 3, 29, 12, tzinfo=UTC)).astimezone(UTC).hour == 5
    exact = datetime(2026, 3, 28, 6, 0, tzinfo=UTC)
    assert last_due("0 7 * * *", berlin, exact) == exact


def test_tells_what_the_budget_held_back_once(make, recorder):
    room = make(DAILY)
    room.clock.pass_(hours=-2)
    for number in range(3):
        room.tell(room.development(f"The water is off in {number} streets.", importance=3.0 - number))
    assert len(room.rows(alerts)) == 1
    assert [row.rule for row in room.rows(held)] == ["budget", "budget"]
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    room.clock.pass_(hours=22)  # 08:00 on the next day
    assert digest(room.context).digests == 1
    assert digest(room.context).digests == 0
    deliver(room.context, channels={"box": box})
    content = box.sent[-1].content
    assert isinstance(content, DigestView)
    assert len(content.alerts) == 3
    assert len(content.fresh) == 2
    assert len(room.rows(told)) == 3
    room.clock.pass_(days=1)
    assert digest(room.context).digests == 0  # nothing new: nothing sent


def test_tells_what_was_held_for_few_publishers_before_the_last_one_and_for_the_budget_since(make, recorder):
    from storage.deciding import developments

    room = make(DAILY | {"min_publishers": 3})
    box = recorder("box")
    room.tell(room.development("The water is off in one street.", publishers=("Kurier", "Zeit", "Post")))
    waits = room.development("The water is off in 300 homes.", publishers=("Kurier", "Zeit"))
    room.tell(waits)
    assert [row.rule for row in room.rows(held)] == ["too-few-publishers"]
    room.clock.pass_(hours=20)  # 08:00 on the next day
    assert digest(room.context).digests == 1
    room.tell(room.development("A water tower has fallen.", publishers=("Kurier", "Zeit", "Post")))
    room.clock.pass_(hours=2)
    with room.context.db.write() as conn:
        article = room.article(conn, waits.story_id, "No water in 300 homes", "Post")
        developments.carry(conn, waits.id, article, "Post", room.clock())
    deliver(room.context, channels={"box": box})
    assert [row.rule for row in room.rows(held)] == ["budget"]
    room.clock.pass_(days=1)
    assert digest(room.context).digests == 1
    deliver(room.context, channels={"box": box})
    assert waits.id in box.sent[-1].content.fresh


def test_a_digest_that_cannot_be_written_stops_no_other(make, recorder):
    room = make(DAILY, DAILY | {"name": "Homes", "words": "homes"})
    room.tell(room.development("The water is off in 300 homes."))
    with room.context.db.write() as conn:
        conn.execute(sa.update(alerts).where(alerts.c.watch == "Water").values(view={"form": 2}))
    room.clock.pass_(hours=22)
    counts = digest(room.context)
    assert (counts.watches, counts.failed) == (("Homes",), ("digest of Water: ValidationError",))


def test_of_very_many_only_what_is_shown_is_read_whole(make):
    """The writer's lock is held meanwhile: six thousand held in a day would hold it for a minute."""
    room = make(DAILY)
    story = room.story()
    for number in range(120):
        room.tell(room.development(f"The water is off in {number} streets.", story if number % 2 else None))
    room.clock.pass_(hours=22)
    asked: list[str] = []

    @sa.event.listens_for(room.context.db.engine, "before_cursor_execute")
    def note(conn, cursor, statement, *_):
        asked.append(statement)

    assert digest(room.context).developments == 120
    sa.event.remove(room.context.db.engine, "before_cursor_execute", note)
    assert len(asked) < 10 * DIGEST_SHOWN
    (row,) = room.rows(digests)
    assert (len(row.view["alerts"]), row.view["more"]) == (DIGEST_SHOWN, 120 - DIGEST_SHOWN)
    assert len(row.view["fresh"]) == 119
    assert len(room.rows(told)) == 120
    assert all(each.released for each in room.rows(held))


def test_a_story_is_as_large_as_it_is_by_then_and_its_latest_step_is_the_subject(make, recorder):
    from storage.deciding import stories

    room = make(DAILY | {"budget": None})
    first = room.development("The water is off in one street.", importance=3.0)
    room.tell(first)
    room.clock.pass_(hours=1)
    room.tell(room.development("A water engineer has died.", first.story_id, importance=1.0))
    with room.context.db.write() as conn:
        for publisher in ("Kurier", "Gazette"):
            room.article(conn, first.story_id, "More on the water", publisher)
            stories.grow(conn, first.story_id, room.clock(), copy=False, new_publisher=True)
    room.clock.pass_(days=1)
    assert digest(room.context).digests == 1
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    content = box.sent[-1].content
    assert isinstance(content, DigestView)
    assert [(each.articles, each.publishers) for each in content.alerts] == [(2, 2), (2, 2)]
    assert content.alerts[0].headline == "The water is off in one street."
    assert first_line(content) == "Water digest: 2 developments. A water engineer has died."


def test_says_nothing_new_when_wanted(make):
    room = make(DAILY | {"digest_when_empty": True})
    assert digest(room.context).digests == 1


def test_reaches_back_to_the_last_one_that_was_sent(make, recorder):
    room = make(DAILY | {"budget": None})
    box = recorder("box", [Failed(Problem("connection", "refused"))] * 4)
    room.tell(room.development("The water is off in one street."))
    room.clock.pass_(days=1)
    digest(room.context)
    deliver(room.context, channels={"box": box})
    room.tell(room.development("The water is off in two streets."))
    room.clock.pass_(days=1)
    digest(room.context)
    states = [(row.state, row.problem_code) for row in room.rows(deliveries) if row.digest_id]
    assert states == [("failed", "superseded"), ("pending", None)]
    for _ in range(8):
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=1)
    digests = [m.content for m in box.sent if isinstance(m.content, DigestView)]
    assert len(digests) == 1
    assert len(digests[0].alerts) == 2
    room.clock.pass_(days=1)
    room.tell(room.development("The water is off in three streets."))
    room.clock.pass_(days=1)
    digest(room.context)
    deliver(room.context, channels={"box": box})
    assert box.sent[-1].content.since == digests[0].until


def test_what_was_muted_is_named(make, recorder):
    from storage.telling import feedback

    room = make(DAILY)
    room.clock.pass_(hours=-2)
    with room.context.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), phrase="sewage")
    room.tell(room.development("The water is fine."), room.development("The water and sewage works."))
    room.clock.pass_(days=1)
    digest(room.context)
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    (line,) = box.sent[-1].content.held
    assert line.rule == "muted"
    assert "phrase sewage" in line.why


def test_it_comes_by_the_watchs_clock_to_the_watchs_channels(make):
    room = make(DAILY | {"timezone": "Pacific/Auckland", "channels": ["desk"]}, channels=("box", "desk"))
    room.tell(room.development("The water is off."))  # midnight in Auckland
    room.clock.pass_(hours=6, minutes=59)
    assert digest(room.context).digests == 0
    room.clock.pass_(minutes=1)
    assert digest(room.context).digests == 1
    assert [row.channel for row in room.rows(deliveries) if row.digest_id] == ["desk"]
    (row,) = room.rows(digests)
    assert (row.view["zone"], row.until) == ("Pacific/Auckland", room.clock())


def test_what_a_digest_told_of_the_night_is_not_told_again_on_waking(make, recorder):
    room = make({"name": "Water", "words": "water", "quiet_hours": "22:00-07:00", "digest": "daily 06:00"})
    box = recorder("box")
    room.clock.pass_(hours=11)
    found = room.development("The water has broken the dam.")
    room.tell(found)
    room.clock.pass_(hours=7)
    assert digest(room.context).digests == 1
    deliver(room.context, channels={"box": box})
    assert [message.content.fresh for message in box.sent] == [(found.id,)]
    room.clock.pass_(hours=2)
    deliver(room.context, channels={"box": box})
    assert len(box.sent) == 1
    assert room.rows(alerts) == []


def test_one_that_is_asked_for_comes_now_and_the_next_goes_on_from_there(make, recorder):
    room = make(DAILY | {"budget": None}, {"name": "Homes", "words": "homes"})
    box = recorder("box")
    room.clock.pass_(hours=23)  # 11:00: told after the one that was due at 07:00
    room.tell(room.development("The water is off in 300 homes."))
    room.clock.pass_(hours=2)
    for watch in ("Water", "Homes"):
        assert digest(room.context, watch=watch).watches == (watch,)
        deliver(room.context, channels={"box": box})
        content = box.sent[-1].content
        assert (content.watch, content.until, len(content.alerts)) == (watch, room.clock(), 1)
    assert content.since == room.clock() - timedelta(days=1), "a watch without a schedule: the last day"
    asked = room.clock()
    room.tell(room.development("The water is back everywhere."))
    room.clock.pass_(days=1)
    assert digest(room.context).watches == ("Water",)
    deliver(room.context, channels={"box": box})
    assert (box.sent[-1].content.since, len(box.sent[-1].content.alerts)) == (asked, 1)
