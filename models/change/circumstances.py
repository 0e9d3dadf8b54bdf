"""What stands around a figure or a status in its own clause: whether it is as of now, of which place, day and year."""

# ruff: noqa: E501 — patterns read better whole

from __future__ import annotations

import re
from dataclasses import dataclass

from models.change.quantities import ABOUT, Quantity, leading
from models.text.credits import dateline_end
from models.text.dates import WEEKDAY, YEAR


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a figure in its own clause."""

    now: bool
    """Whether it is a total as of now: no part, no addition, no forecast, nothing of the past."""
    awaited: bool
    """Whether it is a total that may come: a forecast, a plan."""
    rate: bool
    """Whether it is so many a day, or at a time."""
    names: frozenset[str]
    days: frozenset[str]
    years: frozenset[str]

    def fits(self, other: Setting) -> bool:
        """Whether two figures may be of the same thing: not of two places or people, nor of two years."""
        return self.now and other.now and self._beside(other)

    def awaits(self, other: Setting) -> bool:
        """The same of two figures that may come."""
        return self.awaited and other.awaited and self._beside(other)

    def _beside(self, other: Setting) -> bool:
        apart = self.names and other.names and not self.names & other.names
        return not apart and self.years == other.years


def setting(text: str, figure: Quantity, first: int, last: int, names: tuple[str, ...]) -> Setting:
    """The circumstances of `figure` in the clause around `first` to `last`; `names` are those of the sentence."""
    ahead, behind = clause_of(text, first, last)
    clause = text[ahead:behind]
    added = leading(_MORE_BEFORE, text, figure.start) or _MORE_BEHIND.match(text, figure.end)
    span = _OVER_A_SPAN.search(clause)
    part = span or (not figure.label.endswith("%") and _PART_BEHIND.match(text, figure.end))
    named = {part for name in names for part in name.lower().split()}
    own = clause[: sub.start()] if (sub := _SUBORDINATE.search(clause, last - ahead)) else clause
    return Setting(
        now=not added and not part and of_now(clause),
        awaited=bool(not added and not part and len(clause) < LONGEST_CLAUSE and _AWAITED.search(clause) and not _PAST.search(clause)),
        rate=bool(_RATE.search(clause)),
        names=frozenset(
            word.lower()
            for word in _CAPITAL.findall(" ".join((own, *_PLACE.findall(clause))))
            if word.lower() in named or (word.isupper() and len(word) > 1)  # "US" is no name elsewhere, but a pronoun
        )
        | (_WORLD if _WORLDWIDE.search(clause) else frozenset()),
        days=frozenset(day.lower() for day in _WEEKDAY.findall(clause)),
        years=years(text),
    )


LONGEST_CLAUSE = 300
"""Characters from which what stands between two marks is a page's furniture: no forecast is read in it."""


def clause_of(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the clause around `first` to `last` begins and ends."""
    ahead = max((each.end() for each in _BREAK.finditer(text, 0, first)), default=0)
    ahead = max(ahead, min(dateline_end(text), first))
    behind = _BREAK_BEHIND.search(text, last)
    return ahead, behind.start() if behind else len(text)


def of_now(clause: str) -> bool:
    """Whether a clause tells of now, not of what may come or of what was before."""
    return not _AWAITED.search(clause) and not _PAST.search(clause)


def years(text: str) -> frozenset[str]:
    """The years that a text names, but for those of a full date, as a date line gives it."""
    return frozenset(_YEAR.findall(_FULL_DATE.sub(" ", text)))


_MORE_BEFORE = re.compile(rf"\b(?:(?:rise|increase|jump|fall|drop)\s+of(?:\s+{ABOUT})?|another|an\s+extra|further|additional|includ(?:es|ing)|from|than\ the|since|by|every|under|phase|article|route)\s+$", re.I)
_MORE_BEHIND = re.compile(r"\s+(?:more|further|additional|new|extra|fresh|others?)\b", re.I)
_PART_BEHIND = re.compile(r"\s+(?:of|among)\s+(?:them|whom|those|the|these|his|her|its|their)\b", re.I)
_OVER_A_SPAN = re.compile(r"\b(?:(?:in|over|within|during)\s+the\s+(?:past|last|previous)\s+(?:\w+\s+)?(?:hours?|days?|weeks?|months?|night)|this\s+week|last\s+night)\b", re.I)
_AWAITED = re.compile(
    r"\b(?:may(?!\s+\d)|might|could|would|will|should|expect(?:s|ed)?|predict(?:s|ed)?|forecast(?:s|ers)?|projected|if|would-be"
    r"|risk|possibl[ey]|suspect(?:ed)?|unless|until|as\s+soon\s+as)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:last\s+(?:year|month|week)|years?\s+(?:ago|earlier|before)|decades?|previous(?:ly)?|had\s+(?:earlier|stood|put|been\s+put)|earlier"
    r"|initial(?:ly)?|at\s+first|compared\s+(?:with|to)|first(?!-)|once)\b",
    re.I,
)
_RATE = re.compile(r"\b(?:every|each|per|an?\s+(?:year|month|week|day|hour)|annual(?:ly)?|yearly|monthly|weekly|daily|on\s+average|average)\b", re.I)
_YEAR = re.compile(YEAR)
_WORLDWIDE = re.compile(r"\b(?:world-?wide|global(?:ly)?|(?:across|around|in|over)\s+the\s+(?:whole\s+)?world|internationally)\b", re.I)
_WORLD = frozenset(("worldwide",))
_FULL_DATE = re.compile(r"\b[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}\b|\b\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}\b")
_WEEKDAY = re.compile(rf"\b{WEEKDAY}\b", re.I)
_BREAK = re.compile(r"[;:.]\s|,\s|\b(?:and|but)\b")
_BREAK_BEHIND = re.compile(r"[;:.]\s|,\s|\b(?:and|but|while|said|says)\b")
_SUBORDINATE = re.compile(r"\b(?:as|when|after|since|before|because|until|where|which|that)\b")
_CAPITAL = re.compile(r"[^\W\d_a-z][\w'’-]*")
_PLACE = re.compile(rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]ff|[Aa]cross|[Oo]utside|[Tt]hroughout)\s+(?:[a-z]+\s+){{0,3}}((?:{_CAPITAL.pattern}\s*)+)")
