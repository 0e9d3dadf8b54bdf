"""A message that is refused again and again: it holds nothing up, it is said, and lost only where it is at fault."""

from __future__ import annotations

from alerts.message import Failed, Sent
from commands.doctor import _deliveries
from models.nouns import Problem
from steps.counts import DeliverCounts
from steps.deliver import deliver
from steps.watchdog import watchdog
from storage.schema import deliveries
from storage.telling import outbox


class Picky:
    """Refuses what holds the word, as long as it is picky."""

    def __init__(self, name):
        self.name, self.picky, self.sent, self.tried = name, True, [], []

    def send(self, message):
        self.tried.append(message)
        views = getattr(message.content, "alerts", (message.content,))
        if self.picky and any("poison" in getattr(view, "headline", "") for view in views):
            return Failed(Problem("http-500", "500"))
        self.sent.append(message)
        return Sent(message.key)

    def told(self):
        return [view.headline for m in self.sent for view in getattr(m.content, "alerts", (m.content,))]


def refused_eight_times(room, box):
    room.tell(room.development("Water poison."))
    for _ in range(8):
        assert not outbox_aside(room)
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=1, minutes=16)
    assert len(box.tried) == 8


def outbox_aside(room):
    with room.context.db.read() as conn:
        return outbox.set_aside(conn)


def test_a_message_that_nobody_takes_does_not_hold_the_channel_up(make, recorder):
    class Buggy(recorder):
        def send(self, message):
            if "poison" in getattr(message.content, "headline", ""):
                raise KeyError("a bug")
            return super().send(message)

    room = make(channels=("picky", "buggy"))
    ways = {"picky": Picky("picky"), "buggy": Buggy("buggy")}
    for text in ("Water one.", "Water poison.", "Water two."):
        room.tell(room.development(text))
    for _ in range(20):
        deliver(room.context, channels=ways)
        room.clock.pass_(hours=1, minutes=16)
    for way in ways.values():
        told = [m.content.headline for m in way.sent if hasattr(m.content, "headline")]
        assert told == ["Water one.", "Water two."], way.name
    assert len(ways["picky"].tried) >= 8
    states = {(row.channel, row.state) for row in room.rows(deliveries) if row.alert_id == 2}
    assert states == {("picky", "failed"), ("buggy", "failed")}


def test_the_eighth_refusal_sets_a_message_aside(make):
    """Nothing is there yet to show whose fault it is: what comes later goes at once, and that tells."""
    room, box = make(), Picky("box")
    refused_eight_times(room, box)
    assert outbox_aside(room) == {"box": (1, "500")}
    assert deliver(room.context, channels={"box": box}).waiting == 1, "tried by itself once an hour"
    room.clock.pass_(minutes=1)
    room.tell(room.development("Water two."))
    counts = deliver(room.context, channels={"box": box})
    assert (counts.sent, counts.failed) == (1, 1), "at once, not when the first one's hour has come"
    assert box.told() == ["Water two."]
    (row,) = [row for row in room.rows(deliveries) if row.state == "failed"]
    assert row.problem == "it was refused 10 times while others went out: 500"
    assert outbox_aside(room) == {}
    assert deliver(room.context, channels={"box": box}) == DeliverCounts()


def test_what_was_set_aside_in_an_outage_is_not_lost(make):
    """The server refused everything: once it takes another message, what was set aside goes, too, within the pass."""
    room, box = make(), Picky("box")
    refused_eight_times(room, box)
    deliver(room.context, channels={"box": box})
    box.picky = False
    room.clock.pass_(minutes=1)
    room.tell(room.development("Water two."))
    deliver(room.context, channels={"box": box})
    assert box.told() == ["Water two.", "Water poison."]
    assert {row.state for row in room.rows(deliveries)} == {"sent"}
    assert all(row.aside is None for row in room.rows(deliveries))


def test_a_folded_message_that_nobody_takes_is_taken_apart(make):
    """Five went as one, and one of them is at fault: the four arrive, each by itself."""
    room, box = make(), Picky("box")
    for text in ("one", "poison", "two", "three", "four"):
        room.tell(room.development(f"Water {text}."))
    for _ in range(9):
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=1, minutes=16)
    assert box.told() == ["Water one.", "Water two.", "Water three.", "Water four."]
    assert {row.id: row.state for row in room.rows(deliveries)}[2] == "failed"


def test_what_is_set_aside_is_told(make):
    room, box = make(channels=("box", "other")), Picky("box")
    refused_eight_times(room, box)
    assert any(name == "aside:box" for name in watchdog(room.context, space=lambda _: (10**12, 10**12)).begun)
    with room.context.db.read() as conn:
        said = " ".join(f"{each.text} {each.mend}" for each in _deliveries(conn))
    assert "box: 1 message refused again and again, and set aside" in said
