"""Words that put a sentence in time, and the line by which an article says of which day it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?<![\w$€£.,-])(?:1[6-9]|20)\d\d(?!\w|%|[,.]\d)(?!\s+(?:people|dead|deaths|troops|homes|killed|others|cases))"
"""Patterns of English, for re.IGNORECASE; of a year, what does not count people."""

_DATED = re.compile(
    rf"\b{WEEKDAY}\b"
    r"""|\b(?:today|yesterday|tonight|tomorrow|overnight)\b
    |\b(?:this|last|next|earlier\ this)\s+(?:week(?:end)?|month|morning|afternoon|evening|night)\b
    |\b"""
    + rf"{MONTH}\.?\s+\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b"
    + r"""|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b(?:hours|minutes|days)\s+(?:ago|later|after)\b
    |\b(?:just|breaking|developing)\b\s*[:,]|\b(?:heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
    |aujourd'hui|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hoy|ayer|lunes|martes|miércoles|jueves|viernes
    |vandaag|gisteren|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|sábado|domingo
    |dziś|dzisiaj|wczoraj|poniedziałek|wtorek|środę|czwartek|piątek|sobotę|niedzielę|oggi|ieri|сегодня|вчера|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def dated(text: str) -> bool:
    """Whether the text says when, near enough to the day of writing to be news."""
    return bool(_DATED.search(text))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({MONTH})\.?"
_DAY = re.compile(
    rf"""\b(?:{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+((?:19|20)\d\d)
    |(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20)\d\d)
    |((?:19|20)\d\d)-(\d\d)-(\d\d))(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_OF_DATES = frozenset(
    _WORDS.findall(
        """mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    posted published updated modified edited revised created issued released filed uploaded first last originally
    story article date dated time on at by of am pm a p m h hr hrs hour hours noon midnight local uk
    z utc gmt bst ist cet cest eet eest msk pkt wib hkt sgt jst kst eat wat sast et est edt ct cst cdt mt mst mdt
    pt pst pdt akst akdt hst aest aedt acst acdt awst nzst nzdt"""
    )
)
"""Words that stand beside a date without making it the date of something else."""
_NOT_OF_NOW = re.compile(
    r"\b(?:born|died?|dies|killed|copyright|founded|established|remember(?:ing|ed)?|commemorat\w+|anniversary|since|until"
    r"|before|after|expires?|deadline)\b|©|\(c\)",
    re.IGNORECASE,
)
DATELINE_CHARACTERS, DATELINE_WORDS, DATELINE_LINES = 80, 4, 2
"""A line up to so long, with up to so many names (of a place, a writer) beside its dates, tells an article's day; among
so many first ones."""
FIRST_YEAR = 1990
"""Before it there were no pages: a date of before is somebody's birth or a battle."""


def dateline(title: str, text: str, seen: datetime) -> datetime | None:
    """The day (midnight, UTC) that an article says it is of: a date alone for its title or on one of its first lines,
    as "Posted: May 24, 2005" or "26 September 2013, 10:00 (GMT)"; English months or ISO 8601. A line, not a title, may
    name a place or a writer too. None without one, and for a day that had not come when the article was seen."""
    lines = text.split("\n", DATELINE_LINES)[:DATELINE_LINES]
    for names, line in ((0, title), *((DATELINE_WORDS, each) for each in lines)):
        match = _DAY.search(line) if len(line) <= DATELINE_CHARACTERS else None
        if match is None or _NOT_OF_NOW.search(line):
            continue
        others = [word for word in _WORDS.findall(_DAY.sub(" ", line)) if word.lower() not in _OF_DATES]
        if len(others) > names or (others and line.rstrip().endswith((".", "!", "?"))):
            continue
        if not all(word[0].isupper() for word in others):
            continue
        said = _day(match)
        if said is not None and said.year >= FIRST_YEAR and said <= seen + timedelta(days=1):
            return said
    return None


def _day(match: re.Match[str]) -> datetime | None:
    first, its, of, day, month, year, whole, monthly, daily = match.groups()
    try:
        if whole:
            return datetime(int(whole), int(monthly), int(daily), tzinfo=UTC)
        named = _MONTHS.index((first or month)[:3].lower()) + 1
        return datetime(int(of or year), named, int(its or day), tzinfo=UTC)
    except ValueError:  # 31 June
        return None
