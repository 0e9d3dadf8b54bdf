"""What was told before quiet hours, and could not be sent by then: it waits for the morning, and holds up nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from alerts.message import Failed
from models.nouns import Problem
from steps.deliver import deliver
from steps.watchdog import watchdog
from storage.schema import deliveries

NIGHT = {"name": "Water", "words": "water", "quiet_hours": "22:00-07:00", "timezone": "UTC", "wake_above": 8.0}
AWAY = Failed(Problem("connection", "refused"))


def headlines(box: Any) -> list[str]:
    return [view.headline for m in box.sent for view in getattr(m.content, "alerts", (m.content,))]


def test_a_channel_that_is_back_by_night_wakes_nobody(make: Any, recorder: Any) -> None:
    room = make(NIGHT, {"name": "Fire", "words": "fire"}, timezone="Pacific/Auckland")
    box = recorder("box", [AWAY])
    room.clock.pass_(hours=9, minutes=59)  # 21:59
    room.tell(room.development("The water is off."), room.development("The water has broken the dam.", importance=9.0))
    assert deliver(room.context, channels={"box": box}).waiting == 1
    room.tell(room.development("The fire is out.", room.story("Fire in Dunmere")))
    room.clock.pass_(hours=1)
    assert deliver(room.context, channels={"box": box}).waiting == 1
    assert headlines(box) == ["The water has broken the dam.", "The fire is out."], "neither waits with it"
    assert watchdog(room.context, space=lambda _: (10**12, 10**12)).begun == (), "it is no failure of the channel's"
    room.tell(room.development("The fire was arson.", room.story("Fire in Dunmere")))
    deliver(room.context, channels={"box": box})
    room.clock.pass_(hours=8)  # 06:59
    deliver(room.context, channels={"box": box})
    assert headlines(box)[2:] == ["The fire was arson."]
    room.clock.pass_(minutes=1)
    deliver(room.context, channels={"box": box})
    assert headlines(box)[3:] == ["The water is off."]
    assert {row.state for row in room.rows(deliveries)} == {"sent"}


def test_what_waits_for_the_morning_comes_folded(make: Any, recorder: Any) -> None:
    room, box = make(NIGHT), recorder("box", [AWAY])
    room.clock.pass_(hours=9, minutes=59)
    room.tell(*(room.development(f"The water rose by {number} feet.") for number in range(5)))
    for _ in range(12):
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=1)
    assert [len(message.content.alerts) for message in box.sent] == [5]


@pytest.mark.parametrize(("unsure", "sent"), [(True, 1), (False, 0)])
def test_what_may_have_arrived_is_asked_after_at_once(make: Any, recorder: Any, unsure: bool, sent: int) -> None:
    """Most likely it is there: a second one is known by its key."""
    room = make(NIGHT)
    box = recorder("box", [Failed(Problem("timeout", "no answer"), maybe_sent=unsure)])
    room.clock.now += timedelta(hours=9, minutes=59)
    room.tell(room.development("The water is off."))
    for _ in range(2):
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=1)
    assert len(box.sent) == sent
