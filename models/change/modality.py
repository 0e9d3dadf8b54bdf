"""The same statement, said with more certainty, come true or turned round: "may cost 850 jobs" to "will cost", "plans to sell"
to "has decided to sell", "will not appeal" to "will appeal", "may ban" to "banned", "has not been found" to "has been found".

What will be is held against what may be by clause, not by sentence: who said it, and on what day, differs from one report
to the next.
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from models.change.alike import BUT_FOR_NOT, SAME_FACT, same_names, shared
from models.change.circumstances import clause_of, of_now
from models.change.quantities import READ_CHARACTERS
from models.change.statuses import negative
from models.nouns import Sentence
from models.text.words import stem, words
from settings.limits_developments import READ_IN_MEMORY

_NEVER = r"(?P<not>\s+not|\s+never|n['’]t)?"
_SAID = re.compile(
    rf"""\b(?:
    (?P<open>may|might|could|threaten(?:s|ed|ing)?\s+to|propos(?:es?|ed|ing)\s+to|want(?:s|ed)?\s+to|hop(?:es?|ed)\s+to|(?:expected|likely|thought)\s+to)
    |(?P<meant>(?:plan|intend|aim)(?:s|ned|ed|ning)?\s+to)
    |(?P<firm>will|shall|(?:is|are)\s+to|(?P<decided>(?:(?:has|have)\s+)?(?:decided|agreed|voted|resolved)\s+to))
    ){_NEVER}\s+(?:(?:now|also|still|soon|only|definitely|\w+ly)\s+)*(?:have\s+to\s+)?(?:be\s+)?(?P<verb>[a-z]{{3,}})""",
    re.IGNORECASE | re.VERBOSE,
)
_LIGHT = frozenset("able allowed appear become continue come get have make need not now one remain see seem speak stay take the there visit meet".split())
"""Verbs that hardly say what it is that may come, or that come anyway ("will meet")."""
CLAUSE_SHARED = 0.75
"""Share of the words of either clause, the verb apart, in the other, from which both say the same of the same."""
CLAUSE_WORDS = 2
"""Words that both clauses must share besides the verb."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A verb with its modal: how surely it is said, and the stems of its clause but for the verb."""

    label: str
    sure: int
    negated: bool
    verb: str
    clause: frozenset[str]


OPEN, MEANT, FIRM, DECIDED = range(4)
"""How surely something is said to come. What is meant comes, too, as others word it: of seven "plans to" that became "will"
in newsroom-dev six were the same news. It is firmer once it is decided."""


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def _said(text: str) -> tuple[_Said, ...]:
    text = text[:READ_CHARACTERS]
    found = []
    for match in _SAID.finditer(text):
        verb = stem(match["verb"].lower())
        if match["verb"].lower() in _LIGHT:
            continue
        clause = text[slice(*clause_of(text, match.start(), match.end()))].replace(match.group(), " ")
        stems = frozenset(map(stem, words(clause))) - {verb}
        label = " ".join(match.group().split())
        sure = OPEN if match["open"] else MEANT if match["meant"] else DECIDED if match["decided"] else FIRM
        found.append(_Said(label, sure, bool(match["not"]), verb, stems | frozenset(re.findall(r"\d+", clause))))
    return tuple(found)


def firmed(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """What may come and now will, or will after all or will not after all; in nearly the same words. `may` to `may not`,
    and what becomes less sure, is no change."""
    now = [each for each in _said(sentence.text) if each.sure >= FIRM]
    before = _said(known.text) if now else ()
    for new in now:
        for old in before:
            both = len(new.clause & old.clause)
            same = both >= CLAUSE_WORDS and both >= CLAUSE_SHARED * max(len(new.clause), len(old.clause))
            if new.verb != old.verb or not same:
                continue
            turned = old.sure >= FIRM and new.negated != old.negated
            firmer = new.negated == old.negated and (old.sure == OPEN or (old.sure == MEANT and new.sure == DECIDED))
            if turned or firmer:
                return old.label, new.label
    return None


def was_open(label: str) -> bool:
    """Whether an old value is a modal with its verb, as `firmed` and `happened` give it."""
    return bool(_SAID.match(label) or _MODAL.search(label))


def happened(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """ "may ban" to "banned": a modal with a verb, and then the verb without one; or what `firmed` sees."""
    if not same_names(sentence, known) or shared(sentence, known)[0] < SAME_FACT:
        return None
    spoken = {stem(match["verb"].lower()) for match in _MODAL.finditer(sentence.text)}
    for match in _MODAL.finditer(known.text):
        verb = match["verb"].lower()
        root = stem(verb)
        if root in spoken or verb in _NO_EVENT:
            continue
        for word in sentence.words:
            if stem(word) == root and word != verb and word.endswith(("ed", "en", "t", "d")) and not word.endswith("ment") and not negative(sentence.text, word):
                at = sentence.text.lower().find(word)
                if of_now(sentence.text[slice(*clause_of(sentence.text, at, at + len(word)))]):
                    return " ".join(match.group().split()), word
    return firmed(sentence, known)


def negated(sentence: Sentence, known: Sentence) -> tuple[str, str] | None:
    """The same words, once with and once without "not"; only where nearly all words are shared."""
    if bool(_MODAL.search(sentence.text)) != bool(_MODAL.search(known.text)):
        return None
    if shared(sentence, known)[1] <= BUT_FOR_NOT:
        return None
    was, becomes = _DENIES.search(known.text), _DENIES.search(sentence.text)
    if bool(was) == bool(becomes) or (_WITHOUT.search(known.text) and _WITHOUT.search(sentence.text)):
        return None
    denial, there = (was, sentence) if was else (becomes, known)
    what = words(denial.string[denial.end() :])[:1] if denial else ()
    if not set(what) & set(there.words):  # "not far from", or a clause of its own
        return None
    return was.group() if was else "yes", becomes.group() if becomes else "yes"


_MODAL = re.compile(
    r"\b(?:may|might|could|would|will|should|plans?\ to|considering|proposed\ to|threatened\ to|expected\ to|set\ to)\s+"
    r"(?:\w+ly\s+)?(?:be\s+)?(?P<verb>[a-z]{3,})",
    re.IGNORECASE,
)
_NO_EVENT = frozenset("appear become continue need remain seem stay".split())
"""Verbs that tell of no event: "they remained" is not what "they will remain" announced."""
_WITHOUT = re.compile(r"\b(?:not|no|never|neither|without)\b|n['’]t\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|no|never|yet\ to)\b|n['’]t\b", re.IGNORECASE)
