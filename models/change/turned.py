"""What was turned round: "was not arrested" to "was arrested", talks that break down, a decision on the same object
("rejected the bid" to "accepted the bid").

Each by rule, and each given as (old, new) in the words of the two sentences.
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re

from models.change.alike import SAME_FACT, names_in, same_names, shared, stems
from models.change.circumstances import LONGEST_CLAUSE, clause_of, of_now
from models.change.statuses import DENIAL, negative, reached
from models.nouns import Sentence
from models.text.words import stem, words
from settings.limits_developments import READ_IN_MEMORY


def turned(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """What `sentence` turns round of `known`."""
    if not (before := _speaks_of(known.text)) or not (now := _speaks_of(sentence.text)):  # nearly all pairs end here
        return None
    came = come_about(sentence, known) if "undone" in before and "done" in now else None
    broke = broken_off(sentence, known) if not came and "talks" in before and "broken" in now else None
    return came or broke or (decided(sentence, known) if "decided" in before and "decided" in now else None)


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def _speaks_of(text: str) -> frozenset[str]:
    """Which of the rules below may read a text."""
    return frozenset(name for name, told in _TELLS.items() if told.search(text))


def is_turn(old: str, new: str) -> bool:
    """Whether two values are of what was turned round: it goes on so, to and fro."""
    return bool(_UNDONE.fullmatch(old) or _BROKEN_OFF.fullmatch(new)) or _DECIDED.get(old, 0) + _DECIDED.get(new, 1) == 0


def turned_already(known: Sentence, word: str) -> bool:
    """Whether a statement tells of the same turn, by whatever word."""
    if _BROKEN_OFF.fullmatch(word):
        return bool(_BREAKDOWN.search(known.text))
    to = None if word.lower() in _SIGNED else _DECIDED.get(word.lower())
    return to is not None and any(_DECIDED.get(each) == to and each not in _SIGNED for each in known.words)


def come_about(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """What had not been done to somebody and now was: "was not arrested" to "was arrested", of the same person or matter."""
    if not same_names(sentence, known) or shared(sentence, known)[0] < SAME_FACT:
        return None
    for before in _UNDONE.finditer(known.text):
        done = next((match for match in _DONE.finditer(sentence.text) if _done(match) == _done(before)), None)
        if done is None or negative(sentence.text, done.group().lower()) or not reached(sentence, known, done.group()):
            continue
        whom, of_whom = _ahead(sentence, done), _ahead(known, before)
        if _PASSIVE.search(sentence.text, 0, done.start()) and whom and of_whom and not whom & of_whom:
            continue  # somebody else, in the same place
        if (stems(sentence.words) & stems(known.words)) - _ANYBODY:
            return before.group(), done.group()
    return None


def _ahead(sentence: Sentence, verb: re.Match[str]) -> frozenset[str]:
    """The words of the names ahead of a verb."""
    return names_in(sentence) & frozenset(words(sentence.text[: verb.start()]))


def _done(match: re.Match[str]) -> str:
    return match["done"].lower()[:5]


_ARRESTED = r"(?P<done>arrest(?:ed|s)|charged|indicted|convicted|detained|extradited)"
_DONE = re.compile(rf"\b{_ARRESTED}\b", re.I)
_UNDONE = re.compile(
    rf"\b(?:(?:not|never)\s+(?:yet\s+)?(?:been\s+)?|yet\s+to\s+be\s+|(?:nobody|no[\s-]one)\s+(?:(?:has|had|was|is|yet)\s+)*(?:been\s+)?|no\s+){_ARRESTED}\b", re.I
)
_ANYBODY = frozenset(
    map(stem, "police officers prosecutors court said says man woman person people arrest arrests arrested charged indicted convicted detained extradited questioned".split())
)
"""Words of which none tells who was arrested, or for what."""


def broken_off(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """Talks that went on or were to come, and now have broken down."""
    talks, ended = _TALKS.search(known.text), _BREAKDOWN.search(sentence.text)
    if not talks or not ended or _BREAKDOWN.search(known.text) or not same_names(sentence, known):
        return None
    whose = frozenset(map(stem, words(ended["whose"])))
    theirs = not whose or bool(whose & stems(known.words))
    now = of_now(sentence.text[slice(*clause_of(sentence.text, *ended.span()))]) and not DENIAL.search(sentence.text)
    return (talks.group(), ended["ended"]) if theirs and now and shared(sentence, known)[0] >= SAME_FACT else None


_TALKS = re.compile(r"\b(?:talks|negotiations|negotiating)\b", re.I)
_BROKEN_OFF = re.compile(r"collapsed|failed|broken?\s+(?:down|off)|ended\s+without", re.I)
_BREAKDOWN = re.compile(rf"\b(?:talks|negotiations)\b(?P<whose>[^.;:,]{{0,80}})\b(?<!not )(?<!never )(?P<ended>{_BROKEN_OFF.pattern})\b(?!\s+to\b)", re.I)


def decided(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """A decision on the same object turned round: "rejected the bid from Norvik" to "accepted the bid"."""
    if not same_names(sentence, known):
        return None
    for now, object_now in _decisions(sentence.text):
        for before, object_before in _decisions(known.text):
            if _DECIDED[now] + _DECIDED[before] == 0 and _one_object(object_now, object_before) and reached(sentence, known, now):
                return before, now
    return None


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def _decisions(text: str) -> tuple[tuple[str, tuple[frozenset[str], str]], ...]:
    """Each public decision of a text by its verb, with the stems of its object and the object's noun."""
    found = []
    for match in _VERB.finditer(text):
        first, last = clause_of(text, *match.span())
        ahead = _PASSIVE.search(text, first, match.start())
        if last - first > LONGEST_CLAUSE or negative(text, match.group().lower()):
            continue
        whole = text[first : ahead.start()] if ahead else text[match.end() : last]
        noun = words(_BEYOND.split(whole.strip(), maxsplit=1)[0])[-1:]
        if noun:
            found.append((match.group().lower(), (frozenset(map(stem, words(whole))), stem(noun[0]))))
    return tuple(found)


