"""The sentences that are told of an article: which of it are new or changed, those first that stand for it."""

from __future__ import annotations

import numpy as np

from models.ledger import Ledger
from models.nouns import Finding, FindingKind, Nearest, Passages, SentenceKind
from models.novelty.alterations import By
from models.novelty.measures import Array, Measures
from settings import limits_developments as limits


def findings(
    passages: Passages,
    ledger: Ledger,
    measures: Measures,
    novelty: Array,
    changes: By,
    certain: frozenset[int],
) -> tuple[Finding, ...]:
    """What is new, what stands for the article first; before all what it takes back."""
    found: list[Finding] = []
    novelty = novelty.copy()
    shown = [index for index in changes if novelty[index]]  # a changed value is always shown
    shown += [i for i, least in _headlined(passages, measures) if novelty[i] >= least]  # what it is about, if not known
    novelty[shown] = np.maximum(novelty[shown], limits.FINDING_NOVELTY)
    first = np.zeros(len(novelty))
    first[shown] = 1.0
    for index in np.lexsort((-novelty, -first))[: limits.FINDINGS]:
        i = int(index)
        if novelty[i] < limits.FINDING_NOVELTY and (found or not novelty[i]):
            break
        sentence = passages.sentences[i]
        row, changed = changes.get(i, (int(measures.nearest[i]), None))
        found.append(
            Finding(
                sentence=sentence.text,
                kind=FindingKind.CHANGED if changed else FindingKind.NEW,
                novelty=float(novelty[i]),
                nearest=nearest(ledger, row, float(np.dot(passages.vectors[i], ledger.vectors[row]))),
                index=i,
                old=changed.old if changed else None,
                new=changed.new if changed else None,
                names=tuple(name for name in sentence.names if not ledger.knows(name)),
                numbers=tuple(number for number in sentence.numbers if not ledger.holds("#" + number)),
                quotes=sentence.quotes,
            )
        )
    taken_back = {index for index in certain if index in changes}
    return tuple(sorted(found, key=lambda each: (each.index not in taken_back, -_telling(passages, measures, each))))


def _telling(passages: Passages, measures: Measures, finding: Finding) -> float:
    """How well a new sentence stands for the article: near its title, which says what a desk found new, early, and with
    something to check, which the scene that a feature opens with has not. The least like anything known is often an
    aside (a share price, a lawyer's word)."""
    near_title = float(np.dot(passages.vectors[finding.index], passages.title_vector))
    before = sum(each.kind is SentenceKind.STATEMENT for each in passages.sentences[: finding.index])
    early = 1.0 / (1.0 + before)
    checkable = float(measures.checkable[finding.index] or finding.kind is FindingKind.CHANGED)
    return (
        finding.novelty
        + limits.TITLE_WEIGHT * near_title
        + limits.EARLY_WEIGHT * early
        + limits.CHECKABLE_WEIGHT * checkable
    )


def _headlined(passages: Passages, measures: Measures) -> tuple[tuple[int, float], ...]:
    """The statements that say what an article is about, each with the least novelty that lists it: its first, and the
    one nearest to its title."""
    eligible = np.flatnonzero(measures.eligible)
    if not len(eligible):
        return ()
    nearest = eligible[int((passages.vectors[eligible] @ passages.title_vector).argmax())]
    titled = bool(passages.title.words)
    return (int(eligible[0]), limits.LEAD_NOVELTY), *(((int(nearest), limits.TITLED_NOVELTY),) if titled else ())


def nearest(ledger: Ledger, row: int, similarity: float) -> Nearest:
    """A statement as the nearest known sentence."""
    statement = ledger[row]
    return Nearest(statement.article_id, statement.sentence.text, round(similarity, 4), statement.id)
