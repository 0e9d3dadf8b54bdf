"""Dates that are other ones: put off in so many words ("postponed to Friday"), or another day, month or year in a sentence
that otherwise says the same.

Two dates are compared by what both of them give: "in May" may be "12 May 2026", and a weekday any of them. The day on which
somebody speaks is none: each report names its own.
"""

# ruff: noqa: E501 — patterns read better whole

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from models.change.alike import WORD_FOR_WORD, same_names, stems
from models.change.quantities import READ_CHARACTERS, leading
from models.nouns import Sentence
from models.text.dates import MONTH, WEEKDAY, YEAR
from models.text.names import CALENDAR
from models.text.words import stem
from settings.limits_developments import READ_IN_MEMORY


@dataclass(frozen=True, slots=True)
class Date:
    """A day, month or year as it stands in a text; "" for what it does not give."""

    written: str
    start: int
    weekday: str
    day: str
    month: str
    year: str

    @property
    def gives(self) -> tuple[bool, ...]:
        return bool(self.weekday), bool(self.day), bool(self.month), bool(self.year)

    def fits(self, other: Date) -> bool:
        """Whether the two may be one."""
        return not any(
            mine and its and mine != its
            for mine, its in (
                (self.weekday, other.weekday),
                (self.day, other.day),
                (self.month, other.month),
                (self.year, other.year),
            )
        )


_NTH = r"(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"""\b(?={WEEKDAY}|{MONTH}|\d)(?:(?P<weekday>{WEEKDAY})\b(?:,?\s+(?:the\s+)?(?={MONTH}\.?\s+\d|\d{{1,2}}{_NTH}\s+(?:of\s+)?{MONTH}\b))?)?
    (?:(?P<day>\d{{1,2}}){_NTH}\s+(?:of\s+)?(?P<month>{MONTH})\b(?:,?\s+(?P<year>{YEAR}))?
    |(?P<month2>{MONTH})\.?\s+(?P<day2>\d{{1,2}}){_NTH}(?![\w%])(?:,?\s+(?P<year2>{YEAR}))?
    |(?P<month3>{MONTH})\.?,?\s+(?P<year3>{YEAR})
    |(?P<month4>{MONTH})\b
    |(?P<year4>{YEAR}))?""",
    re.IGNORECASE | re.VERBOSE,
)
_IN = re.compile(r"\b(?:in|on|since|until|till|by|for|from|to|of|last|next|this|early|late|mid|during|through|between|before|after)[\s-]+$", re.I)
"""What stands before a month alone, which else is somebody's name or a verb."""
_STAMPED = re.compile(r",?\s+(?:\d{1,2}[:.]\d\d|--|[A-Z])")
"""What stands behind a page's own date, where no preposition stands before it."""
_SPEAKS = re.compile(r"\b(?:said|says|told|announced|added|reported)\b(?:\W+\w+){0,3}\W*$", re.I)
_PUT_OFF = re.compile(
    r"\b(?:postponed|delayed|put\s+off|put\s+back|pushed\s+back|moved|brought\s+forward|rescheduled|deferred|adjourned|extended)\s+(?:from\s+\S+(?:\s+\S+)?\s+)?(?:to|until|till|for|by)\s+(?:(?!\d)\w+\s+)?$",
    re.I,
)


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def dates(text: str) -> tuple[Date, ...]:
    """The days, months and years that a text gives, but for those on which somebody speaks and those of a page."""
    found = []
    for match in _DATE.finditer(text):
        if not match.group():
            continue
        weekday, day, month, year = (
            next((value.lower() for name in names if (value := match[name])), "") for names in _PARTS
        )
        if month and not day and not year and not (leading(_IN, text, match.start()) and match["month4"][0].isupper()):
            continue
        if weekday and not month and leading(_SPEAKS, text, match.start()):
            continue
        if _STAMPED.match(text, match.end()) and not leading(_IN, text, match.start()):
            continue
        found.append(Date(match.group().strip(), match.start(), weekday, day.lstrip("0"), month[:3], year))
    return tuple(found)


_PARTS = (("weekday",), ("day", "day2"), ("month", "month2", "month3", "month4"), ("year", "year2", "year3", "year4"))


def another_date(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """The one date of a known sentence that fits none of a new one, and the one in its place; None if there is none."""
    now, before = dates(sentence.text[:READ_CHARACTERS]), dates(known.text[:READ_CHARACTERS])
    if not now or not before or min(len(_own(sentence)), len(_own(known))) < OWN_WORDS:
        return None
    other = [date for date in now if not any(map(date.fits, before))]
    old = [date for date in before if not any(map(date.fits, now))]
    if len(old) != 1 or len(other) != 1 or old[0].gives != other[0].gives:
        return None
    return old[0].written, other[0].written


def redated(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """Another date in all but the same words, with the same figures and names."""
    moved = another_date(sentence, known)
    if moved is None or set(sentence.names) != set(known.names):
        return None
    now, before = _own(sentence), _own(known)
    return moved if len(now & before) >= WORD_FOR_WORD * max(len(now), len(before)) else None


def is_date(value: str) -> bool:
    """Whether an old or new value is a date."""
    return bool(_DATE.fullmatch(value))


def _own(sentence: Sentence) -> frozenset[str]:
    """A sentence's words and figures but for those of dates."""
    return stems(sentence.words) - _CALENDAR | set(sentence.numbers) - {date.year for date in dates(sentence.text)}


OWN_WORDS = 3
"""Words besides a date below which a line is a page's own ("Published: 3 May")."""


_CALENDAR = frozenset(map(stem, CALENDAR))


def put_off(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """A date that moved, where the sentence says that it did and the known one gave a single other date."""
    moved = [date for date in dates(sentence.text[:READ_CHARACTERS]) if leading(_PUT_OFF, sentence.text, date.start)]
    before = dates(known.text[:READ_CHARACTERS])
    if not moved or len(before) != 1 or not same_names(sentence, known):
        return None
    alike = stems(sentence.words) & stems(known.words)
    return (before[0].written, moved[0].written) if alike and not moved[0].fits(before[0]) else None