def _one_object(now: tuple[frozenset[str], str], before: tuple[frozenset[str], str]) -> bool:
    shorter = min(len(now[0]), len(before[0]))
    return now[1] == before[1] and len(now[0] & before[0]) >= max(2, SAME_OBJECT * shorter)


SAME_OBJECT = 0.5
"""Share of the shorter object's words in the other, and two words at least, its noun among them, from which it is one object."""
_REFUSED = "rejected rejects refused vetoed vetoes blocked blocks dismissed dismisses defeated"
_GRANTED = "accepted accepts approved approves passed adopted adopts signed signs backed confirmed confirms"
_DECIDED = (
    dict.fromkeys(_REFUSED.split(), -1) | dict.fromkeys(_GRANTED.split(), 1)
    | dict.fromkeys(("upheld", "upholds"), -2) | dict.fromkeys(("overturned", "overturns", "quashed", "quashes", "annulled"), 2)
)  # fmt: skip
"""Words of public decisions; the two that turn one another round add up to nothing."""
_SIGNED = ("signed", "signs")
"""What comes after "approved", rather than once more."""
_VERB = re.compile(rf"\b(?:{'|'.join(_DECIDED)})\b", re.I)
_PASSIVE = re.compile(r"\b(?:is|was|were|are|(?:has|have|had)\s+been)\s+(?:\w+ly\s+)?$", re.I)
_BEYOND = re.compile(r"\s+(?:by|in|on|from|for|with|of|to|at|that|after|against|between|proposed|into|over|as|when|which|who)\b", re.I)
_TELLS = {"undone": _UNDONE, "done": _DONE, "talks": _TALKS, "broken": _BREAKDOWN, "decided": _VERB}
