"""A page read again: which fact in a sentence is another one."""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

from dataclasses import replace

import pytest
from news import Newsroom

from models.change.edits import edited
from models.change.values import Change
from models.nouns import Comparison, FindingKind
from models.text.sentences import analyse


@pytest.mark.parametrize(
    ("before", "now", "old", "new"),
    [
        ("The valve was replaced in June 2024, a log shows.", "The valve was replaced in May 2022, a log shows.", "June 2024", "May 2022"),
        ("The hearing will be held in Velm on 12 May.", "The hearing will be held in Velm on 19 May.", "12 May", "19 May"),
        ("The pump is due for a test in 2027.", "The pump is due for a test in 2025.", "2027", "2025"),
        ("The bridge was last inspected on Monday.", "The bridge was last inspected on Friday.", "Monday", "Friday"),
        ("The letter was signed by Otto Brandt, it said.", "The letter was signed by Marta Kell, it said.", "Otto Brandt", "Marta Kell"),
        ("The water in Orsk is safe to drink.", "The water in Orsk is not safe to drink.", "yes", "not"),
        ("The water in Orsk is safe to drink now.", "The water in Orsk is never safe to drink now.", "yes", "never"),
        ("The fund holds 12 ships in Orsk and a yard.", "The fund holds 14 ships in Orsk and a yard.", "12", "14"),
        ("Police arrested the captain of the ferry.", "Police charged the captain of the ferry.", "arrested", "charged"),
    ],
)  # fmt: skip
def test_a_fact_that_was_edited(before: str, now: str, old: str, new: str) -> None:
    assert edited(analyse(now), analyse(before)) == Change(old, new)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("The letter was signed by Otto Brandt, it said.", "The letter was signed by Otto Brand, it said."),
        ("The Northern Canal Company owns the lock in Velm.", "NCC owns the lock in Velm."),
        ("Mr Brandt was seen on the lock in Velm.", "Otto Brandt was seen on the lock in Velm."),
        ("The fund holds five ships in Orsk.", "The fund holds 5 ships in Orsk."),
        ("The lock will be closed, the council said on Monday.", "The lock will be closed, the council said on Tuesday."),
        ("The mayor called the plan a mistake in front of all.", "The mayor called the plan an error in front of all."),
        ("The mayor spoke in Velm on 3 May of a plan.", "Otto Brandt and his wife left Orsk on 9 June in a boat."),
    ],
)  # fmt: skip
def test_what_is_only_worded_anew(before: str, now: str) -> None:
    assert edited(analyse(now), analyse(before)) is None


PAGE = """The sluice of Velm broke because a bolt had been left out, according to a report by its owner.

The bolt was taken out during repairs in April 2025 by Nils Torvald, a fitter of the port of Kell.

The gate has stood since 1911 and is eleven metres wide, which is more than any other on the Arne."""


def read_again(text: str, *others: str) -> Comparison:
    """What the page brings that said PAGE, when it says `text`, and what others said between is known."""
    room = Newsroom()
    article, passages = room.article(PAGE, title="Bolt left out of sluice in Velm")
    room.keep(article, passages, room.compare(article, passages))
    for other in others:
        room.tell(other, hours=5)
    edited_page = replace(article, text=text, revision=2)
    return room.compare(edited_page, room.passages(edited_page), previous=passages)


@pytest.mark.parametrize(("old", "new"), [("April 2025", "October 2023"), ("Nils Torvald", "Greta Holm")])
def test_a_page_that_changes_a_fact_is_told(old: str, new: str) -> None:
    found = read_again(PAGE.replace(old, new))
    assert found.development
    assert [(each.kind, each.old, each.new) for each in found.findings] == [(FindingKind.CHANGED, old, new)]
    assert found.findings[0].nearest
    assert old in found.findings[0].nearest.sentence


def test_a_page_that_follows_what_others_told_is_not() -> None:
    said = "Nils Torvald, a fitter of the port, says that he took out the bolt during repairs in October 2023, not later."
    assert not read_again(PAGE.replace("April 2025", "October 2023"), said).development


def test_a_page_that_is_worded_anew_is_not() -> None:
    assert not read_again(PAGE.replace("Torvald", "Torwald").replace("eleven", "11")).development
