"""What an article is in its story, and the words by which articles say so themselves."""

# ruff: noqa: E501 — patterns read better whole

from __future__ import annotations

import re

from models.nouns import Passages, Role, SentenceKind
from settings import limits_developments as limits

_CORRECTION = re.compile(
    r"""^\W*(?:corrections?|clarifications?|corrected|corrects|retractions?|retracted|rectificatif|erratum|berichtigung|korrektur
        |richtigstellung|mise\s+au\s+point|correctie|rectificatie|rechtzetting|corrección|rectificación|fe\s+de\s+errores|errata|rettifica
        |sprostowanie|исправление|уточнение)\b\s*(?:[:(—–-]|\S+$|$)
    |^\W*(?:rectificatif|berichtigung|korrektur|erratum|correctie|rectificatie|rectificación|corrección|sprostowanie)\s*[.|]\s
    |\b(?:an|a|the)\s+(?:earlier|previous|original|initial)\s+(?:version|report|article|story|headline)\b.{0,80}
        \b(?:said|stated|misstated|incorrectly|wrongly|gave|had|reported|referred|misspelled|misidentified|suggested)\b
    |\bthis\s+(?:article|story|post|report|page)\s+(?:has\s+been|was)\s+(?:corrected|amended|retracted|withdrawn)\b
    |\bwe\s+(?:have\s+|hereby\s+|now\s+)?(?:retract(?:ed)?|withdr[ae]wn?|take\s+back)\s+(?:the|this|that|our)\s+(?:\w+\s+){0,2}?(?:article|story|post|report)\b
    |\b(?:corrects|correcting)\s+(?:the\s+)?(?:\w+\s+){0,4}(?:to|in|of|from|that|name|spelling|figure|number|date)\b
    |\bwe\s+(?:incorrectly|wrongly|mistakenly)\s+(?:said|reported|stated)\b
    |\bfeiler|\bin\s+einer\s+(?:früheren|vorherigen|ersten|ursprünglichen)\s+(?:version|fassung)\b
    |\bin\s+een\s+(?:eerdere|vorige|oorspronkelijke)\s+versie\b|\ben\s+una\s+versi[oó]n\s+(?:anterior|previa)\b
    |\b(?:w|we)\s+(?:poprzedniej|wcześniejszej|pierwotnej|pierwszej)\s+wersji\b|\bв\s+предыдущей\s+версии\b|\bune\s+version\s+précédente\b""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


_REMARKS = re.compile(
    r"""^\W*(?:opinion|comment|commentary|editorial|op-?ed|column|letters?|quiz|meinung|kommentar|leitartikel|[ée]ditorial|édito|tribune|chronique|opinie|opinión|opinia|komentarz|felieton|мнение
    |in\s+(?:pictures|photos)|photos|pictures|(?:photo\s+)?gallery|picture\s+of\s+the\s+day
    |(?:(?:the|your|our)\s+)?(?:morning|midday|evening|daily|weekly|weekend)\s+(?:brief(?:ing)?|digest|round-?up|newsletter)|newsletter)\s*[:|–—-]
    |[:|–—-]\s*(?:opinion|in\s+(?:pictures|photos)|(?:photo\s+)?gallery)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Labels of what reports nothing: columns, galleries, newsletters."""
_EXPLAINS = re.compile(
    r"""^\W*(?:analysis|explainer|factbox|q\s?&\s?a|profile|obituary|feature|(?:the\s+)?long\s+read|timeline
    |analyse|hintergrund|fragen\s+und\s+antworten|décryptage|análisis|analiza|faktencheck|анализ)\s*[:|–—-]
    |[:|–—-]\s*(?:an?\s+)?(?:explainer|analysis|explained|timeline|q\s?&\s?a|fragen\s+und\s+antworten)\W*$|\bexplained\W*(?:$|:)
    |\bwhat\s+we\s+know(?:\s+so\s+far)?\W*$|\b(?:questions\s+(?:and\s+answers|answered)|was\s+wir\s+wissen|ce\s+que\s+l?['’]?on\s+sait|wat\s+we\s+weten|(?:qué|lo\s+que)\s+(?:sabemos|se\s+sabe)|co\s+wiemy)\W*$
    |(?:^\W*|[:–—]\s*)(?:why|how|what|who|when|where|which)\b[^?]*\?\W*$
    |(?:^\W*|[:–—]\s*)(?:why|how|warum|wieso|pourquoi|por\s+qué|waarom|dlaczego)\b|\bwhat\s+to\s+(?:expect|know|watch)\b
    |^\W*meet\s|^\W*(?:\w+\s+){1,3}(?:months?|years?|decades?)\s+on\s*[:–—]
    |^\W*(?:what\s+(?:is|are|we\s+know|you\s+need\s+to\s+know)|everything\s+(?:we|you)|here(?:'|’)s\s+what|a\s+guide\s+to)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OPINION = re.compile(r"/(?:opinions?|commentisfree|comment|editorials?|columns?|columnists?|op-ed|letters)/", re.IGNORECASE)
_SECTION = re.compile(r"/(?:explainers?|explained|analysis)/", re.IGNORECASE)


def remarks(title: str, url: str) -> bool:
    """Whether an article says of itself that it reports nothing, by its headline's label or the section in its address: a
    column, a gallery, a newsletter. Such a one opens a story without being news."""
    return bool(_REMARKS.search(title) or _OPINION.search(url))


def explains(title: str, url: str) -> bool:
    """Whether an article says of itself that it remarks, analyses or explains: by its headline's label or the section in
    its address."""
    return remarks(title, url) or bool(_EXPLAINS.search(title) or _SECTION.search(url))


QUOTED = re.compile(r"[\"“«][^\"“”«»]*(?:[\"”»]|$)|^[^\"“”«»]*[\"”»]")
_FIRST_PERSON = re.compile(r"\b(?:I|my|My|me|myself)\b")


def personal(passages: Passages) -> bool:
    """Whether an article is told in the first person singular, as columns, diaries and readers' stories are and reports
    are not: in several of its statements and a fair share of them, quotations aside."""
    said = [s for s in passages.sentences if s.kind in (SentenceKind.STATEMENT, SentenceKind.HYPOTHETICAL)]
    own = sum(not s.quotes and bool(_FIRST_PERSON.search(QUOTED.sub(" ", s.text))) for s in said)
    return own >= max(limits.PERSONAL_STATEMENTS, limits.PERSONAL_SHARE * len(said))


def corrects(passages: Passages) -> int | None:
    """Index of the sentence that says that something was wrong; -1 where only the title does; None if none does."""
    for index, sentence in enumerate(passages.sentences):
        if says_wrong(sentence.text):
            return index
    return -1 if says_wrong(passages.title.text) else None


def says_wrong(text: str) -> bool:
    """Whether a sentence or headline says that something was wrong before."""
    return bool(_CORRECTION.search(text))


def role(*, development: bool, corrected: bool, revision: bool, repeated: bool) -> Role:
    """The role of an article that is not the first of its story. `repeated`: what it says was known, rather than
    beside the point."""
    if corrected:
        return Role.CORRECTION
    if revision:
        return Role.REVISION
    if development:
        return Role.DEVELOPMENT
    return Role.REPEAT if repeated else Role.BACKGROUND
