"""The forms in which news comes: features that bury it, live blogs, entries of one line, pages read again, a second
article while little is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from news import Newsroom

from models.nouns import FindingKind, Role

FIRE = """A fire destroyed the cannery in the town of Brenna on Monday night and killed four workers, police said.
The fire began in a store of cardboard at about 23:40 and spread to the packing hall, fire chief Mona Reff said.
Seven workers were taken to the hospital in Lund with burns, two of them in a serious condition.
The cannery employs 180 people, half of all who have work in Brenna, according to the town council.
Schools near the harbour stayed closed on Tuesday because of the smoke."""

FEATURE = """The first boats come back to Brenna before the street lamps go out, and for once nobody waits on the quay.
For three generations the cannery in the harbour town set the hours of the day: its whistle, its smell, its wages.
Old photographs in the bakery show women in white aprons, rows of tins, and a band that played on Saturdays.

The fire on Monday night destroyed the cannery and killed four workers.
It began in a store of cardboard and spread to the packing hall.

On Thursday prosecutor Arne Vold charged the cannery's owner, Stig Hamre, with locking two fire exits from the outside.
Inspectors of the Labour Office had ordered Hamre on 12 February to open both exits within a week, Vold told the court.
Hamre was remanded for 28 days.

In the bakery the tins are still on the shelf, with the old label, a herring that wears a crown.
People buy their bread, look at the photographs and say little, and the boats unload somewhere else.
At the chapel the candles burn all day, and the sexton has stopped to count them."""

NEXT = """Prosecutor Arne Vold charged the cannery's owner, Stig Hamre, on Thursday with locking two fire exits.
Inspectors of the Labour Office had ordered Hamre on 12 February to open both exits within a week, Vold told the court.
Hamre was remanded for 28 days, and the court in Lund froze 2 million crowns of the company's money.
"He counted boxes and not people," said the union's lawyer, Ingrid Moe, outside the court in Lund."""


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(FIRE)
    return room


def test_a_feature_that_buries_its_news_is_told_for_it(newsroom: Newsroom) -> None:
    found = newsroom.tell(FEATURE, hours=80, title="Brenna after the fire: charges against the cannery's owner")
    assert (found.role, found.development) == (Role.DEVELOPMENT, True)
    assert found.findings[0].sentence.startswith("On Thursday prosecutor Arne Vold charged")
    assert {name for finding in found.findings for name in finding.names} >= {"Arne Vold", "Stig Hamre"}


def test_a_live_blogs_entry_with_another_toll_is_told_with_both_values(newsroom: Newsroom) -> None:
    entry = "Police now say that six workers were killed in the fire at the cannery in Brenna."
    found = newsroom.tell(entry, hours=9, title="Live: fire in Brenna. Toll rises to six")
    assert found.development
    assert [(each.kind, each.old, each.new) for each in found.findings] == [(FindingKind.CHANGED, "4", "6")]


def test_a_live_blogs_entry_that_tells_what_is_known_is_a_repeat(newsroom: Newsroom) -> None:
    entry = "Four workers were killed in the fire at the cannery in Brenna on Monday night, police said."
    found = newsroom.tell(entry, hours=9, title="Live: fire in Brenna")
    assert (found.role, found.development) == (Role.REPEAT, False)


def test_of_a_live_blog_read_again_only_the_new_entry_counts(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(FIRE.replace("police said", "police have said"), hours=9)
    newsroom.keep(article, passages, newsroom.compare(article, passages))
    entry = "Fire chief Mona Reff said on Tuesday that both exits on the harbour side had been locked with chains."
    again = replace(article, text=entry + "\n" + article.text, revision=2)
    found = newsroom.compare(again, newsroom.passages(again), passages)
    assert (found.role, found.development) == (Role.REVISION, True)
    assert [finding.sentence for finding in found.findings] == [entry]


@pytest.mark.parametrize(
    ("text", "development"),
    [
        (FIRE.replace("killed four workers", "cost four workers their lives").replace("began", "started"), False),
        (NEXT, True),
    ],
)
def test_the_second_article_of_a_story_is_no_news_by_being_the_second(
    newsroom: Newsroom, text: str, development: bool
) -> None:
    assert newsroom.tell(text, hours=70 if development else 4).development is development


SUMMARY = "A blaze at the cannery in the town of Brenna killed four workers on Monday night, police say."
IN_OTHER_WORDS = "Several workers died at the cannery in Brenna when fire broke out there, officers have confirmed."
CHARGED = "Prosecutor Arne Vold has charged Stig Hamre, who owns the cannery, with locking two fire exits."


@pytest.mark.parametrize(
    ("title", "text", "hours", "development"),
    [
        ("Four killed in Brenna cannery blaze", SUMMARY, 5, False),
        ("Deaths in cannery blaze", IN_OTHER_WORDS, 3, False),
        ("Cannery owner charged over Brenna fire", CHARGED, 80, True),
    ],
)
def test_a_feeds_summary_is_judged_as_a_short_article(
    newsroom: Newsroom, title: str, text: str, hours: float, development: bool
) -> None:
    found = newsroom.tell(text, hours=hours, title=title)
    assert found.development is development


def test_what_a_page_adds_in_one_sentence_is_judged_as_a_short_article(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(FIRE, hours=9, title="Four die in cannery fire")
    newsroom.keep(article, passages, newsroom.compare(article, passages))
    known = "Of the workers at the cannery four were killed in the fire."
    again = replace(article, text=f"{article.text}\n{known}", revision=2)
    found = newsroom.compare(again, newsroom.passages(again), passages)
    assert (found.role, found.development) == (Role.REVISION, False)
