"""Changed values: a sentence held against the known statement on the same fact, with the value before and now.

By rule: a count of people ("8 dead" to "11 dead", models/counts.py), another figure ("14%" to "41%"), and what became of
something ("may ban" to "banned", "arrested" to "released", "denied" to "confirmed", models/statuses.py).
"""

# ruff: noqa: E501 — word lists and patterns read better whole

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from models.counts import Counted, counts
from models.nouns import Sentence
from models.numbers import numbers, value
from models.quantities import MEASURES, READ_CHARACTERS, Quantity, Setting, exact, moved, setting, unit_of
from models.statuses import (
    SAME_FACT,
    SAME_WORDS,
    WORD_FOR_WORD,
    happened,
    moves_onward,
    negated,
    put_off,
    shared,
    status,
)
from models.words import stem, words


@dataclass(frozen=True, slots=True)
class Change:
    """The value before and now, as a person reads them."""

    old: str
    new: str


def change(sentence: Sentence, known: Sentence) -> Change | None:
    """What `sentence` changes in `known`, given that the two are about the same fact; None if nothing."""
    found = _toll(sentence, known) or _figure(sentence, known)
    if found:
        return found
    for rule in (put_off, status, happened, negated):
        became = rule(sentence, known)
        if became:
            return Change(*became)
    return None


LARGEST_RATIO = 20.0
"""Figures further apart than this count different things, unless the sentences say the same of them in the same words."""


LARGEST_FALL = 2.0
"""A figure that falls further is another one, unless it stands in the same words: what is spent and counted only grows."""


def gives(known: Sentence, new: str) -> bool:
    """Whether a statement holds the new value of a change already: it was told before."""
    if new in known.numbers or new in known.words or (" " in new and new.lower() in known.text.lower()):
        return True
    return any(count.quantity.label == new for count in counts(known.text, known.names).values())


def corrected(sentence: Sentence, following: Sentence | None, held: Callable[[str], bool]) -> Change | None:
    """The figure that a correction takes back and the one that it puts in its place: "… gave the number as 41,000. The
    correct figure is 14,000." `held` says whether the story knows a figure."""
    figures = list(dict.fromkeys((*sentence.numbers, *(following.numbers if following else ()))))
    wrong = [figure for figure in sentence.numbers if held(figure)] or list(sentence.numbers)
    if not wrong:
        return None
    if _NOT_BUT.search(sentence.text) and len(sentence.numbers) == 2:  # "14,000, not 41,000"
        return Change(sentence.numbers[1], sentence.numbers[0])
    right = next((figure for figure in figures if figure != wrong[0]), None)
    return Change(wrong[0], right) if right else None


_NOT_BUT = re.compile(r"\d\S*,?\s+(?:and\s+)?not\s+\d", re.IGNORECASE)


def goes_on(text: str, change: Change) -> bool:
    """Whether a change is how a story goes on (a toll that rises, somebody missing who is found, a status that moves
    on) rather than another value for an old fact. `text`: the sentence that says so now."""
    old, new = change.old, change.new
    for counted, count in counts(text).items():
        if count.quantity.label == new:
            vague = numbers(old) != (old,) or numbers(new) != (new,)
            return vague or counted is Counted.MISSING or value(new) > value(old)
    return moves_onward(old, new)


def _toll(sentence: Sentence, known: Sentence) -> Change | None:
    """Another count of the dead, the injured, the missing, the ill or the arrested. Only the missing become fewer; a toll
    that falls without being taken back is a part, or of something else."""
    now, before = counts(sentence.text, sentence.names), counts(known.text, known.names)
    for counted, count in now.items():
        old = before.get(counted)
        shorter, longer = shared(sentence, known)
        if old is None or not count.same(old) or (count.another and longer < SAME_WORDS and not count.meets(old)):
            continue
        furthest = math.inf if shorter >= SAME_FACT else LARGEST_RATIO
        way = moved(old.quantity, count.quantity, furthest)
        if way > 0 or (way and (counted is Counted.MISSING or _taken_back(sentence, known))):
            return Change(old.quantity.label, count.quantity.label)
    return None


