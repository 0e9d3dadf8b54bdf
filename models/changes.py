"""Changed values: a sentence held against the known statement on the same fact, with the value before and now.

Four kinds of change, each by rule: a figure ("8 dead" to "11 dead"), a status ("may ban" to "banned", "arrested"
to "released"), an answer ("denied" to "confirmed") and a negation ("has not been found" to "has been found").
"""



# ruff: noqa: E501 — word lists and patterns read better whole

from __future__ import annotations

import re
from dataclasses import dataclass

from models.nouns import Sentence
from models.numbers import in_context
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
        _figure(sentence, known)
        or _status(sentence, known)
        or _happened(sentence, known)
        or _negated(sentence, known)
    )


def _figure(sentence: Sentence, known: Sentence) -> Change | None:
    """Another figure before or behind the same word."""
    now, before = set(sentence.numbers), set(known.numbers)
    if not now - before or not before - now:
        return None
    old_by_word: dict[str, str] = {}
    for number, around in in_context(known.text):
        if number in before - now:
            for word in around:
                old_by_word.setdefault(stem(word), number)
    for number, around in in_context(sentence.text):
        if number in now - before:
            for word in around:
                old = old_by_word.get(stem(word))
                if old is not None and old.endswith("%") == number.endswith("%"):
                    return Change(old, number)
    return None


def _status(sentence: Sentence, known: Sentence) -> Change | None:
    now, before = set(sentence.words), set(known.words)
    for row in _STATUS:
        for i, earlier in enumerate(row):
            for later in row[i + 1 :]:
                for old, new in ((earlier, later), (later, earlier)):
                    was, became = before & set(old), now & set(new)
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
    """Whether a negation stands within the three words before `word`."""
    before = text[: text.lower().find(word)].split()[-3:]
    return bool(_NOT.search(" ".join(before)))
