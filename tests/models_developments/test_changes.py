"""Changed values: the value before and now, side by side."""

from __future__ import annotations

import pytest

from models.changes import Change, change
from models.sentences import analyse


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("The flood killed 8 people in Velm.", "The flood killed 11 people in Velm.", Change("8", "11")),
        ("Eight people died in the fire.", "Nine people died in the fire, police said.", Change("8", "9")),
        ("The ministry denied the leak.", "The ministry confirmed the leak.", Change("denied", "confirmed")),
        ("Police arrested Ada Brunn.", "Police released Ada Brunn.", Change("arrested", "released")),
        ("Norland may ban the app.", "Norland banned the app on Monday.", Change("may ban", "banned")),
        ("Two climbers are missing.", "Two climbers were rescued.", Change("missing", "rescued")),
        ("The pilot has not been found.", "The pilot has been found.", Change("not", "yes")),
    ],
)
def test_change(before: str, now: str, expected: Change) -> None:
    assert change(analyse(now), analyse(before)) == expected


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("The flood killed 8 people in Velm.", "In Velm, eight people were killed by the flood."),
        ("The flood killed 8 people in Velm.", "The flood destroyed 40 houses in Velm."),
        ("Growth was 5% in May.", "The bank lent 7 million in May."),
        ("Norland may ban the app.", "Norland may ban the app soon."),
        ("Norland may ban the app.", "The app was not banned in Norland."),
    ],
)
def test_no_change(before: str, now: str) -> None:
    assert change(analyse(now), analyse(before)) is None
