"""Which days a text tells of, as they were when it was written: "on Thursday", "yesterday", "12 March"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from models.text.dates import MONTH, WEEKDAY, YEAR

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NTH = r"(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"""\b(?:(?<!every\s)(?<!each\s)(?P<weekday>{WEEKDAY})
    |(?P<today>today|tonight|overnight|this\s+(?:morning|afternoon|evening))
    |(?P<yesterday>yesterday|last\s+night)
    |(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}}){_NTH}(?!\d|[.,:]\d)(?:,?\s+(?P<year>{YEAR}))?
    |(?P<day2>\d{{1,2}}){_NTH}\s+(?:of\s+)?(?P<month2>{MONTH})(?:,?\s+(?P<year2>{YEAR}))?)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_LAST = re.compile(r"\blast\s+$", re.IGNORECASE)
AHEAD = timedelta(days=1)
"""It may be a day later where it was written than it was in UTC."""
A_YEAR_AGO = timedelta(days=60)
"""A day and month without a year that would come later than this is of the year before."""


def days(text: str, when: datetime) -> tuple[date, ...]:
    """The days that an English text written at `when` tells of, in its order: none that was to come. A weekday is the
    last that was so called, for what is announced for Thursday is told on Thursday."""
    today = when.date()
    found = []
    for match in _DAY.finditer(text):
        if match["today"]:
            found.append(today)
        elif match["yesterday"]:
            found.append(today - timedelta(days=1))
        elif match["weekday"]:
            ago = (today.weekday() - _WEEKDAYS.index(match["weekday"][:3].lower())) % 7
            found.append(today - timedelta(days=7 if not ago and _LAST.search(text, 0, match.start()) else ago))
        else:
            named = _named(match, today)
            if named is not None and named <= today + AHEAD:
                found.append(named)
    return tuple(found)


def _named(match: re.Match[str], today: date) -> date | None:
    """The day that is told by its month."""
    month = _MONTHS.index((match["month"] or match["month2"])[:3].lower()) + 1
    year, day = match["year"] or match["year2"], int(match["day"] or match["day2"])
    try:
        named = date(int(year or today.year), month, day)
        return named if year or named - today <= A_YEAR_AGO else named.replace(year=named.year - 1)
    except ValueError:  # 31 June
        return None
