"""Values that a sentence takes back in so many words, and articles that do so among what is known."""

# ruff: noqa: E501 — sentences read better whole

from __future__ import annotations

import pytest
from news import Newsroom

from models.change.corrections import retraction
from models.nouns import FindingKind, Role


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("The blaze destroyed 140 homes, not 410 as the town said on Monday, the fire service said.", "410", "140"),
        ("The number of passengers was 61, not 48, the line said.", "48", "61"),
        ("The ministry corrected the number of cases from 310 to 290.", "310", "290"),
        ("The ministry corrected its toll to 28 from 31.", "31", "28"),
        ("The police revised the death toll down from 31 to 28.", "31", "28"),
        ("The institute lowered its count of the sick to 117 from 134, after some were counted twice.", "134", "117"),
        ("It was not 41 barrels, as first reported, but 14 that leaked.", "41", "14"),
        ("Not 12 but 17 houses were damaged, the mayor said.", "12", "17"),
        ("Some 2.9 million letters, rather than the 2.3 million given at first, were lost.", "2.3 million", "2.9 million"),
        ("The bank lost $4.4 billion instead of the $4.1 billion it had reported.", "$4.1 billion", "$4.4 billion"),
        ("The vote will be on Thursday, not on Tuesday as announced earlier.", "Tuesday", "Thursday"),
        ("The dead man was Otto Brandt, not Ulf Kell as police had said.", "Ulf Kell", "Otto Brandt"),
    ],
)
def test_a_value_taken_back(text: str, old: str, new: str) -> None:
    found = retraction(text)
    assert found is not None
    assert (found.change.old, found.change.new) == (old, new)


@pytest.mark.parametrize(
    "text",
    [
        "Workers want 8 per cent, not 4 per cent.",
        "The union says that 4,000 people marched, not 900 as the police claim.",
        '"We ordered 12 ships, not 14," she said.',
        "The party won 45 of 90 seats, not enough to govern, after 12 recounts.",
        "The council should pay 12 million, not 3 million.",
        "Growth was revised to 2.1% from 1.9%.",
        "The toll rose from 12 to 15.",
        "He spoke in Velm on Thursday, not on Tuesday.",
        "It was a matter for Orsk, not Velm.",
        "The mine is 900 metres deep and has 40 miners.",
    ],
)
def test_what_is_set_against_another_takes_nothing_back(text: str) -> None:
    assert retraction(text) is None


TOLD = """About 48 people were on board the ferry when it sank off Port Ansel on Sunday, the Ansel Line said.

Divers searched the wreck of the ferry until dusk, and will go on at dawn.

The captain of the ferry, Ilse Marrow, was questioned in the evening.

The ship had passed its last inspection in May, the Ansel Line said.

Survivors were taken to the infirmary in Port Ansel, which called in all its staff."""

KNOWN = """Divers searched the wreck of the ferry until dusk.

Ilse Marrow, the captain of the ferry, was questioned on Sunday evening.

Survivors were taken to the infirmary in Port Ansel, which called in all of its staff.

The ship passed its last inspection in May, according to the Ansel Line."""


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(TOLD, title="Ferry sinks off Port Ansel")
    return room


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry that sank off Port Ansel on Sunday had 61 people on board, not 48 as stated before, the Ansel Line said.",
        "The Ansel Line corrected the number of people on board the ferry that sank off Port Ansel from 48 to 61.",
        "There were 61 people on board the ferry when it sank off Port Ansel on Sunday, not 48, the Ansel Line said.",
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_a_known_value_taken_back_is_a_correction_wherever_it_stands(
    newsroom: Newsroom, sentence: str, last: bool
) -> None:
    found = newsroom.tell("\n\n".join((KNOWN, sentence) if last else (sentence, KNOWN)), hours=30, title="Ferry of Port Ansel")
    assert (found.role, found.development) == (Role.CORRECTION, True)
    assert [(each.kind, each.old, each.new) for each in found.findings] == [(FindingKind.CHANGED, "48", "61")]
    again = newsroom.tell(f"{sentence}\n\n{KNOWN}", hours=32, title="Ferry sinking: what is known of it")
    assert (again.role, again.development) == (Role.REPEAT, False)


def test_a_value_that_the_story_never_gave_is_not_taken_back(newsroom: Newsroom) -> None:
    sentence = "The ferry that sank off Port Ansel on Sunday had 30 life vests, not 35 as stated before, the Ansel Line said."
    assert newsroom.tell(f"{sentence}\n\n{KNOWN}", hours=30, title="Ferry of Port Ansel").role is not Role.CORRECTION


def test_an_opinion_takes_nothing_back(newsroom: Newsroom) -> None:
    sentence = "There were 61 people on board the ferry when it sank off Port Ansel on Sunday, not 48."
    found = newsroom.tell(f"{sentence}\n\n{KNOWN}", hours=30, title="Opinion: The ferry of Port Ansel")
    assert (found.role, found.development) == (Role.BACKGROUND, False) or found.role is Role.REPEAT


