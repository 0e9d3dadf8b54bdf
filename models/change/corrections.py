"""Values that a sentence takes back in so many words: "14,000, not 41,000 as stated before", "corrected the toll from 31 to
28", "on Thursday, not on Tuesday as announced".

Pure rules of one sentence. Whether the old value was known is for whoever holds the ledger.
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from models.change.alike import stems
from models.change.quantities import READ_CHARACTERS, Quantity, exact, steps, unit_of, written
from models.change.values import Change
from models.nouns import Sentence
from models.roles import QUOTED, says_wrong
from models.text.dates import MONTH, WEEKDAY
from models.text.numbers import located, numbers, value
from models.text.words import stem
from settings.limits_developments import READ_IN_MEMORY


@dataclass(frozen=True, slots=True)
class Retraction:
    """A value taken back and the one put in its place. `term`: the old figure as the ledger holds it, "" for a day or a
    name; `outright`: the sentence says that the old value had been given; otherwise it only sets two against each other."""

    change: Change
    term: str
    unit: str
    outright: bool

    def held_by(self, known: Sentence) -> bool:
        """Whether a known statement gives the old value, and not in another unit."""
        if not self.term:
            return self.change.old in known.text and self.change.new not in known.text
        label = self.term.removeprefix("#")
        of = {unit_of(known.text, each) for each in exact(known.text) if each.label == label}
        return label in known.numbers and (self.outright or not self.unit or not of or self.unit in of)


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def retraction(text: str) -> Retraction | None:
    """The first value that `text` takes back; None if it takes back none."""
    if not _SPEAKS_OF.search(text[:READ_CHARACTERS]):
        return None
    return next(_figures(text[:READ_CHARACTERS]), None) or next(_others(text[:READ_CHARACTERS]), None)


def corrected(sentence: Sentence, following: Sentence | None, held: Callable[[str], bool]) -> Change | None:
    """The figure that a correction takes back and the one that it puts in its place: "… gave the number as 41,000. The
    correct figure is 14,000." `held` says whether the story knows a figure."""
    said = retraction(sentence.text)
    if said:
        return said.change
    figures = [(label, written(text, *span)) for text in (sentence.text, following.text if following else "") for label, *span in located(text)]
    wrong = [(label, stands) for label, stands in figures if label in sentence.numbers]
    if not wrong:
        return None
    label, stands = next((each for each in wrong if held(each[0])), wrong[0])
    right = next((other for figure, other in figures if figure != label), None)
    return Change(stands, right) if right else None


def takes_back(known: Sentence, written: str) -> bool:
    """Whether a statement says of a figure that it was wrong and another one is right: since then it does not stand."""
    said = retraction(known.text)
    return said is not None and bool(said.term) and numbers(written) == (said.term.removeprefix("#"),)


def repeats(sentence: Sentence, known: Sentence) -> bool:
    """Whether `sentence`, which says without a value that something was wrong, may say it of what `known` corrected: all
    that it names of what articles give wrongly is in `known`, and half of its other words."""
    if not (says_wrong(known.text) or retraction(known.text)):
        return False
    kinds, theirs = ({kind for kind, told in _KINDS.items() if told.search(each.text)} for each in (sentence, known))
    about = stems(sentence.words) - _OF_CORRECTIONS
    return kinds <= theirs and bool(kinds or about) and len(about & stems(known.words)) >= ABOUT_THE_SAME * len(about)


ABOUT_THE_SAME = 0.5
"""Share of the words of a correction without a value, but for those that all have, that are those of one with it."""


_SPEAKS_OF = re.compile(r"\b(?:not|instead|rather|correct|amend|restat|revis|lower|reduc|cut)", re.I)
BETWEEN = 120
"""Characters between the two values, and before and behind them, in which the words stand that take one back."""


def _figures(text: str) -> Iterator[Retraction]:
    figures, moves = exact(text), steps(text)
    wanted = bool(_WANTED.search(text))
    quoted = [match.span() for match in QUOTED.finditer(text)]
    for first, second in pairwise(figures):
        between = text[first.end : second.start]
        if len(between) > BETWEEN:
            continue
        before, behind = text[max(0, first.start - BETWEEN) : first.start], text[second.end : second.end + BETWEEN]
        if _NOT.search(between):
            new, old = first, second
        elif (_NOT_AHEAD.search(before) and _BUT.search(between)) or (_TAKES_BACK.search(before) and (first, second) in moves):
            new, old = second, first
        elif _TAKES_BACK.search(before) and (second, first) in moves:
            new, old = first, second
        else:
            continue
        between_and_behind = between if old is first else behind
        outright = bool(_WAS_GIVEN.match(between_and_behind) or _OWNED.search(before))
        alone = not _CLAIMED.match(between_and_behind) and not wanted
        inside = any(start <= first.start < end for start, end in quoted)
        if _alike(text, old, new) and (outright or (alone and not inside)):
            unit = unit_of(text, new) or unit_of(text, old)
            yield Retraction(Change(old.written, new.written), "#" + old.label, unit, outright)


def _others(text: str) -> Iterator[Retraction]:
    """Days and names, only where the sentence says outright that the old one had been given."""
    for pattern in (_DAYS, _NAMES):
        for match in pattern.finditer(text):
            if match["old"].lower() != match["new"].lower():
                yield Retraction(Change(match["old"], match["new"]), "", "", True)


