"""A page read again: what a sentence said before, and which fact in it is another one now.

For figures, tolls and statuses the rules of models/change/values.py hold. Beside the same sentence of the last reading more can be
told: where nearly all words stayed, a day, a month, a year, a name or a "not" that is another one was changed by hand.
"""

# ruff: noqa: E501 — patterns read better whole

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from models.change.quantities import READ_CHARACTERS
from models.change.redated import another_date
from models.change.values import Change, change
from models.nouns import Passages, Sentence, SentenceKind
from models.text.numbers import numbers
from settings import limits_developments as limits

SAME_SENTENCE = 0.7
"""Share of its words that a sentence must keep, in their order, to be one that was edited (difflib's ratio)."""
SPELLING = 0.75
"""Likeness in letters from which another name is the same one, spelled otherwise."""

READ_WORDS = 200
"""Of a sentence: to compare two takes as long as their words multiplied, where all are alike."""

_TOKEN = re.compile(r"\w+(?:[.,:'’-]\w+)*%?")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d")
_NOT = re.compile(r"not|never|no|\w+n['’]t", re.I)


def edits(passages: Passages, previous: Passages) -> dict[int, Change]:
    """The sentences of a page in which a fact is another one than in the same sentence of its last reading, by index."""
    stood = {_plain(sentence) for sentence in previous.sentences}
    stays = {_plain(sentence) for sentence in passages.sentences}
    gone = [index for index, sentence in enumerate(previous.sentences) if _plain(sentence) not in stays]
    found: dict[int, Change] = {}
    if not gone:
        return found
    for index, sentence in enumerate(passages.sentences):
        if _plain(sentence) in stood or sentence.kind is SentenceKind.BOILERPLATE:
            continue
        nearest = gone[int((previous.vectors[gone] @ passages.vectors[index]).argmax())]
        changed = edited(sentence, previous.sentences[nearest])
        if changed:
            found[index] = changed
    return found


def edited(sentence: Sentence, before: Sentence) -> Change | None:
    """The fact that is another one in `sentence` than in `before`, given that it stands in that one's place."""
    old, new = (_TOKEN.findall(each.text[:READ_CHARACTERS])[:READ_WORDS] for each in (before, sentence))
    matcher = SequenceMatcher(None, [each.lower() for each in old], [each.lower() for each in new], autojunk=False)
    if matcher.ratio() < SAME_SENTENCE:
        return None
    known = change(sentence, before)
    if known:
        return known
    date = another_date(sentence, before)
    if date:
        return Change(*date)
    named = {part for each in (sentence, before) for name in each.names for part in _TOKEN.findall(name)}
    for kind, a, b, c, d in matcher.get_opcodes():
        was, now = old[a:b], new[c:d]
        if kind == "replace" and _differ(was, now, named):
            return Change(" ".join(was), " ".join(now))
        if kind != "equal" and any(map(_NOT.fullmatch, was)) != any(map(_NOT.fullmatch, now)):
            return Change(" ".join(was) or "yes", " ".join(now) or "yes")
    return None


def _differ(was: list[str], now: list[str], named: set[str]) -> bool:
    """Whether both are of one kind of fact, figures or names, and not the same."""
    figures = [numbers(" ".join(each for each in span if not _CLOCK.fullmatch(each))) for span in (was, now)]
    if all(figures):
        return figures[0] != figures[1]
    names = [[each for each in span if each in named] for span in (was, now)]
    return all(names) and not set(names[0]) & set(names[1]) and not any(_spelled(names))


def _spelled(names: list[list[str]]) -> Iterator[bool]:
    old, new = (" ".join(each) for each in names)
    yield SequenceMatcher(None, old, new, autojunk=False).ratio() >= SPELLING
    for long, short in ((names[0], new), (names[1], old)):
        yield "".join(each[0] for each in long) == short  # "NCC" for "Northern Canal Company"


def kept(passages: Passages, previous: Passages, edited: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Which sentences stood on the page before, word for word or nearly; none of those in which a fact was edited."""
    stood = {_plain(sentence) for sentence in previous.sentences}
    same = np.array([_plain(sentence) in stood for sentence in passages.sentences], dtype=bool)
    if len(previous.sentences):
        numbers = [set(sentence.numbers) for sentence in previous.sentences]
        cosines = passages.vectors @ previous.vectors.T
        for index, row in enumerate(cosines.argmax(axis=1)):
            close = cosines[index, row] >= limits.KEPT_COSINE
            same[index] |= bool(close and set(passages.sentences[index].numbers) == numbers[row])
    same[list(edited)] = False
    return same


def _plain(sentence: Sentence) -> str:
    return " ".join(sentence.text.split())
