"""What was published before what is known: an archive that comes late, a feed that is added afterwards."""

# ruff: noqa: E501 — sentences read better whole

from __future__ import annotations

import pytest
from news import Newsroom

from models.nouns import FindingKind

PAIRS = [
    ("The landslide near Brannes killed 9 people, the prefect said.", "The landslide near Brannes killed 12 people, the prefect said."),
    ("Brannes will vote for a mayor again on 13 December, the prefect said.", "Brannes will vote for a mayor again on 20 December, the prefect said."),
]


def changed(room: Newsroom, text: str, hours: float) -> list[tuple[str | None, str | None]]:
    found = room.tell(text, hours=hours, title=text)
    return [(each.old, each.new) for each in found.findings if each.kind is FindingKind.CHANGED]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_what_was_said_before_changes_nothing_that_was_said_since(before: str, after: str) -> None:
    room = Newsroom()
    room.tell(after, hours=11 * 24, title="Brannes")
    assert changed(room, before, hours=0) == []


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_date_without_a_time_is_no_late_one(before: str, after: str) -> None:
    room = Newsroom()
    room.tell(before, hours=10, title="Brannes")
    assert len(changed(room, after, hours=0)) == 1, "at midnight, of the same day"


def test_the_value_before_is_found_behind_what_was_said_since() -> None:
    """Of 9, 12 and 20, when the 12 comes last: it was 9 before, and not 20."""
    room = Newsroom()
    toll = "The landslide near Brannes killed {} people, the prefect said."
    room.tell(toll.format(9), title="Brannes")
    room.tell(toll.format(20), hours=11 * 24, title="Brannes")
    assert changed(room, toll.format(12), hours=4 * 24) == [("9", "12")]
