"""How many a sentence counts of the dead, the injured, the missing, the ill, the arrested, the rescued and the displaced, as of now.

A figure counts them where grammar ties it to a word for them: as object ("killed at least 12"), as subject ("twelve
people, most of them children, have died") or by a count of its own name ("the toll from the flood on the Elbe and the
Saale rose to 11").
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from models.change.circumstances import Setting, setting
from models.change.quantities import ABOUT, MEASURES, READ_CHARACTERS, Quantity, exact, spelled, unit_of
from models.text.words import stem
from settings.limits_developments import READ_IN_MEMORY


class Counted(Enum):
    """What is counted over and over in a story that goes on."""

    DEAD = "dead"
    INJURED = "injured"
    MISSING = "missing"
    ILL = "ill"
    ARRESTED = "arrested"
    RESCUED = "rescued"
    DISPLACED = "displaced"


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of what is counted, with what tells whether another one is of the same."""

    quantity: Quantity
    setting: Setting
    by_place: bool
    """Whether it is of infections, which are counted country by country and for the whole world."""
    another: bool
    """Whether its sentence tells of an attack as of one not heard of before ("a bomb", "two gunmen")."""
    noun: str
    """Stem of what is counted where that is a part of mankind ("soldiers"); "" for people at large."""
    named: bool
    """Whether a count by its own name came to the figure: such a one is of all, as of the day when it is told."""

    def same(self, before: Count) -> bool:
        """Whether this is a later count of what `before` counted: not of another place, day or year, nor of a part.
        Of infections, those without a place are of the whole world."""
        apart = self.setting.days and before.setting.days and not self.setting.days & before.setting.days
        if apart and not (self.named or before.named):
            return False
        part = self.noun and self.noun != before.noun
        wider = self.by_place and before.by_place and bool(self.setting.names) != bool(before.setting.names)
        rate = self.setting.rate or before.setting.rate
        return not (part or wider or rate) and self.setting.fits(before.setting)

    def meets(self, before: Count) -> bool:
        """Whether it shares a name and a day with `before`."""
        return bool(self.setting.names & before.setting.names and self.setting.days & before.setting.days)


_PEOPLE = frozenset(
    stem(word)
    for word in """people person persons lives life victims victim others other dead deaths death fatalities casualties
    injuries cases case arrests infections suspects man woman""".split()
)
_ATTACK = re.compile(
    r"""(?:\b(?:an?|another|two|three|four|five|six|seven|several|separate|\d+)\s+(?:[\w'’-]+\s+){0,3}?|^(?:[A-Z][\w-]+\s+)?)
    (?:bomb(?:s|er|ers|ing|ings)?|attack(?:s|ers?)?|explosions?|blasts?|shootings?|ambush(?:es)?|air\s?strikes?|strikes?|raids?|clash(?:es)?|gunm[ae]n
    |mortars?|missiles?|rockets?|drones?|shelling|insurgents|militants)\b""",
    re.I | re.X,
)
_NO_PEOPLE = MEASURES | {stem(word) for word in "country countries state states city cities town towns village villages home homes house houses building buildings school schools family families household households".split()}

_WORDS = {
    Counted.DEAD: ("death\\s+toll|toll|deaths?|fatalit(?:y|ies)|bodies(?=\\s+ha(?:ve|s)\\s+been)", "killed|kills?|killing|claim(?:ed|s|ing)(?=[^.,;]{1,30}\\blives)", "dead|died|dies|lost\\s+their\\s+lives|perished|drowned"),
    Counted.INJURED: ("injuries", "injured|injur(?:es|ing)|wounded|wounding|hurt|hurting", ""),
    Counted.MISSING: ("", "", "missing|unaccounted\\s+for"),
    Counted.ILL: ("cases|infections|illnesses", "infected|infecting|sickened|sickening|sickens", "fallen\\s+ill|fell\\s+ill|ill|sick"),
    Counted.ARRESTED: ("arrests", "arrested|arresting|detained|detaining", "under\\s+arrest"),
    Counted.RESCUED: ("", "rescued|rescuing|saved(?=\\s+(?:from|by|after|in|so)\\b)", "found\\s+alive|pulled\\s+alive"),
    Counted.DISPLACED: ("evacuees", "evacuated|evacuating|displaced|displacing", "homeless"),
}  # fmt: skip
_TOLD = {
    counted: re.compile(
        "|".join(rf"(?P<{kind}>\b(?:{told})\b)" for kind, told in zip(("noun", "verb", "state"), words, strict=True) if told), re.I
    )
    for counted, words in _WORDS.items()
}
_ANY = re.compile("|".join(rf"\b(?:{told})\b" for words in _WORDS.values() for told in words if told), re.I)

