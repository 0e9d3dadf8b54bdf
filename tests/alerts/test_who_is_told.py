"""What a watch asks for, and on which of its channels, in whose day and for how long it is told."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from alerts_newsroom import MODEL

from alerts import about, why
from alerts.policy import budget_cut, shifts
from models.nouns import EventKind, Passages
from steps.deliver import deliver
from steps.telling.release import release_held
from storage.deciding import developments, mending
from storage.reading import passages
from storage.schema import alerts, articles, deliveries, held, told
from storage.telling import feedback, told_ledger

WATER = {"name": "Water", "words": "water"}


def told_watches(room) -> list[str]:
    return [row.watch for row in room.rows(alerts)]


def test_words_are_looked_for_in_the_storys_headline_too(make):
    room = make({"name": "Dunmere", "words": '"water main"'})
    room.tell(room.development("Three streets are closed.", room.story("Water main bursts in Dunmere")))
    assert told_watches(room) == ["Dunmere"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("post.example", True), ("www.post.example", True), ("example", False), ("t.example", False), ("Post", True)],
)
def test_a_source_is_a_site_with_its_subdomains_or_a_publisher(asked, found):
    assert (about.source_hit([asked], ["A feed", "news.post.example", "Post"]) == asked) is found


def test_a_watch_may_name_a_feed_a_site_or_a_publisher(make):
    names = ("Harbour Post", "harbour post.example", "Kurier")
    room = make(*({"name": name, "sources": [name]} for name in names))
    room.tell(room.development(publishers=("Harbour Post",)))
    assert told_watches(room) == ["Harbour Post", "harbour post.example"]


@pytest.mark.parametrize(("language", "expected"), [("en", 1), ("en-GB", 1), ("de", 0), (None, 1)])
def test_a_language_holds_for_its_regions_and_one_that_is_not_known_is_let_through(make, language, expected):
    room = make(WATER | {"languages": ["en"]})
    development = room.development()
    with room.context.db.write() as conn:
        conn.execute(articles.update().values(language=language))
    assert room.tell(development) == expected


def test_what_a_second_channel_was_told_it_is_not_told_again(make):
    room = make(WATER, channels=("mail", "slack"))
    first = room.development()
    room.tell(first)
    assert {row.channel for row in room.rows(told)} == {"mail", "slack"}
    room.tell(room.development("The water is off, says another.", first.story_id, same_statements_as=first))
    assert [row.rule for row in room.rows(held)] == ["already-told"]


def test_a_watch_is_told_on_its_own_channels_alone(make):
    room = make(WATER | {"channels": ["slack"]}, {"name": "All", "words": "homes"}, channels=("mail", "slack"))
    room.tell(room.development())
    assert [(row.alert_id, row.channel) for row in room.rows(deliveries)] == [(1, "slack"), (2, "mail"), (2, "slack")]


@pytest.mark.parametrize(("hours", "expected"), [(47, 1), (49, 0)])
def test_more_publishers_are_waited_for_two_days(make, hours, expected):
    room = make(WATER | {"min_publishers": 2})
    waits = room.development()
    room.tell(waits)
    room.clock.pass_(hours=hours)
    with room.context.db.write() as conn:
        article = room.article(conn, waits.story_id, "The water is off", "Zeit")
        developments.carry(conn, waits.id, article, "Zeit", room.clock())
    assert release_held(room.context) == expected


def test_a_budgets_day_is_the_readers_and_its_watchs_own(make):
    room = make(
        WATER | {"budget": 1, "timezone": "America/New_York"}, {"name": "Homes", "words": "homes", "budget": 1}
    )
    room.clock.pass_(hours=11)  # 23:00 in UTC, 19:00 in New York
    room.tell(room.development("The water is off in 300 homes."))
    room.clock.pass_(hours=2)  # the next day in UTC, the same in New York
    room.tell(room.development("The water is off in 400 homes."))
    assert told_watches(room) == ["Water", "Homes", "Homes"]
    room.clock.pass_(hours=4)
    room.tell(room.development("The water is off."))
    assert told_watches(room)[3:] == ["Water"]


def test_a_budget_is_learned_from_what_was_told_and_held_in_thirty_days(make):
    room = make(WATER | {"budget": 1})
    story = room.story()
    room.tell(*(room.development(f"Water {number}.", story, importance=9.0) for number in range(70)))
    with room.context.db.read() as conn:
        known, _ = told_ledger.ranked(conn, "Water", room.clock() - timedelta(days=1), room.clock(), "budget")
    assert len(known) == 70, "one was told, the others wait for a digest"
    room.clock.pass_(days=29)
    assert room.tell(room.development("Little water.", importance=1.0)) == 0
    room.clock.pass_(days=2)
    assert room.tell(room.development("Little water again.", importance=1.0)) == 1


def test_the_night_is_the_watchs_own(make):
    """12:00 in UTC is 23:00 or later in Auckland."""
    room = make(WATER | {"quiet_hours": "22:00-07:00", "timezone": "Pacific/Auckland"})
    room.tell(room.development())
    assert [row.rule for row in room.rows(held)] == ["quiet-hours"]
    room.clock.pass_(hours=6, minutes=59)
    assert release_held(room.context) == 0
    room.clock.pass_(minutes=1)
    assert release_held(room.context) == 1


def test_a_budget_cuts_nothing_before_three_days_are_known():
    history = [float(each) for each in range(100)]
    assert budget_cut(1, history, timedelta(days=2, hours=23), 1.0) == 0.0
    assert budget_cut(1, history, timedelta(days=3), 1.0) > 90


@pytest.mark.parametrize(
    ("sentence", "story", "matched"),
    [(0.47, 0.1, True), (0.1, 0.45, True), (0.45, 0.43, False), (0.45, 0.1, False), (0.1, 0.43, False)],
)
def test_the_nearest_sentence_or_the_story_is_enough(sentence, story, matched):
    assert (about.Closeness(sentence, story).over() >= 0) is matched


def test_a_story_is_about_what_it_has_said_last(make, monkeypatch):
    monkeypatch.setattr("steps.telling.material.ABOUT_STATEMENTS_READ", 2)
    room = make({"name": "Water", "about": "water"})
    for first, last, expected in (("fire", "water", 1), ("water", "fire", 0)):
        story = room.story()
        with room.context.db.write() as conn:
            article = room.article(conn, story, first)
            for topic in (first, first, first, last):
                room.statement(conn, story, article, topic)
        assert room.tell(room.development("More to come.", story)) == expected


@pytest.mark.parametrize(("title", "expected"), [("The water is off", 1), ("The lights are off", 0)])
def test_a_title_counts_as_what_is_new(make, title, expected):
    room = make({"name": "Water", "about": "water"})
    development = room.development("It is off.", title=title)
    (its,) = room.encoder.encode([title])
    with room.context.db.write() as conn:
        passages.save(conn, 1, Passages(development.article_id, MODEL, None, (), its, its[None, :] * 0))
    assert room.tell(development) == expected


def test_what_was_useful_draws_a_watch_and_what_was_not_its_topic_pushes_it():
    sentence, other = np.eye(2, dtype=np.float32)
    useful, away = about.moved(sentence, [other], []), about.moved(sentence, [], [other])
    assert (useful / useful[0]).tolist() == pytest.approx([1.0, 0.25])
    assert (away / away[0]).tolist() == pytest.approx([1.0, -0.15])
    assert about.moved(sentence, [], []).tolist() == [1.0, 0.0]


def test_each_word_moves_a_cut_by_so_much_and_no_further():
    assert (shifts(1, 0, 0).about, shifts(1, 0, 0).novelty) == (-0.02, -0.02), "useful: more gets through"
    assert (shifts(0, 1, 0).about, shifts(0, 1, 0).novelty) == (0.0, 0.02)
    assert (shifts(0, 0, 1).about, shifts(0, 0, 1).novelty) == (0.02, 0.0)
    assert (shifts(99, 0, 0).about, shifts(0, 99, 0).novelty) == (-0.12, 0.12)


def test_what_is_said_of_one_watch_holds_for_that_one(make):
    room = make(WATER | {"min_novelty": 0.9}, {"name": "Homes", "words": "homes", "min_novelty": 0.9})
    with room.context.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), watch="Water", phrase="streets")
        first = feedback.add(conn, "not-news", room.clock(), watch="Water")
        assert feedback.add(conn, "not-news", room.clock(), watch="Water") == first, "said twice, it counts once"
    room.tell(room.development("No homes in these streets have water."), room.development("Homes have water."))
    assert told_watches(room) == ["Homes", "Homes"]
    assert [(row.watch, row.rule) for row in room.rows(held)] == [("Water", "muted"), ("Water", "below-novelty")]
    assert room.rows(held)[1].figures["least"] == 0.92


def test_a_muted_story_stays_muted_in_the_one_that_it_is_merged_into(make):
    room = make()
    kept, gone = room.story("Water main bursts"), room.story("Streets flooded")
    with room.context.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), story_id=gone)
        mending.merge(conn, gone, kept, room.clock(), by_person=True, figures={})
    room.tell(room.development("The water rose.", kept))
    assert [row.rule for row in room.rows(held)] == ["muted"]


def test_without_a_channel_that_is_said_and_not_that_it_was_told(make):
    room = make(channels=())
    room.tell(room.development())
    (row,) = room.rows(held)
    assert why.held(row.rule, row.figures) == "the settings named no channel to tell it on"


@pytest.mark.parametrize(
    ("said", "told", "nearly"), [(None, 0, ["nearly-about"]), ("useful", 1, []), ("not-my-topic", 0, [])]
)
def test_what_was_new_in_an_alert_draws_or_pushes_its_watch(make, said, told, nearly):
    """Smoke is 0.03 under the cut of fire, more than one word moves the cut itself."""
    room = make({"name": "Fire", "about": "fire"})
    story = room.story()
    with room.context.db.write() as conn:
        article = room.article(conn, story, "water")
        for _ in range(9):
            room.statement(conn, story, article, "water")
    first = room.development("Smoke rises.", story)
    if said:
        with room.context.db.write() as conn:
            feedback.add(conn, said, room.clock(), watch="Fire", development_id=first.id)
    assert room.tell(room.development("More smoke.", story)) == told
    assert [row.rule for row in room.rows(held)] == nearly


def test_a_burst_and_a_confirmation_are_told_to_who_asks_for_them(make):
    room = make(WATER, WATER | {"name": "Bursts", "kinds": ["burst", "confirmed"]})
    for kind in EventKind:
        room.tell(room.development(f"The water: {kind}.", kind=kind))
    by_watch = {"Water": set(), "Bursts": set()}
    for row in room.rows(alerts):
        by_watch[row.watch].add(row.view["kinds"][0])
    assert by_watch == {"Water": {"first", "development", "wake", "correction"}, "Bursts": {"burst", "confirmed"}}


@pytest.mark.parametrize(("kind", "expected"), [("development", 1), ("burst", 2), ("confirmed", 2)])
def test_a_burst_and_a_confirmation_are_told_though_what_they_rest_on_was(make, kind, expected):
    room = make(WATER | {"kinds": [each.value for each in EventKind]})
    first = room.development()
    again = room.development("Water again.", first.story_id, kind=EventKind(kind), same_statements_as=first)
    room.tell(first, again)
    assert len(room.rows(alerts)) == expected


@pytest.mark.parametrize(
    ("kind", "importance", "loud"),
    [("development", 2.0, False), ("development", 8.0, True), ("first", 2.0, False)]
    + [(kind, 2.0, True) for kind in ("correction", "wake", "burst")],
)
def test_what_is_said_beyond_its_thread(make, kind, importance, loud):
    room = make(WATER | {"wake_above": 8.0, "kinds": [each.value for each in EventKind]})
    room.tell(room.development(kind=EventKind(kind), importance=importance))
    (row,) = room.rows(alerts)
    assert row.view["loud"] is loud


def test_several_in_one_stand_alone_also_when_they_are_of_one_story(make, recorder):
    """In the thread, Slack would show them to nobody who does not open it; a single one after them answers again."""
    room, box = make(), recorder("box")
    story = room.story()
    for count in (1, 5, 1):
        for number in range(count):
            room.tell(room.development(f"The water rose by {number} feet.", story))
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=2)
    first, several, last = box.sent
    assert len(several.content.alerts) == 5
    assert several.thread is None
    assert last.thread.root == last.thread.last == f"<{first.key}@test>"
