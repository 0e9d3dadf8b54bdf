# ruff: noqa: E501
"""What days between articles and what runs beside them do to a decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from room import FERRY, FERRY_AGAIN, FIRE, OTHERS, START, Room

from models.second_thoughts import Limits, Merge, second_thoughts
from models.stories import StoryIndex, Trace, trace
from models.story.score import nearness, running
from models.story.weights import CROWDED, JOIN_AT


def test_undated_articles_join_too(room: Room) -> None:
    assert room.read(FERRY, None) == room.read(FERRY_AGAIN, None)


def test_a_sleeping_story_wakes(room: Room) -> None:
    first = room.read(FERRY)
    article, its = room.article(FERRY, START + timedelta(days=120))
    found = room.index.assign(article, its)
    assert found.story_id == first
    assert found.asleep is not None
    assert found.asleep.days == 120
    assert found.reason.code == "woke"


def test_the_bar_rises_with_the_stories_that_run_beside(room: Room) -> None:
    """Those of the last days in the article's own language."""

    def mark(published: datetime | None, language: str | None = "en") -> Trace:
        article, its = room.article(FERRY, published, language)
        return trace(article, its, room.vocabulary)

    now, later = room.index.bar(mark(START)), room.index.bar(mark(START + timedelta(days=40)))
    assert now == pytest.approx(JOIN_AT + CROWDED * np.log1p(len(OTHERS)))
    assert later == JOIN_AT < room.index.bar(mark(None)) < now
    room.read(FERRY_AGAIN, language="de")
    assert room.index.bar(mark(START)) == now
    assert room.index.bar(mark(START, "de")) == pytest.approx(JOIN_AT + CROWDED * np.log1p(1))
    room.read(FIRE)
    again = StoryIndex.restore([(story, each.to_bytes()) for story, each in room.rows], room.vocabulary)
    assert again.bar(mark(START)) == room.index.bar(mark(START)) > now


def test_the_bar_of_an_undated_article_rises_with_the_stories_that_were_read_last(room: Room) -> None:
    """A fifth of them, whatever their days; one at least."""

    def bar() -> float:
        article, its = room.article(FERRY, None)
        return room.index.bar(trace(article, its, room.vocabulary))

    assert bar() == pytest.approx(JOIN_AT + CROWDED * np.log1p(max(1, len(OTHERS) / 5)))
    for number in range(30):
        news = (f"Town number {number * number} plants trees", f"Oak tree and elm {number**3} were set by Mayor Fir{number}.")
        room.read(news, START + timedelta(days=40 * number))
    stories = len({story for story, _ in room.rows})
    assert stories > len(OTHERS) + 5
    assert bar() == pytest.approx(JOIN_AT + CROWDED * np.log1p(stories / 5))


def test_in_a_thin_stream_nearness_in_time_says_more(room: Room) -> None:
    """What is hardly alike joins the only story of its days, not one of months ago, nor one of many, nor as long as
    nothing is known of how much runs beside."""
    other_words = ("Inquiry into ship's steering", "Investigators questioned the captain of the Aurelia. The shipping line said it would pay for hotels.")

    def odds(story: int, after: timedelta) -> float:
        article, its = room.article(other_words, quiet + after)
        found = room.index.assign(article, its)
        assert found.nearest_article == room.index.members(story)[0].article_id
        return found.similarity

    quiet = START + timedelta(days=400)
    story = room.read(FERRY, quiet)
    soon, late = odds(story, timedelta(hours=3)), odds(story, timedelta(days=40))
    assert late < 0.5 < soon
    for news in OTHERS:
        room.read((f"{news[0]} again", news[1].replace("the", "a")), quiet)
    assert odds(story, timedelta(hours=3)) < soon


def test_nearness_fades_with_days_and_company_and_pauses_are_forgiven_to_large_stories() -> None:
    assert nearness(0, 0, 1) > nearness(1, 0, 1) > 0 > nearness(30, 0, 1) > nearness(400, 0, 1)
    assert nearness(0, 0, 1) > nearness(0, 8, 1) > 0 > nearness(30, 8, 1) > nearness(30, 0, 1)
    assert nearness(30, 0, 1) == nearness(30, 0, 3) < nearness(30, 0, 30) < 0


