"""What a headline shows of whether an article is news, and what it comes to by what came lately."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from news import Newsroom

from models.nouns import Comparison, PageKind, Role
from models.novelty.headed import HEADED, Headed, log_odds
from models.novelty.lately import Sure, odds_of, share_of_news, sureness
from settings.limits_developments import DEVELOPMENT_NOVELTY, LATELY_SHARES, NEWS_FROM

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


AMOUNT = "It brings 20 million crowns, the harbour council of Velm said on Tuesday."


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(TOLD, title="Harbour council to close fish market in Velm")
    return room


def measures(found: Comparison) -> Headed:
    figures = dict(found.reason.figures)
    return Headed(*(float(figures[f"headed_{name}"]) for name in Headed._fields))


def test_a_scene_around_what_is_known_is_no_news_and_an_event_is(newsroom: Newsroom) -> None:
    scene = newsroom.compare(*newsroom.article(SCENE, hours=20, title="Velm fish market to close, council says"))
    court = newsroom.compare(*newsroom.article(COURT, hours=20, title="Court stops sale of Velm fish market"))
    assert scene.role is Role.REPEAT
    assert court.development
    assert scene.novelty < DEVELOPMENT_NOVELTY <= court.novelty - 0.1
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
    assert "headed_odds" not in dict(found.reason.figures)
    assert odds_of(found.reason) is None


def test_an_update_of_a_known_text_is_not_judged_by_its_headline(newsroom: Newsroom) -> None:
    update = f"{TOLD}\n\n{COURT}"
    found = newsroom.compare(*newsroom.article(update, hours=5, title="Harbour council to close fish market in Velm"))
    assert found.development
    assert "headed_odds" not in dict(found.reason.figures)
    assert odds_of(found.reason) is None


def test_each_measure_speaks_for_news_but_the_echo() -> None:
    low = Headed(-0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    more = {"headline": 0.9, "facts": 3.0, "changed": 1.0, "quiet": 6.0, "became": 1.0, "later": 1.0, "own": 1.0}
    for name, much in more.items():
        assert log_odds(low._replace(**{name: much})) > log_odds(low)
    assert log_odds(low._replace(echo=0.5)) < log_odds(low)


def test_among_rewrites_the_same_rewrite_is_not_told_and_the_event_is(newsroom: Newsroom) -> None:
    scene, court = (
        newsroom.article(text, hours=40, title=title)
        for text, title in (
            (SCENE, "Velm fish market to close, council says"),
            (COURT, "Court stops sale of Velm fish market"),
        )
    )
    rewrites, news = [-4.0] * 50, [3.0] * 50
    assert [newsroom.compare(*scene, lately=lately).development for lately in (news, rewrites)] == [True, False]
    assert [newsroom.compare(*court, lately=lately).development for lately in (news, rewrites)] == [True, True]
    vetoed = newsroom.compare(*scene, lately=rewrites)
    assert vetoed.role is Role.REPEAT
    assert vetoed.findings == ()
    assert 0 < vetoed.novelty < DEVELOPMENT_NOVELTY


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_the_share_of_news_is_found_without_a_label(share: float) -> None:
    """Scores as a calibrated regression gives them where half is news, of a stream in which `share` is."""
    many, spread = 400, np.linspace(-2.0, 2.0, 21)
    news, rest = (np.concatenate([middle + spread] * 20) for middle in (1.5, -1.5))
    odds = [*news[: int(many * share)], *rest[: many - int(many * share)]]
    assert share_of_news(odds, 0.5) == pytest.approx(share, abs=0.08)


def test_a_share_is_never_taken_for_certain_and_starts_as_learned() -> None:
    assert share_of_news([-9.0] * 400, 0.5) == LATELY_SHARES[0]
    assert share_of_news([9.0] * 400, 0.5) == LATELY_SHARES[1]
    assert share_of_news([], 0.37) == pytest.approx(0.37)
    assert sureness(0.0, 0.37, 0.37) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("sure", "novelty"), [(0.0, 0.0), (NEWS_FROM / 2, 0.25), (NEWS_FROM, 0.5), ((1 + NEWS_FROM) / 2, 0.75), (1.0, 1.0)]
)
def test_novelty_passes_the_cut_where_it_is_told(sure: float, novelty: float) -> None:
    head = Headed(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert Sure(head, odds=0.0, share=0.5, sure=sure).novelty == pytest.approx(novelty)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("on Wednesday", 1.0),
        ("on Tuesday", 0.0),
        ("last night", 0.0),
        ("this morning", 1.0),
        ("on 4 March", 1.0),
        ("on 1 March", 0.0),
        ("in spring", 0.0),
    ],
)
def test_a_day_after_those_that_the_story_told_speaks_for_news(day: str, later: float) -> None:
    """The council voted on Tuesday, 3 March; the article is of Wednesday."""
    room = Newsroom()
    room.tell(TOLD, hours=30, title="Harbour council to close fish market in Velm")
    text = COURT.replace("on Friday", day).replace(", who sued on 3 April", "")
    article, passages = room.article(text, hours=50, title="Court stops sale of Velm fish market")
    assert article.when.strftime("%A %d %B") == "Wednesday 04 March"
    assert measures(room.compare(article, passages)).later == later


@pytest.mark.parametrize(("day", "later"), [("on Monday", 0.0), ("on Tuesday", 1.0)])
def test_what_began_without_a_day_told_of_the_day_on_which_it_was_published(day: str, later: float) -> None:
    """Who says on Tuesday what was announced, without a day, on Monday, says when it was announced."""
    room = Newsroom()
    room.tell(TOLD.replace(" on Tuesday", ""), title="Harbour council to close fish market in Velm")
    text = COURT.replace("on Friday", day).replace(", who sued on 3 April", "")
    article, passages = room.article(text, hours=30, title="Court stops sale of Velm fish market")
    assert article.when.strftime("%A") == "Tuesday"
    assert measures(room.compare(article, passages)).later == later


def test_what_comes_deep_in_an_article_is_not_the_day_that_it_tells(newsroom: Newsroom) -> None:
    scene = newsroom.article(f"{SCENE}\n\nThe shed was swept yesterday.", hours=50, title="Velm fish market to close")
    assert measures(newsroom.compare(*scene)).later == 0.0


def test_an_outlet_that_told_what_is_nearest_has_more_to_say(newsroom: Newsroom) -> None:
    title = "Harbour council of Velm closes fish market"
    article, passages = newsroom.article(SCENE, hours=20, title=title)
    told = newsroom.ledger[0].publisher
    mine, another = (newsroom.compare(replace(article, publisher=who), passages) for who in (told, "another.example"))
    assert (measures(mine).own, measures(another).own) == (1.0, 0.0)
    assert mine.novelty > another.novelty


def test_an_outlet_that_told_it_after_another_has_told_it(newsroom: Newsroom) -> None:
    for row in range(len(newsroom.ledger)):
        newsroom.ledger.fold(newsroom.ledger[row].id, "second.example")
    article, passages = newsroom.article(SCENE, hours=20, title="Harbour council of Velm closes fish market")
    assert measures(newsroom.compare(replace(article, publisher="second.example"), passages)).own == 1.0


def test_what_an_outlet_told_days_ago_is_not_asked(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(SCENE, hours=80, title="Harbour council of Velm closes fish market")
    assert measures(newsroom.compare(replace(article, publisher=newsroom.ledger[0].publisher), passages)).own == 0.0


def test_what_explains_and_what_is_not_english_is_decided_by_its_text(newsroom: Newsroom) -> None:
    title = "How the fish market of Velm came to close"
    explains = newsroom.compare(*newsroom.article(COURT, hours=20, title=title))
    article, passages = newsroom.article(COURT, hours=20, title="Court stops sale of Velm fish market")
    foreign = newsroom.compare(replace(article, language="pl"), passages)
    assert (odds_of(explains.reason), odds_of(foreign.reason)) == (None, None)
    assert odds_of(newsroom.compare(replace(article, language="en"), passages).reason) is not None


def test_a_toll_that_rises_is_told_whatever_its_headline_is_about(newsroom: Newsroom) -> None:
    newsroom.tell("The fire at the fish market of Velm killed eight people, police said.", hours=1, title="Fire")
    text = SCENE + "\n\nThe fire at the fish market of Velm killed eleven people, police said."
    among = [-4.0] * 50
    assert newsroom.compare(*newsroom.article(text, hours=30, title="Gulls sat on the roof"), lately=among).development
    assert not newsroom.compare(*newsroom.article(SCENE, hours=30, title="Gulls and a radio"), lately=among).development


def test_an_entry_of_a_live_blog_has_no_headline_of_its_own(newsroom: Newsroom) -> None:
    """All of its entries stand under the page's: "Search called off" would be a repeat by it."""
    article, passages = newsroom.article(SCENE, hours=20, title="Eels. - Harbour council to close fish market, live")
    among = [-4.0] * 50
    assert not newsroom.compare(article, passages, lately=among).development
    entry = newsroom.compare(replace(article, kind=PageKind.LIVE_BLOG), passages, lately=among)
    assert entry.development
    assert odds_of(entry.reason) is None


def test_in_another_language_a_headline_hides_nothing_and_makes_no_news(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(SCENE, hours=20, title="Velm fish market to close, council says")
    among = [-4.0] * 50
    told = [
        newsroom.compare(replace(article, language=language), passages, lately=among).development
        for language in ("de", "en", None)
    ]
    assert told == [True, False, False]


def test_a_correction_is_told_however_sure_its_headline_is(newsroom: Newsroom) -> None:
    text = f"Correction: an earlier version of this article said that the sale would bring 30 million crowns. {AMOUNT}"
    found = newsroom.compare(*newsroom.article(text, hours=3, title="Fish market in Velm"), lately=[-4.0] * 50)
    assert found.role is Role.CORRECTION
    assert found.development


def test_the_weights_are_those_of_the_measures() -> None:
    assert set(HEADED["article"]) == {*Headed._fields, "bias"}
    assert 0 < HEADED["lately"]["share"] < 1
