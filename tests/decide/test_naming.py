"""When a story is named anew, and that it is when a person has changed it."""

from __future__ import annotations

from desk import FIRST, NEWS, OF_THE_DAM, REPEAT, Desk

from steps.deciding import by_hand, naming
from storage.deciding import stories


def test_named_often_while_small_and_then_when_it_doubles() -> None:
    assert [size for size in range(2, 129) if naming.grown(size)] == [2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128]


def test_a_story_that_a_person_changes_is_named_anew(desk: Desk) -> None:
    """It went on under the title of an article that had left, and what left had no names, until it grew."""
    named: list[str] = []

    def called(*numbers: int) -> list[tuple[str, bool]]:
        with desk.context.db.read() as conn:
            found = [stories.get(conn, number) for number in numbers]
        return [(each.headline.partition(":")[0], "Pavel Oriz" in each.names) for each in found if each]

    dam, ferry = ("Dam of Brenn", True), ("Ferry Sunniva", False)
    for text, hours in ((FIRST, 0), (NEWS, 30), (REPEAT, 32)):
        desk.file(f"h{hours}", text, f"h{hours}.example", hours=hours)
    for (name, text, publisher), hours in zip(OF_THE_DAM, (1, 4), strict=True):
        desk.file(name, text, publisher, hours=hours, about="Dam of Brenn")
    desk.decide()
    assert called(1, 2) == [ferry, dam]
    with desk.context.db.write() as conn:
        by_hand.merge(conn, 1, 2, desk.now)
    named += [name for name, _ in called(2)]
    with desk.context.db.write() as conn:
        new, number = by_hand.split(conn, 2, [4, 5], desk.now)
    assert called(2, new) == [ferry, dam]
    with desk.context.db.write() as conn:
        by_hand.undo(conn, number)
        new, _ = by_hand.split(conn, 2, [4], desk.now)
        by_hand.move(conn, 5, new, desk.now)
    assert called(2, new) == [ferry, dam]
    assert named == ["Ferry Sunniva"], "three to two"
