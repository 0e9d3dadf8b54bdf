"""Whose words an article speaks: what it says itself, and what it took over from others word for word.

A publisher is an independent witness of a statement when it says it in words of its own. The same words mean one source
(an agency, a press release, another outlet), however many print them. Words within quotation marks are the speaker's
and prove neither: two reporters who listened to one person write them alike. A quotation, and a sentence too short to
tell, was taken over where it stands beside what was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.copies import runs
from models.nouns import Sentence
from models.roles import QUOTED
from settings.limits_developments import OWN_RUNS, TAKEN_OVER


def taken_over(sentences: Sequence[Sentence], earlier: Iterable[str]) -> tuple[bool, ...]:
    """Per sentence of an article, in order, whether it was taken over word for word from one of the `earlier` texts, or
    stands edited between two that were."""
    known = {run for text in earlier for run in runs(text)}
    if not known:
        return (False,) * len(sentences)
    judged = [_judged(sentence.text, known) for sentence in sentences]
    found = []
    for index, (sentence, taken) in enumerate(zip(sentences, judged, strict=True)):
        before = next((each for each in reversed(judged[:index]) if each is not None), False)
        behind = next((each for each in judged[index + 1 :] if each is not None), False)
        if taken is None:
            taken = (before or behind) and known.issuperset(runs(sentence.text))
        found.append(taken or (before and behind))
    return tuple(found)


def _judged(text: str, known: set[int]) -> bool | None:
    """By the runs of words outside quotation marks; None where they are too few to tell."""
    own = [run for part in QUOTED.sub("\n", text).split("\n") for run in runs(part)]
    if len(own) < OWN_RUNS:
        return None
    return sum(run in known for run in own) >= TAKEN_OVER * len(own)
