"""Changed values: a sentence held against the known statement on the same fact, with the value before and now.

Four kinds of change, each by rule: a figure ("8 dead" to "11 dead"), a status ("may ban" to "banned", "arrested"
to "released"), an answer ("denied" to "confirmed") and a negation ("has not been found" to "has been found").
"""



# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from models.nouns import Sentence
from models.numbers import in_context, located, numbers, value
from models.words import stem


@dataclass(frozen=True, slots=True)
class Change:
    """The value before and now, as a person reads them."""

    old: str
    new: str


# Words by which the status of one thing is told, in the order in which it usually moves. A change is a move
# between two groups of one row.
_STATUS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("denied", "denies", "deny", "denying", "rejected", "rejects", "dismissed"),
     ("confirmed", "confirms", "admitted", "admits", "acknowledged", "acknowledges", "conceded")),
    (("arrested", "detained", "jailed", "held", "custody", "imprisoned"), ("released", "freed", "acquitted", "cleared")),
    (("stolen", "theft"), ("found", "recovered", "returned")),
    (("missing", "trapped"), ("found", "rescued", "dead", "died", "killed")),
    (("hospitalised", "hospitalized", "injured", "wounded", "critical"), ("dead", "died", "killed")),
    (("alleged", "suspected", "accused"), ("charged", "indicted"), ("convicted", "guilty", "sentenced", "acquitted")),
    (("proposed", "considering", "planned", "plans", "mulls", "weighs", "threatened", "threatens"),
     ("approved", "passed", "adopted", "signed", "banned", "imposed", "ordered", "suspended", "cancelled", "launched")),
    (("closed", "shut", "suspended", "blocked", "banned", "halted"), ("reopened", "resumed", "lifted", "restored", "unblocked")),
    (("leaking", "gushing", "burning", "spreading"), ("stopped", "capped", "sealed", "plugged", "contained", "extinguished")),
    (("talks", "negotiating", "negotiations"), ("agreed", "deal", "agreement", "collapsed")),
)  # fmt: skip
_MODAL = re.compile(
    r"\b(?:may|might|could|would|will|should|plans?\ to|considering|proposed\ to|threatened\ to|expected\ to|set\ to)\s+"
    r"(?:\w+ly\s+)?(?:be\s+)?(?P<verb>[a-z]{3,})",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|n't|neither|without|yet\ to)\b|n['’]t\b", re.IGNORECASE)


def change(sentence: Sentence, known: Sentence) -> Change | None:
    """What `sentence` changes in `known`, given that the two are about the same fact; None if nothing."""
    return (
        _toll(sentence, known)
        or _figure(sentence, known)
        or _status(sentence, known)
        or _happened(sentence, known)
        or _negated(sentence, known)
    )


_UNITS = frozenset(
    stem(word)
    for word in """second seconds minute minutes hour hours day days week weeks month months year years dollar dollars
    euro euros pound pounds crown crowns yen rouble roubles ruble rubles franc francs cent cents percent per mile miles
    metre metres meter meters kilometre kilometres kilometer kilometers km foot feet inch inches tonne tonnes ton tons
    barrel barrels gallon gallons degree degrees page pages""".split()
)
"""Words that many figures of a story stand beside: sharing one does not make two figures one."""

SAME_FACT = 0.4
"""Share of the shorter sentence's words in the other from which a shared unit is enough."""
LARGEST_RATIO = 20.0
"""Figures further apart than this count different things."""


def gives(known: Sentence, new: str) -> bool:
    """Whether a statement holds the new value of a change already: it was told before."""
    return new in known.numbers or new in known.words


def corrected(sentence: Sentence, following: Sentence | None, held: Callable[[str], bool]) -> Change | None:
    """The figure that a correction takes back and the one that it puts in its place: "… gave the number as 41,000. The
    correct figure is 14,000." `held` says whether the story knows a figure."""
    figures = list(dict.fromkeys((*sentence.numbers, *(following.numbers if following else ()))))
    wrong = [figure for figure in sentence.numbers if held(figure)] or list(sentence.numbers)
    if not wrong:
        return None
    if _NOT_BUT.search(sentence.text) and len(sentence.numbers) == 2:  # "14,000, not 41,000"
        return Change(sentence.numbers[1], sentence.numbers[0])
    right = next((figure for figure in figures if figure != wrong[0]), None)
    return Change(wrong[0], right) if right else None


