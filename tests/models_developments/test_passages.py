"""Passages: what is put between paragraphs that were known is judged by itself."""

from __future__ import annotations

import numpy as np
from news import Newsroom

from models.novelty.passages import passages_of
from models.text.sentences import split

FLASH = """The mill at Orsk has been sold to the Brandt family for 12 million crowns, its owners said.

Some 140 people work in the mill. It grinds rye and oats for the north.

The Brandt family owns four bakeries in Velm and a malt house by the sea.

Flour from Orsk was first shipped in 1871. The mill stood still in both wars."""

ADDED = "Carters blocked trucks at a gate on Friday. Steward Ilka Moor wants 9 percent more and talks by Tuesday."


def test_an_update_between_known_paragraphs_is_told() -> None:
    room = Newsroom()
    room.tell(FLASH, title="Mill at Orsk sold")
    first, *rest = FLASH.split("\n\n")
    update = "\n\n".join((first, ADDED, *rest))
    found = room.tell(update, hours=2, title="UPDATE 1-Mill at Orsk sold")
    assert found.development
    assert {finding.sentence for finding in found.findings} <= {sentence.text for sentence in split(ADDED)}


def test_short_paragraphs_make_passages_but_not_of_known_and_unknown() -> None:
    sentences = split("\n\n".join(f"Sentence number {word} of this text ends here." for word in "abcdefg"))
    unknown = np.zeros(len(sentences), bool)
    assert passages_of(sentences, unknown).tolist() == [0, 0, 0, 1, 1, 1, 2]
    unknown[[0, 1, 4, 5, 6]] = True
    assert passages_of(sentences, unknown).tolist() == [0, 0, 1, 1, 2, 2, 2]
