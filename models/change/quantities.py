"""Figures in a sentence as values that may move on; models/change/circumstances.py tells whether two are of the same thing.

Beside what models/text/numbers.py reads, "one person", "a man", "nobody", "dozens" and "two thirds" are figures here. Ages,
clock times and decades are none.
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from models.text.numbers import located, value
from models.text.words import STOP, stem
from settings.limits_developments import READ_IN_MEMORY


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands in a text: `label` in the one spelling of models/text/numbers.py, `written` as a person reads it
    there, `low` to `high` what it may stand for."""

    label: str
    written: str
    low: float
    high: float
    rough: bool
    start: int
    end: int

    @property
    def vague(self) -> bool:
        return self.low != self.high


READ_CHARACTERS = 1_000
"""What is longer is a table or a page's furniture and no sentence: only its beginning is read."""
ROUGHLY = 0.1
"""Figures no further apart than this share are the same where one of them is given as rough ("about 1,000")."""

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_NUMBERS = {word: number for number, word in enumerate(_SMALL.split("|"), 1)} | {"a": 1, "an": 1}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_TIMES = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b"
MOVES = r"""(?:f[ae]ll(?:s|en|ing)?|r[io]s(?:es?|en|ing|e)|gain(?:ed|s|ing)?|los(?:t|es|ing|e)|drop(?:ped|s|ping)?|slid|slipp?\w*|tumbl\w+|jump\w*|climb\w*|up|down|shed|add(?:ed|s)|declin\w+|increas\w+|decreas\w+|plung\w+|surg\w+|lag\w+|rebound\w*|grew|grown|shr[aiu]nk)"""
"""Verbs by which a figure moves, for re.IGNORECASE."""
_VAGUE = {"several": (3, 9), "dozens": (20, 99), "scores": (20, 99), "hundreds": (100, 999), "thousands": (1e3, 9_999)}
_PERSON = r"(?:man|woman|boy|girl|child|person|teenager|student|worker|soldier|officer|policeman|passenger|driver|pedestrian|resident|civilian)"
_TOLLED = r"(?:dead|deaths?|fatality|killed|missing|injured|wounded|hurt|cases?|arrests?|arrested)"
_NTH = rf"\b(?:an?|the)\s+(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s+(?:{_PERSON}|{_TOLLED}|patient|victim|miner|suspect|life)\b)"
ORDINAL = re.compile(_NTH, re.I)
"""A count by its last one: "a fourth person has died"."""
_SPELLED = re.compile(
    rf"""(?P<none>\b(?:no[\s-]?one|nobody|none|no\ (?:people|persons?|injuries|casualties|fatalities|{_TOLLED}))\b)
    |(?P<thousand>\ba\ thousand\b)
    |(?P<one>\bone(?=\s+(?:[a-z-]+\s+){{0,2}}(?:{_PERSON}|{_TOLLED})\b)
      |\ban?(?:\s+(?:elderly|off-duty|young|local|police|\d\d-year-old)){{0,2}}\s+{_PERSON}\b)
    |{_NTH}
    |\b(?P<vague>several|dozens|scores|(?:tens\ of\ |hundreds\ of\ )?thousands|hundreds)\b""",
    re.IGNORECASE | re.VERBOSE,
)
ROUGH = r"(?:about|around|some|nearly|almost|roughly|approximately|(?:an\s+)?estimated|more\s+than|over|up\s+to|as\s+many\s+as)"
ABOUT = rf"(?:at\s+least|{ROUGH})"
"""Words between a figure and what leads to it, for re.IGNORECASE: by the first it is a rough one."""
_ROUGHLY = re.compile(rf"{ROUGH}\s+$", re.I)
_AGE = re.compile(rf"\b(?:age[ds]?\s+(?:between\s+)?(?:\w+\s+(?:and|to|or)\s+)?|{_PERSON}\s+of\s+)$", re.I)
_AGE_OR_TIME = re.compile(r"-?\s?calib(?:er|re)\b|\s+of\s+\d|-?\s?years?[\s-]old|-(?:day|week|month|year|man|strong|hour|mile|metre|foot)\b|s\b|\s?(?:[AaPp]\.?[Mm]\b|BST|GMT|E[SD]T)|st\b|nd\b|rd\b|th\b|[:/-]\d")
_LIVE_ENTRY = re.compile(r"[012]\d[0-5]\d\s+[A-Z]")
"""How an entry of a live page begins: the time of day."""
_MANY = re.compile(r"\b(?:several|few|many)\s+$", re.I)
_PIECE = re.compile(r"(?:\d[-–]|\b[A-Z]\w*,\s+|\bNo\.?\s?|[(/]\s?|[^\W\d_]|(?<!\d)\.|\d\s+of\s+)$")
"""What stands before a part of a telephone number, of so many ("image 4 of 9"), a calibre (".44"), an age ("Tom Riis, 31,"), another name in digits ("A330"), or the same once more
in another unit ("5,000 barrels (210,000 gallons/795,000 litres)")."""
_ROAD = re.compile(r"\s+(?:block\s+of|(?:[\w'’.]+\s+){0,3}(?:Road|Rd|Street|St|Avenue|Ave|Boulevard|Blvd|Drive|Lane|Way|Highway|Court))\b")
_CLOCK = re.compile(r"(?:(?:19|20)\d\d,?|[:.]\d*|-)\s*$")


