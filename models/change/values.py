"""Changed values: a sentence held against the known statement on the same fact, with the value before and now.

By rule: a count of people ("8 dead" to "11 dead", models/change/counts.py), another figure ("14%" to "41%"), another date
(models/change/redated.py), and what became of something ("may ban" to "banned", "arrested" to "released", models/change/statuses.py).
"""

# ruff: noqa: E501 — word lists and patterns read better whole

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

from models.change.alike import SAME_FACT, SAME_WORDS, WORD_FOR_WORD, same_names, shared
from models.change.circumstances import Setting, setting
from models.change.counts import Counted, counts
from models.change.modality import happened, negated, was_open
from models.change.quantities import (
    ABOUT,
    MEASURES,
    MOVES,
    READ_CHARACTERS,
    Quantity,
    exact,
    leading,
    moved,
    pairs,
    share_of,
    steps,
    unit_of,
)
from models.change.redated import another_date, put_off, redated
from models.change.statuses import denied, given, gone_on, refused, status
from models.change.turned import is_turn, turned, turned_already
from models.nouns import Sentence
from models.text.abroad import abroad
from models.text.numbers import numbers, value
from models.text.words import stem, words
from settings.limits_developments import READ_IN_MEMORY


@dataclass(frozen=True, slots=True)
class Change:
    """The value before and now, as the two texts write them."""

    old: str
    new: str


def change(sentence: Sentence, known: Sentence) -> Change | None:
    """What `sentence` changes in `known`, given that the two are about the same fact; None if nothing."""
    for rule in (_toll, _stepped, _named, _paired, _figure, put_off, redated, status, turned, happened, denied, negated):
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
    label = _label(new)
    said = new.lower() in known.words and not refused(known, frozenset((new.lower(),)))
    if label in known.numbers or said or given(known, new) or turned_already(known, new):
        return True
    if abroad(known.text) and new in known.text:  # read alone, "1.250" is an English figure
        return True
    if len(exact(new)) != 1:
        several = " " in new or new[:1].isdigit()
        return several and bool(re.search(rf"\b{re.escape(new)}\b", known.text, re.I))
    return any(count.quantity.label == label for count in counts(known.text, known.names).values())


def _label(written: str) -> str:
    """A figure in the one spelling of models/text/numbers.py; anything else as it is."""
    figures = exact(written)
    return figures[0].label if len(figures) == 1 else written


def between(first: str, second: str, third: str) -> bool:
    """Whether all three are figures and the second is not beyond the others."""
    sizes = [figures[0].low for figures in map(exact, (first, second, third)) if figures]
    return len(sizes) == 3 and sorted(sizes)[1] == sizes[1]


def goes_on(text: str, change: Change) -> bool:
    """Whether a change is how a story goes on (a toll that rises, somebody missing who is found, a status that moves
    on, a bid that is raised) rather than another value for an old fact. `text`: the sentence that says so now."""
    old, new = _label(change.old), _label(change.new)
    for counted, count in counts(text).items():
        if count.quantity.label == new:
            vague = numbers(old) != (old,) or numbers(new) != (new,)
            return vague or counted is Counted.MISSING or value(new) > value(old)
    raised = (each for each in exact(text[:READ_CHARACTERS]) if leading(_RAISED_TO, text, each.start))
    return was_open(old) or gone_on(old, new) or is_turn(old, new) or any(each.label == new for each in raised)


