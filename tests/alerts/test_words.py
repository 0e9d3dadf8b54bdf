"""The words query: what it matches, and where it says a mistake is."""

from __future__ import annotations

import time
import unicodedata

import pytest

from alerts.inert import plain
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


@pytest.mark.parametrize(
    "heap", ["\u0315\u0300", "\uff9e\u0315", "\u0f73\u0315", "\u0f73\uff9e", "=\u0315\u0300\u0315"]
)
def test_marks_heaped_on_a_letter_cost_little(heap):
    """Unicode's forms order them by comparing each with each: 100,000 took 19 s, for every watch and every page."""
    text = "a" + heap * (100_000 // len(heap)) + " quake"
    begun = time.process_time()
    assert hits(parse("quake"), text) == ("quake",)
    assert plain(text).endswith(" quake")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("cote d'ivoire", "La Côte d’Ivoire a reporté la hausse.", True),
        ("cote", unicodedata.normalize("NFD", "La Côte"), True),
        ("Zolkiewska", "Komisarz Łucja Żółkiewska", True),
        ("lodz", "w mieście Łódź", True),
        ("strasse", "Die Straße ist zu.", True),
        ("ριγκεν", "ανοιχτά του Ρίγκεν", True),
        ("istanbul", "İstanbul", True),
        ("elysee*", "les Élyséens", True),
        ("côte", "La cote monte.", False),
        ("=Cote", "La Côte", False),
        ("ETE", "l'été", False),
        ("мои", "мой", False),
        ("か", "が", False),
        ("NOT cote", "La Côte", False),
    ],
)
def test_a_word_without_accents_is_found_with_them(query: str, text: str, found: bool) -> None:
    assert (hits(parse(query), text) is not None) is found


def test_letters_keep_the_marks_that_a_language_puts_on_them():
    for text in (
        "Nguye\u0302\u0303n",
        "\u0e01\u0e33\u0e25\u0e31\u0e07",
        "\u0939\u093f\u0928\u094d\u0926\u0940" * 9,
        "=" * 90,
    ):
        assert plain(text) == unicodedata.normalize("NFC", text)
    assert plain("e" + "\u0301" * 50) == "é" + "\u0301" * 29
