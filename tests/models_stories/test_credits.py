"""What an article's credits say is no word of its event; what is usual in news is no rare word at the start."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from models.nouns import Article, Passages
from models.story.trace import look
from models.story.vocabulary import Vocabulary
from models.text.credits import credit_words
from models.text.sentences import analyse, split

DAY = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PORT ANSEL (MWA) - A ferry sank.", ["mwa"]),
        ("PORT ANSEL, Tarn, March 3 (Meridian) - A ferry sank.", ["march", "meridian"]),
        ("(MWA) — A ferry sank.", ["mwa"]),
        ("(MWA) A ferry sank.", ["mwa"]),
        ("Five people\nPORT ANSEL, Tarn. (KXAB) A ferry sank.", ["kxab"]),
        ("Port Ansel, 3 March / mwa - A ferry sank.", ["march", "mwa"]),
        ("PORT ANSEL /NewsWire/ -- A ferry sank.", ["newswire"]),
        ("By Ida Moe, Meridian Press\nA ferry sank.", ["ida", "moe", "meridian", "press"]),
    ],
)
def test_credits_are_the_mark_the_day_and_the_writer(text: str, expected: list[str]) -> None:
    assert sorted(credit_words(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "A ferry of the Ansel Line (AL) sank on Monday.",
        "The Marine Office (MO) - which inspects ferries - said so.",
        "By Monday the ferry had been found, the coast guard said.",
        "Nine and/or ten people were on board - nobody knew.",
        "",
    ],
)
def test_what_is_no_credit_is_left(text: str) -> None:
    assert credit_words(text) == ()


def _words(text: str) -> dict[str, float]:
    article = Article(1, "u", "u", "", text, DAY, DAY, "site", "site")
    sentences = split(text)
    rows = np.zeros((len(sentences), 4), np.float32)
    title = analyse("")
    found = look(article, Passages(1, "m", title, sentences, rows[0], rows), Vocabulary())
    return dict(zip(found.words, found.trace.weights.tolist(), strict=True))


def test_a_mark_is_left_out_once_for_each_time_that_it_is_one() -> None:
    assert "mwa" not in _words("PORT ANSEL (MWA) - A ferry sank.")
    assert "mwa" in _words("PORT ANSEL (MWA) - A ferry sank, and the head of MWA was on board.")
    assert "ansel" in _words("PORT ANSEL (MWA) - A ferry sank.")


def test_a_new_installation_knows_what_is_usual_in_news() -> None:
    weights = _words("Officials said a million people saw the ferry leave Skerrow.")
    assert max(weights["mill"], weights["peopl"], weights["official"]) < 0.6 * weights["skerrow"]