_OBJECT = re.compile(
    r"\s+(?:(?:at|least|most|more|than|fewer|less|as|many|an?|the|total|of|estimated|up|to|about|around|some|nearly|almost|over|only|just|lives|between|roughly|approximately)\s+){0,4}", re.I
)
_COMES_TO = re.compile(
    rf"""(?:\b(?:r[io]se[ns]?|rising|climb(?:s|ed|ing)?|(?:gone|goes|went|going)\ up|grew|grown|increased|jumped|mounted|soared|doubled
    |reach(?:es|ed|ing)?|stands|stood|passe[sd]|has\ hit|hits|revised|lowered|raised|put|up|is|was|are|fell|fallen|dropped)
    (?:\s+(?:now|up|down))?(?:\s+(?:to|at))?|\bof|:|\bat|\bto)\s*(?:{ABOUT}\s*)?$""",
    re.I | re.X,
)
"""How a count by its own name comes to its figure, however far behind: "the toll from the capsize of the ferry rose to"."""
_NUMBER_OF = re.compile(r"\b(?:number|total|count|tally)\s+of(?P<whom>(?:\s+\w+){0,3})\s+$", re.I)
_AMONG = re.compile(r"\b(?:of|among|amongst|including|from)\s+(?:(?:the|those|all|these|whom)\s+)*$", re.I)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being|gets?|got|left)\s+(?:\w+ly\s+)?$", re.I)
_ENDS_THERE = re.compile(
    r"\s*(?:$|[,.;:)—–'\"”’-]|(?:in|by|when|as|after|on|at|near|during|since|and|or|so|there|here|outside|off|across|while|with|for|from|over|under|inside|following|because|people|persons)\b)", re.I
)
"""What stands behind a participle without an object: "12 killed in", not "12 gunmen killed the mayor"."""
_CLAUSE = re.compile(r"[,;:.—]|\b(?P<when>as|when|after|since|before)\b|\b(?:and|but|while|because|until|though|although|where|if|said|says)\b", re.I)
_LISTED = re.compile(r"(?:,\s+[A-Z][\w'-]*)*,?\s+and\s+(?:the\s+)?(?=[A-Z])")
_ASIDE = re.compile(r",[^,;:.]*,")
_RISEN_TO = re.compile(rf"\bto\s+(?:{ABOUT}\s+)?$", re.I)
_AND = re.compile(r"\s+(?:[\w'’-]+\s+){0,4}and\s+(?:[\w'’-]+\s+){0,2}", re.I)
SUBJECT_WORDS = 12
"""Words between a subject's figure and its verb, at most, an aside between commas not counted."""
NEAR = 200
"""Characters between a figure and what it counts, at most."""
NAMED, TOTAL = -1, -2
"""Instead of a number of words: a count by its own name comes to the figure, or all is brought to it, which goes before."""
OWN_WORDS = 3
"""Words between a figure and the name of a count behind it, at most: "260 confirmed cases"."""
_HEAD = re.compile(
    r"(?:\s+(?!(?:is|are|was|were|have|has|had|been|who|that|in|at|on|of|by|and|or|as|when|after|from|to|dead|still|feared|known|confirmed|so|remain|remains|remained|members?)\b)[^\W\d_]+(?:-[^\W\d_]+)*){1,3}"
)


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def counts(text: str, names: tuple[str, ...] = ()) -> Mapping[Counted, Count]:
    """What `text` counts, each by the figure that is tied to it most closely; `names` are those in it."""
    text = text[:READ_CHARACTERS]
    if not _ANY.search(text):
        return {}
    figures = [each for each in exact(text) if each.low and unit_of(text, each) not in _NO_PEOPLE]
    figures += [each for each in spelled(text) if not any(e.start < each.end and each.start < e.end for e in figures)]
    alone = [each for each in figures if not any(_added(text, each, other) for other in figures)]
    found = {}
    for counted, words in _TOLD.items():
        ties = [
            (distance, figure, match)
            for match in words.finditer(text)
            for figure in alone
            if match.start() - figure.end < NEAR and figure.start - match.end() < NEAR
            if (distance := _tied(text, match, figure)) is not None
        ]
        ties += [(TOTAL, figure, match) for figure in alone if (match := _brought(text, figure)) and words.fullmatch(match.group())]
        if ties:
            distance, figure, match = min(ties, key=lambda tie: tie[0])
            named, whole = distance < 0, distance == TOTAL
            first, last = figure.start, figure.end
            around = setting(text, figure, first if whole else min(first, match.start()), last if whole else max(last, match.end()), names)
            found[counted] = Count(
                quantity=figure,
                setting=around,
                by_place=counted is Counted.ILL and match.lastgroup != "state" and not (whole and not around.names),
                another=not named and bool(_ATTACK.search(text)),
                noun=_noun(_behind(text, figure, match, named)),
                named=named,
            )
    return found


