"""Why an article is in its story and what it is there, in sentences that ask for no knowledge of the figures."""

from __future__ import annotations

import re

import pytest

from models.nouns import Reason, Role
from steps.looking import reasons

NEAR = "article 25, “Search called off” (Harbour Post)"
TEXT = "Minister to visit\nThe minister, Ada Kellaway, was evacuated by bus."


def joined(code: str = "joined", **more: float | str) -> Reason:
    known: dict[str, float | str] = {"shared": "evacuat, kellaway, absent", "days": 1.6, "probability": 0.95}
    return Reason(code, tuple((known | more).items()))


def judged(role: Role, **figures: float) -> Reason:
    return Reason(role.value, tuple(figures.items()))


def test_an_article_shares_words_with_another_one_as_they_are_written() -> None:
    said = reasons.of_story(joined(), NEAR, TEXT)
    both = "both speak of “evacuated” and “Kellaway”, and they came 2 days apart"
    assert said == f"it tells of the same event as {NEAR}: {both}"
    assert reasons.of_story(joined(days=0.3), NEAR, "").endswith(f"{NEAR}: they came on the same day")
    assert "woke a story that had slept" in reasons.of_story(joined("woke"), NEAR, TEXT)


def test_of_an_article_without_a_date_no_days_are_said() -> None:
    undated = Reason("joined", (("shared", "kellaway"), ("probability", 0.9)))
    assert reasons.of_story(undated, NEAR, TEXT) == f"it tells of the same event as {NEAR}: both speak of “Kellaway”"
    bare = Reason("joined", (("shared", "nothing"), ("probability", 0.9)))
    assert reasons.of_story(bare, NEAR, TEXT) == f"it tells of the same event as {NEAR}"


def test_a_close_call_is_called_so() -> None:
    assert "close call" in reasons.of_story(joined(probability=0.52), NEAR, TEXT)
    assert "close call" in reasons.of_story(joined("opened", probability=0.48), NEAR, TEXT)
    assert "close call" not in reasons.of_story(joined("opened", probability=0.1), NEAR, TEXT)
    assert "close call" not in reasons.of_story(joined(), NEAR, TEXT)


def test_what_opened_a_story_says_what_was_nearest() -> None:
    said = reasons.of_story(joined("opened", probability=0.1), NEAR, TEXT)
    assert said.startswith(f"what is nearest to it, {NEAR}, is on another event, though both speak of “evacuated”")
    assert "nothing" in reasons.of_story(Reason("opened", (("compared", 0),)))


def test_what_is_new_says_what_had_not_been_told() -> None:
    said = reasons.of_role(Role.DEVELOPMENT, judged(Role.DEVELOPMENT, told=0.31, lead=0.36, echo=0.4, new_facts=4))
    assert "most of its newest part had not been told" in said
    assert "4 names and figures that the story did not have" in said
    assert "1 name or figure" in reasons.of_role(Role.DEVELOPMENT, judged(Role.DEVELOPMENT, told=0.4, new_facts=1))


def test_what_its_headline_shows_is_said_of_what_is_new() -> None:
    told = {"told": 0.9, "lead": 0.5, "new_facts": 0, "headed_sure": 0.6}
    shown = reasons.of_role(Role.DEVELOPMENT, judged(Role.DEVELOPMENT, **told, headed_later=1.0, headed_own=1.0))
    plain = reasons.of_role(Role.DEVELOPMENT, judged(Role.DEVELOPMENT, **told, headed_later=0.0, headed_own=0.0))
    assert "begins with a later day" in shown
    assert "told by its own outlet" in shown
    assert not re.search("later day|own outlet", plain)


def test_how_it_begins_is_all_of_why_it_is_a_repeat_where_no_headline_was_asked() -> None:
    told = {"told": 0.9, "lead": 0.5, "new_facts": 0, "opens_alike": 0.4}
    alone = reasons.of_role(Role.REPEAT, judged(Role.REPEAT, **told))
    asked = reasons.of_role(Role.REPEAT, judged(Role.REPEAT, **told, headed_sure=0.1, headed_headline=0.0))
    assert alone.endswith("adds little that is about its headline")
    assert asked.startswith(alone)
    assert "its headline is as near" in asked


def test_a_repeat_names_only_what_speaks_for_it() -> None:
    said = reasons.of_role(Role.REPEAT, judged(Role.REPEAT, told=0.8, lead=0.1, echo=0.6, new_facts=0))
    assert "even most of its newest part had been told" in said
    assert "follows what was said in the two days before" in said
    assert "no name and no figure" in said
    least = reasons.of_role(Role.REPEAT, judged(Role.REPEAT, told=0.3, lead=0.1, echo=0.1, new_facts=2))
    assert "not been told" not in least
    assert "taken together" in least


@pytest.mark.parametrize("code", ["joined", "woke", "opened", "linked", "given", "revision", "copy", "merged", "split"])
def test_no_sentence_holds_a_figure_or_a_stem(code: str) -> None:
    said = reasons.of_story(joined(code), "article 25", TEXT)
    assert not re.search(r"\d\.\d|evacuat\b|probability|beside", said)
    assert "probability 0.95" in reasons.figures(joined(code))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_words_whatever_an_older_newsdelta_kept(role: Role) -> None:
    assert reasons.of_role(role, None) == reasons.of_role(role, Reason(role.value, (("something", 1.0),)))
    assert not re.search(r"\d\.\d|echo|lead ", reasons.of_role(role, judged(role, told=0.5, lead=0.6, new_facts=0)))
