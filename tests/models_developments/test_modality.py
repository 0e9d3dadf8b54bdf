"""What may come and now will, in nearly the same words."""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

import pytest
from news import Newsroom

from models.change.values import Change, change, goes_on
from models.nouns import FindingKind, Role
from models.text.sentences import analyse


@pytest.mark.parametrize(
    ("before", "now", "old", "new"),
    [
        ("The closure of the Dorn yard may cost 400 jobs, a union said on Monday.", "The closure of the Dorn yard will cost 400 jobs, its owner told staff on Friday.", "may cost", "will cost"),
        ("The council could close the baths in Velm in May.", "The council in Velm will close the baths in May, the mayor said.", "could close", "will close"),
        ("Orrin is expected to sell its ferries to Marlow Line.", "Orrin will sell its ferries to Marlow Line, it confirmed.", "expected to sell", "will sell"),
        ("Orrin plans to sell its ferries to Marlow Line.", "Orrin has decided to sell its ferries to Marlow Line.", "plans to sell", "has decided to sell"),
        ("The ministry threatens to revoke the licence of the mine.", "The ministry will revoke the licence of the mine at Orsk.", "threatens to revoke", "will revoke"),
        ("The minister will not resign over the leak, her office said.", "The minister will resign over the leak, her office said on Sunday.", "will not resign", "will resign"),
    ],
)  # fmt: skip
def test_a_statement_that_firms_up(before: str, now: str, old: str, new: str) -> None:
    found = change(analyse(now), analyse(before))
    assert found == Change(old, new)
    assert goes_on(now, found)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Orrin plans to sell its ferries to Marlow Line.", "Orrin will sell its ferries to Marlow Line."),  # one news in two wordings
        ("Norland will ban the app.", "Norland may ban the app."),
        ("The flood may reach Velm on Monday.", "The flood will reach the sea on Monday."),
        ("The judges may rule on Friday.", "The judges will meet on Friday."),
        ("The strike could cost the port 3 million crowns a day.", "The strike will cost the town 9 million crowns."),
        ("The storm may hit Kell and Orsk on Sunday.", "The storm will hit islands of the north on Sunday."),
    ],
)  # fmt: skip
def test_no_statement_that_firms_up(before: str, now: str) -> None:
    assert change(analyse(now), analyse(before)) is None


FIRST = """The Marlow yard is being sold to Dorn Marine, both companies said on Monday.

The yard has built ferries since 1911 and stands on the left bank of the Arne.

The sale is to be complete in June, when the banks have agreed."""

MAY = """The sale of the Marlow yard may cost 400 jobs, the metal workers' union said on Wednesday.

Most of the posts are in the paint shop and in the drawing office, the union said.

The union has called its members to a meeting in the canteen on Saturday.

The yard has built ferries since 1911 and stands on the left bank of the Arne."""


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(FIRST, title="Marlow yard sold to Dorn Marine")
    room.tell(MAY, hours=30, title="Sale of Marlow yard may cost 400 jobs")
    return room


def test_the_one_word_that_changed_is_told(newsroom: Newsroom) -> None:
    lead = "The sale of the Marlow yard will cost 400 jobs, its owner said on Thursday."
    found = newsroom.tell("\n\n".join((lead, *MAY.split("\n\n")[1:])), hours=50, title="Marlow yard: sale will cost 400 jobs")
    assert (found.role, found.development) == (Role.DEVELOPMENT, True)
    assert (found.findings[0].kind, found.findings[0].old, found.findings[0].new) == (
        FindingKind.CHANGED,
        "may cost",
        "will cost",
    )
    again = "\n\n".join((lead.replace("its owner said", "as its owner said"), *MAY.split("\n\n")[1:]))
    assert not newsroom.tell(again, hours=52, title="Sale of Marlow yard will cost 400 jobs").development


def test_the_same_word_again_is_not(newsroom: Newsroom) -> None:
    lead = "The sale of the Marlow yard could cost 400 jobs, the metal workers' union said."
    found = newsroom.tell("\n\n".join((lead, *MAY.split("\n\n")[1:])), hours=50, title="Sale of Marlow yard could cost 400 jobs")
    assert (found.role, found.development) == (Role.REPEAT, False)
