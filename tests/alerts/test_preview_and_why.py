"""Preview replays the archive through the policy; why answers in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.errors import InputError
from settings.schema import WatchSetting
from steps.looking.preview import preview
from steps.looking.why import of_article, of_story, of_watch
from steps.telling.release import release_held
from storage.deciding import developments
from storage.schema import alerts, articles, held
from storage.telling import feedback


def watch_of(**more):
    return WatchSetting.model_validate({"name": "Water", "words": "water"} | more)


def test_preview_is_what_a_live_run_told(make):
    """The same month, live and in hindsight: told and held for the same reasons."""
    setting = {"name": "Water", "words": "water", "budget": 2, "quiet_hours": "22:00-07:00"}
    room = make(setting)
    importance = [1, 5, 2, 4, 3, 2, 1, 5, 4, 1, 2, 3, 5, 1, 1, 4, 2, 3, 1, 5]
    for number, each in enumerate(importance):
        room.tell(room.development(f"The water rose by {number} feet.", importance=float(each)))
        room.clock.pass_(hours=5)
        release_held(room.context)
    lines = preview(room.context, watch_of(**setting), days=30)
    told = {row.development_id for row in room.rows(alerts)}
    assert len(lines) == 20
    agree = sum(line.told == (line.development_id in told) for line in lines)
    assert agree >= 18, "release runs every five hours here, and at the minute in the preview"
    assert any(line.rule == "budget" for line in lines)


def test_preview_tells_what_enough_publishers_carry_in_time_as_a_live_run_does(make):
    room = make({"name": "Water", "words": "water", "min_publishers": 2})
    began = room.clock()
    soon, late = room.development("The water is off."), room.development("The water is brown.")
    room.tell(soon, late)
    for development, hours in ((soon, 3), (late, 46)):
        room.clock.pass_(hours=hours)
        with room.context.db.write() as conn:
            article = room.article(conn, development.story_id, "So says the Herald.", "Herald")
            developments.carry(conn, development.id, article, "Herald", room.clock())
        release_held(room.context)
    told = [row.development_id for row in room.rows(alerts)]
    assert told == [soon.id]
    room.clock.pass_(minutes=1)
    lines = preview(room.context, watch_of(min_publishers=2))
    assert [(line.development_id, line.told, line.at - began) for line in lines] == [
        (late.id, False, timedelta()),
        (soon.id, True, timedelta(hours=3)),
    ]


def test_preview_writes_nothing_and_needs_no_saved_watch(make):
    room = make({"name": "Fire", "words": "fire"})
    first = room.development("The water is off.")
    room.tell(first, room.development("The water is off.", first.story_id, same_statements_as=first))
    room.clock.pass_(minutes=1)
    lines = preview(room.context, watch_of())
    assert [line.told for line in lines] == [True, False]
    assert lines[1].rule == "already-told"
    assert room.rows(alerts) == room.rows(held) == []


def test_why_names_rule_and_figures(make):
    room = make(
        {"name": "Water", "words": "water", "min_importance": 3.0},
        {"name": "Fire", "words": "fire"},
        {"name": "All", "words": "water OR fire"},
    )
    development = room.development(importance=1.5)
    room.tell(development)
    with room.context.db.read() as conn:
        for lines in (
            of_article(room.context, conn, development.article_id),
            of_story(room.context, conn, development.story_id),
        ):
            text = "\n".join(lines)
            assert "Water was not told: importance 1.50 is below 3." in text
            assert "Fire does not ask for it: the watch's words do not match." in text
            assert "All was told on 4 May 2026, 12:00 UTC (box pending): the words water." in text
        lines = of_watch(room.context, conn, room.context.settings.watches[0], room.clock())
    assert any("1 held back" in line for line in lines)


def test_why_names_what_was_not_asked_then_and_what_is_silent(make):
    room = make({"name": "Fire", "words": "fire"})
    development = room.development()
    room.tell(development)
    fire = room.context.settings.watches[0]
    new = watch_of(name="Water", words="water")
    context = replace(room.context, settings=room.context.settings.model_copy(update={"watches": (fire, new)}))
    with room.context.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), watch="Fire", story_id=development.story_id)
        feedback.add(conn, "snooze", room.clock(), phrase="live", until=room.clock() + timedelta(hours=1))
        feedback.add(conn, "snooze", room.clock(), source="Kurier", until=room.clock() - timedelta(hours=1))
    with room.context.db.read() as conn:
        lines = of_story(context, conn, development.story_id)
        assert lines[-1] == "  Water matches now and was not asked then: it was made or changed since."
        silent = [line for line in of_watch(context, conn, fire, room.clock()) if line.startswith("Silent")]
        with pytest.raises(InputError, match="no article 999"):
            of_article(context, conn, 999)
        with pytest.raises(InputError, match="no story 999"):
            of_story(context, conn, 999)
    assert sorted(silent) == [
        "Silent: live until 4 May 2026, 13:00 UTC (feedback 2).",
        f"Silent: story {development.story_id} (feedback 1).",
    ]


def test_an_archive_of_a_new_feed_is_learned_from_and_not_told(make):
    room = make({"name": "Water", "words": "water", "max_age_days": 30}, {"name": "All", "words": "water"})
    old = room.development("The water was off in 1999.")
    read = room.clock() + timedelta(days=40)
    with room.context.db.write() as conn:
        conn.execute(articles.update().values(seen=read))
    changed = room.development("The water was off in 1998, not 1999.")
    with room.context.db.write() as conn:  # its second revision, of today, as storage/reading/articles.py keeps it
        conn.execute(articles.update().where(articles.c.id == changed.article_id).values(seen=read, at=read))
    room.clock.pass_(days=40)
    room.tell(old, changed)
    told = [(row.watch, row.development_id) for row in room.rows(alerts)]
    assert told == [("All", old.id), ("Water", changed.id), ("All", changed.id)]
    with room.context.db.read() as conn:
        lines = of_article(room.context, conn, old.article_id)
    assert any("Water was not told: 40 days old when it was first read; the most is 30." in line for line in lines)
    first, _ = preview(room.context, watch_of(max_age_days=30), days=60)
    assert (first.told, first.rule) == (False, "too-old")


def test_feedback_moves_the_cuts_visibly_and_reversibly(make):
    room = make({"name": "Water", "about": "water", "min_novelty": 0.5})
    with room.context.db.write() as conn:
        ids = [
            feedback.add(conn, kind, room.clock(), watch="Water")
            for kind in ("not-news", "not-my-topic")
        ]
    room.tell(room.development(novelty=0.51))
    assert [row.rule for row in room.rows(held)] == ["below-novelty"]
    with room.context.db.read() as conn:
        lines = of_watch(room.context, conn, room.context.settings.watches[0], room.clock())
    assert any("cut of meaning by +0.02 and its least novelty by +0.02" in line for line in lines)
    with room.context.db.write() as conn:
        for each in ids:
            assert feedback.undo(conn, each, room.clock())
    room.tell(room.development(novelty=0.51))
    assert len(room.rows(alerts)) == 1


SMOKE = "Smoke drifted over the harbour all night."


def test_what_is_nearly_what_a_watch_asks_for_is_listed_with_its_figures(make):
    room = make({"name": "Fires", "about": "wild fire"}, {"name": "Waters", "about": "water"})
    development = room.development(SMOKE, room.story("Harbour closed"), title="Smoke over the harbour")
    room.tell(development)
    assert room.rows(alerts) == []
    assert [(row.watch, row.rule) for row in room.rows(held)] == [("Fires", "nearly-about")]
    with room.context.db.read() as conn:
        lines = "\n".join(of_article(room.context, conn, development.article_id))
    assert "Fires was not told: nearly what the watch asks for (the story: 0.42; enough: 0.44)." in lines
    assert "Waters does not ask for it: it is about something else" in lines
    room.clock.pass_(minutes=1)
    shown = preview(room.context, room.context.settings.watches[0])
    assert [(line.told, line.rule) for line in shown] == [(False, "nearly-about")]


def test_a_near_miss_of_a_muted_story_is_none(make):
    room = make({"name": "Fires", "about": "wild fire"})
    development = room.development(SMOKE, room.story("Harbour closed"), title="Smoke over the harbour")
    with room.context.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), story_id=development.story_id)
    room.tell(development)
    assert room.rows(held) == []
    room.clock.pass_(minutes=1)
    assert preview(room.context, room.context.settings.watches[0]) == []


def test_what_was_nearly_asked_for_is_told_when_more_of_the_story_makes_it_so(make):
    room = make({"name": "Fires", "about": "wild fire"})
    story = room.story("Harbour closed")
    room.tell(room.development(SMOKE, story, title="Smoke over the harbour"))
    room.tell(room.development("The fire is out.", story))
    assert len(room.rows(alerts)) == 1
    assert [row.rule for row in room.rows(held)] == ["nearly-about"]
