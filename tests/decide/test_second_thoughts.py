"""Stories that are mended by night: merged where they are one, split where they have come apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from desk import FIRST, NEWS, OF_THE_DAM, REPEAT, Desk

from steps.deciding.second_thoughts import think_again
from storage.deciding import mending, stories, unmending
from storage.reading import articles
from storage.schema import story_events


@pytest.mark.parametrize("by_person", [False, True])
def test_second_thoughts_merge_what_is_one_but_never_against_a_person(desk: Desk, by_person: bool) -> None:
    desk.file("aground", FIRST, "post.example")
    leaving = desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.decide()
    with desk.context.db.write() as conn:
        new = mending.split(conn, 1, [leaving], desk.now, by_person=by_person, figures={})
    desk.now += timedelta(hours=40)
    counts = think_again(desk.context)
    with desk.context.db.read() as conn:
        home = stories.resolve(conn, new)
        assert stories.story_of(conn, leaving) == home
        history = conn.scalars(sa.select(story_events.c.kind).order_by(story_events.c.id)).all()
    assert (counts.merged, home, history) == (
        (0, new, ["split"]) if by_person else (1, 1, ["split", "merge"])
    )


def test_second_thoughts_split_what_has_come_apart(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    desk.file("captain", REPEAT, "wire.example", hours=32)
    told = [desk.file(*each, hours=hours, about="Dam of Brenn") for each, hours in zip(OF_THE_DAM, (1, 4), strict=True)]
    desk.decide()
    with desk.context.db.write() as conn:
        assert stories.story_of(conn, told[0]) == stories.story_of(conn, told[1]) == 2
        mending.merge(conn, 2, 1, desk.now, by_person=False, figures={})
    desk.now += timedelta(hours=40)
    shown: list[tuple[str, int, int]] = []
    counts = think_again(desk.context, lambda *each: shown.append(each))
    with desk.context.db.read() as conn:
        [new] = {stories.story_of(conn, article_id) for article_id in told}
        assert new not in (1, 2, None)
        headlines = [found.headline for each in (1, new) if each and (found := stories.get(conn, each))]
    assert (counts.merged, counts.split, shown) == (0, 1, [("second thoughts", 1, 1)])
    assert [line.split(":")[0] for line in headlines] == ["Ferry Sunniva", "Dam of Brenn"]
    assert think_again(desk.context).split == 0, "once"


def test_what_a_person_parts_stays_apart_though_a_copy_came_first(desk: Desk) -> None:
    """What was linked was the eldest by number: a copy, which is never compared and held nothing apart."""
    desk.file("wire-copy", FIRST, "mirror.example", hours=5)
    original = desk.file("aground", FIRST, "post.example")
    leaving = desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.decide()
    with desk.context.db.write() as conn:
        assert articles.copy_of(conn, 1) == original
        mending.split(conn, 1, [leaving], desk.now, by_person=True, figures={})
        assert [(each.first, each.second) for each in mending.links_of(conn)] == [(original, leaving)]
    desk.now += timedelta(hours=40)
    assert think_again(desk.context).merged == 0


@pytest.mark.parametrize("way", ["split", "move"])
def test_who_names_a_copy_means_its_text(desk: Desk, way: str) -> None:
    """A copy alone in a story would be a story that no article can be compared with."""
    desk.file("aground", FIRST, "post.example")
    copy = desk.file("wire-copy", FIRST, "mirror.example", hours=1)
    desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.file(*OF_THE_DAM[0], about="Dam of Brenn")
    desk.decide()
    with desk.context.db.write() as conn:
        if way == "split":
            target = mending.split(conn, 1, [copy], desk.now, by_person=True, figures={})
        else:
            target = 2
            mending.move(conn, copy, target, desk.now, by_person=True)
        assert [stories.story_of(conn, each) for each in (1, 2, 3)] == [target, target, 1]
    later = desk.file("second-copy", FIRST, "echo.example", hours=2)
    desk.decide()
    with desk.context.db.write() as conn:
        assert stories.story_of(conn, later) == target
        unmending.undo(conn, unmending.last_event(conn))
        assert {stories.story_of(conn, each) for each in (1, 2, 3, later)} == {1}, "a copy that came since goes home"


def test_who_takes_a_merge_back_is_where_they_were_before_it(desk: Desk) -> None:
    """What was parted before stays parted. To take the merge back left no word on the two: the night merged them."""
    desk.file("aground", FIRST, "post.example")
    leaving = desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.decide()
    with desk.context.db.write() as conn:
        new = mending.split(conn, 1, [leaving], desk.now, by_person=True, figures={})
        before = mending.links_of(conn)
        mending.merge(conn, new, 1, desk.now + timedelta(hours=1), by_person=True, figures={})
        unmending.undo(conn, unmending.last_event(conn))
        assert mending.links_of(conn) == before
    desk.now += timedelta(hours=40)
    assert think_again(desk.context).merged == 0
    with desk.context.db.write() as conn:
        unmending.undo(conn, unmending.last_event(conn) - 1)
        assert mending.links_of(conn) == []


def test_copies_of_copies_go_along(desk: Desk) -> None:
    """A copy whose page got a text of its own, which another copied in its turn."""
    first = desk.file("aground", FIRST, "post.example")
    second = desk.file("copy", FIRST, "mirror.example", hours=1)
    stays = desk.file("arrest", NEWS, "herald.example", hours=30)
    desk.decide()
    desk.file("copy", OF_THE_DAM[0][1], "mirror.example", hours=1)
    desk.decide()
    third = desk.file("echo", OF_THE_DAM[0][1], "echo.example", hours=31)
    desk.decide()
    with desk.context.db.write() as conn:
        assert [articles.copy_of(conn, each) for each in (first, third)] == [None, second]
        assert stories.member(conn, second).copy_of == first  # type: ignore[union-attr]
        new = mending.split(conn, 1, [third], desk.now, by_person=True, figures={})
        assert [stories.story_of(conn, each) for each in (first, second, third, stays)] == [new, new, new, 1]