_NOT_BUT = re.compile(r"\d\S*,?\s+(?:and\s+)?not\s+\d", re.IGNORECASE)


def goes_on(text: str, change: Change) -> bool:
    """Whether a change is how a story goes on (a toll that rises, somebody missing who is found, a status that moves
    on) rather than another value for an old fact. `text`: the sentence that says so now."""
    old, new = change.old, change.new
    if numbers(new) == (new,) and numbers(old) == (old,):
        for counted in _TOLLS:
            if _counts(text, counted) == new:
                return value(new) > value(old) or counted is _MISSING
        return False
    if _MODAL.search(old):
        return True
    places = [[i for i, words in enumerate(row) if word in words] for row in _STATUS for word in (old, new)]
    return any(max(was) < min(is_) for was, is_ in zip(places[::2], places[1::2], strict=True) if was and is_)


_MISSING = re.compile(r"\b(?:missing|unaccounted)\b", re.I)
_TOLLS = (
    re.compile(r"\b(?:death\s+toll|toll|dead|deaths?|died|dies|killed|kills|fatalit(?:y|ies)|lost\s+their\s+lives|bodies)\b", re.I),
    re.compile(r"\b(?:injured|wounded|hurt|injuries)\b", re.I),
    _MISSING,
    re.compile(r"\b(?:confirmed\s+cases|cases|infected|infections|fallen\s+ill|ill|sick|illness)\b", re.I),
    re.compile(r"\b(?:arrested|detained|arrests)\b", re.I),
)
"""What is counted over and over in a story that goes on, however it is said."""

_CLAUSE = re.compile(r"[,;:.]|\b(?:and|but|while)\b", re.I)
TOLL_WORDS = 7
"""Words between a figure and what it counts, at most."""

_REACHES = re.compile(
    r"""\b(?:rose|ris(?:es|en|ing)|climb(?:s|ed|ing)?|(?:gone|goes|went|going)\ up|grew|grown|increased|jumped|mounted
    |reach(?:es|ed)|stands|stood|passe[sd]|has\ hit)\s+(?:to\ |at\ )?(?:at\ least|about|nearly|almost|more\ than)?\s*$""",
    re.I | re.X,
)
"""How a count comes to its figure, however far behind what it counts: "the toll from the capsize of the ferry rose to"."""

_COUNT = re.compile(r"(?:toll|deaths|fatalities|injuries|cases|infections|arrests)$", re.I)
_NUMBER_OF = re.compile(r"\b(?:number|total|count|tally)\s+of\s+(?:\w+\s+){0,3}$", re.I)
"""What rises to a figure: a count by its own name, or "the number of people killed". Nobody killed rises to anything."""

_OTHER_CLAUSE = re.compile(r"\b(?:as|when|after|since|before|while|because|until|though|although|where)\b", re.I)
_BEHIND = re.compile(r"\s*-?\s*(°|%|[^\W\d_]+)")
_MEASURES = _UNITS | {stem(word) for word in "° % c f celsius hectares acres knots kph mph kmh cm mm kg".split()}


def _toll(sentence: Sentence, known: Sentence) -> Change | None:
    """Another count of the dead, the injured, the missing, the ill or the arrested."""
    for counted in _TOLLS:
        now, before = _counts(sentence.text, counted), _counts(known.text, counted)
        if now is None or before is None or now == before or "%" in now + before:
            continue
        low, high = sorted((value(before), value(now)))
        if low > 0 and high <= LARGEST_RATIO * low:
            return Change(before, now)
    return None


