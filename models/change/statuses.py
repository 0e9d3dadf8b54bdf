"""What became of something: a status that moved on ("arrested" to "charged"), an answer ("denied"
to "confirmed", "said" to "denied").

Each by rule, and each given as (old, new) in the words of the two sentences.
"""

# ruff: noqa: E501 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re

from models.change.alike import SAME_FACT, SAME_WORDS, same_names, shared, stems
from models.change.circumstances import clause_of, of_now, years
from models.nouns import Sentence
from models.text.words import stem, words
from settings.limits_developments import READ_IN_MEMORY

Words = tuple[str, ...]

OF_PEOPLE: tuple[tuple[Words, ...], ...] = (
    (("alleged", "suspected", "accused"), ("arrested", "detained"), ("charged", "indicted"),
     ("convicted", "guilty", "sentenced", "jailed", "imprisoned"), ("released", "freed", "acquitted", "cleared", "pardoned")),
    (("missing", "trapped", "unaccounted for"), ("found", "rescued", "dead", "died", "killed")),
    (("hospitalised", "hospitalized", "critical condition", "critically"), ("dead", "died")),
)  # fmt: skip
"""Words by which the status of a person is told, in the order in which it moves. A change is a move onward: of one who was
charged, "arrested" tells what was before."""
OF_THINGS: tuple[tuple[Words, ...], ...] = (
    (("stolen", "theft"), ("found", "recovered", "returned")),
    (("proposed", "considering", "planned", "plans", "mulls", "weighs", "threatened", "threatens"),
     ("approved", "passed", "adopted", "banned", "imposed", "ordered", "suspended", "cancelled", "launched"),
     ("signed",), ("overturned", "repealed", "annulled", "quashed", "struck down")),
    (("leaking", "gushing", "burning", "spreading"), ("stopped", "capped", "sealed", "plugged", "contained", "extinguished")),
    (("talks", "negotiating", "negotiations"), ("agreed", "deal", "agreement")),
)  # fmt: skip
"""The same of things: there a name in common proves little, and words in common are asked for."""
EITHER_WAY: tuple[tuple[Words, ...], ...] = (
    (("denied", "denies", "deny", "denying", "rejected", "rejects", "dismissed"),
     ("confirmed", "confirms", "admitted", "admits", "acknowledged", "acknowledges", "conceded", "confessed", "confesses")),
    (("closed", "shut", "suspended", "blocked", "banned", "halted"), ("reopened", "resumed", "lifted", "restored", "unblocked")),
)  # fmt: skip
"""The same of what goes to and fro."""

SAME: tuple[Words, ...] = (
    ("arrested", "detained"), ("charged", "indicted"), ("sentenced", "jailed", "imprisoned"), ("dead", "died", "killed"),
    ("released", "freed"), ("acquitted", "cleared"), ("agreed", "deal", "agreement"), *EITHER_WAY[0],
)  # fmt: skip
"""Words for one status: who was sentenced was not jailed an hour later."""

ONWARD = (*OF_PEOPLE, *OF_THINGS)
_ROWS: dict[str, list[tuple[int, int]]] = {}
for _row, _groups in enumerate((*ONWARD, *EITHER_WAY)):
    for _place, _words in enumerate(_groups):
        for _word in _words:
            _ROWS.setdefault(_word, []).append((_row, _place))
_PHRASES = tuple(word for word in _ROWS if " " in word)
_NOT = re.compile(r"\b(?:not|no|nobody|never|n't|neither|without|yet\ to)\b|n['’]t\b", re.IGNORECASE)