def _added(text: str, figure: Quantity, other: Quantity) -> bool:
    """Whether two figures count one thing together: "a girl and two men were wounded"."""
    first, last = sorted((figure, other), key=lambda each: each.start)
    between = text[first.end : last.start]
    return bool(_AND.fullmatch(between)) and not _ANY.search(between) and not _RISEN_TO.search(text, 0, first.start)


def _tied(text: str, match: re.Match[str], figure: Quantity) -> int | None:
    """How many words are between `figure` and the word that it counts by grammar, below 0 where that is a count by its
    own name which comes to it; None where it counts something else."""
    kind = match.lastgroup
    if figure.start >= match.end():
        between = text[match.end() : figure.start]
        number_of = bool(_NUMBER_OF.search(text, max(0, match.start() - NEAR), match.start()))
        if kind == "noun" or number_of:
            comes = _COMES_TO.search(between)
            clause = comes and _CLAUSE.search(_plain(between[: comes.start()]))
            return NAMED if comes and (not clause or (number_of and clause["when"])) else None
        acts = kind == "verb" and not _PASSIVE.search(text, max(0, match.start() - NEAR), match.start())
        return 0 if acts and _OBJECT.fullmatch(between) else None
    if figure.end > match.start() or _AMONG.search(text, max(0, match.start() - NEAR), match.start()):
        return None
    if (kind == "verb" or match.group().lower() in ("dead", "missing", "sick")) and not _ENDS_THERE.match(text, match.end()):
        return None
    if text.startswith(",", figure.end):  # it ends an aside: "two, both over 70, have died"
        return None
    between = _plain(text[figure.end : match.start()])
    words = len(between.split())
    if words > (OWN_WORDS if kind == "noun" else SUBJECT_WORDS) or _CLAUSE.search(between) or _ANY.search(between):
        return None
    return 1 + words


def _brought(text: str, figure: Quantity) -> re.Match[str] | None:
    """The word for what a figure counts in all that a second clause or sentence brings it to: "four more died, bringing
    the total to 15"; the nearest one behind, or else before it."""
    ahead = max(0, figure.start - NEAR)
    brought = _BROUGHT.search(text, ahead, figure.start)
    if brought and not (_TOTAL.search(brought.group()) or _TOTAL_BEHIND.match(text, figure.end)):
        return None
    brought = brought or _TOTAL_IS.search(text, ahead, figure.start)
    if not brought:
        return None
    ends = _CLAUSE.search(text, figure.end)
    last = ends.start() if ends else len(text)
    behind = _ANY.search(text, brought.start(), last)
    if behind or _TOTAL_OF.search(text, brought.start(), last):  # "the number of countries": of something else
        return behind
    return max(_ANY.finditer(text, 0, brought.start()), key=lambda match: match.start(), default=None)


_BROUGHT = re.compile(rf"\b(?:br(?:ings?|inging|ought)|tak(?:es|ing)|took|push(?:es|ing|ed)|lift(?:s|ing|ed))\b[^.;,]{{0,80}}?\bto\s+(?:{ABOUT}\s+)?$", re.I)
_TOTAL_IS = re.compile(rf"\btotal\s+(?:(?:now|is|was|stands?|stood|at|reached|has|risen|rose|comes?|came|to)\s+)+(?:{ABOUT}\s+)?$", re.I)
_TOTAL = re.compile(r"\b(?:total|tally|number|count|figure)\b", re.I)
_TOTAL_OF = re.compile(r"\b(?:number|total|count|tally)\s+of\b", re.I)
_TOTAL_BEHIND = re.compile(r"\s+the\s+(?:\w+\s+)?(?:total|tally|toll|number|count|figure)\b", re.I)


def _plain(between: str) -> str:
    """Without the commas and "and"s of a list of names and without asides between commas: one clause, if it is one."""
    return _ASIDE.sub(" ", _LISTED.sub(" ", between))


def _behind(text: str, figure: Quantity, match: re.Match[str], named: bool) -> str:
    """Where it stands whom a figure counts: right behind it, or behind "the number of"."""
    if named:
        number = _NUMBER_OF.search(text, max(0, match.start() - NEAR), match.start())
        return number["whom"] if number else ""
    return text[figure.end : match.start() if match.start() > figure.end else len(text)]


def _noun(behind: str) -> str:
    head = _HEAD.match(behind)
    words = [word for word in head.group().split() if not _ANY.fullmatch(word)] if head else []
    last = stem(words[-1].lower()) if words else ""
    return "" if last in _PEOPLE else last