def test_what_is_taken_back_stands_before_all_else_that_is_new() -> None:
    room = Newsroom()
    room.tell(TOLD, title="Ferry sinks off Port Ansel")
    found = room.tell(
        "The Ansel Line has looked through the papers of its sunken ferry once more with Inspector Vera Holm.\n\n"
        "There were 61 people on board the ferry, not 48, the Ansel Line said.",
        hours=70,
        title="Ansel Line looks through papers of sunken ferry with Inspector Vera Holm",
    )
    assert found.role is Role.CORRECTION
    assert (found.findings[0].old, found.findings[0].new) == ("48", "61")
    assert len(found.findings) > 1


def test_a_correction_by_its_headline_alone_of_what_was_corrected_already_is_none() -> None:
    """Another outlet takes back the same figure three hours later: that was told."""
    room = Newsroom()
    room.tell(TOLD, title="Ferry sinks off Port Ansel")
    page = "Correction: an earlier version of this article said that 48 people were on board the ferry. It had 61 people on board."
    assert room.tell(page, hours=30, title="Ferry of Port Ansel").role is Role.CORRECTION
    note = "On Sunday we reported that 48 people were on board the ferry. The number of people on board was 61, not 48."
    found = room.tell(note, hours=33, title="Correction: Ferry of Port Ansel")
    assert (found.role, found.development) == (Role.REPEAT, False)


def test_a_correction_of_what_others_had_right_is_one(newsroom: Newsroom) -> None:
    newsroom.tell("There were 61 people on board the ferry when it sank, the coastguard said.", hours=20, title="Ferry")
    note = "On Sunday we reported that 48 people were on board the ferry. The number of people on board was 61, not 48."
    assert newsroom.tell(note, hours=33, title="Correction: Ferry of Port Ansel").role is Role.CORRECTION


CORRECTED = "The Ansel Line corrected the number of people who died when the ferry sank off Port Ansel from four to three."


@pytest.fixture
def corrected() -> Newsroom:
    room = Newsroom()
    room.tell(f"Four people died when the ferry sank off Port Ansel.\n\n{KNOWN}", title="Ferry sinks off Port Ansel")
    assert room.tell(f"{CORRECTED}\n\n{KNOWN}", hours=20, title="Ferry of Port Ansel").role is Role.CORRECTION
    return room


def test_a_correction_of_the_same_in_quite_other_words_is_told_once(corrected: Newsroom) -> None:
    note = "An earlier version of this article gave the wrong number of deaths when the ferry sank off Port Ansel."
    found = corrected.tell(f"{note}\n\n{KNOWN}", hours=24, title="Ferry of Port Ansel")
    assert (found.role, found.development) == (Role.REPEAT, False)


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version of this article gave the wrong name of the captain of the ferry that sank off Port Ansel.",
        "An earlier version of this article gave the wrong number of people injured when the ferry sank off Port Ansel.",
    ],
)
def test_a_correction_of_something_else_is_another_one(corrected: Newsroom, note: str) -> None:
    assert corrected.tell(f"{note}\n\n{KNOWN}", hours=24, title="Ferry of Port Ansel").role is Role.CORRECTION


def test_behind_a_correction_that_was_told_another_one_is_found(corrected: Newsroom) -> None:
    note = "An earlier version of this article gave the wrong number of deaths when the ferry sank off Port Ansel."
    other = "Correction: the captain of the ferry that sank off Port Ansel has another name, Ilse Morrow."
    found = corrected.tell(f"{note}\n\n{other}\n\n{KNOWN}", hours=24, title="Ferry of Port Ansel")
    assert found.role is Role.CORRECTION
    assert found.findings[0].sentence == other


@pytest.mark.parametrize(
    "sentence",
    [
        "A fourth person has died after the ferry sank off Port Ansel, police said.",
        "Four people have now died after the ferry sank off Port Ansel, police said.",
    ],
)
def test_what_was_taken_back_is_not_known_when_it_comes_true(corrected: Newsroom, sentence: str) -> None:
    found = corrected.tell(f"{sentence}\n\n{KNOWN}", hours=40, title="Ferry of Port Ansel: woman dies")
    assert [(each.old, each.new) for each in found.findings if each.old] == [("3", "4")]
    assert found.development
    again = corrected.tell(f"{sentence}\n\n{KNOWN}", hours=44, title="Ferry of Port Ansel")
    assert not again.development


def test_a_year_taken_back_has_an_old_and_a_new_value(newsroom: Newsroom) -> None:
    newsroom.tell("The ferry that sank off Port Ansel was built in 1961.", hours=2, title="Ferry")
    found = newsroom.tell("Correction: the ferry that sank off Port Ansel was built in 1971, not in 1961 as stated before.", hours=5, title="Ferry")
    assert [(each.old, each.new) for each in found.findings] == [("1961", "1971")]
