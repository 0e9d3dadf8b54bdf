"""Figures in a sentence as values that may move on, with the circumstances by which two are known for the same one.

Beside what models/numbers.py reads, "one person", "a man", "nobody" and "dozens" are figures here. Ages, clock times and
decades are none.
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.dates import WEEKDAY
from models.numbers import located, value
from models.words import STOP, stem


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands in a text: `label` is what a person reads, `low` to `high` what it may stand for."""

    label: str
    low: float
    high: float
    rough: bool
    start: int
    end: int

    @property
    def vague(self) -> bool:
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a figure in its own clause."""

    now: bool
    """Whether it is a total as of now: no part, no addition, no forecast, nothing of the past."""
    rate: bool
    """Whether it is so many a day, or at a time."""
    names: frozenset[str]
    days: frozenset[str]
    years: frozenset[str]

    def fits(self, other: Setting) -> bool:
        """Whether two figures may be of the same thing: not of two places or people, nor of two years."""
        apart = self.names and other.names and not self.names & other.names
        return self.now and other.now and not apart and self.years == other.years


READ_CHARACTERS = 1_000
"""What is longer is a table or a page's furniture and no sentence: only its beginning is read."""
ROUGHLY = 0.1
"""Figures no further apart than this share are the same where one of them is given as rough ("about 1,000")."""

