"""The whole way of an alert on a real PostgreSQL: what SQLite lets pass, it does not."""

from __future__ import annotations

import pytest

from alerts.message import Failed
from alerts.view import DigestView, FoldView
from models.nouns import Problem
from steps.deliver import deliver
from steps.looking.preview import preview
from steps.looking.why import of_article, of_story, of_watch
from steps.telling.audit import audit
from steps.telling.digest import digest
from steps.watchdog import watchdog
from storage.database import Database
from storage.deciding import mending
from storage.schema import deliveries, held
from storage.telling import feedback, outbox


@pytest.fixture
def postgres(new_postgres):
    with Database.open(new_postgres, durable=False) as database:
        yield database


def test_the_whole_way(make, recorder, postgres):
    watch = {
        "name": "Water",
        "words": "water",
        "about": "water supply",
        "budget": 6,
        "digest": "daily 07:00",
        "quiet_hours": "22:00-07:00",
        "min_importance": 0.5,
        "audit": True,
    }
    room = make(watch, channels=("box", "other"), db=postgres)
    box = recorder("box", [Failed(Problem("timeout", "no answer"), maybe_sent=True)])
    other = recorder("other", [Failed(Problem("http-403", "no", retry=False))])
    ways = {"box": box, "other": other}
    first = room.development("The water is off.", known="The water is on.", old="on", new="off")
    room.tell(first, room.development("The water is off.", first.story_id, same_statements_as=first))
    room.tell(*(room.development(f"The water rose by {n} feet.", importance=0.4 + n / 4) for n in range(8)))
    deliver(room.context, channels=ways)
    with room.context.db.write() as conn:
        number = feedback.add(conn, "mute", room.clock(), phrase="sewage")
        assert outbox.retry(conn, room.clock()) >= 1
    room.clock.pass_(hours=1)
    room.tell(room.development("Water and sewage."))
    deliver(room.context, channels=ways)
    assert any(isinstance(message.content, FoldView) for message in box.sent)
    other_story = room.story("Streets flooded")
    room.clock.pass_(hours=11)  # 00:00: quiet hours
    room.tell(room.development("The water reached the streets.", other_story))
    rules = {row.rule for row in room.rows(held)}
    assert rules == {"already-told", "below-importance", "budget", "muted", "quiet-hours"}
    with room.context.db.write() as conn:
        mending.merge(conn, other_story, first.story_id, room.clock(), by_person=True, figures={})
    room.clock.pass_(hours=8)
    assert digest(room.context).digests == 1
    deliver(room.context, channels=ways)
    assert any(isinstance(message.content, DigestView) for message in box.sent)
    assert len(preview(room.context, room.context.settings.watches[0])) >= 10
    with room.context.db.read() as conn:
        assert of_story(room.context, conn, first.story_id)
        assert of_article(room.context, conn, first.article_id)
        assert of_watch(room.context, conn, room.context.settings.watches[0], room.clock())
    with room.context.db.write() as conn:
        assert feedback.undo(conn, number, room.clock())
    watchdog(room.context)
    room.clock.pass_(days=3)
    assert audit(room.context).led_nowhere > 0
    assert {row.state for row in room.rows(deliveries)} <= {"sent", "failed", "pending"}
