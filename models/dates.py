"""Words that put a sentence in time, and the line by which an article says of which day it is."""



from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_DATED = re.compile(
    r"""\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|yesterday|tonight|tomorrow|overnight)\b
    |\b(?:this|last|next|earlier\ this)\s+(?:week(?:end)?|month|morning|afternoon|evening|night)\b
    |\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct
    |nov|dec)\.?\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:january|february|march|april|may|june|july|august
    |september|october|november|december)\b|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b(?:hours|minutes|days)\s+(?:ago|later|after)\b
    |\b(?:just|breaking|developing)\b\s*[:,]|\b(?:heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
    |aujourd'hui|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hoy|ayer|lunes|martes|miércoles|jueves|viernes
    |oggi|ieri|сегодня|вчера|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def dated(text: str) -> bool:
    """Whether the text says when, near enough to the day of writing to be news."""
    return bool(_DATED.search(text))

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"""(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?
    |nov(?:ember)?|dec(?:ember)?)\.?"""
_DAY = re.compile(
    rf"""\b(?:{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+((?:19|20)\d\d)
    |(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20)\d\d)
    |((?:19|20)\d\d)-(\d\d)-(\d\d))(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_WORDS = re.compile(r"[^\W\d_]+")
DATELINE_CHARACTERS, DATELINE_WORDS, DATELINE_LINES = 80, 7, 2
"""A line up to so long, with up to so many words beside its dates, tells an article's day; among so many first ones."""
FIRST_YEAR = 1990
"""Before it there were no pages: a date of before is somebody's birth or a battle."""


def dateline(title: str, text: str, seen: datetime) -> datetime | None:
    """The day (midnight, UTC) that an article says it is of: a date alone on its title or one of its first lines, as
    "Posted: May 24, 2005" or "26 September 2013, 10:00 (GMT)"; English months or ISO 8601. None without one, and for
    a day that had not come when the article was seen."""
    for line in (title, *text.split("\n", DATELINE_LINES)[:DATELINE_LINES]):
        match = _DAY.search(line) if len(line) <= DATELINE_CHARACTERS else None
        if match is None:
            continue
        beside = len(_WORDS.findall(_DAY.sub(" ", line)))
        if beside > DATELINE_WORDS or (beside > 2 and line.rstrip().endswith((".", "!", "?"))):
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
