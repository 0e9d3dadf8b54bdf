"""The words query: what it matches, and where it says a mistake is."""

from __future__ import annotations

import pytest

from settings.words import QueryMistake, hits, parse


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("quake", "A Quake hit.", True),
        ("quake", "Earthquakes hit.", False),
        ("quake*", "Quakes hit.", True),
        ("a OR b", "only B here", True),
        ("alpha beta", "beta and alpha", True),
        ("alpha AND beta", "alpha alone", False),
        ("alpha NOT beta", "alpha alone", True),
        ("alpha NOT beta", "alpha beta", False),
        ("NOT beta", "alpha", True),
        ("alpha OR beta gamma", "alpha", True),
        ("(alpha OR beta) gamma", "alpha", False),
        ("(alpha OR beta) gamma", "beta gamma", True),
        ("NOT (alpha OR beta)", "gamma", True),
        ("NOT NOT alpha", "alpha", True),
        ('"tsunami warning"', "a Tsunami  warning went out", True),
        ('"tsunami warning"', "a warning of a tsunami", False),
        ('"tsunami warn"*', "tsunami warnings", True),
        ("US", "the US said", True),
        ("US", "told us", False),
        ("WHO", "who knows", False),
        ("Apple", "apple pie", True),
        ("=Apple", "apple pie", False),
        ("=Apple", "Apple Inc", True),
        ("don't", "They don’t know", True),
        ("anti-virus", "antivirus found", True),
        ("covid-19", "Covid 19 cases", True),
        ("caf\u00e9", "Cafe\u0301 closes", True),
        ("ministerium", "Das Ministerium sagte", True),
        ("地震", "東京で地震がありました", True),
        ("землетрясение", "Землетрясение в", True),
        ("quake", "quake's toll", True),
        ("or", "this or that", True),
        ("a.b", "axb", False),
        ("c++", "c++ code", True),
    ],
)
def test_matches(query, text, found):
    assert (hits(parse(query), text) is not None) == found


def test_says_what_it_found():
    assert hits(parse("(quake* OR flood) NOT drill"), "Quakes and a flood") == ("quake*", "flood")


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("", 0, "expected a word"),
        ("   ", 0, "expected a word"),
        ("alpha AND", 9, "after AND"),
        ("alpha OR OR beta", 9, "after OR"),
        ("AND alpha", 0, "expected a word"),
        ("(alpha", 0, "never closed"),
        ("alpha)", 5, "closes nothing"),
        ('"alpha', 0, "never closed"),
        ("al*pha", 0, "only stand at the end"),
        ("alpha *", 6, "no letter or digit"),
        ("NOT", 3, "after NOT"),
        ("()", 1, "expected a word"),
        ("(" * 60 + "a" + ")" * 60, 51, "nested"),
    ],
)
def test_mistakes_name_the_place(query, position, says):
    with pytest.raises(QueryMistake) as caught:
        parse(query)
    assert caught.value.position == position
    assert says in str(caught.value)


def test_a_long_text_is_searched_in_linear_time():
    text = "a " * 500_000
    assert hits(parse('"a b c d" OR abc* OR NOT a'), text) is None
