"""One sentence that moves a story on, in an article that otherwise says what was known."""

from __future__ import annotations

import pytest
from news import Newsroom

from models.developments import compare
from models.nouns import FindingKind, Role

TOLD = """Eight people were killed when a ferry sank off Port Ansel on Sunday, the coastguard said.

Divers are searching the wreck of the ferry for five people who are missing.

The captain of the ferry, Ilse Marrow, was arrested in the evening.

The Ansel Line said the ship had passed its last inspection in May.

The ship left Port Ansel at dawn with 60 people on board, and went over in heavy seas within ten minutes.

Survivors were taken to the infirmary in Port Ansel, which called in all its staff."""

KNOWN = """The ferry left Port Ansel at dawn with 60 people on board, and went over in heavy seas within ten minutes.

Ilse Marrow, the captain of the ferry, was arrested in the evening on Sunday.

Survivors are in the infirmary in Port Ansel, which called in all of its staff.

The ship passed its last inspection in May, according to the Ansel Line."""

KNOWN_TITLE = "Survivors of ferry in Port Ansel infirmary"


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(TOLD, title="Eight dead as ferry sinks off Port Ansel")
    return room


@pytest.mark.parametrize(
    ("title", "sentence", "old", "new"),
    [
        (
            "Death toll of ferry rises to 11",
            "The death toll of the ferry that sank off Port Ansel rose to 11 on Monday, the coastguard said.",
            "8",
            "11",
        ),
        (
            "Two still missing after ferry sinks",
            "Divers are still searching the wreck of the ferry for two people who are missing.",
            "5",
            "2",
        ),
        (
            "Ferry captain released",
            "The captain of the ferry, Ilse Marrow, was released on Monday.",
            "arrested",
            "released",
        ),
        ("Chief of Ansel Line quits", "Otto Brandt, chief of the Ansel Line, quits after eleven years.", None, None),
    ],
)
def test_what_the_headline_is_about_is_told_though_all_else_is_known(
    newsroom: Newsroom, title: str, sentence: str, old: str | None, new: str | None
) -> None:
    found = newsroom.tell(f"{sentence}\n\n{KNOWN}", hours=25, title=title)
    assert (found.role, found.development) == (Role.DEVELOPMENT, True)
    assert [finding.sentence for finding in found.findings] == [sentence]
    assert (found.findings[0].old, found.findings[0].new) == (old, new)
    assert dict(found.reason.figures).get("moved") == (0 if old else None), "without a value, its headline tells it"


def test_a_toll_that_rose_is_told_wherever_it_stands(newsroom: Newsroom) -> None:
    last = "The death toll of the ferry that sank off Port Ansel rose to 11 on Monday, the coastguard said."
    found = newsroom.tell(f"{KNOWN}\n\n{last}", hours=25, title=KNOWN_TITLE)
    assert found.development
    assert dict(found.reason.figures)["moved"] == 4
    assert [(each.kind, each.old, each.new) for each in found.findings] == [(FindingKind.CHANGED, "8", "11")]


def test_what_is_known_stays_a_repeat_under_a_new_headline(newsroom: Newsroom) -> None:
    for title in (KNOWN_TITLE, "Ferry captain arrested", "Chief of Ansel Line quits"):
        article, passages = newsroom.article(KNOWN, hours=25, title=title)
        found = compare(article, passages, newsroom.ledger, newsroom.vocabulary)
        assert (found.role, found.development) == (Role.REPEAT, False)
        assert "moved" not in dict(found.reason.figures)


def test_news_that_the_headline_is_not_about_is_weighed_with_the_rest(newsroom: Newsroom) -> None:
    aside = "A café beside the quay gave away 40 loaves to relatives who waited."
    found = newsroom.tell(f"{KNOWN}\n\n{aside}", hours=25, title=KNOWN_TITLE)
    assert "moved" not in dict(found.reason.figures)


def test_an_opinion_under_a_headline_with_news_stays_background(newsroom: Newsroom) -> None:
    sentence = "The death toll of the ferry that sank off Port Ansel rose to 11 on Monday, the coastguard said."
    found = newsroom.tell(f"{sentence}\n\n{KNOWN}", hours=25, title="Opinion: Death toll of ferry rises to 11")
    assert not found.development


def test_another_date_in_the_same_words_is_told_wherever_it_stands(newsroom: Newsroom) -> None:
    newsroom.tell("The inquiry into the loss of the ferry opens in March, the ministry said.", hours=5)
    moved = "The inquiry into the loss of the ferry opens in June, the ministry said."
    found = newsroom.tell(f"{KNOWN}\n\n{moved}", hours=25, title=KNOWN_TITLE)
    assert found.development
    assert [(each.kind, each.old, each.new) for each in found.findings] == [(FindingKind.CHANGED, "March", "June")]
    again = newsroom.tell(f"{KNOWN}\n\n{moved}", hours=30, title=KNOWN_TITLE)
    assert not again.development, "the other date is known now: it did not fold into the first"
    assert 4 in dict(again.folds)


BID = """Orlen Steel has made an offer of 4.2 billion euros, or 31 euros per share, for Varga, the pump maker.

The board of Varga rejects the offer of Orlen Steel as too low.

Varga employs 9,000 people in Velm and makes pumps for mines and waterworks.

Its shares had lost a third of their value since the spring."""

BACKGROUND = """Varga, which makes pumps for mines and waterworks, has 9,000 employees in Velm.

Since the spring its shares had lost a third of their value."""


def test_a_bid_that_is_raised_is_told_beside_its_price_per_share() -> None:
    title = "Orlen Steel raises Varga bid to 4.9 billion"
    sentence = "Orlen Steel has raised its bid for Varga, the pump maker, to 4.9 billion euros."
    room = Newsroom()
    room.tell(BID, title="Orlen Steel bids for Varga")
    found = room.tell(f"{BACKGROUND}\n\n{sentence}", hours=25, title=title)
    assert found.development
    assert ("4.2 billion", "4.9 billion") in [(each.old, each.new) for each in found.findings]
    again = room.tell(f"{BACKGROUND}\n\n{sentence}", hours=26, title=title)
    assert not again.development
