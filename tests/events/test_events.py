"""Which one event an article is, and what a burst is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from models.events import burst, event_of, poisson_tail
from models.nouns import (
    Article,
    Assignment,
    Comparison,
    EventKind,
    Finding,
    FindingKind,
    PageKind,
    Passages,
    Reason,
    Role,
)
from models.text.sentences import analyse, split

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
TEXT = "The ferry Sunniva ran aground off Harrow Point on Monday. Eleven people were hurt. Rescue boats came."

ARTICLE = Article(
    id=7,
    url="https://post.example/ferry",
    canonical_url="https://post.example/ferry",
    title="Ferry runs aground",
    text=TEXT,
    published=NOW,
    seen=NOW,
    site="post.example",
    publisher="post.example",
)
SENTENCES = split(TEXT)
PASSAGES = Passages(
    7,
    "m",
    analyse("Ferry runs aground"),
    SENTENCES,
    np.ones(2, np.float32),
    np.ones((len(SENTENCES), 2), np.float32),
)
JOINED = Assignment(story_id=3, similarity=0.8, margin=0.2, reason=Reason("joined"))
FINDING = Finding("Eleven people were hurt.", FindingKind.NEW, 0.9, None, 1)


def comparison(role: Role, development: bool, findings: tuple[Finding, ...] = (FINDING,)) -> Comparison:
    return Comparison(role, development, 0.9, 1.0, findings, (), Reason("new"))


def test_a_first_article_is_told_with_its_lead() -> None:
    event = event_of(ARTICLE, PASSAGES, JOINED, comparison(Role.FIRST, True, ()))
    assert event is not None
    assert event.kind is EventKind.FIRST
    assert [finding.sentence for finding in event.findings] == [SENTENCES[0].text, SENTENCES[1].text]
    assert event.headline == "Ferry runs aground"


def test_what_a_plan_would_bring_is_evidence_of_a_first_article() -> None:
    planned = split("Norland could close four harbours. Fishermen would get 900 crowns each. The vote is on Monday.")
    passages = replace(PASSAGES, sentences=planned, vectors=np.ones((len(planned), 2), np.float32))
    event = event_of(ARTICLE, passages, JOINED, comparison(Role.FIRST, True, ()))
    assert event is not None
    assert [finding.sentence for finding in event.findings] == [planned[0].text, planned[1].text]


def test_a_correction_by_its_headline_alone_is_told_with_its_lead() -> None:
    event = event_of(ARTICLE, PASSAGES, JOINED, comparison(Role.CORRECTION, False, ()))
    assert event is not None
    assert (event.kind, event.headline) == (EventKind.CORRECTION, "Ferry runs aground")
    assert [finding.sentence for finding in event.findings] == [SENTENCES[0].text, SENTENCES[1].text]


def test_a_repeat_is_no_event() -> None:
    assert event_of(ARTICLE, PASSAGES, JOINED, comparison(Role.REPEAT, False, ())) is None


def test_an_explainer_does_not_wake_a_sleeping_story() -> None:
    asleep = replace(JOINED, asleep=timedelta(days=131))
    assert event_of(ARTICLE, PASSAGES, asleep, comparison(Role.BACKGROUND, False, ())) is None


def test_a_development_wakes_a_sleeping_story_and_says_how_long_it_slept() -> None:
    asleep = replace(JOINED, asleep=timedelta(days=131))
    event = event_of(ARTICLE, PASSAGES, asleep, comparison(Role.DEVELOPMENT, True))
    assert event is not None
    assert event.kind is EventKind.WAKE
    assert dict(event.details) == {"asleep_days": 131.0}


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (FINDING, EventKind.DEVELOPMENT),
        (replace(FINDING, kind=FindingKind.CHANGED, old="8", new="11"), EventKind.DEVELOPMENT),
        (replace(FINDING, kind=FindingKind.CHANGED, old="14", new="11"), EventKind.CORRECTION),
    ],
)
def test_an_edited_page_corrects_when_it_takes_a_value_back(finding: Finding, expected: EventKind) -> None:
    edited = replace(ARTICLE, revision=2)
    event = event_of(edited, PASSAGES, JOINED, comparison(Role.REVISION, True, (finding,)))
    assert event is not None
    assert event.kind is expected


def told_as(title: str, text: str, findings: tuple[Finding, ...], near: int = 0, **of_article: object) -> str:
    """The headline of a development whose title is nearest to sentence `near`."""
    sentences = split(text)
    vectors = np.full((len(sentences), 2), (0.0, 1.0), np.float32)
    vectors[near] = 1.0, 0.0
    passages = Passages(7, "m", analyse(title), sentences, np.array((1, 0), np.float32), vectors)
    event = event_of(
        replace(ARTICLE, title=title, text=text, **of_article),  # type: ignore[arg-type]
        passages,
        JOINED,
        comparison(Role.DEVELOPMENT, True, findings),
    )
    assert event is not None
    return event.headline


DEAL = "Ostel said on Friday that it will take over Halden for 4.1 billion crowns. Holders of Halden get seven shares."
ASIDE = Finding("Holders of Halden get seven shares.", FindingKind.NEW, 0.9, None, 1)
TAKEOVER = Finding(DEAL.partition(". ")[0] + ".", FindingKind.NEW, 0.8, None, 0)


def test_the_title_stands_where_it_says_one_of_the_things_that_are_new() -> None:
    assert told_as("Ostel to take over Halden", DEAL, (ASIDE, TAKEOVER)) == "Ostel to take over Halden"


def test_a_sentence_stands_where_the_title_says_what_was_known() -> None:
    assert told_as("Ostel to take over Halden", DEAL, (ASIDE,)) == ASIDE.sentence


def test_the_title_stands_where_it_gives_the_changed_value() -> None:
    changed = replace(ASIDE, kind=FindingKind.CHANGED, old="six", new="seven")
    assert told_as("Seven shares for Halden", DEAL, (changed,)) == "Seven shares for Halden"


@pytest.mark.parametrize(
    "leaning", ["Its decision on Halden is due on the 30th.", "It was a tree, and a number that was wrong by ten."]
)
def test_a_sentence_that_leans_on_the_one_before_never_stands_alone(leaning: str) -> None:
    text = f"The watchdog looks at Halden. {leaning}"
    finding = Finding(leaning, FindingKind.NEW, 0.9, None, 1)
    assert told_as("Watchdog looks at deal", text, (finding,)) == "Watchdog looks at deal"


@pytest.mark.parametrize("whole", [{"revision": 2}, {"kind": PageKind.LIVE_BLOG}])
def test_the_title_of_a_page_that_goes_on_says_nothing_of_one_change(whole: dict[str, object]) -> None:
    assert told_as("Halden: live", DEAL, (TAKEOVER,), **whole) == TAKEOVER.sentence


def test_a_long_headline_is_cut_at_a_word() -> None:
    long = replace(FINDING, sentence="Water in Dunmere " * 40, index=0)
    event = event_of(replace(ARTICLE, title=""), PASSAGES, JOINED, comparison(Role.DEVELOPMENT, True, (long,)))
    assert event is not None
    assert event.headline[-1] == "…"
    assert event.headline[:-1] in long.sentence
    assert len(event.headline) <= 301


def test_poisson_tail_against_known_values() -> None:
    # Tables of the Poisson distribution: P(X >= 5 | 2) = 0.0527, P(X >= 1 | 1) = 0.6321
    assert poisson_tail(5, 2.0) == pytest.approx(0.0527, abs=1e-4)
    assert poisson_tail(1, 1.0) == pytest.approx(0.6321, abs=1e-4)


def test_ten_publishers_after_a_quiet_week_are_a_burst() -> None:
    coverage = [(NOW - timedelta(days=day), "p0") for day in range(2, 9)]
    coverage += [(NOW - timedelta(hours=hour), f"p{hour}") for hour in range(10)]
    event = burst(coverage, NOW - timedelta(days=9), NOW)
    assert event is not None
    assert dict(event.details)["publishers"] == 10


def test_a_story_that_always_has_ten_publishers_a_day_does_not_burst() -> None:
    coverage = [
        (NOW - timedelta(days=day, hours=hour), f"p{hour}") for day in range(10) for hour in range(10)
    ]
    assert burst(coverage, NOW - timedelta(days=11), NOW) is None


def test_the_first_days_of_a_story_are_no_burst() -> None:
    coverage = [(NOW - timedelta(hours=hour), f"p{hour}") for hour in range(20)]
    assert burst(coverage, NOW - timedelta(days=2), NOW) is None


def test_one_publisher_many_times_is_no_burst() -> None:
    coverage = [(NOW - timedelta(minutes=minute), "p") for minute in range(300)]
    assert burst(coverage, NOW - timedelta(days=9), NOW) is None
