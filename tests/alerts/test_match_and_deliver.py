"""From a stored development to a message: matching, the outbox, order, folding, retries."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.message import Failed
from models.nouns import EventKind, Problem
from steps.deliver import deliver
from steps.telling.release import release_held
from storage.schema import alerts, deliveries, developments, held, told


def test_a_match_writes_alert_outbox_and_ledger(make, recorder):
    room = make()
    assert room.tell(room.development()) == 1
    assert room.rows(held) == []
    assert len(room.rows(alerts)) == len(room.rows(deliveries)) == len(room.rows(told)) == 1
    box = recorder("box")
    done = deliver(room.context, channels={"box": box})
    assert (done.sent, done.messages) == (1, 1)
    assert room.rows(deliveries)[0].state == "sent"
    assert deliver(room.context, channels={"box": box}).messages == 0
    assert len(box.sent) == 1


def test_what_does_not_match_is_neither_told_nor_logged(make):
    room = make({"name": "Fire", "words": "fire"})
    room.tell(room.development())
    assert room.rows(alerts) == room.rows(held) == []


def test_about_is_compared_by_meaning(make):
    room = make({"name": "Fires", "about": "wild fire"}, {"name": "Waters", "about": "water supply"})
    room.tell(room.development())
    assert [row.watch for row in room.rows(alerts)] == ["Waters"]


def test_nothing_is_told_twice_whatever_the_development(make):
    room = make()
    first = room.development()
    room.tell(first)
    room.clock.pass_(hours=2)
    again = room.development(
        "The water is off, says another outlet.", first.story_id, same_statements_as=first
    )
    room.tell(again)
    assert len(room.rows(alerts)) == 1
    (row,) = room.rows(held)
    assert row.rule == "already-told"
    room.tell(first, again)  # and not when the same transaction is done again
    assert len(room.rows(alerts)) == 1


def test_folder_holds_mail_and_page(make, tmp_path: Path):
    room = make()
    room.tell(room.development())
    deliver(room.context)
    names = sorted(path.suffix for path in (tmp_path / "box").iterdir())
    assert names == [".eml", ".html"]


def test_one_development_for_two_watches_is_one_message(make, recorder):
    room = make({"name": "A", "words": "water"}, {"name": "B", "words": "homes"})
    room.tell(room.development())
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    (message,) = box.sent
    assert message.watches == ("A", "B")
    assert message.content.watch == "A, B"
    assert [row.state for row in room.rows(deliveries)] == ["sent", "sent"]


def test_more_than_a_few_waiting_become_one(make, recorder):
    room = make()
    for number in range(7):
        room.tell(room.development(f"The water is off in {number} more streets.", importance=number))
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    (message,) = box.sent
    assert len(message.content.alerts) == 7
    assert [alert.importance for alert in message.content.alerts] == [0, 1, 2, 3, 4, 5, 6], "in order"
    rows = room.rows(deliveries)
    assert {row.state for row in rows} == {"sent"}
    assert [row.folded_into for row in rows] == [None] + [rows[0].id] * 6


def test_a_failing_channel_keeps_order_and_delays_no_other(make, recorder):
    room = make(channels=("down", "up"))
    down = recorder("down", [Failed(Problem("connection", "refused"))])
    up = recorder("up")
    for number in range(3):
        room.tell(room.development(f"The water is off in {number} streets."))
    done = deliver(room.context, channels={"down": down, "up": up})
    assert len(up.sent) == 3
    assert len(down.tried) == 1
    assert done.problems == (("down", "refused"),)
    assert deliver(room.context, channels={"down": down, "up": up}).messages == 0  # not before its time
    room.clock.pass_(minutes=3)
    deliver(room.context, channels={"down": down, "up": up})
    assert [m.key for m in down.sent] != []
    assert [m.content.headline for m in down.sent] == [m.content.headline for m in up.sent]


def test_who_was_held_up_leaves_to_another_what_that_one_has_taken_over(make, recorder):
    """A machine slept in the middle of a message; another sent it, asking whether it had arrived, and the rest."""
    room = make()
    for number in range(3):
        room.tell(room.development(f"The water is off in {number} streets."))
    other = recorder("box")

    class Asleep(recorder):
        def send(self, message):
            room.clock.pass_(minutes=10)
            deliver(room.context, channels={"box": other})
            return super().send(message)

    asleep = Asleep("box")
    deliver(room.context, channels={"box": asleep})
    assert len(asleep.sent) == 1
    assert [each.key for each in other.sent[:1]] == [asleep.sent[0].key]
    assert [each.maybe_sent for each in other.sent] == [True, False, False]
    assert {row.state for row in room.rows(deliveries)} == {"sent"}


def test_what_waits_for_a_channel_that_the_settings_lost_has_failed_and_says_so(make, recorder):
    room = make(channels=("box", "other"))
    room.tell(room.development())
    left = make(channels=("other",))
    other = recorder("other")
    assert deliver(left.context, channels={"other": other}).failed == 1
    (failed,) = [row for row in room.rows(deliveries) if row.state == "failed"]
    assert failed.problem == "the settings name no channel 'box' any more"
    deliver(left.context, channels={"other": other})
    (notice,) = [each.content for each in other.sent if hasattr(each.content, "title")]
    assert "box" in notice.title
    assert len(other.sent) == 2, "the alert, and once what became of the other"


def test_a_failure_for_good_is_said_on_the_remaining_channels(make, recorder):
    room = make(channels=("mail", "other"))
    mail = recorder("mail", [Failed(Problem("smtp-550", "no such user", retry=False))])
    other = recorder("other")
    room.tell(room.development())
    assert deliver(room.context, channels={"mail": mail, "other": other}).failed == 1
    deliver(room.context, channels={"mail": mail, "other": other})
    notices = [m.content for m in other.sent if hasattr(m.content, "title")]
    assert len(notices) == 1
    assert "mail" in notices[0].title
    assert any("The water is off" in line for line in notices[0].lines)


def test_one_whom_a_mail_did_not_reach_is_said_once_a_day_on_every_channel(make, recorder):
    from alerts.message import Sent

    class Mail(recorder):
        def send(self, message):
            super().send(message)
            return Sent("<ref>", refused=("gone@desk.example: refused for good",))

    room = make({"name": "Water", "words": "water", "channels": ["box"]}, channels=("box", "other"))
    ways = {"box": Mail("box"), "other": recorder("other")}
    for number in range(3):
        room.tell(room.development(f"The water rose by {number} feet."))
        deliver(room.context, channels=ways)
        room.clock.pass_(hours=1)
    for way in ways.values():
        notices = [message.content for message in way.sent if hasattr(message.content, "lines")]
        assert [notice.lines for notice in notices] == [("gone@desk.example: refused for good",)], way.name


def test_retry_after_is_obeyed(make, recorder):
    room = make()
    box = recorder("box", [Failed(Problem("http-429", "slow down"), retry_after=1800.0)])
    room.tell(room.development())
    deliver(room.context, channels={"box": box})
    room.clock.pass_(minutes=29)
    deliver(room.context, channels={"box": box})
    assert box.sent == []
    room.clock.pass_(minutes=3)
    deliver(room.context, channels={"box": box})
    assert len(box.sent) == 1


def test_one_thread_a_story(make, recorder):
    room = make()
    box = recorder("box")
    story = room.story()
    for number in range(3):
        room.tell(room.development(f"The water is off in {number} streets.", story))
        room.clock.pass_(days=40)
        deliver(room.context, channels={"box": box})
    first, second, third = box.sent
    assert first.thread is None
    assert second.thread.root == second.thread.last == f"<{first.key}@test>"
    assert third.thread.root == f"<{first.key}@test>"
    assert third.thread.last == f"<{second.key}@test>"


def test_min_publishers_is_told_on_confirmation(make):
    room = make({"name": "Water", "words": "water", "min_publishers": 2})
    first = room.development()
    room.tell(first)
    assert [row.rule for row in room.rows(held)] == ["too-few-publishers"]
    confirmed = room.development(
        "The water is off in 300 homes.",
        first.story_id,
        kind=EventKind.CONFIRMED,
        publishers=("Kurier", "Zeit"),
        same_statements_as=first,
    )
    room.tell(confirmed)
    assert len(room.rows(alerts)) == 1


def test_a_merge_is_said_in_the_thread_and_the_thread_goes_on(make, recorder):
    from storage.deciding import mending

    room = make()
    box = recorder("box")
    kept, gone = room.story("Water main bursts"), room.story("Streets flooded")
    for story in (kept, gone):
        room.tell(room.development(f"The water rose in {story} streets.", story))
        room.clock.pass_(minutes=5)
        deliver(room.context, channels={"box": box})
    with room.context.db.write() as conn:
        mending.merge(conn, gone, kept, room.clock(), by_person=True, figures={})
    deliver(room.context, channels={"box": box})
    deliver(room.context, channels={"box": box})
    notice = box.sent[2]
    assert notice.content.title == "this story goes on in another: Streets flooded"
    assert notice.content.lines == ("“Streets flooded” ends here.", "What follows is told in “Water main bursts”.")
    assert notice.thread.root == f"<{box.sent[1].key}@test>"
    room.tell(room.development("The water has gone down.", kept))
    deliver(room.context, channels={"box": box})
    assert len(box.sent) == 4
    assert box.sent[3].thread.root == f"<{box.sent[0].key}@test>"


@pytest.mark.parametrize("way", ["merge", "move"])
def test_who_takes_a_merge_back_gives_each_story_its_thread_back(make, recorder, way):
    """Also one by a move of all that a story had. The thread had stayed with the other story for good."""
    from steps.deciding import by_hand
    from storage.deciding import stories

    room = make()
    box = recorder("box")
    kept, gone = room.story("Water main bursts"), room.story("Streets flooded")
    room.tell(first := room.development("The water rose.", gone))
    deliver(room.context, channels={"box": box})
    with room.context.db.write() as conn:
        if way == "merge":
            number = by_hand.merge(conn, gone, kept, room.clock())
        else:
            (article,) = (each.article_id for each in stories.members_of(conn, gone))
            number = by_hand.move(conn, article, kept, room.clock())
    room.tell(room.development("The water rose again.", kept))
    deliver(room.context, channels={"box": box})
    assert box.sent[1].thread.root == f"<{box.sent[0].key}@test>"
    with room.context.db.write() as conn:
        by_hand.undo(conn, number)
        assert stories.story_of(conn, first.article_id) == gone
    for story in (gone, kept):
        room.tell(room.development(f"The water has left {story} streets.", story))
        deliver(room.context, channels={"box": box})
    assert box.sent[2].thread.root == f"<{box.sent[0].key}@test>"
    assert box.sent[3].thread is None, "a thread of its own is opened"
    assert len(box.sent) == 4


def test_what_follows_a_merge_is_told_where_the_notice_says_though_the_other_thread_is_older(make, recorder):
    """Also of a story of which a move left nothing."""
    from steps.deciding import by_hand
    from storage.deciding import stories

    room = make()
    box = recorder("box")
    gone, kept = room.story("Streets flooded"), room.story("Water main bursts")
    for story in (gone, kept):
        room.tell(room.development(f"The water rose in {story} streets.", story))
        room.clock.pass_(minutes=5)
        deliver(room.context, channels={"box": box})
    with room.context.db.write() as conn:
        (article,) = (each.article_id for each in stories.members_of(conn, gone))
        by_hand.move(conn, article, kept, room.clock())
    deliver(room.context, channels={"box": box})
    assert box.sent[2].content.title == "this story goes on in another: Streets flooded"
    room.tell(room.development("The water has gone down.", kept))
    deliver(room.context, channels={"box": box})
    assert box.sent[3].thread.root == f"<{box.sent[1].key}@test>"


def test_the_night_is_told_on_waking_folded_and_the_loud_at_once(make, recorder):
    room = make({"name": "Water", "words": "water", "quiet_hours": "22:00-07:00", "wake_above": 8.0})
    box = recorder("box")
    room.clock.pass_(hours=11)  # 23:00
    for number in range(5):
        room.tell(room.development(f"The water rose by {number} feet.", importance=number))
        deliver(room.context, channels={"box": box})
    assert box.sent == []
    assert {row.rule for row in room.rows(held)} == {"quiet-hours"}
    room.tell(room.development("The water has broken the dam.", importance=9.0))
    deliver(room.context, channels={"box": box})
    assert [message.content.headline for message in box.sent] == ["The water has broken the dam."]
    room.clock.pass_(hours=8)
    deliver(room.context, channels={"box": box})
    (_, folded) = box.sent
    assert [alert.importance for alert in folded.content.alerts] == [4, 3, 2, 1, 0]
    assert all(row.released for row in room.rows(held))


def test_a_night_is_told_by_the_first_pass_after_it_if_it_lasts_a_week(make, recorder):
    """The machine was off from the evening on."""
    from storage.deciding import mending

    room = make({"name": "Water", "words": "water", "quiet_hours": "22:00-07:00"})
    box = recorder("box")
    kept, gone = room.story("Water main bursts"), room.story("Streets flooded")
    for story in (kept, gone):
        room.tell(room.development(f"The water rose in {story} streets.", story))
        deliver(room.context, channels={"box": box})
    room.clock.pass_(hours=11)  # 23:00
    room.tell(room.development("The water has broken the dam.", kept))
    with room.context.db.write() as conn:
        mending.merge(conn, gone, kept, room.clock(), by_person=False, figures={})
    room.clock.pass_(days=7, hours=10)
    for _ in range(2):
        deliver(room.context, channels={"box": box})
    assert [getattr(message.content, "title", None) or message.content.headline for message in box.sent[2:]] == [
        "The water has broken the dam.",
        "this story goes on in another: Streets flooded",
    ]


def test_what_a_night_held_for_a_watch_that_was_changed_since_is_let_go_of(make):
    night = {"name": "Water", "words": "water", "quiet_hours": "22:00-07:00"}
    room = make(night)
    room.clock.pass_(hours=11)
    room.tell(room.development("The water has broken the dam."))
    assert [row.rule for row in room.rows(held)] == ["quiet-hours"]
    changed = make(night | {"words": "fire"})
    changed.clock.pass_(hours=22)
    assert release_held(changed.context) == 0
    assert room.rows(held) == room.rows(alerts) == []


def test_what_cannot_be_decided_again_stops_no_other(make, recorder):
    room = make({"name": "Water", "words": "water", "quiet_hours": "22:00-07:00"})
    box = recorder("box")
    room.clock.pass_(hours=11)
    bad = room.development("The water has broken the dam.", importance=9.0)
    room.tell(bad, room.development("The water is off."))
    with room.context.db.write() as conn:
        conn.execute(sa.update(developments).where(developments.c.id == bad.id).values(findings=[{}]))
    room.clock.pass_(hours=11)
    deliver(room.context, channels={"box": box})
    assert [message.content.headline for message in box.sent] == ["The water is off."]


def test_what_waits_while_its_story_is_merged_opens_the_thread_of_the_story_that_stands(make, recorder):
    from storage.deciding import mending

    room = make()
    box = recorder("box")
    kept, gone = room.story("Water main bursts"), room.story("Streets flooded")
    room.tell(room.development("The water rose.", gone))
    with room.context.db.write() as conn:
        mending.merge(conn, gone, kept, room.clock(), by_person=False, figures={})
    room.clock.pass_(minutes=5)
    for _ in range(2):
        deliver(room.context, channels={"box": box})
    assert [message.content.headline for message in box.sent] == ["The water rose."], "and nothing of a merge"
    room.tell(room.development("The water has gone down.", kept))
    deliver(room.context, channels={"box": box})
    assert box.sent[-1].thread.root == f"<{box.sent[0].key}@test>"


def test_three_publishers_are_waited_for(make, recorder):
    from storage.deciding import developments

    room = make({"name": "Water", "words": "water", "min_publishers": 3})
    box = recorder("box")
    development = room.development()
    room.tell(development)
    for publisher, expected in (("Zeit", 0), ("Post", 1)):
        room.clock.pass_(hours=1)
        with room.context.db.write() as conn:
            article = room.article(conn, development.story_id, "The water is off", publisher)
            developments.carry(conn, development.id, article, publisher, room.clock())
        deliver(room.context, channels={"box": box})
        assert len(box.sent) == expected
    assert len(box.sent[0].content.witnesses) == 3
