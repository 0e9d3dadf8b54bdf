"""Many alerts within a minute: ten messages, and the rest as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alerts import plan, why
from steps.deliver import deliver
from steps.telling.release import release_held
from storage.schema import held
from storage.telling import holding, outbox


def test_ten_in_a_minute_become_one(make, recorder):
    room = make()
    box = recorder("box")
    for number in range(16):
        room.tell(room.development(f"The water rose by {number} feet."))
        deliver(room.context, channels={"box": box})
        room.clock.pass_(seconds=2)
    assert len(box.sent) == 10
    room.clock.pass_(minutes=1)
    deliver(room.context, channels={"box": box})
    assert len(box.sent) == 11
    assert len(box.sent[-1].content.alerts) == 6
    told = {row.development_id: row for row in room.rows(held)}
    assert set(told) == set(range(11, 17)), "the log of what was held back names each that waited"
    assert {row.rule for row in told.values()} == {"burst-control"}
    assert all(row.released == room.clock() for row in told.values()), "and that it was told after all"
    said = why.held("burst-control", told[11].figures)
    assert said.startswith("burst control: box was sent 10 messages within 60 seconds; the rest goes as one after")


def test_each_channel_has_its_own_minute(make, recorder):
    room = make(
        {"name": "Water", "words": "water", "channels": ["box"]},
        {"name": "Fire", "words": "fire", "channels": ["desk"]},
        channels=("box", "desk"),
    )
    ways = {"box": recorder("box"), "desk": recorder("desk")}
    for number in range(11):
        room.tell(room.development(f"The water rose by {number} feet."))
        deliver(room.context, channels=ways)
    room.tell(room.development("The fire is out.", room.story("Fire in Dunmere")))
    deliver(room.context, channels=ways)
    assert (len(ways["box"].sent), len(ways["desk"].sent)) == (10, 1)


def test_even_two_that_burst_control_held_up_become_one(make, recorder):
    room = make()
    box = recorder("box")
    for number in range(12):
        room.tell(room.development(f"The water rose by {number} feet."))
        deliver(room.context, channels={"box": box})
    room.clock.pass_(minutes=1)
    deliver(room.context, channels={"box": box})
    assert [len(getattr(message.content, "alerts", "1")) for message in box.sent] == [1] * 10 + [2]


@pytest.mark.parametrize(("count", "noted"), [(9, 0), (10, 10)])
def test_a_burst_that_goes_as_one_is_in_the_log(make, recorder, count, noted):
    """More than three alerts that wait are one message in any case; ten within a minute are a burst."""
    room = make()
    box = recorder("box")
    for number in range(count):
        room.tell(room.development(f"The water rose by {number} feet."))
        room.clock.pass_(seconds=6)
    deliver(room.context, channels={"box": box})
    assert [len(message.content.alerts) for message in box.sent] == [count]
    rows = room.rows(held)
    assert len(rows) == noted
    for row in rows:
        assert (row.rule, row.released) == ("burst-control", room.clock())
        said = "burst control: one of 10 alerts within 60 seconds, which box was sent as one message"
        assert why.held(row.rule, row.figures) == said


def test_what_two_channels_hold_up_is_one_line_of_the_log(make):
    """As the second of them says it: what one has let go, the other holds up still."""
    room = make()
    told = [("Water", room.development().id)]
    for channel, waits in (("box", True), ("box", False), ("desk", True)):
        with room.context.db.write() as conn:
            figures = (("channel", channel),)
            holding.note_burst(conn, told, room.clock(), "burst-control", figures, waits=waits)
        (row,) = room.rows(held)
        assert (row.figures, row.released) == (dict(figures), None if waits else room.clock())


def test_what_the_night_held_back_stays_the_nights_in_the_log(make, recorder):
    room = make({"name": "Water", "words": "water", "quiet_hours": "22:00-07:00", "timezone": "UTC"})
    box = recorder("box")
    room.clock.pass_(hours=11)  # 23:00
    for number in range(12):
        room.tell(room.development(f"The water rose by {number} feet."))
    room.clock.pass_(hours=9)
    assert release_held(room.context) == 12
    deliver(room.context, channels={"box": box})
    assert [len(message.content.alerts) for message in box.sent] == [12], "as one: ten at once are a burst"
    assert {(row.rule, row.released) for row in room.rows(held)} == {("quiet-hours", room.clock())}


def test_ten_in_more_than_a_minute_are_no_burst():
    start = datetime(2026, 5, 4, tzinfo=UTC)
    assert plan.is_burst([start + timedelta(seconds=60 * n / 9) for n in range(10)])
    assert not plan.is_burst([start + timedelta(seconds=61 * n / 9) for n in range(10)])
    assert plan.speaks_again([start] * 9) is None
    assert plan.speaks_again([start] * 10) == start + timedelta(minutes=1)


def test_what_may_have_arrived_keeps_its_key_through_a_burst(make, recorder):
    """Its sender died; then burst control held it up. It is still asked after, and never folded anew."""
    room = make()
    box = recorder("box")
    for number in range(11):
        room.tell(room.development(f"The water rose by {number} feet."))
        if number < 10:
            deliver(room.context, channels={"box": box})
    with room.context.db.write() as conn:
        (taken,) = outbox.claim(conn, "box", "dead", room.clock(), timedelta(0), 10)
        assert outbox.in_hand(conn, [taken.id], [], "dead", room.clock())
    deliver(room.context, channels={"box": box})
    room.tell(room.development("The water fell."), room.development("The water is gone."))
    room.clock.pass_(minutes=1)
    deliver(room.context, channels={"box": box})
    assert [message.key for message in box.sent[10:11]] == [taken.key]
    assert [message.maybe_sent for message in box.sent[10:]] == [True, False, False]
