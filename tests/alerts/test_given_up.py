"""A channel that is refused for days and then mended: what waits goes out, and what was given up is said there."""

from __future__ import annotations

from alerts.message import Failed, Sent
from alerts.view import NoticeView
from models.nouns import Problem
from steps.deliver import deliver
from steps.telling.digest import digest
from steps.telling.notices import say
from storage.schema import deliveries
from storage.telling import outbox

LOGIN = Failed(Problem("smtp-login", "the login is refused"))


class Locked:
    """Refuses every message until it is open."""

    def __init__(self, answer):
        self.name, self.answer, self.open, self.sent, self.tried = "box", answer, False, [], 0

    def send(self, message):
        self.tried += 1
        if not self.open:
            return self.answer
        self.sent.append(message.content)
        return Sent(message.key)

    def notices(self):
        return [content for content in self.sent if isinstance(content, NoticeView)]

    def told(self):
        return [content.headline for content in self.sent if not isinstance(content, NoticeView)]


def test_a_password_that_is_wrong_for_two_days_loses_nothing(make):
    room, box = make(), Locked(LOGIN)
    for hour in range(48):
        if hour in (0, 20):
            room.tell(room.development(f"Water {hour}."))
        before = box.tried
        deliver(room.context, channels={"box": box})
        assert box.tried - before <= 1, "a server that counts refused logins is asked once"
        room.clock.pass_(hours=1, minutes=16)
    box.open = True
    deliver(room.context, channels={"box": box})
    assert box.told() == ["Water 0.", "Water 20."]
    assert box.notices() == []


def test_what_was_given_up_is_said_once_where_it_is_missed_and_can_be_had(make):
    room, box = make(), Locked(Failed(Problem("smtp-550", "no such user", retry=False)))
    for text in ("Water one.", "Water two."):
        room.tell(room.development(text))
        deliver(room.context, channels={"box": box})
    assert {row.state for row in room.rows(deliveries)} == {"failed"}
    box.open = True
    for text in ("Water three.", "Water four."):
        room.tell(room.development(text))
        deliver(room.context, channels={"box": box})
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=30)
    (notice,) = box.notices()
    assert "2 alerts" in notice.title
    assert [line for line in notice.lines if "Water one." in line]
    with room.context.db.write() as conn:
        assert outbox.retry(conn, room.clock()) == 2
    deliver(room.context, channels={"box": box})
    assert sorted(box.told()) == ["Water four.", "Water one.", "Water three.", "Water two."]


def test_what_is_tried_again_is_waited_for_as_at_first(make):
    """A person has it sent again after a week: the first refusal must not give it up at once."""
    room, box = make(), Locked(Failed(Problem("smtp-550", "no such user", retry=False)))
    room.tell(room.development("Water one."))
    deliver(room.context, channels={"box": box})
    room.clock.pass_(days=7)
    box.answer = LOGIN
    with room.context.db.write() as conn:
        assert outbox.retry(conn, room.clock()) == 1
    for _ in range(30):
        assert deliver(room.context, channels={"box": box}).failed == 0
        room.clock.pass_(hours=1, minutes=16)
    box.open = True
    deliver(room.context, channels={"box": box})
    assert box.told() == ["Water one."]


def test_a_digest_that_a_newer_one_replaced_is_neither_tried_again_nor_said_to_be_lost(make):
    room, box = make({"name": "Water", "words": "water", "digest": "daily 07:00"}), Locked(LOGIN)
    room.tell(room.development("Water one."))
    deliver(room.context, channels={"box": box})
    for _ in range(2):
        room.clock.pass_(days=1)
        digest(room.context)
        deliver(room.context, channels={"box": box})
    assert [row.state for row in room.rows(deliveries)] == ["pending", "failed", "pending"]
    with room.context.db.write() as conn:
        assert outbox.retry(conn, room.clock()) == 0
    box.open = True
    for _ in range(3):
        room.clock.pass_(hours=2)
        deliver(room.context, channels={"box": box})
    assert box.notices() == []
    assert [type(content).__name__ for content in box.sent] == ["AlertView", "DigestView"]


def test_what_newsdelta_says_of_itself_is_not_said_to_be_lost(make, recorder):
    """Else two channels that are both gone would tell each other so for ever."""
    room = make(channels=("box", "other"))
    refused = Failed(Problem("smtp-550", "no such user", retry=False))
    ways = {name: recorder(name, [refused] * 99) for name in ("box", "other")}
    with room.context.db.write() as conn:
        say(conn, room.context.settings, "x", "something is wrong", ["line"], room.clock())
    for _ in range(3):
        deliver(room.context, channels=ways)
        room.clock.pass_(days=2)
    assert len(room.rows(deliveries)) == 2
