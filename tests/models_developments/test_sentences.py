"""Sentences stand in the article word for word, with their kind and what can be checked in them."""

from __future__ import annotations

import time

import pytest

from models.nouns import SentenceKind
from models.text.numbers import numbers, value
from models.text.sentences import SENTENCE_CHARACTERS, analyse, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Ulm spoke at 9 a.m. on Friday. He left.", ["Mr. Ulm spoke at 9 a.m. on Friday.", "He left."]),
        ("The U.S. Senate voted. It was close.", ["The U.S. Senate voted.", "It was close."]),
        ("He lives in the U.S. The others do not.", ["He lives in the U.S.", "The others do not."]),
        ("It rose to 93. 6 billion. Then it fell.", ["It rose to 93. 6 billion.", "Then it fell."]),
        ("«Мы уходим», — сказал он. Потом ушёл.", ["«Мы уходим», — сказал он.", "Потом ушёл."]),
        ("警方说,三人死亡。桥已关闭。", ["警方说,三人死亡。", "桥已关闭。"]),
        ('She said: " We go. " Nobody went.', ['She said: " We go. "', "Nobody went."]),
    ],
)
def test_ends(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_every_sentence_is_a_substring() -> None:
    text = "A bridge fell\nin Orsk on Monday, and\nthree people were hurt. Rescuers\nsearched all night. " * 3
    assert all(sentence in text for sentence in texts(text))


def test_wrapped_lines_are_joined_and_paragraphs_are_not() -> None:
    line = "The harbour of Velm was closed on Tuesday after the tanker ran\n"
    line += "aground, the coast guard said in a note\n"
    found = split(
        line + "that was sent to all ships in the strait on the same evening.\n\nA second paragraph."
    )
    assert [sentence.paragraph for sentence in found] == [0, 1]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What Happens Next?", SentenceKind.QUESTION),
        ("Impact on Users Inside Norland", SentenceKind.HEADING),
        ("Possible outcomes include:", SentenceKind.HEADING),
        ("• Reduced access to messaging", SentenceKind.BULLET),
        ("top of page", SentenceKind.BOILERPLATE),
        ("3 min read", SentenceKind.BOILERPLATE),
        ("To keep reading, take out a subscription.", SentenceKind.BOILERPLATE),
        ("Register now to continue reading this article.", SentenceKind.BOILERPLATE),
        ("Live", SentenceKind.BOILERPLATE),
        ("LIVE UPDATES", SentenceKind.BOILERPLATE),
        ("Good morning.", SentenceKind.BOILERPLATE),
        ("“Good evening, everyone!”", SentenceKind.BOILERPLATE),
        ("Hello from Port Ansel.", SentenceKind.BOILERPLATE),
        ("Welcome to our live coverage", SentenceKind.BOILERPLATE),
        ("Good morning and welcome back to our live blog of the ferry inquiry.", SentenceKind.BOILERPLATE),
        ("Guten Morgen und herzlich willkommen zum Liveticker!", SentenceKind.BOILERPLATE),
        ("Bonjour à tous, bienvenue dans notre direct.", SentenceKind.BOILERPLATE),
        ("Live ammunition was fired at the crowd.", SentenceKind.STATEMENT),
        ("Good Morning Norland was taken off the air.", SentenceKind.STATEMENT),
        ("Hello Fresh cuts a fifth of its jobs.", SentenceKind.STATEMENT),
        ("“Good morning,” the captain radioed, “we are sinking.”", SentenceKind.STATEMENT),
        ("Welcome relief for families who lost their coverage.", SentenceKind.STATEMENT),
        ("The board has welcomed the live coverage of its hearings.", SentenceKind.STATEMENT),
        ("Welcome to our live coverage of the storm, which has killed 12 people in the north.", SentenceKind.STATEMENT),
        ("Photo: The harbour at dawn", SentenceKind.CAPTION),
        ("Storm closes the ports of the north...", SentenceKind.HEADING),
        ("A ban could isolate whole communities.", SentenceKind.HYPOTHETICAL),
        ("The minister said on Friday that a ban could follow.", SentenceKind.STATEMENT),
    ],
)
def test_kind(line: str, kind: SentenceKind) -> None:
    first, _ = split(f"{line}\n\nThe council of Velm met on Monday evening to vote.")
    assert first.kind is kind


def test_a_quotation_over_two_sentences_is_quoted_in_both() -> None:
    first, second = split("“Privacy is a right. We will not give it up,” the company said.")
    assert first.quotes == ("Privacy is a right",)
    assert second.quotes == ("We will not give it up",)


def test_names_come_from_capitals_inside_sentences() -> None:
    (sentence,) = split("Rescuers in Velm said on Monday that Ada Brunn of the U.N. had arrived.")
    assert sentence.names == ("Velm", "Ada Brunn of the U.N.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,800 people and eleven cows", ("1800", "11")),
        ("a $20bn fund, 5 per cent of it", ("20 billion", "5%")),
        ("twenty-one of 1.5 million", ("21", "1.5 million")),
        ("on June 2, 2010 at 1:32 PM in 2011", ()),
        ("two dozen people, a dozen cows and dozens of dogs", ("24", "12")),
        ("Half a dozen men, a half-dozen boats, half of the crew", ("6",)),
        ("half a million homes, a quarter-million-dollar fine, half an hour", ("0.5 million",)),
        ("two and a half years, 1½ tonnes, 2 ¾ miles, one and a half million", ("2.5", "1.5", "2.75", "1.5 million")),
        ("one man", ()),
        ("5 миллионов рублей из 3 миллиардов", ("5 million", "3 billion")),
        ("20 \u212a and 3 thou\u017fand", ("20000", "3000")),
    ],
)
def test_numbers(text: str, expected: tuple[str, ...]) -> None:
    assert numbers(text) == expected


def test_a_number_in_words_without_end_is_none() -> None:
    assert numbers("one hundred and " * 20_000 + "8 people") == ("8",)
    assert numbers("nine hundred ninety-nine thousand") == ("999000",)


def test_value_of_a_number() -> None:
    assert value("20 billion") == 2e10
    assert value("5%") == 5


def test_a_title_is_one_sentence() -> None:
    assert analyse(" Bridge falls. Three hurt ").text == "Bridge falls. Three hurt"


def test_nothing_in_nothing_out() -> None:
    assert split("") == ()
    assert split(" \n\n ") == ()


@pytest.mark.parametrize("unit", ["Mr. ", '." "', "(photo ", "@", "a\n", "A. a ", "Aa and ", "中。", "1, ", "x"])
def test_no_text_takes_minutes(unit: str) -> None:
    """Strangers write it: 100 KB of these took a minute and more, and a page may have four times that."""
    text = unit * (100_000 // len(unit))
    begun = time.process_time()
    found = split(text)
    assert time.process_time() - begun < 20
    assert max(len(each.text) for each in found) <= SENTENCE_CHARACTERS
    assert "".join("".join(each.text for each in found).split()) == "".join(text.split()), "and no letter is lost"


def test_a_list_without_end_marks_is_taken_apart_at_a_blank() -> None:
    line = " ".join(["Winterbourne"] * 1000)
    pieces = split(line)
    assert [{*each.text.split()} for each in pieces] == [{"Winterbourne"}] * 4
    assert all(len(each.text) > SENTENCE_CHARACTERS - 20 for each in pieces[:-1])
