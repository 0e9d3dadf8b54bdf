"""A page of which only the headline is edited: told where it says something new, and not where it is worded anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from news import Newsroom

from models.change.retitled import with_headlines
from models.nouns import Comparison, FindingKind

PAGE = """A ferry with 240 people aboard sank off Port Ansel early on Sunday, the coast guard said.

Divers searched the wreck of the Meridian through the night, and families waited at the pier of Port Ansel.

Its operator, Tarn Lines, says that the ship was inspected in January and found to be in good order."""
TITLE = "Eight dead as ferry sinks off Port Ansel"


def retitled(title: str, *others: str, text: str = PAGE) -> Comparison:
    """What the page brings when its headline is `title`, and what others said between is known."""
    room = Newsroom()
    article, passages = room.article(PAGE, title=TITLE)
    room.keep(article, passages, room.compare(article, passages))
    for other in others:
        room.tell(other, hours=5)
    again = replace(article, title=title, text=text, revision=2)
    now, before = with_headlines(room.passages(again), passages)
    return room.compare(again, now, previous=before)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Eleven dead as ferry sinks off Port Ansel", FindingKind.CHANGED),
        ("Captain Otto Brandt arrested after ferry sinks off Port Ansel", FindingKind.NEW),
    ],
)
def test_a_headline_that_says_something_new_is_told(title: str, kind: FindingKind) -> None:
    found = retitled(title)
    assert found.development
    (finding,) = found.findings
    assert finding.sentence == title
    assert finding.index == 3, "behind the page's own sentences"
    assert finding.kind is kind


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        TITLE.upper(),
        "Port Ansel ferry disaster: what we know so far",
        "Ferry sinks off Port Ansel, killing eight",
        "240 were aboard the Meridian when it sank off Port Ansel",
        "8 dead as ferry sinks off Port Ansel",
        "Families wait at the pier: 'Nobody tells us anything'",
        "Tarn Lines says sunken ferry was inspected in January",
        "",
    ],
)
def test_a_headline_that_is_worded_anew_is_not(title: str) -> None:
    found = retitled(title)
    assert not found.development
    assert not found.findings


def test_a_headline_that_follows_what_others_told_is_not() -> None:
    assert not retitled(
        "Eleven dead as ferry sinks off Port Ansel", "Eleven people are dead after the ferry sank off Port Ansel."
    ).development


def test_what_the_page_says_as_well_is_told_once() -> None:
    text = PAGE + "\n\nThe captain, Otto Brandt, was arrested on Monday on suspicion of negligence, police said."
    found = retitled("Captain Otto Brandt arrested after ferry sinks off Port Ansel", text=text)
    assert [finding.index for finding in found.findings] == [3]
    assert "suspicion" in found.findings[0].sentence
