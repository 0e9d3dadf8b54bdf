"""How a story's picture is drawn: bars and their days under one another, no mark hidden by another one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from web import shapes
from web.pictures import WIDTH, timeline

BEGAN = datetime(2026, 11, 21, 9, tzinfo=UTC)


def story(days: list[int], marks: list[tuple[str, int]]) -> shapes.Story:
    """Coverage on these days after the first, and marks of a kind on a day."""
    covered = [shapes.Day(day=(BEGAN + timedelta(days=each)).date(), articles=2, publishers=2) for each in days]
    marked = [
        shapes.Mark(id=number, kind=kind, at=at, day=at.date(), importance=0.5, headline="x")
        for number, (kind, day) in enumerate(marks, 1)
        for at in [BEGAN + timedelta(days=day, minutes=number)]
    ]
    return shapes.Story.model_construct(days=covered, marks=marked, sleeps=[])


def marks_of(picture: str) -> list[tuple[str, float]]:
    found = re.findall(r'class="mark (\w+)" (?:cx="|d="M)([\d.]+)', picture)
    return [(kind, float(at)) for kind, at in found]


def bars_of(picture: str) -> list[float]:
    """The middle of each bar."""
    [path] = re.findall(r'class="bar" d="([^"]+)"', picture)
    return [float(left) + float(width) / 2 for left, width in re.findall(r"M([\d.]+) \d+v-[\d.]+h([\d.]+)", path)]


def days_of(picture: str) -> list[tuple[float, str]]:
    return [(float(at), said) for at, said in re.findall(r'class="tick[^"]*" x="([\d.]+)"[^>]*>([^<]+)<', picture)]


def test_the_days_stand_below_their_bars() -> None:
    picture = timeline(story([0, 1], []))
    assert bars_of(picture) == [WIDTH / 4, WIDTH * 3 / 4]
    assert days_of(picture) == [(WIDTH / 4, "21 Nov 2026"), (WIDTH * 3 / 4, "22 Nov 2026")]


def test_a_story_of_one_day_has_its_bar_in_the_middle_and_its_day_once() -> None:
    picture = timeline(story([0], [("first", 0)]))
    assert bars_of(picture) == [WIDTH / 2]
    assert days_of(picture) == [(WIDTH / 2, "21 Nov 2026")]
    assert marks_of(picture) == [("first", WIDTH / 2)]


def test_a_long_story_names_its_first_and_last_day() -> None:
    said = [day for _, day in days_of(timeline(story([0, 400], [])))]
    assert said == ["21 Nov 2026", "26 Dec 2027"]


def test_marks_of_one_day_stand_side_by_side() -> None:
    picture = timeline(story([0, 1], [("first", 0), ("development", 0), ("correction", 0), ("development", 1)]))
    places = [at for _, at in marks_of(picture)]
    assert len(places) == 4
    assert all(later - earlier >= 14 for earlier, later in pairwise(sorted(places)))


def test_where_there_is_no_room_the_rarer_kind_is_on_top_and_none_is_hidden() -> None:
    many = [("first", 0), *[("development", 0)] * 30, ("wake", 90)]
    found = marks_of(timeline(story([0, 90], many)))
    assert [kind for kind, _ in found] == ["development", "first", "wake"]
    assert abs(found[0][1] - found[1][1]) >= 14