def test_nearness_is_to_the_nearest_member_and_said(room: Room) -> None:
    """Not to the member whose words are nearest; what it moved stands among the figures."""
    late = START + timedelta(days=400)
    story = room.read(FERRY, START + timedelta(days=300))
    article, its = room.article(OTHERS[3], late)
    room.index.add(trace(article, its, room.vocabulary), story)
    room.rows.append((story, trace(article, its, room.vocabulary)))
    article, its = room.article(FERRY_AGAIN, late + timedelta(hours=2))
    mark = trace(article, its, room.vocabulary)
    near = room.index.nearness(mark, story, room.index.beside(mark))
    assert near == pytest.approx(nearness(2 / 24, 0, 2))
    assert near > 0
    found = room.index.assign(article, its)
    figures = dict(found.reason.figures)
    assert (figures["nearness"], figures["members"], figures["beside"]) == (round(near, 2), 2, 0)
    article, its = room.article(FERRY_AGAIN, None)
    figures = dict(room.index.assign(article, its).reason.figures)
    assert not {"beside", "nearness"} & figures.keys()


def test_what_is_known_in_another_language_does_not_make_a_stream_thin(room: Room) -> None:
    for days in (100, 200):
        room.read(FIRE, START + timedelta(days=days), language="de")
    article, its = room.article(FERRY, START)
    assert not room.index.beside(trace(article, its, room.vocabulary)).beyond
    article, its = room.article(FERRY, START, "de")
    assert room.index.beside(trace(article, its, room.vocabulary)).beyond


def test_an_article_older_than_what_was_read_last_is_not_alone() -> None:
    """1,000 arrivals of three days say nothing of how little ran beside an article of three weeks ago."""
    day, stories = 86400.0, np.arange(1000)
    at = np.linspace(100 * day, 103 * day, 1000, dtype=np.float64)
    late = running(at, stories, 79 * day, everything=False)
    assert (len(late.stories), late.beyond) == (950, False)  # but for the first in twenty
    now = running(at, stories, 103 * day, everything=False)
    assert (len(now.stories), now.beyond) == (1000, False)
    strays = at.copy()
    strays[::50] = 10 * day  # late ones among them do not mean that the window reaches so far
    assert not running(strays, stories, 79 * day, everything=False).beyond
    assert running(at, stories, 79 * day, everything=True) == running(at[::-1], stories, 79 * day, everything=False)
    assert running(at[::-1], stories, 79 * day, everything=False).beyond
    sparse = at * 12_000
    assert running(sparse, stories, float(sparse[-1]), everything=False).stories == {999}
    assert running(sparse, stories, float(sparse[-1]), everything=False).beyond
    assert running(at[:0], stories[:0], 79 * day, everything=False).beyond is False


def test_second_thoughts_keep_to_what_time_decided(room: Room) -> None:
    """What a pause kept apart is not merged the same night, nor what nearness joined split off."""
    early, late = START + timedelta(days=400), START + timedelta(days=800)
    first = room.read(FERRY, early)
    article, its = room.article(FERRY_AGAIN, late)
    mark = trace(article, its, room.vocabulary)
    room.index.add(mark, 50)
    pause = room.index.nearness(mark, first, room.index.beside(mark))
    assert pause < -2
    odds = float(room.index.weigh(room.index.known(len(OTHERS) + 1), np.array([len(OTHERS)])).odds[0])
    bar = room.index.bar(mark)
    spare = odds + pause - bar
    for odd, merged in ((spare - 0.1, True), (spare + 0.1, False), (spare - 0.5 * pause, False)):
        found = second_thoughts(room.index, late + timedelta(days=1), Limits(merge_odds=odd))
        assert [each.into for each in found if isinstance(each, Merge)] == [first] * merged


def test_an_undated_article_is_of_the_day_that_its_first_line_gives(room: Room) -> None:
    article, its = room.article((FERRY[0], f"Posted: March 2, 2026, 9:15 PM\n{FERRY[1]}"), None)
    mark = trace(article, its, room.vocabulary)
    assert mark.dated
    assert datetime.fromtimestamp(mark.at, UTC) == datetime(2026, 3, 2, tzinfo=UTC)
    article, its = room.article(FERRY, None)
    mark = trace(article, its, room.vocabulary)
    assert not mark.dated
    assert datetime.fromtimestamp(mark.at, UTC) == article.seen
