"""Whose words an article speaks."""

from __future__ import annotations

import pytest

from models.text.sentences import split
from models.witness import taken_over

WIRE = """A grain silo at the port of Kell burst on Sunday night and buried two lorries, the fire brigade said.
Nobody was in them.
Crews dug through 900 tonnes of wheat until dawn and found no trace of the watchman, Per Holm.
"We heard a crack like thunder, then the whole wall came down," said Asta Lien, who lives across the road.
The silo was built in 1961 and was last inspected in March, according to the port authority."""

OWN = """The port authority told this newspaper on Monday that a second silo of the same age had been emptied.
Its director, Nora Dahl, would not say who had asked for it."""


def taken(text: str, *earlier: str) -> list[bool]:
    return list(taken_over(split(text), earlier))


def test_wire_text_with_an_addition_is_the_publishers_own_only_in_its_addition() -> None:
    assert taken(WIRE + "\n" + OWN, WIRE) == [True] * 5 + [False] * 2


def test_a_sentence_that_a_desk_edited_within_copied_text_is_taken_over() -> None:
    edited = WIRE.replace("Crews dug through 900 tonnes of wheat until dawn", "Until daybreak crews dug in wheat")
    assert taken(edited, WIRE) == [True] * 5


def test_own_words_are_not_taken_over() -> None:
    told = """The fire brigade says a silo full of grain has burst at Kell's port, covering two lorries.
Firefighters shovelled wheat all night but did not find watchman Per Holm.
According to the port authority the building dated from 1961; its last inspection was in March."""
    assert taken(told, WIRE) == [False] * 3


def test_two_reporters_who_quote_one_person_are_both_witnesses() -> None:
    quote = """"We heard a crack like thunder, then the whole wall came down," said Asta Lien."""
    told = f"""Asta Lien was still awake when the silo opposite her house gave way late on Sunday.
{quote}
She ran outside in her slippers and saw both lorries disappear under the wheat."""
    assert taken(told, WIRE) == [False] * 3


def test_a_quotation_beside_copied_text_came_with_it() -> None:
    assert taken("\n".join(WIRE.split("\n")[2:4]), WIRE) == [True, True]


def test_a_statement_handed_out_is_one_source_however_many_print_it() -> None:
    handed_out = "Kell Grain AS regrets the incident at its silo and is working closely with the authorities."
    one = f"A silo burst at Kell on Sunday night, and neighbours speak of a deafening noise.\n{handed_out}"
    other = f"Questions are being asked in Kell about how an old grain silo could collapse.\n{handed_out}"
    assert taken(other, one) == [False, True]


def test_very_short_sentences_that_happen_to_agree_are_no_copies() -> None:
    """There are few ways to say in fifteen letters that nobody was hurt: two reporters may chance upon the same. A
    whole sentence of some length that is the same letter for letter is one source; were it chance after all, a witness
    too few is the smaller fault, since a false one confirms."""
    told = "A silo collapsed in Kell overnight, burying vehicles parked beside it.\nNobody was in them."
    assert taken(told, WIRE) == [False, False]


@pytest.mark.parametrize(
    "flash",
    [
        "Pope Francis has died, the Vatican says.",
        "Der Bundestag hat das Gesetz beschlossen.\nDie Opposition stimmte dagegen.\n"
        "Es tritt am 1. Januar in Kraft.\nDie Kosten trägt der Bund allein.",
        "教皇方济各去世，梵蒂冈宣布。\n葬礼将于周六在圣彼得广场举行。",
    ],
)
def test_a_flash_that_two_outlets_print_is_one_source(flash: str) -> None:
    printed = flash.replace(",", "").replace("，", "").replace("hat das", "HAT das")  # a desk's commas and capitals
    found = taken(printed, "Read on below.", flash)
    assert found
    assert all(found)
    assert not any(taken(printed, "Read on below.", WIRE))


def test_a_short_sentence_in_other_words_is_the_reporters_own() -> None:
    assert taken("The Vatican says that Pope Francis is dead.", "Pope Francis has died, the Vatican says.") == [False]
    assert taken("梵蒂冈证实，教皇方济各已于周一去世。", "教皇方济各去世，梵蒂冈宣布。") == [False]


def test_a_short_quotation_alone_proves_nothing() -> None:
    quoted = '"This cannot go on like this," the mayor said.'
    assert taken(quoted, quoted) == [False]


def test_a_sentence_of_a_few_words_beside_copied_text_is_taken_over_only_if_it_stands_there() -> None:
    own = WIRE.replace("Nobody was in them.", "Both were empty.").split("\n")[:2]
    assert taken("\n".join(own), WIRE) == [True, False]


def test_without_an_earlier_text_nothing_was_taken_over() -> None:
    assert taken(WIRE) == [False] * 5