def _alike(text: str, old: Quantity, new: Quantity) -> bool:
    """Whether two figures may be of one thing: both shares or neither, and not hundreds of times apart."""
    low, high = sorted((value(old.label), value(new.label)))
    units = {unit for unit in (unit_of(text, old), unit_of(text, new)) if unit}
    return low < high <= LARGEST_SLIP * max(low, 1.0) and (old.label.endswith("%") == new.label.endswith("%") or not units)


LARGEST_SLIP = 1_000.0
"""Largest ratio of a wrong figure to the right one: a million for a thousand; further apart they count different things."""

_A = r"(?:the\s+|an?\s+|about\s+|some\s+|around\s+|at\s+|by\s+|on\s+|in\s+|up\s+to\s+|(?:more|less|fewer)\s+than\s+)*[$£€¥]?$"
_NOT = re.compile(rf"^(?:\s+[^\s,.;:]+){{0,14}},?\s+(?:and\s+|but\s+)?(?:not|rather\s+than|instead\s+of)\s+{_A}", re.I)
_NOT_AHEAD = re.compile(rf"\b(?:not|instead\s+of|rather\s+than)\s+{_A}", re.I)
_BUT = re.compile(rf"^[^.;:]{{0,60}}\bbut\s+(?:\w+\s+){{0,4}}{_A}", re.I)
_OWNED = re.compile(r"\b(?:correct(?:ed|s|ing)|amend(?:ed|s|ing)|restat(?:ed|es|ing))\b", re.I)
_TAKES_BACK = re.compile(
    rf"(?:{_OWNED.pattern}|\brevis(?:ed|es|ing)\s+(?:(?:up|down)wards?\s+|up\s+|down\s+)?(?:the|its|their)\s+(?:[\w-]+\s+){{0,2}}(?:toll|count|number|figure|total)\b"
    r"|\b(?:lower|reduc|cut)(?:ed|s|ting|ing)?\s+(?:the|its|their)\s+(?:[\w-]+\s+){0,2}(?:toll|count|tally)\b)[^.;]*$",
    re.I,
)
"""Verbs that take back the old value of what they move: a count can be lowered, as a price can, but then the old one was wrong."""
_BEFORE = r"(?:previously|earlier|initially|originally|first|wrongly|mistakenly)"
_GIVEN = r"(?:stated|said|reported|announced|gave|given|thought|believed|published|estimated|counted|put|assumed|wrote|written|told|claimed\s+(?:before|earlier|at\s+first))"
_WAS_GIVEN = re.compile(
    rf"^(?:\s+(?!as\b|than\b|that\b|which\b)[^\s,.;:]+){{0,3}},?\s+(?:(?:as|than|that|which|it|they|he|she)\s+(?:[^\s,.;:]+\s+){{0,5}}?{_GIVEN}\b"
    rf"|{_BEFORE}\s+{_GIVEN}\b|{_GIVEN}\s+(?:before|earlier|previously|at\s+first|initially|originally|on\s+[A-Z]))",
    re.I,
)
_CLAIMED = re.compile(r"^[^.;]{0,60}?\bas\s+(?:[^\s,.;:]+\s+){0,5}?(?:claim|alleg|hope|want|demand|ask|expect|plan|propose|suggest)\w*", re.I)
_WANTED = re.compile(r"\b(?:(?:want|demand|ask|need|deserve|call)(?:s|ed|ing)?|hop(?:es?|ed|ing)|propos(?:es?|ed|ing)|should|must|would|could|may|might|if)\b", re.I)
_DAY = rf"(?i:{WEEKDAY}|(?:19|20)\d\d\b|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}(?:\s+\d{{1,4}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?)?)"
_NAME = r"[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+)*"
_INSTEAD = r",?\s+(?:and\s+|but\s+)?(?:not|rather\s+than|instead\s+of)\s+(?:(?:on|in|at|by|of|from|to|for)\s+)?(?:the\s+)?"
_AS_GIVEN = rf",?\s+(?:(?:as|than)\s+(?:[^\s,.;:]+\s+){{0,4}}?{_GIVEN}\b|{_BEFORE}\s+{_GIVEN}\b)"
_DAYS = re.compile(rf"\b(?P<new>{_DAY}){_INSTEAD}(?P<old>{_DAY}){_AS_GIVEN}")
_NAMES = re.compile(rf"\b(?P<new>{_NAME}){_INSTEAD}(?P<old>{_NAME}){_AS_GIVEN}")
_KINDS = {
    "dead": re.compile(r"\b(?:dead|deaths?|died|kill(?:s|ed|ing)?|toll|fatalit(?:y|ies)|lives)\b", re.I),
    "hurt": re.compile(r"\b(?:injur(?:ed|ies|y)|wounded|hurt)\b", re.I),
    "name": re.compile(r"\b(?:names?|named|spelling|misspell?ed|misspelt|identity|(?:mis)?identified)\b", re.I),
    "age": re.compile(r"\b(?:ages?|aged|years?[\s-]old)\b", re.I),
    "day": re.compile(rf"\b(?:day|date|{WEEKDAY}|{MONTH}\s+\d|\d+\s+{MONTH})\b", re.I),
}
"""What articles give wrongly, whatever word stands for it."""
_OF_CORRECTIONS = frozenset(
    map(
        stem,
        """correction corrections correct corrected corrects clarification clarify note editor earlier previous previously
        original initial version article story report post page updated amended changed gave given said stated misstated
        misreported wrong wrongly incorrect incorrectly overstated understated figure figures number numbers how many day date
        age name death deaths dead died killed toll injured""".split(),
    )
)
"""Words that corrections have in common, or that `_KINDS` reads."""