def status(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """A status or an answer that moved."""
    was, now = _told(known), _told(sentence)
    if not was or not now or not same_names(sentence, known):
        return None
    alike = shared(sentence, known)[0] >= SAME_FACT
    for row, old, before in was:
        for other, new, after in now:
            onward = old < new if row < len(ONWARD) else old != new
            if row != other or not onward or (row >= len(OF_PEOPLE) and not alike):
                continue
            again = any((row, new) == each[:2] for each in was)
            still = any((row, old) == each[:2] and not _what_it_was(sentence, each[2]) for each in now)
            if not again and not still and reached(sentence, known, after):
                return before, after
    return None


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def _statuses(text: str, words: Words) -> tuple[tuple[int, int, str], ...]:
    said = [word for word in {*words, *(phrase for phrase in _PHRASES if phrase in text.lower())} if word in _ROWS]
    return tuple(sorted((*place, word) for word in said if not negative(text, word) for place in _ROWS[word]))


def _told(sentence: Sentence) -> tuple[tuple[int, int, str], ...]:
    """Each status that a sentence tells without a negation: its row, its place in it, its word."""
    return _statuses(sentence.text, sentence.words)


def denied(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """What was said or alleged and now is denied: by whom the known statement names, and in its words."""
    denial, claim = DENIAL.search(sentence.text), _CLAIMS.search(known.text)
    if not denial or not claim or DENIAL.search(known.text) or _NOT.search(known.text):
        return None
    first, last = clause_of(sentence.text, *denial.span())
    said = stems(known.words)
    by, what = (frozenset(map(stem, words(part))) for part in (sentence.text[first : denial.start()], sentence.text[denial.end() : last]))
    asked = ACCUSED_OF if _ACCUSED.fullmatch(claim.group()) else SAME_WORDS
    theirs = len(what) >= DENIED_WORDS and len(what & said) >= asked * len(what)
    return (claim.group(), denial.group()) if theirs and by & said else None


DENIED_WORDS = 2
"""Words of which it must be told what is denied."""
ACCUSED_OF = 0.5
"""Share of them in an accusation from which it is that which is denied: the accused has little else to deny."""
DENIAL = re.compile(r"(?<!nor )(?<!not )(?<!or )(?<!to )(?<!was )(?<!were )(?<!been )(?<!be )\bden(?:y|ies|ied)\b", re.IGNORECASE)
"""Not "was denied bail" and "would neither confirm nor deny"."""
_ACCUSED = re.compile(r"alleg(?:es?|ed)|accus(?:es?|ed)|blam(?:es?|ed)|charged", re.IGNORECASE)
_CLAIMS = re.compile(rf"\b(?:{_ACCUSED.pattern}|sa(?:id|ys?)|claim(?:s|ed)|report(?:s|ed)|told|announced)\b", re.IGNORECASE)


def gone_on(old: str, new: str) -> bool:
    """Whether a status moved as things go on, rather than back."""
    if _CLAIMS.fullmatch(old) and DENIAL.fullmatch(new):
        return True
    return any(row == other and was < became for row, was in _ROWS.get(old, ()) for other, became in _ROWS.get(new, ()))


def reached(sentence: Sentence, known: Sentence, word: str) -> bool:
    """Whether a status is told as of now: not as what may come, nor of another year, nor of what else is released."""
    match = re.search(rf"\b{word}\b", sentence.text, re.I)
    if not match or (word == "released" and not _SET_FREE.search(sentence.text)):
        return False
    if word == "agreed" and _TO_TALK.match(sentence.text, match.end()):
        return False
    clause = sentence.text[slice(*clause_of(sentence.text, match.start(), match.end()))]
    return of_now(clause) and not _DOUBTED.search(clause) and years(sentence.text) <= years(known.text)


def given(known: Sentence, word: str) -> bool:
    """Whether a statement tells the status of `word` already, by whatever word."""
    told = {each[2] for each in _told(known)}
    return any(word in same and told & set(same) for same in SAME)


def _what_it_was(sentence: Sentence, word: str) -> bool:
    """Whether an old status only names its bearer: "the missing miner was found"."""
    return bool(re.search(rf"\b(?:the|an?|his|her|its|their)\s+(?:\w+\s+)?{word}\s+[a-z]", sentence.text, re.I))


_TO_TALK = re.compile(r"\s+to\s+(?:meet|talk|negotiat|hold|discuss|resum|begin|start|continu)", re.I)
"""What is agreed where no agreement was reached."""
_DOUBTED = re.compile(r"(?:\bnot|n['’]t)\s+(?:believe|think)\b", re.I)
_SET_FREE = re.compile(
    r"\b(?:is|are|was|were|been)\s+(?:\w+ly\s+)?released\b(?!\s+from\s+(?:the\s+|an?\s+)?hospital)"
    r"|\breleased\s+(?:without|from\s+(?:jail|prison|custody|detention|captivity)|on\s+(?:bail|bond|parole)|[A-Z])"
)
"""The release of a person, rather than of a statement or from hospital."""


def negative(text: str, word: str) -> bool:
    """Whether a negation stands within the three words before `word`, or "being" or "had" right before it."""
    before = _before(text, word)
    return bool(_NOT.search(" ".join(before))) or before[-1:] in (["being"], ["had"])


def refused(sentence: Sentence, status: frozenset[str]) -> bool:
    """Whether a sentence has words of a status with a negation before each alone: "no clerk was arrested"."""
    said = status & {*sentence.words}
    return bool(said) and all(_NOT.search(" ".join(_before(sentence.text, word))) for word in said)


def _before(text: str, word: str) -> list[str]:
    """The three words before `word`."""
    return text[: text.lower().find(word)].split()[-3:]
