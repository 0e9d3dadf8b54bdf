"""How sure it is that what is told under a headline is new."""

from __future__ import annotations

import itertools

import pytest
from news import Newsroom

from models.nouns import Comparison
from models.novelty.headed import Headed, sureness
from settings.limits_developments import DEVELOPMENT_NOVELTY

TOLD = """The harbour council of Velm voted on Tuesday to close the old fish market and sell its site to Arkwell.

Stallholders must leave the fish market by the end of May, the harbour council said.

The council expects 30 million crowns from the sale of the site."""

SCENE = """Tilde Korn, 71, had her stall washed down before it was light, as on every Wednesday of forty years.

Gulls sat on the roof of the fish market, and a radio sang of the sea.

"My mother sold eels here, and hers did, too", she said, and gave a boy a herring.

By May she and the others will be gone, since the council wants the building closed."""

COURT = """A court in Lomar on Friday forbade the harbour council of Velm to sell the site of the fish market.

Judge Ines Dray said that the council had not asked the 14 stallholders, who sued on 3 April.

Arkwell had wanted to build 210 flats there by 2029.

The council may appeal within 30 days."""


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(TOLD, title="Harbour council to close fish market in Velm")
    return room


def measures(found: Comparison) -> Headed:
    figures = dict(found.reason.figures)
    return Headed(*(float(figures[name]) for name in Headed._fields))


def test_a_scene_around_what_is_known_is_less_sure_than_an_event(newsroom: Newsroom) -> None:
    scene = newsroom.compare(*newsroom.article(SCENE, hours=20, title="Velm fish market to close, council says"))
    court = newsroom.compare(*newsroom.article(COURT, hours=20, title="Court stops sale of Velm fish market"))
    assert scene.development
    assert court.development
    assert DEVELOPMENT_NOVELTY <= scene.novelty < court.novelty - 0.1
    assert measures(scene).facts < measures(court).facts
    assert measures(scene).headline < measures(court).headline


def test_the_same_article_is_surer_after_days_of_quiet(newsroom: Newsroom) -> None:
    soon, late = (
        newsroom.compare(*newsroom.article(COURT, hours=hours, title="Court stops sale of Velm fish market"))
        for hours in (1, 90)
    )
    assert soon.novelty < late.novelty
    assert measures(late).headline > measures(soon).headline, "what was said four days ago is not held against it"


def test_without_a_headline_novelty_is_what_decided(newsroom: Newsroom) -> None:
    found = newsroom.compare(*newsroom.article(COURT, hours=20))
    assert found.development
    assert not dict(found.reason.figures).keys() & set(Headed._fields)


def test_an_update_of_a_known_text_is_not_judged_by_its_headline(newsroom: Newsroom) -> None:
    update = f"{TOLD}\n\n{COURT}"
    found = newsroom.compare(*newsroom.article(update, hours=5, title="Harbour council to close fish market in Velm"))
    assert found.development
    assert not dict(found.reason.figures).keys() & set(Headed._fields)


def test_each_measure_makes_it_surer_and_none_takes_it_below_the_cut() -> None:
    low = Headed(-0.5, 0.0, 0.0, 0.0)
    assert DEVELOPMENT_NOVELTY <= sureness(low) < 0.6
    for name, much in (("headline", 0.9), ("facts", 3.0), ("changed", 1.0), ("quiet", 6.0)):
        assert sureness(low._replace(**{name: much})) > sureness(low)
    ends = itertools.product((-1.0, 1.0), (0.0, 5.0), (0.0, 1.0), (0.0, 9.0))
    assert all(DEVELOPMENT_NOVELTY <= sureness(Headed(*each)) <= 1.0 for each in ends)