_VAGUE = {"several": (3, 9), "dozens": (20, 99), "scores": (20, 99), "hundreds": (100, 999), "thousands": (1e3, 9_999)}
_PERSON = r"(?:man|woman|boy|girl|child|person|teenager|student|worker|soldier|officer|policeman|passenger|driver|pedestrian|resident|civilian)"
_TOLLED = r"(?:dead|deaths?|fatality|killed|missing|injured|wounded|hurt|cases?|arrests?|arrested)"
_SPELLED = re.compile(
    rf"""(?P<none>\b(?:no[\s-]?one|nobody|none|no\ (?:people|persons?|injuries|casualties|fatalities|{_TOLLED}))\b)
    |(?P<thousand>\ba\ thousand\b)
    |(?P<one>\bone(?=\s+(?:[a-z-]+\s+){{0,2}}(?:{_PERSON}|{_TOLLED})\b)
      |\ban?(?:\s+(?:elderly|off-duty|young|local|police|\d\d-year-old)){{0,2}}\s+{_PERSON}\b)
    |\b(?P<vague>several|dozens|scores|(?:tens\ of\ |hundreds\ of\ )?thousands|hundreds)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ROUGH = re.compile(r"(?:about|around|some|nearly|almost|roughly|approximately|estimated|more than|over|up to|as many as)\s+$", re.I)
_AGE_OR_TIME = re.compile(r"-?\s?years?[\s-]old|-(?:day|week|month|year|man|strong|hour|mile|metre|foot)\b|s\b|\s?(?:[AaPp]\.?[Mm]\b|BST|GMT|E[SD]T)|st\b|nd\b|rd\b|th\b|[:-]\d")
_DATELINE = re.compile(r"[012]\d[0-5]\d\s+[A-Z]")
"""How an entry of a live page begins: the time of day."""
_MANY = re.compile(r"\b(?:several|few|many)\s+$", re.I)
_PIECE = re.compile(r"(?:\d[-–]|\b[A-Z]\w*,\s+|\bNo\.?\s?|[(/]\s?|[^\W\d_])$")
"""What stands before a part of a telephone number, an age ("Tom Riis, 31,"), another name in digits ("A330"), or the same once more
in another unit ("5,000 barrels (210,000 gallons/795,000 litres)")."""
_ROAD = re.compile(r"\s+(?:[\w'’.]+\s+){0,3}(?:Road|Rd|Street|St|Avenue|Ave|Boulevard|Blvd|Drive|Lane|Way|Highway|Court)\b")
_CLOCK = re.compile(r"(?:(?:19|20)\d\d,?|[:.]\d*|-)\s*$")

_MORE_BEFORE = re.compile(r"\b(?:(?:rise|increase|jump|fall|drop)\s+of(?:\s+(?:nearly|about|some|almost|over))?|another|an\s+extra|further|additional|includ(?:es|ing)|from|than\ the|since|by|every|aged?|under|phase|article|route)\s+$", re.I)
_MORE_BEHIND = re.compile(r"\s+(?:(?:of|among)\s+(?:them|whom|those|the|these|his|her|its|their)|more|further|additional|new|extra|fresh|others?)\b", re.I)
_NOT_NOW = re.compile(
    r"""\b(?:may(?!\s+\d)|might|could|would|will|should|expect(?:s|ed)?|predict(?:s|ed)?|forecast(?:s|ers)?|projected|if|would-be
    |last\ (?:year|month|week)|years?\ (?:ago|earlier|before)|decades?
    |previous(?:ly)?|had\ (?:earlier|stood|put|been\ put)|earlier|initial(?:ly)?|at\ first|compared\ (?:with|to)|risk|possibl[ey]|suspect(?:ed)?|first(?!-)|once|unless|until|as\ soon\ as)\b""",
    re.I | re.X,
)
_RATE = re.compile(r"\b(?:every|each|per|an?\s+(?:year|month|week|day|hour)|annual(?:ly)?|yearly|monthly|weekly|daily|on\s+average|average)\b", re.I)
_YEAR = re.compile(r"(?<![\w$€£.,-])(?:1[6-9]|20)\d\d(?!\w|%|[,.]\d)(?!\s+(?:people|dead|deaths|troops|homes|killed|others|cases))")
_WORLDWIDE = re.compile(r"\b(?:world-?wide|global(?:ly)?|(?:across|around|in|over)\s+the\s+(?:whole\s+)?world|internationally)\b", re.I)
_WORLD = frozenset(("worldwide",))
_FULL_DATE = re.compile(r"\b[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}\b|\b\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}\b")
_WEEKDAY = re.compile(rf"\b{WEEKDAY}\b", re.I)
_BREAK = re.compile(r"[;:.]\s|,\s|\b(?:and|but)\b")
_BREAK_BEHIND = re.compile(r"[;:.]\s|,\s|\b(?:and|but|while|said|says)\b")
_SUBORDINATE = re.compile(r"\b(?:as|when|after|since|before|because|until|where|which|that)\b")
_CAPITAL = re.compile(r"[^\W\d_a-z][\w'’-]*")
_PLACE = re.compile(rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]ff|[Aa]cross|[Oo]utside|[Tt]hroughout)\s+(?:[a-z]+\s+){{0,3}}((?:{_CAPITAL.pattern}\s*)+)")


def exact(text: str) -> Iterable[Quantity]:
    """The figures of `models.numbers.located` that can move on: no ages, no times of day, no decades."""
    dated = _DATELINE.match(text)
    for figure, start, end in located(text):
        if dated and start == 0:
            continue
        if _AGE_OR_TIME.match(text, end) or _ROAD.match(text, end) or _MANY.search(text, 0, start):
            continue
        if ("." in figure and _CLOCK.search(text, 0, start)) or ("%" not in figure and _PIECE.search(text, 0, start)):
            continue
        size = value(figure)
        yield Quantity(figure, size, size, bool(_ROUGH.search(text, 0, start)), start, end)


def spelled(text: str) -> Iterable[Quantity]:
    """What else counts people: none, one and a vague many."""
    for match in _SPELLED.finditer(text):
        if match["vague"]:
            word = match["vague"].lower()
            low, high = _VAGUE[word.split()[-1]]
            times = 10 if word.startswith("tens") else 100 if word.startswith("hundreds of") else 1
            yield Quantity(word, low * times, high * times, True, *match.span())
        else:
            number = 0 if match["none"] else 1_000 if match["thousand"] else 1
            yield Quantity(str(number), number, number, False, *match.span())


def setting(text: str, figure: Quantity, first: int, last: int, names: tuple[str, ...]) -> Setting:
    """The circumstances of `figure` in the clause around `first` to `last`; `names` are those of the sentence."""
    ahead, behind = clause_of(text, first, last)
    clause = text[ahead:behind]
    added = _MORE_BEFORE.search(text, 0, figure.start) or _MORE_BEHIND.match(text, figure.end)
    named = {part for name in names for part in name.lower().split()}
    own = clause[: sub.start()] if (sub := _SUBORDINATE.search(clause, last - ahead)) else clause
    return Setting(
        now=not added and of_now(clause),
        rate=bool(_RATE.search(clause)),
        names=(frozenset(word.lower() for word in _CAPITAL.findall(" ".join((own, *_PLACE.findall(clause))))) & named)
        | (_WORLD if _WORLDWIDE.search(clause) else frozenset()),
        days=frozenset(day.lower() for day in _WEEKDAY.findall(clause)),
        years=years(text),
    )


def clause_of(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the clause around `first` to `last` begins and ends."""
    ahead = max((each.end() for each in _BREAK.finditer(text, 0, first)), default=0)
    behind = _BREAK_BEHIND.search(text, last)
    return ahead, behind.start() if behind else len(text)


def of_now(clause: str) -> bool:
    """Whether a clause tells of now, not of what may come or of what was before."""
    return not _NOT_NOW.search(clause)


def years(text: str) -> frozenset[str]:
    """The years that a text names, but for those of a full date, as a date line gives it."""
    return frozenset(_YEAR.findall(_FULL_DATE.sub(" ", text)))


def moved(before: Quantity, now: Quantity, furthest: float) -> int:
    """1 where the value rose, -1 where it fell, 0 where the two may be one or are more than `furthest` times apart."""
    if before.vague or now.vague:
        rose = now.low > before.high or (before.vague and not now.vague and now.low >= before.low)
        return int(rose and (now.low <= furthest * max(before.high, 1.0)))
    low, high = sorted((before.low, now.low))
    if low == high or high > furthest * low:
        return 0
    if (before.rough or now.rough) and high - low <= ROUGHLY * low:
        return 0
    return 1 if now.low > before.low else -1


_BEHIND = re.compile(r"\s*-?\s*(°|%|[^\W\d_]+)")
_MONEY = frozenset("$ £ € ¥".split()) | {
    stem(word)
    for word in "dollar dollars euro euros pound pounds crown crowns yen rouble roubles ruble rubles franc francs".split()
}
MEASURES = frozenset(("money", "%", "°", "c", "f")) | {
    stem(word)
    for word in """second seconds minute minutes hour hours day days week weeks month months year years cent cents per mile
    miles metre metres meter meters kilometre kilometres kilometer kilometers km foot feet inch inches tonne tonnes ton tons
    barrel barrels gallon gallons degree degrees celsius hectares acres knots kph mph kmh cm mm kg times page pages""".split()
}
"""Units and the like: no people."""


def unit_of(text: str, figure: Quantity) -> str:
    """What stands right behind a figure: "%", "money", or the stem of a unit or of what is counted; "" where nothing does."""
    if figure.label.endswith("%"):
        return "%"
    behind = _BEHIND.match(text, figure.end)
    unit = stem(behind[1].lower()) if behind and behind[1].lower() not in STOP else ""
    return "money" if unit in _MONEY or text[figure.start - 1 : figure.start] in _MONEY else unit
