"""An article early in a story that opens as one of the last two days did, around matter of its own."""

from __future__ import annotations

import pytest
from news import Newsroom

from models.nouns import Comparison, Role
from models.roles import explains, remarks
from steps.looking.reasons import of_role

TOLD = """The harbour council of Velm voted on Tuesday to close the old fish market and sell its site to Arkwell.

Stallholders must leave the fish market by the end of May, the harbour council said.

The council expects 30 million crowns from the sale of the site."""

AGAIN = """Velm loses its fish market, which the harbour council wants to close, and Arkwell gets the site.

Stallholders of the fish market have to leave by the end of May.

Grandmother Tilde Korn, 71, sings in a choir on Thursdays and feeds 14 cats in a yard behind the brewery.

"Cats never ask what a woman sells or which boat came home late", she says."""

TITLE = "Harbour council of Velm: fish market goes to Arkwell"


def alike(found: Comparison) -> bool:
    """Whether it was set aside because it opens as another one did."""
    return "opens_alike" in dict(found.reason.figures)


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(TOLD, title="Harbour council to close fish market in Velm")
    return room


def test_matter_of_its_own_around_what_was_told_is_no_development(newsroom: Newsroom) -> None:
    found = newsroom.tell(AGAIN, hours=5, title=TITLE)
    assert alike(found)
    assert not found.development
    assert found.role is Role.REPEAT
    assert "begins as an article" in of_role(found.role, found.reason)


def test_after_two_days_it_is_no_echo(newsroom: Newsroom) -> None:
    assert newsroom.tell(AGAIN, hours=60, title=TITLE).development


def test_without_a_headline_its_new_names_count(newsroom: Newsroom) -> None:
    assert not alike(newsroom.tell(AGAIN, hours=5))


def test_new_names_and_figures_about_the_headline_are_news(newsroom: Newsroom) -> None:
    found = newsroom.tell(
        "The harbour council of Velm sells the site of the old fish market to Arkwell for 41 million crowns.\n\n"
        "Mayor Ruud Halm told the harbour council that 210 flats would replace the fish market by 2029.\n\n"
        '"The fish market of Velm has had its time", Ruud Halm said.',
        hours=5,
        title="Harbour council sells Velm fish market, 210 flats planned",
    )
    assert found.development


def test_a_status_that_the_story_does_not_hold_is_news(newsroom: Newsroom) -> None:
    found = newsroom.tell(
        "Police detained two stallholders after the harbour council of Velm voted to close the old fish market.\n\n"
        "Stallholders had thrown fish at the council.\n\nThe council expects money from the sale of the site.",
        hours=5,
        title="Stallholders detained as Velm harbour council closes fish market",
    )
    assert not alike(found)


@pytest.mark.parametrize(("title", "new"), [(TITLE, False), (TITLE.replace("goes", "denied"), True)])
def test_a_status_that_the_story_does_not_hold_is_news_in_the_headline_alone(
    newsroom: Newsroom, title: str, new: bool
) -> None:
    assert alike(newsroom.tell(AGAIN, hours=5, title=title)) is not new


def test_a_status_counts_as_told_where_the_story_told_it_of_the_same(newsroom: Newsroom) -> None:
    fish = " over fish that flew in the harbour council of Velm"
    newsroom.tell(f"{TOLD}\n\nWho throws fish at officers is charged, a lawyer said.", hours=1, title=TITLE)
    charged = f"Two stallholders of the fish market were charged{fish}."
    again = f"{charged}\n\nStallholders must leave the fish market by the end of May."
    title = f"Two stallholders charged{fish}"
    assert not alike(newsroom.tell(again, hours=2, title=title)), "the lawyer spoke of somebody else"
    assert alike(newsroom.tell(again.replace("were charged", "stand charged"), hours=3, title=title))


@pytest.mark.parametrize(
    "held",
    [
        "No clerk was arrested over the sale of the fish market of Velm, police said.",
        "Over the sale of the fish market of Velm a clerk wasn't arrested, police said.",
    ],
)
def test_a_status_that_was_denied_is_not_told(newsroom: Newsroom, held: str) -> None:
    newsroom.tell(f"{TOLD}\n\n{held}", hours=1, title=TITLE)
    arrested = "The clerk of the harbour council of Velm was arrested over the sale of the fish market."
    around = AGAIN.partition("\n\n")[2]
    title = "Clerk of Velm harbour council arrested over sale of fish market"
    assert newsroom.tell(f"{arrested}\n\n{around}", hours=4, title=title).development


def test_a_denial_that_was_told_is_told(newsroom: Newsroom) -> None:
    denied = "No clerk was arrested over the sale of the fish market of Velm, police said."
    newsroom.tell(f"{TOLD}\n\n{denied}", hours=1, title=TITLE)
    again = "In Velm, where the fish market goes to Arkwell, no clerk was arrested over its sale."
    around = AGAIN.partition("\n\n")[2]
    title = "No clerk arrested over sale of fish market in Velm"
    assert alike(newsroom.tell(f"{again}\n\n{around}", hours=4, title=title))


def test_a_word_of_headline_and_opening_that_the_story_does_not_hold_is_news(newsroom: Newsroom) -> None:
    title = "Velm harbour council auctions fish market"
    assert not alike(newsroom.tell(AGAIN.replace("wants to close", "auctions to Arkwell"), hours=5, title=title))


def test_an_opening_taken_over_word_for_word_is_judged_by_what_is_added(newsroom: Newsroom) -> None:
    added = TOLD + (
        "\n\nA court in Lomar forbade the builder Arkwell to sign before Friday.\n"
        "Neighbours handed judge Ines Dray 8,000 signatures."
    )
    assert newsroom.tell(added, hours=5, title="Harbour council to close fish market in Velm").development


@pytest.mark.parametrize(
    "title",
    ["In pictures: last day of the fish market", "Evening briefing: fish and rain", "Opinion: Let them eat cod"],
)
def test_what_reports_nothing_opens_a_story_without_being_news(title: str) -> None:
    found = Newsroom().tell(TOLD, title=title)
    assert found.role is Role.BACKGROUND
    assert not found.development


@pytest.mark.parametrize(
    ("title", "explaining"),
    [
        ("The fish market sale explained: who pays", True),
        ("Velm fish market: what we know so far", True),
        ("Ticks: your questions answered", True),
        ("Fischmarkt: Fragen und Antworten", True),
        ("Velm's fish market: what to expect from tomorrow's vote", True),
        ("Eleven stalls and a clock: how the council decides", True),
        ("Five names for the fish market: who should lead it?", True),
        ("Why Velm sold its fish market", True),
        ("Ten years on: what the fish market taught us", True),
        ("Inside Velm's fish market: rents have doubled", False),
        ("Meet the last stallholder of Velm", True),
        ("Pourquoi Velm vend son marché", True),
        ("Council to meet on fish market", False),
        ("Thief found inside the fish market", False),
        ("Ten years later stallholder is charged with arson", False),
        ("Council says how much the fish market cost", False),
        ("Minister answers questions about fish market", False),
        ("Photos of lost fishermen found in Velm", False),
        ("Weekly update: cases of scurvy rise to 40", False),
        ("Council explained its vote to stallholders", False),
    ],
)
def test_headlines_that_explain(title: str, explaining: bool) -> None:
    assert explains(title, "") is explaining
    assert not remarks(title, "")
