"""What there is to tell when an article has been compared: at most one event an article, and its follow-ups.

An article that wakes a story, corrects it and brings something new is told once, by its most telling kind.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.change.values import Change, gives, goes_on
from models.nouns import (
    Article,
    Assignment,
    Comparison,
    EventKind,
    Finding,
    FindingKind,
    PageKind,
    Passages,
    Role,
    Sentence,
    SentenceKind,
)
from settings import limits_events as limits
from settings.limits_developments import HEADLINE_COSINE


@dataclass(frozen=True, slots=True)
class Event:
    """An event before it is stored."""

    kind: EventKind
    headline: str
    findings: tuple[Finding, ...]
    details: tuple[tuple[str, float | str], ...] = ()


def event_of(
    article: Article, passages: Passages, assignment: Assignment, comparison: Comparison
) -> Event | None:
    """The one event that an article is, if it is one.

    Background wakes nobody: a sleeping story wakes when an article brings a development, not an explainer.
    """
    headline = headline_of(article, passages, comparison.findings)
    if comparison.role is Role.FIRST:
        return Event(EventKind.FIRST, headline, comparison.findings or _lead(passages))
    if comparison.role is Role.CORRECTION:
        return Event(EventKind.CORRECTION, headline, comparison.findings or _lead(passages))
    if not comparison.development:
        return None
    if article.revision > 1:
        kind = EventKind.CORRECTION if any(map(_takes_back, comparison.findings)) else EventKind.DEVELOPMENT
        return Event(kind, headline, comparison.findings, (("revision", article.revision),))
    if assignment.asleep is not None:
        days = round(assignment.asleep.total_seconds() / 86400, 1)
        return Event(EventKind.WAKE, headline, comparison.findings, (("asleep_days", days),))
    return Event(EventKind.DEVELOPMENT, headline, comparison.findings)


def share_taken(sentences: Sequence[Sentence], taken: Sequence[bool]) -> float:
    """How much of what an article states is others' words, by letters; `taken` as `models.witness.taken_over` tells."""
    stated = [
        (len(sentence.text), theirs)
        for sentence, theirs in zip(sentences, taken, strict=True)
        if sentence.kind is SentenceKind.STATEMENT
    ]
    whole = sum(length for length, _ in stated)
    return sum(length for length, theirs in stated if theirs) / whole if whole else 0.0


def burst(coverage: Sequence[tuple[datetime, str]], first_seen: datetime, now: datetime) -> Event | None:
    """A burst: far more independent publishers in a day than this story's own baseline.

    `coverage`: (when, publisher) of the story's articles in words of their own, over the baseline and the last
    day. The number of publishers is taken as Poisson about the story's own daily mean, at least one a day.
    """
    if now - first_seen < limits.BURST_LEAST_AGE:
        return None
    start = now - limits.BURST_WINDOW
    today = {publisher for at, publisher in coverage if at > start}
    if len(today) < limits.BURST_LEAST_PUBLISHERS:
        return None
    before: dict[int, set[str]] = {}
    for at, publisher in coverage:
        if at <= start:
            before.setdefault(int((start - at) / limits.BURST_WINDOW), set()).add(publisher)
    days = max(1.0, min(limits.BURST_BASELINE, start - first_seen) / limits.BURST_WINDOW)
    mean = sum(len(publishers) for publishers in before.values()) / days
    if poisson_tail(len(today), max(mean, 1.0)) > limits.BURST_CHANCE:
        return None
    headline = f"{len(today)} independent publishers in a day, usually {mean:.1f}"
    return Event(EventKind.BURST, headline, (), (("publishers", len(today)), ("usual", round(mean, 1))))


def poisson_tail(count: int, mean: float) -> float:
    """P(X >= count) for X ~ Poisson(mean)."""
    term = math.exp(-mean)
    below = 0.0
    for k in range(count):
        below += term
        term *= mean / (k + 1)
    return max(0.0, 1.0 - below)


def _takes_back(finding: Finding) -> bool:
    """Whether a sentence of a changed page gives another value for an old fact: a toll that rose since is news."""
    if finding.kind is not FindingKind.CHANGED:
        return False
    return not goes_on(finding.sentence, Change(finding.old or "", finding.new or ""))


def headline_of(article: Article, passages: Passages, findings: Sequence[Finding]) -> str:
    """What is new, in the source's words: the article's own title where it says just that, else the first finding.

    The title says it where the statement nearest to it is among the findings, or where it gives a value that has
    changed. It also stands before a sentence that leans on the one before it ("Its decision is due on the 30th.", or
    one without any name). A page read again and the posts of a live page go by their sentences: the title is all the
    page's.
    """
    text = article.title
    if findings and not (text and _titled(article, passages, findings)):
        text = findings[0].sentence
    text = " ".join((text or article.text).split())
    if len(text) <= limits.HEADLINE_CHARACTERS:
        return text
    return text[: limits.HEADLINE_CHARACTERS].rsplit(" ", 1)[0] + "…"


_LEANS = re.compile(r"\W*(?:it|its|he|his|she|her|they|their|this|that|these|those|such)\b", re.IGNORECASE)


def _titled(article: Article, passages: Passages, findings: Sequence[Finding]) -> bool:
    if article.revision > 1 or article.kind is PageKind.LIVE_BLOG or not passages.title.words:
        return False
    if any(finding.new and gives(passages.title, finding.new) for finding in findings):
        return True
    first = passages.sentences[findings[0].index]
    if not first.names or _LEANS.match(first.text):
        return True
    near = passages.vectors @ passages.title_vector
    near[[sentence.kind is not SentenceKind.STATEMENT for sentence in passages.sentences]] = -1.0
    nearest = int(near.argmax())
    return float(near[nearest]) >= HEADLINE_COSINE and nearest in {finding.index for finding in findings}


def _lead(passages: Passages) -> tuple[Finding, ...]:
    """The first sentences of an article, quoted as evidence where no others stand out: of a story's first everything is
    new, what a plan would bring as well; of a correction only the headline may say that it is one."""
    lead = [
        (index, sentence)
        for index, sentence in enumerate(passages.sentences)
        if sentence.kind in (SentenceKind.STATEMENT, SentenceKind.HYPOTHETICAL)
    ]
    return tuple(
        Finding(
            sentence=sentence.text,
            kind=FindingKind.NEW,
            novelty=1.0,
            nearest=None,
            index=index,
            names=sentence.names,
            numbers=sentence.numbers,
            quotes=sentence.quotes,
        )
        for index, sentence in lead[: limits.FIRST_EVIDENCE]
    )