def _figure(sentence: Sentence, known: Sentence) -> Change | None:
    """Another figure of the same unit, or behind the same word. What is known of it decides how far apart the two may be:
    all but the same words, as far as one likes."""
    now = [each for each in _measures(sentence.text, sentence.names) if each.quantity.label not in known.numbers]
    before = [each for each in _measures(known.text, known.names) if each.quantity.label not in sentence.numbers]
    shorter, longer = shared(sentence, known) if now and before else (0.0, 0.0)
    if shorter < SAME_FACT:
        return None
    for figure in now:
        for old in before:
            unit = bool(figure.unit) and figure.unit == old.unit
            led = bool(figure.before) and figure.before == old.before
            if not (led or unit) or (figure.unit and old.unit and not unit):
                continue
            if not led and figure.unit in _COMMON:
                continue
            way = moved(old.quantity, figure.quantity, math.inf if unit and shorter >= SAME_WORDS else LARGEST_RATIO)
            fell = way < 0 and (not led or not moved(old.quantity, figure.quantity, LARGEST_FALL))
            if (fell and shorter < SAME_WORDS) or ((figure.step or old.step) and longer < WORD_FOR_WORD):
                continue
            if way and figure.around.fits(old.around):
                return Change(old.quantity.label, figure.quantity.label)
    return None


@dataclass(frozen=True, slots=True)
class _Measure:
    """A figure that counts no people, its unit or what it counts ("" where none stands behind it), and the word before."""

    quantity: Quantity
    around: Setting
    unit: str
    before: str
    step: bool
    """Whether it says by how much something moved ("fell 4%"), not where it stands: tomorrow's is another one."""


@functools.lru_cache(maxsize=50_000)
def _measures(text: str, names: tuple[str, ...]) -> tuple[_Measure, ...]:
    text = text[:READ_CHARACTERS]
    people = {count.quantity.label for count in counts(text, names).values()}
    found = []
    for figure in exact(text):
        if figure.label in people:
            continue
        before = words(_APART.split(text[max(0, figure.start - 40) : figure.start])[-1])[-1:]
        around = setting(text, figure, figure.start, figure.end, names)
        found.append(_Measure(figure, around, unit_of(text, figure), stem(before[0]) if before else "", _step(text, figure)))
    return tuple(found)


_APART = re.compile(r"[\d,;:()]")


def _step(text: str, figure: Quantity) -> bool:
    return bool(_MOVED.search(text, 0, figure.start) or _MOVED_BEHIND.match(text, figure.end))


_MOVED = re.compile(
    r"""\b(?:f[ae]ll(?:s|en|ing)?|r[io]s(?:es?|en|ing|e)|gain(?:ed|s|ing)?|los(?:t|es|ing|e)|drop(?:ped|s|ping)?|slid|slipp?\w*|tumbl\w+|jump\w*|climb\w*|up|down
    |shed|add(?:ed|s)|declin\w+|increas\w+|decreas\w+|plung\w+|surg\w+|lag\w+|rebound\w*|grew|grown|shr[aiu]nk)\s+(?:(?!to\b|at\b)\w+\s+){0,2}$""",
    re.I | re.X,
)
_MOVED_BEHIND = re.compile(r"\s+(?:points?\s+)?(?:up|down|higher|lower|rise|drop|fall|gain|decline|increase|jump|more|less)\b", re.I)


def _taken_back(sentence: Sentence, known: Sentence) -> bool:
    """Whether a lower count is said to be one, or stands in the words of the old one."""
    return bool(_LOWERED.search(sentence.text)) or shared(sentence, known)[1] >= SAME_WORDS


_LOWERED = re.compile(r"\b(?:revis(?:ed|es|ing)|lower(?:ed|s|ing)|correct(?:ed|s|ing)|downward|recount(?:ed)?|fell|fallen|dropped|down)\b", re.I)
_COMMON = MEASURES | {stem("people")}
"""What many figures of a story are given in: sharing one does not make two figures one."""