def leading(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """What leads to `at` in a text: `pattern` ends there."""
    return pattern.search(text, max(0, at - LEADS), at)


LEADS = 120
"""Characters in which what leads to a figure or a date stands."""


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def exact(text: str) -> tuple[Quantity, ...]:
    """Shares in words, and the figures of `models.text.numbers.located` that can move on: no ages, no times of day, no decades."""
    parts = tuple(shares(text))
    found = list(parts)
    dated = _LIVE_ENTRY.match(text)
    for figure, start, end in located(text):
        if (dated and start == 0) or any(start < part.end and part.start < end for part in parts):
            continue
        if _AGE_OR_TIME.match(text, end) or leading(_AGE, text, start) or _ROAD.match(text, end) or leading(_MANY, text, start):
            continue
        if ("." in figure and leading(_CLOCK, text, start)) or ("%" not in figure and leading(_PIECE, text, start)):
            continue
        size = value(figure)
        rough = bool(leading(_ROUGHLY, text, start))
        found.append(Quantity(figure, written(text, start, end), size, size, rough, start, end))
    return tuple(sorted(found, key=lambda each: each.start))


def written(text: str, start: int, end: int) -> str:
    """A figure as its text writes it, with its currency's sign; one in words in digits."""
    stands = text[start - 1 : end] if text[start - 1 : start] in _SIGNS else text[start:end]
    if any(letter.isdigit() for letter in stands):
        behind = _POINTS.match(text, end)
        return " ".join((stands + (behind.group() if behind else "")).split())
    figure = located(text[start:end])[0][0]
    return f"{int(figure):,}" if figure.isdigit() else figure


def shares(text: str) -> Iterable[Quantity]:
    """Shares in words as what they are in a hundred: "two thirds of the staff", "one in five"."""
    for match in _SHARE.finditer(text):
        of = _NUMBERS.get((match["of"] or "").lower()) or float(match["of"] or 0) or _PARTS.get((match["part"] or "half").lower(), 2)
        some = _NUMBERS.get((match["some"] or match["parts"] or "one").lower()) or float(match["some"] or 1)
        if some < of:
            share = 100 * some / of
            yield Quantity(f"{share:.4g}%", " ".join(match.group().lower().split()), share, share, True, *match.span())


def spelled(text: str) -> Iterable[Quantity]:
    """What else counts people: none, one and a vague many."""
    for match in _SPELLED.finditer(text):
        if match["vague"]:
            word = match["vague"].lower()
            low, high = _VAGUE[word.split()[-1]]
            times = 10 if word.startswith("tens") else 100 if word.startswith("hundreds of") else 1
            yield Quantity(word, word, low * times, high * times, True, *match.span())
        else:
            number = 0 if match["none"] else 1_000 if match["thousand"] else _ORDINALS.get((match["ordinal"] or "").lower(), 1)
            yield Quantity(str(number), f"{number:,}", number, number, False, *match.span())


_ORDINALS = {**_PARTS, "second": 2, "fourth": 4}
"""How many there are with a "fourth person"."""


def moved(before: Quantity, now: Quantity, furthest: float) -> int:
    """1 where the value rose, -1 where it fell, 0 where the two may be one or are more than `furthest` times apart."""
    if before.vague or now.vague:
        rose = now.low > before.high or (before.vague and not now.vague and now.low > before.low)
        return int(rose and (now.low <= furthest * max(before.high, 1.0)))
    low, high = sorted((before.low, now.low))
    if low == high or high > furthest * low:
        return 0
    if (before.rough or now.rough) and high - low <= ROUGHLY * low:
        return 0
    return 1 if now.low > before.low else -1


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def steps(text: str) -> tuple[tuple[Quantity, Quantity], ...]:
    """Where a sentence says itself that a figure moved: "from 31 to 38", "to 38 from 31". The old one comes first."""
    found = []
    for first, second in pairwise(exact(text)):
        between = text[first.end : second.start]
        if leading(_FROM, text, first.start) and _TO_BEHIND.match(between):
            found.append((first, second))
        elif leading(_TO, text, first.start) and _FROM_BEHIND.match(between):
            found.append((second, first))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that belong together: a range ("3 to 4 percent"), a vote ("312 votes to 288"), a score ("2-1")."""

    written: str
    start: int
    end: int
    unit: str


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def pairs(text: str) -> tuple[Pair, ...]:
    """The pairs of figures in a text. What moved "from 3 to 4" is none, nor is a part of a telephone number."""
    found = []
    for (one, start, middle), (other, after, end) in pairwise(located(text)):
        joined = _JOINED.fullmatch(text, middle, after)
        if not joined or "%" in one or (" " in one) > (" " in other) or leading(_FROM, text, start) or (leading(_RISES, text, start) and "%" not in other):
            continue
        if joined["dash"] and (max(len(one), len(other)) > LONGEST_SCORE or _NEXT_PART.match(text, end) or leading(_PART, text, start)):
            continue
        of_both = Quantity(other, "", 0.0, 0.0, False, after, end)
        both = f"{written(text, start, middle)}{text[middle:after]}{written(text, after, end)}"
        found.append(Pair(both, start, end, unit_of(text, of_both)))
    return tuple(found)


LONGEST_SCORE = 3
"""Digits of a figure that a dash joins to another: more are parts of a telephone number or years."""
_JOINED = re.compile(r"(?:\s+votes?)?(?:\s+(?:to|against|versus)\s+|(?P<dash>\s?[-–]\s?))", re.I)
_PART = re.compile(r"[\w(][-–]$")
_NEXT_PART = re.compile(r"[-–:.]\d")
_RISES = re.compile(rf"\b{MOVES}(?:\s+by)?\s+(?:{ABOUT}\s+)?$", re.I)
_SIGN = r"[$£€¥]?"
_FROM = re.compile(rf"\bfrom\s+(?:(?:{ABOUT}|the|an?)\s+)*{_SIGN}$", re.I)
_TO = re.compile(rf"\bto\s+(?:(?:{ABOUT}|the|an?)\s+)*{_SIGN}$", re.I)
_WORDS = r"(?:\s+[^\s,.;:]+){0,4}?,?"
_TO_BEHIND = re.compile(rf"{_WORDS}\s+to\s+(?:(?:{ABOUT}|the|an?)\s+)*{_SIGN}$", re.I)
_FROM_BEHIND = re.compile(rf"{_WORDS}\s+from\s+(?:(?:{ABOUT}|the|an?)\s+)*{_SIGN}$", re.I)
_SHARE = re.compile(
    rf"""\b(?:(?:half|(?P<parts>an?|one|two|three|four|five|seven|nine)[\s-](?P<part>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?)
      (?=\s+(?:of(?!\s+an?\b)|the|its|their|his|her|all)\b)
    |(?P<some>{_SMALL}|\d)\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<of>{_SMALL}|\d{{1,2}}|100)\b(?!\s+(?:{_TIMES})|[\d,.%]\d|%))""",
    re.IGNORECASE | re.VERBOSE,
)
_OF = re.compile(r"\s+(?:of\s+)?(?:(?:the|its|their|his|her|all|those|these)\s+)*([^\W\d_]+)")
_BEHIND = re.compile(r"\s*-?\s*((?:square|cubic)[\s-]+[^\W\d_]+|°|%|[^\W\d_]+)")
_POINTS = re.compile(r"\s+points?\b", re.I)
_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
MEASURES = frozenset(("%", "points", "°", "c", "f")) | {
    stem(word)
    for word in """dollar dollars euro euros pound pounds crown crowns yen rouble roubles ruble rubles franc francs
    second seconds minute minutes hour hours day days week weeks month months year years cent cents per mile
    miles metre metres meter meters kilometre kilometres kilometer kilometers km foot feet inch inches tonne tonnes ton tons
    barrel barrels gallon gallons degree degrees celsius hectares acres knots kph mph kmh cm mm kg times page pages""".split()
}
"""Units and the like: no people."""


def unit_of(text: str, figure: Quantity) -> str:
    """What stands right behind a figure: "%", "points" of percent, or the stem of a unit, a currency or of what is counted;
    "" where nothing does."""
    if figure.label.endswith("%"):
        return "points" if _POINTS.match(text, figure.end) else "%"
    sign = _SIGNS.get(text[figure.start - 1 : figure.start])
    if sign:
        return stem(sign)
    behind = _BEHIND.match(text, figure.end)
    return stem(behind[1].lower()) if behind and behind[1].lower() not in STOP else ""


def share_of(text: str, figure: Quantity) -> str:
    """Of what a figure is a share: "% staff" of "two thirds of the staff" and of "67% of its staff"; "" of no such one."""
    of = _OF.match(text, figure.end) if unit_of(text, figure) == "%" else None
    return f"% {stem(of[1].lower())}" if of and of[1].lower() not in STOP else ""
