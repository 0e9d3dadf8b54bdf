"""Whose words an article speaks: what it says itself, and what it took over from others word for word.

A publisher is an independent witness of a statement when it says it in words of its own. The same words mean one source
(an agency, a press release, another outlet), however many print them. Words within quotation marks are the speaker's
and prove neither: two reporters who listened to one person write them alike. A quotation was taken over where it stands
beside what was. A sentence too short for runs of words, and one of a script that writes none, was where it stands
letter for letter in what was written before, unless it is so short that two may chance upon it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence, Set
from itertools import accumulate
from unicodedata import east_asian_width

from models.copies import runs
from models.nouns import Sentence
from models.roles import QUOTED
from settings.limits_decide import RUNS_IN_MEMORY
from settings.limits_developments import OWN_LETTERS, OWN_RUNS, TAKEN_OVER, WIDE_LETTER

_NO_LETTER = re.compile(r"[\W_]+")


def taken_over(sentences: Sequence[Sentence], earlier: Iterable[str]) -> tuple[bool, ...]:
    """Per sentence of an article, in order, whether it was taken over word for word from one of the `earlier` texts, or
    stands edited between two that were."""
    texts = list(earlier)
    if not (texts and sentences):
        return (False,) * len(sentences)
    known = frozenset().union(*map(_runs, texts))
    letters = "\n".join(_letters(text) for text in texts)
    judged = [_judged(sentence, known, letters) for sentence in sentences]
    above, below = _so_far(judged), _so_far(judged[::-1])[::-1]
    found = []
    for sentence, taken, before, behind in zip(sentences, judged, above, below, strict=True):
        if taken is None:
            taken = (before or behind) and _letters(sentence.text) in letters
        found.append(taken or (before and behind))
    return tuple(found)


@functools.lru_cache(maxsize=RUNS_IN_MEMORY)
def _runs(text: str) -> frozenset[int]:
    """Of what was written before, which each further article of a story is held against."""
    return frozenset(runs(text))


def _judged(sentence: Sentence, known: Set[int], letters: str) -> bool | None:
    """By the runs of words outside quotation marks, or, where they are too few, by the letters of a sentence without a
    quotation; None where there are too few of these, too."""
    own = [run for part in QUOTED.sub("\n", sentence.text).split("\n") for run in runs(part)]
    if len(own) >= OWN_RUNS:
        return sum(run in known for run in own) >= TAKEN_OVER * len(own)
    if sentence.quotes or QUOTED.search(sentence.text):
        return None
    its = _letters(sentence.text)
    return its in letters if sum(_weight(letter) for letter in its) >= OWN_LETTERS else None


def _so_far(judged: Sequence[bool | None]) -> list[bool]:
    """Before each sentence, what the last one that could be judged was."""
    return list(accumulate(judged[:-1], lambda last, each: last if each is None else each, initial=False))


def _letters(text: str) -> str:
    """Letters and digits alone: case, spaces and punctuation are a desk's, not the words'."""
    return _NO_LETTER.sub("", text.casefold())


def _weight(letter: str) -> int:
    return WIDE_LETTER if east_asian_width(letter) in "WF" else 1
