"""Who sends what waits: one sender at a time, in order, and none what another has taken over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.nouns import Problem
from steps.deliver import deliver
from storage.schema import deliveries
from storage.telling import outbox

MINUTE = timedelta(minutes=1)


def test_while_one_sender_has_a_channels_messages_another_gets_none(make: Any) -> None:
    room = make()
    room.tell(room.development("The water is off."), room.development("The water is back."))
    with room.context.db.write() as conn:
        taken = outbox.claim(conn, "box", "one", room.clock(), MINUTE, 1)
        assert [each.id for each in taken] == [1]
        assert outbox.claim(conn, "box", "other", room.clock(), MINUTE, 10) == [], "not what follows it, either"
        room.clock.pass_(minutes=1)
        assert len(outbox.claim(conn, "box", "other", room.clock(), MINUTE, 10)) == 2


def test_what_follows_a_message_whose_time_has_not_come_waits_with_it(make: Any) -> None:
    room = make()
    room.tell(*(room.development(f"The water rose by {number} feet.") for number in range(3)))
    away = Problem("connection", "refused")
    with room.context.db.write() as conn:
        outbox.failed(conn, [2], away, room.clock() + MINUTE)
        assert [each.id for each in outbox.claim(conn, "box", "one", room.clock(), MINUTE, 10)] == [1]
        outbox.release(conn, [1], "one")
        outbox.failed(conn, [2], away, room.clock() + MINUTE, aside=room.clock())
        taken = outbox.claim(conn, "box", "one", room.clock(), MINUTE, 10)
        assert [each.id for each in taken] == [1, 3], "but not with one that was set aside"


def test_who_slept_over_a_claim_leaves_the_rest_to_who_took_it_over(make: Any, recorder: Any) -> None:
    room = make()

    class Slow(recorder):  # type: ignore[misc]
        """While it sends the first message the machine sleeps, and another sender takes all that waits."""

        def send(self, message: Any) -> Any:
            if not self.tried:
                room.clock.pass_(minutes=6)
                with room.context.db.write() as conn:
                    assert len(outbox.claim(conn, "box", "other", room.clock(), MINUTE * 5, 10)) == 2
            return super().send(message)

    box = Slow("box")
    room.tell(room.development("The water is off."), room.development("The water is back."))
    assert deliver(room.context, channels={"box": box}).sent == 1
    assert [message.content.headline for message in box.sent] == ["The water is off."]
    assert [(row.state, row.claimed_by) for row in room.rows(deliveries)][1] == ("claimed", "other")
    room.clock.pass_(minutes=6)
    deliver(room.context, channels={"box": box})
    assert [message.content.headline for message in box.sent] == ["The water is off.", "The water is back."]
