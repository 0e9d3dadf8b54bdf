"""Copies are told from rewrites and from the same template with other facts."""

from __future__ import annotations

import pytest

from models.copies import CopyIndex, fingerprint, says_more

WIRE = (
    "The ferry Aurelia ran aground off the island of Tarn on Monday evening with 214 people aboard, the coast "
    "guard said. Lifeboats from three harbours brought passengers ashore through heavy swell until after "
    "midnight. A spokeswoman for the operator, Norline, said the captain had reported a failure of the rudder "
    "an hour before. Two passengers were treated for cold. Divers are to look at the hull on Tuesday, and "
    "the harbour of Tarn stays closed to large ships until they have finished. It is the third accident on the "
    "route in five years. The transport ministry asked the inspectorate for a report by the end of the month."
)


SAME = [
    WIRE,
    "TARN (Wire) - " + WIRE,
    WIRE.upper(),
    WIRE[: len(WIRE) * 2 // 3],
    WIRE + "\nRead more about the sea in our Sunday edition, with maps and pictures of every harbour.",
]


def _index() -> CopyIndex:
    index = CopyIndex()
    index.add(7, fingerprint(WIRE))
    return index


@pytest.mark.parametrize("text", [*SAME, WIRE.replace(". ", ".\n\n")])
def test_copies(text: str) -> None:
    match = _index().find(fingerprint(text))
    assert match is not None
    assert match.article_id == 7
    assert match.containment > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "A ferry with more than two hundred people aboard has hit rocks near Tarn. Rescuers took all of them off "
        "in a night-long operation, officials said, and the company blamed the steering. The harbour will be shut "
        "while divers inspect the ship, which is the third to have had an accident on this line since the start of the "
        "decade. The minister for transport wants to know why.",
        "",
        "Breaking news. More to follow.",
    ],
)
def test_no_copies(text: str) -> None:
    assert _index().find(fingerprint(text)) is None


def test_same_template_with_other_facts_is_no_copy() -> None:
    report = (
        "Police in {town} are looking for a man who robbed the {shop} on {street} on {day}. He was about {age} years "
        "old and wore a {colour} coat. Nobody was hurt. He left with {sum} dollars in the direction of {place}. "
        "Witnesses are asked to call {phone}."
    )
    first = report.format(
        town="Ashby", shop="bakery", street="Mill Lane", day="Monday", age="forty", colour="green", sum="900",
        place="the canal", phone="555 0101",
    )  # fmt: skip
    second = report.format(
        town="Corran", shop="pharmacy", street="High Road", day="Friday", age="twenty", colour="blue", sum="150",
        place="the old station", phone="555 0199",
    )  # fmt: skip
    index = CopyIndex()
    index.add(1, fingerprint(first))
    assert index.find(fingerprint(second)) is None


@pytest.mark.parametrize(
    "text",
    [
        WIRE + "\nThe captain was arrested on Wednesday morning, the public prosecutor of Tarn told reporters.",
        WIRE.replace("Two passengers", "Eleven passengers"),
    ],
)
def test_an_update_around_its_own_earlier_text_says_more(text: str) -> None:
    assert _index().find(fingerprint(text)) is not None
    assert says_more(text, WIRE)


@pytest.mark.parametrize("text", SAME)
def test_a_copy_says_no_more(text: str) -> None:
    assert not says_more(text, WIRE)
    assert not says_more(text, "")


def test_the_most_alike_is_found_and_the_order_of_adding_does_not_matter() -> None:
    half = WIRE[: len(WIRE) // 2]
    other = half + " Nobody on the island had seen the ship before it struck, said the keeper of the lighthouse."
    for order in ((1, 2), (2, 1)):
        index = CopyIndex()
        for article_id in order:
            index.add(article_id, fingerprint({1: WIRE, 2: other}[article_id]))
        match = index.find(fingerprint(WIRE))
        assert match is not None
        assert match.article_id == 1


def test_what_is_restored_for_some_texts_finds_for_them_what_the_whole_index_does() -> None:
    texts = [f"{text} In all {number} people were on board, the company said." for number, text in enumerate(SAME)]
    texts += [WIRE, "short", " ".join(f"word{number}" for number in range(300))]
    whole = CopyIndex()
    rows = []
    for article_id, text in enumerate(texts):
        whole.add(article_id, fingerprint(text))
        rows.append((article_id, fingerprint(text).to_bytes()))
    for wanted in ([WIRE], [texts[-1], "short"], texts, [""]):
        part = CopyIndex.among(iter(rows), map(fingerprint, wanted))
        assert [part.find(fingerprint(text)) for text in wanted] == [whole.find(fingerprint(text)) for text in wanted]
        assert set(part._lists) <= {run for text in wanted for run in fingerprint(text).hashes}, "and holds no more"