def _counts(text: str, counted: re.Pattern[str]) -> str | None:
    """The figure to which what is counted came, or else the nearest to it."""
    best: tuple[int, str] | None = None
    for match in counted.finditer(text):
        for figure, start, end in located(text):
            between = text[end : match.start()] if end <= match.start() else text[match.end() : start]
            distance = -1 if _comes_to(text, match, start, end) else len(between.split())
            if distance <= TOLL_WORDS and not _CLAUSE.search(between) and (best is None or distance < best[0]):
                best = distance, figure
    return best[1] if best else None


def _comes_to(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether it is the count itself that rises to the figure at `start`: not the river, the wind or the heat of another
    clause ("killed when the Elbe rose to 12 metres"). Only the number *of* those killed when something happened has such
    a clause in itself."""
    between, behind = text[match.end() : start], _BEHIND.match(text, end)
    if not _REACHES.search(between) or (behind and stem(behind[1].lower()) in _MEASURES):
        return False
    if _NUMBER_OF.search(text, 0, match.start()):
        return True
    return bool(_COUNT.search(match.group())) and not _OTHER_CLAUSE.search(between)


def _figure(sentence: Sentence, known: Sentence) -> Change | None:
    """Another figure before or behind the same word."""
    now, before = set(sentence.numbers), set(known.numbers)
    if not now - before or not before - now:
        return None
    stems, others = {stem(word) for word in sentence.words}, {stem(word) for word in known.words}
    same_fact = len(stems & others) >= SAME_FACT * max(1, min(len(stems), len(others)))
    old_by_word: dict[str, str] = {}
    for number, around in in_context(known.text):
        if number in before - now:
            for word in around:
                old_by_word.setdefault(stem(word), number)
    for number, around in in_context(sentence.text):
        if number in now - before:
            for word in around:
                old = old_by_word.get(stem(word))
                if old is None or old.endswith("%") != number.endswith("%"):
                    continue
                low, high = sorted((value(old), value(number)))
                if high <= LARGEST_RATIO * low and (same_fact or stem(word) not in _UNITS):
                    return Change(old, number)
    return None


def _status(sentence: Sentence, known: Sentence) -> Change | None:
    now, before = set(sentence.words), set(known.words)
    for row in _STATUS:
        for i, earlier in enumerate(row):
            for later in row[i + 1 :]:
                for old, new in ((earlier, later), (later, earlier)):
                    was, became = before & set(old), now & set(new)
                    became = {word for word in became if not _negative(sentence.text, word)}
                    if was and became and not now & set(old) and not before & set(new):
                        return Change(min(was), min(became))
    return None


def _happened(sentence: Sentence, known: Sentence) -> Change | None:
    """ "may ban" to "banned": a modal with a verb, and then the verb without one."""
    spoken = {stem(match["verb"].lower()) for match in _MODAL.finditer(sentence.text)}
    for match in _MODAL.finditer(known.text):
        root = stem(match["verb"].lower())
        if root in spoken:
            continue
        for word in sentence.words:
            if (
                stem(word) == root
                and word.endswith(("ed", "en", "t", "d"))
                and not _negative(sentence.text, word)
            ):
                return Change(" ".join(match.group().split()), word)
    return None


def _negated(sentence: Sentence, known: Sentence) -> Change | None:
    """The same words, once with and once without "not"; only where nearly all words are shared."""
    now, before = {stem(w) for w in sentence.words}, {stem(w) for w in known.words}
    if bool(_MODAL.search(sentence.text)) != bool(_MODAL.search(known.text)):
        return None
    if not now or len(now & before) < 0.75 * max(len(now), len(before)):
        return None
    was, becomes = _NOT.search(known.text), _NOT.search(sentence.text)
    if bool(was) == bool(becomes):
        return None
    return Change(was.group() if was else "yes", becomes.group() if becomes else "yes")


def _negative(text: str, word: str) -> bool:
    """Whether a negation stands within the three words before `word`, or "being" right before it."""
    before = text[: text.lower().find(word)].split()[-3:]
    return bool(_NOT.search(" ".join(before))) or before[-1:] == ["being"]