def _toll(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """Another count of the dead, the injured, the missing, the ill or the arrested. Only the missing become fewer; a toll
    that falls without being taken back is a part, or of something else."""
    now, before = counts(sentence.text, sentence.names), counts(known.text, known.names)
    for counted, count in sorted(now.items(), key=lambda each: each[1].quantity.start):
        old = before.get(counted)
        shorter, longer = shared(sentence, known)
        if old is None or not count.same(old) or (count.another and longer < SAME_WORDS and not count.meets(old)):
            continue
        furthest = math.inf if shorter >= SAME_FACT else LARGEST_RATIO
        way = moved(old.quantity, count.quantity, furthest)
        if way > 0 or (way and (counted is Counted.MISSING or _taken_back(sentence, known))):
            return old.quantity.written, count.quantity.written
    return None


def _stepped(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """A figure that the sentence says itself to have moved from the known one: "cut to 1.9% from 2.4%"."""
    moves = steps(sentence.text[:READ_CHARACTERS]) if known.numbers else ()
    if not moves or not _SET.search(sentence.text) or shared(sentence, known)[0] < SAME_FACT or not same_names(sentence, known):
        return None
    before = {(each.label, unit_of(known.text, each)) for each in exact(known.text[:READ_CHARACTERS])}
    for old, new in moves:
        unit = unit_of(sentence.text, old) or unit_of(sentence.text, new)
        if (old.label, unit) in before and moved(old, new, LARGEST_RATIO) and new.label not in known.numbers:
            return old.written, new.written
    return None


_SET = re.compile(rf"\b(?:{MOVES}|cut(?:s|ting)?|rais\w+|lower\w*|reduc\w+|revis\w+|chang\w+|went|go(?:es|ne)|rise|fall)\b", re.I)
"""Verbs by which a figure moves or is moved: without one "from 9 to 5" is a span."""


def _named(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """What is raised or cut to a figure by its own name, where the known sentence gives one figure of it: "offered 60 million
    euros" to "raised their offer to 78 million euros". A price for each ("31 euros per share") is not the total."""
    if not _RAISED.search(sentence.text) or shared(sentence, known)[0] < SAME_FACT or not same_names(sentence, known):
        return None
    for figure in exact(sentence.text[:READ_CHARACTERS]):
        raised = leading(_RAISED_TO, sentence.text, figure.start)
        unit = unit_of(sentence.text, figure)
        called = _BIDS.get(raised["what"].lower(), (raised["what"].lower(),)) if raised else ()
        if not any(word.startswith(called) for word in known.words):
            continue
        each_one = bool(_EACH.match(sentence.text, figure.end))
        same = [each for each in exact(known.text[:READ_CHARACTERS]) if unit_of(known.text, each) == unit]
        before = [each for each in same if bool(_EACH.match(known.text, each.end)) == each_one]
        if len(before) == 1 and moved(before[0], figure, LARGEST_RATIO) and figure.label not in known.numbers:
            return before[0].written, figure.written
    return None


_RAISE = r"\b(?:rais(?:ed?|es|ing)|increas(?:ed?|es|ing)|lift(?:ed|s|ing)|cut(?:s|ting)?|lower(?:ed|s|ing)|reduc(?:ed?|es|ing)|slash(?:ed|es|ing)|trim(?:med|s|ming))"
_RAISED = re.compile(_RAISE + r"\b", re.I)
_BIDS = dict.fromkeys(("bid", "offer"), ("bid", "offer"))
"""Two words for one thing that is raised."""
_EACH = re.compile(r"\s+\w+,?\s+(?:per|an?|each|for\s+each)\b", re.I)
_RAISED_TO = re.compile(
    rf"(?<!may )(?<!might )(?<!could )(?<!not ){_RAISE}\s+(?:its|their|his|her|the)\s+(?:\w+\s+)??(?P<what>[a-z]{{3,}})\b(?:\s+(?:for|of|on)\s+[^.,;:]{{1,60}}?(?:,[^.,;:]{{1,60}},)?)?\s+to\s+(?:{ABOUT}\s+)?[$£€¥]?$", re.I
)


def _paired(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """Another range, vote or score in the same words: the only one of either sentence that the other does not have."""
    new = [each for each in pairs(sentence.text[:READ_CHARACTERS]) if each.written not in known.text]
    old = [each for each in pairs(known.text[:READ_CHARACTERS]) if each.written not in sentence.text] if new else []
    if len(old) != 1 or len(new) != 1 or old[0].unit != new[0].unit or shared(sentence, known)[1] < SAME_WORDS:
        return None
    if not same_names(sentence, known) or another_date(sentence, known):
        return None
    was, now = old[0].written, new[0].written
    return (was, now) if numbers(was) != numbers(now) else None


def _figure(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
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
            if (not led and figure.unit in _COMMON) or (figure.unit.startswith("% ") and longer < SAME_FACT):
                continue
            way = moved(old.quantity, figure.quantity, math.inf if unit and shorter >= SAME_WORDS else LARGEST_RATIO)
            fell = way < 0 and (not led or not moved(old.quantity, figure.quantity, LARGEST_FALL))
            if (fell and shorter < SAME_WORDS) or ((figure.step or old.step) and longer < WORD_FOR_WORD):
                continue
            awaited = longer >= SAME_WORDS and figure.around.awaits(old.around)
            if way and (awaited or figure.around.fits(old.around)):
                return old.quantity.written, figure.quantity.written
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


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def _measures(text: str, names: tuple[str, ...]) -> tuple[_Measure, ...]:
    text = text[:READ_CHARACTERS]
    people = {count.quantity.label for count in counts(text, names).values()}
    paired = pairs(text)
    found = []
    for figure in exact(text):
        if figure.label in people or any(pair.start <= figure.start < pair.end for pair in paired):
            continue
        before = words(_APART.split(text[max(0, figure.start - 40) : figure.start])[-1])[-1:]
        around = setting(text, figure, figure.start, figure.end, names)
        unit = share_of(text, figure) or unit_of(text, figure)
        found.append(_Measure(figure, around, unit, stem(before[0]) if before else "", _step(text, figure)))
    return tuple(found)


_APART = re.compile(r"[\d,;:()]")


def _step(text: str, figure: Quantity) -> bool:
    return bool(leading(_MOVED, text, figure.start) or _MOVED_BEHIND.match(text, figure.end))


_MOVED = re.compile(rf"\b{MOVES}\s+(?:(?!to\b|at\b)\w+\s+){{0,2}}$", re.I)
_MOVED_BEHIND = re.compile(r"\s+(?:points?\s+)?(?:up|down|higher|lower|rise|drop|fall|gain|decline|increase|jump|more|less)\b", re.I)


def _taken_back(sentence: Sentence, known: Sentence) -> bool:
    """Whether a lower count is said to be one, or stands in the words of the old one."""
    return bool(_LOWERED.search(sentence.text)) or shared(sentence, known)[1] >= SAME_WORDS


_LOWERED = re.compile(r"\b(?:revis(?:ed|es|ing)|lower(?:ed|s|ing)|correct(?:ed|s|ing)|downward|recount(?:ed)?|fell|fallen|dropped|down)\b", re.I)
_COMMON = MEASURES | {stem("people")}
"""What many figures of a story are given in: sharing one does not make two figures one."""
