"""What an article's first lines say of who wrote it, where a reader looks past it: a dateline with the agency's mark
and the day ("LONDON, March 3 (Reuters) - "), a writer's line ("By Ida Moe, Associated Press")."""

from __future__ import annotations

import re

from models.text.names import CALENDAR, UPPER
from models.text.words import words

OPENING = 400
"""Characters in which credits are looked for: some pages put writer, section and time before the dateline."""
PLACE = 60
"""Characters that may stand before an agency's mark as the place and the day."""

_STARTS = rf"(?=[\"“”'‘«]*[{UPPER}0-9])"
_NAMED = r"\(([^()\n]{2,30})\)"
_CREDIT = re.compile(
    rf"{_NAMED}\s*(?:[-–—]+|:)\s*{_STARTS}"  # PARIS (AFP) - The
    rf"|^{_NAMED}\s*{_STARTS}"  # (AP) The
    rf"|^[{UPPER}][{UPPER}'’.\- ]+(?:,[^()\n]{{1,30}})?\s{_NAMED}\s*{_STARTS}"  # FORT WAYNE, Ind. (WANE) The
    rf"|/\s?([^/\n]{{2,30}}?)\s?/?\s*[-–—]+\s+{_STARTS}"  # Paris, 3 March / dpa - The
    r"|^((?:[Bb]y|BY|Von|Par|Por|Door)\s[^\n.!?]{2,80})$",
    re.MULTILINE,
)


def credit_words(text: str) -> tuple[str, ...]:
    """The words of a text's credits, one for each time that it stands there: they tell nothing of the event. The place
    of a dateline does, and is none of them."""
    opening, found = text[:OPENING], []
    for match in _CREDIT.finditer(opening):
        found += [word for part in match.groups() if part for word in words(part)]
        before = opening[opening.rfind("\n", 0, match.start()) + 1 : match.start()]
        if len(before) <= PLACE:
            found += [word for word in words(before) if word in CALENDAR]
    return tuple(found)


_PLACE = rf"[{UPPER}][{UPPER}'’.\- ]{{2,40}}"
_DATELINE = re.compile(
    rf"{_PLACE}(?:(?:,[^()–—]{{1,40}}?)?\s*{_NAMED}\s+[-–—]{{1,2}}|,[^()–—]{{0,30}}?\b\d{{1,2}}\s+[-–—]{{1,2}})\s+(?=\S)"
)


def dateline_end(text: str) -> int:
    """Where a text begins behind its dateline ("PORT ANSEL, March 6 (Meridian) - "); 0 where it has none."""
    found = _DATELINE.match(text)
    return found.end() if found else 0


def undated(text: str) -> str:
    """A text without its dateline: a first line has no room for it."""
    return text[dateline_end(text) :]
