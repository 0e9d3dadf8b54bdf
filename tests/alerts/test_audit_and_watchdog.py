"""Looking back at night, and looking at oneself."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from alerts.message import Failed
from alerts.view import NoticeView
from models.nouns import Problem
from settings.limits_alerts import AUDITS_KEPT
from steps.deliver import deliver
from steps.telling.audit import audit
from steps.telling.notices import say
from steps.watchdog import watchdog
from storage.deciding import developments
from storage.running import passes
from storage.schema import deliveries, feeds, notes
from storage.telling import audits, feedback

ROOMY = lambda folder: (10**12, 10**11)  # noqa: E731


def grow(room, development, publishers):
    with room.context.db.write() as conn:
        for publisher in publishers:
            article = room.article(conn, development.story_id, "The same, elsewhere", publisher)
            developments.carry(conn, development.id, article, publisher, room.clock())


def test_audit_finds_what_was_missed_and_what_led_nowhere(make, recorder):
    room = make({"name": "Water", "words": "water", "min_importance": 1.0, "audit": True})
    small = room.development("The water smelled odd.", importance=0.2)
    lone = room.development("The water tower may fall.", importance=2.0)
    fine = room.development("The water is off.", importance=2.0)
    other = room.development("The fire is out.", room.story("Fire in Dunmere"), importance=0.1)
    room.tell(small, lone, fine, other)
    room.clock.pass_(hours=5)
    for each in (small, fine, other):
        grow(room, each, ["Zeit", "Post", "Herald", "Times"])
    room.clock.pass_(days=3)
    counts = audit(room.context)
    assert (counts.missed, counts.led_nowhere) == (1, 1)
    (note,) = [row for row in room.rows(notes) if row.name.startswith("audit ")]
    (line,) = note.value["should have been told"]
    assert "The water smelled odd." in line
    assert "importance 0.20 is below 1" in line
    assert "5 independent publishers carry it now" in line
    (line,) = note.value["led nowhere"]
    assert "on the word of Kurier" in line
    assert audit(room.context).missed == 0, "once a night"
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    sent = [message.content for message in box.sent if isinstance(message.content, NoticeView)]
    assert [notice.title for notice in sent] == ["audit of Water: 1 missed, 1 led nowhere"]
    room.clock.pass_(days=1)
    assert audit(room.context).missed == 0, "each development is looked at once"
    assert len([row for row in room.rows(notes) if row.name.startswith("audit ")]) == 2, "one a night"
    room.clock.now += AUDITS_KEPT
    audit(room.context)
    assert len([row for row in room.rows(notes) if row.name.startswith("audit ")]) == 2, "the oldest is let go"


def test_what_a_whole_story_came_of_counts_also_for_a_watch_that_was_not_asked(make):
    """Nobody carried this very sentence, but four outlets took the story up; the watch was made the next day."""
    room = make({"name": "Fire", "words": "fire"})
    small = room.development("The water smelled odd.")
    room.tell(small)
    room.clock.pass_(hours=5)
    with room.context.db.write() as conn:
        for publisher in ("Zeit", "Post", "Herald"):
            room.article(conn, small.story_id, "More on it", publisher)
    later = make({"name": "Water", "words": "water"}, db=room.context.db)
    later.clock.now = room.clock.now + timedelta(days=3)
    with later.context.db.read() as conn:
        assert not audits.since_in_story(conn, small.story_id, room.clock())
    assert audit(later.context).missed == 0, "three are no growth"
    with room.context.db.write() as conn:
        room.article(conn, small.story_id, "And more", "Times")
        conn.execute(notes.delete().where(notes.c.name.startswith("audit ")))
    assert audit(later.context).missed == 1
    (note,) = [row for row in later.rows(notes) if row.name.startswith("audit ")]
    (line,) = note.value["should have been told"]
    assert "the watch was not asked then; 4 publishers have taken the story up since" in line


def test_an_audit_goes_to_the_channels_of_the_watches_that_ask_for_it(make):
    strict = {"words": "water", "min_importance": 1.0}
    room = make(
        strict | {"name": "Water", "audit": True, "channels": ["desk"]},
        strict | {"name": "Quiet"},
        channels=("box", "desk"),
    )
    small = room.development("The water smelled odd.", importance=0.2)
    room.tell(small)
    grow(room, small, ["Zeit", "Post", "Herald"])
    room.clock.pass_(days=3, hours=1)
    assert audit(room.context).missed == 2, "for the page"
    sent = [(row.channel, row.notice["title"]) for row in room.rows(deliveries)]
    assert sent == [("desk", "audit of Water: 1 missed, 0 led nowhere")]


def test_what_a_person_silenced_was_not_missed(make):
    room = make({"name": "Water", "words": "water"})
    with room.context.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), phrase="odd")
    muted = room.development("The water smelled odd.")
    room.tell(muted)
    grow(room, muted, ["Zeit", "Post", "Herald", "Times"])
    room.clock.pass_(days=3, hours=1)
    assert audit(room.context).missed == 0


def test_watchdog_says_it_once_and_again_when_it_is_over(make, recorder):
    room = make(channels=("mail", "other"))
    mail, other = recorder("mail", [Failed(Problem("connection", "refused"))] * 99), recorder("other")
    ways = {"mail": mail, "other": other}
    room.tell(room.development())
    deliver(room.context, channels=ways)
    assert watchdog(room.context, space=ROOMY).begun == ()
    room.clock.pass_(minutes=70)
    deliver(room.context, channels=ways)
    assert watchdog(room.context, space=ROOMY).begun == ("channel:mail",)
    assert watchdog(room.context, space=ROOMY).begun == ()
    deliver(room.context, channels=ways)
    notices = [m.content.title for m in other.sent if isinstance(m.content, NoticeView)]
    assert notices == ["channel mail has failed for 1 hour"]
    mail.answers = []
    room.clock.pass_(hours=3)
    deliver(room.context, channels=ways)
    assert watchdog(room.context, space=ROOMY).over == ("channel:mail",)
    deliver(room.context, channels=ways)
    assert [m.content.title for m in other.sent if isinstance(m.content, NoticeView)][1:] == [
        "over: channel mail has failed for 1 hour"
    ]
    assert not any(isinstance(m.content, NoticeView) for m in mail.sent), "it was not told the beginning"


def test_what_is_not_said_to_begin_is_not_said_to_be_over(make, recorder):
    """The same trouble twice within a day: its beginning is said once, and so is its end."""
    room = make()
    box = recorder("box")
    for _ in range(2):
        with room.context.db.write() as conn:
            passes.end(conn, passes.begin(conn, "monitor", room.clock()), room.clock(), {})
        room.clock.pass_(minutes=46)
        assert watchdog(room.context, space=ROOMY).begun == ("passes",)
        with room.context.db.write() as conn:
            passes.end(conn, passes.begin(conn, "monitor", room.clock()), room.clock(), {})
        assert watchdog(room.context, space=ROOMY).over == ("passes",)
        deliver(room.context, channels={"box": box})
    began, over = (message.content.title for message in box.sent)
    assert began.startswith("no monitoring pass has ended well since")
    assert over == f"over: {began}"


def test_watchdog_looks_at_passes_feeds_and_disk(make):
    room = make()
    with room.context.db.write() as conn:
        number = passes.begin(conn, "monitor", room.clock())
        passes.end(conn, number, room.clock(), {})
        for each in range(4):
            conn.execute(
                feeds.insert().values(
                    configured_url=f"https://f{each}.example",
                    url=f"https://f{each}.example",
                    name=f"F{each}",
                    interval_s=3600,
                    failing_since=room.clock() if each < 2 else None,
                )
            )
    assert watchdog(room.context, space=ROOMY).begun == ("feeds",)
    room.clock.pass_(minutes=46)
    assert watchdog(room.context, space=ROOMY).begun == ("passes",)
    assert watchdog(room.context, space=lambda folder: (10**12, 10**8)).begun == ("disk",)
    with room.context.db.write() as conn:
        conn.execute(sa.update(feeds).values(failing_since=None))
    assert set(watchdog(room.context, space=ROOMY).over) == {"feeds", "disk"}


def test_a_notice_is_not_repeated_within_a_day(make):
    room = make()
    room.clock.now = room.clock.now.replace(hour=23, minute=59)
    for hours in (0, 1, 22, 2):
        room.clock.now += timedelta(hours=hours)
        with room.context.db.write() as conn:
            say(conn, room.context.settings, "x", "wrong", ["line"], room.clock())
    assert len(room.rows(deliveries)) == 2
