"""What an article adds to what its story has said so far.

`compare` is pure: the same article, ledger and vocabulary give the same answer, with its reasons.
`statements` says what the ledger takes over. The caller stores both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from models import roles
from models.change.edits import edits, kept
from models.change.redated import another_date
from models.ledger import Ledger
from models.nouns import Article, Comparison, PageKind, Passages, Reason, Role, SentenceKind, Statement
from models.novelty.alterations import Alterations, By, alterations
from models.novelty.became import denied_before
from models.novelty.echoes import echoes
from models.novelty.findings import findings, nearest
from models.novelty.headed import HEADED, headed
from models.novelty.importance import importance
from models.novelty.judgement import Verdict, judge
from models.novelty.lately import Sure, sure_of
from models.novelty.measures import Measures, Words, measure
from models.novelty.moves import moves_on
from settings import limits_developments as limits

_KEPT = frozenset(SentenceKind) - {SentenceKind.BOILERPLATE, SentenceKind.QUESTION}
"""Kinds that the ledger takes over: what explains today must not be news tomorrow."""


def compare(
    article: Article,
    passages: Passages,
    ledger: Ledger,
    vocabulary: Words,
    *,
    previous: Passages | None = None,
    lately: Sequence[float] = (),
    headings: Mapping[str, Mapping[str, float]] = HEADED,
) -> Comparison:
    """What `article` adds to `ledger`, the story as it stood before it.

    `vocabulary`: all news seen before this article. `previous`: the same page as it was read last; then only
    the difference counts. `lately`: the `odds_of` the articles decided last, of whatever story. `headings`: the weights
    by which a headline is judged. An empty ledger gives the role `first`, and to what says of itself that it reports no
    event (a column, a gallery, a newsletter) `background`.
    """
    if not len(ledger):
        if roles.remarks(article.title, article.url):
            return Comparison(Role.BACKGROUND, False, 0.0, 0.0, (), (), Reason("opens"))
        return Comparison(Role.FIRST, True, 1.0, 1.0, (), (), Reason("first"))
    if not passages.sentences:
        return Comparison(Role.REPEAT, False, 0.0, 0.0, (), (), Reason("empty"))
    edited = {} if previous is None else edits(passages, previous)
    measures = measure(
        passages, ledger, vocabulary, article.when, None if previous is None else kept(passages, previous, edited)
    )
    corrects = roles.corrects(passages)
    explains = corrects is None and (roles.explains(article.title, article.url) or roles.personal(passages))
    altered = alterations(passages, ledger, measures, edited, corrects, explains, article.when)
    changes = altered.changes
    verdict = judge(measures)
    reread = previous is not None
    verdict.sentences[list(altered.certain)] = 1.0
    folds = _folds(passages, ledger, measures, changes)
    weighed = _weighed(
        passages,
        ledger,
        measures,
        verdict,
        altered,
        article.when,
        corrects=altered.corrects,
        explains=explains,
        reread=reread,
    )
    asked = not (reread or weighed.explains or article.language not in (None, "en"))  # of others nothing was learned
    asked = asked and article.kind is not PageKind.LIVE_BLOG  # its entries all stand under one headline
    head = headed(article, passages, measures, verdict.whole, ledger, changes) if asked else None
    sure = None if head is None else sure_of(head, lately, headings)
    novelty, cut = weighed.novelty, limits.DEVELOPMENT_NOVELTY
    if sure is not None:
        stays = novelty >= cut and _stays(passages, measures, ledger, altered)
        novelty = max(sure.novelty, cut) if stays else sure.novelty
    told = novelty >= cut
    role = roles.role(
        development=told,
        corrected=altered.corrects is not None,
        revision=reread or article.revision > 1,
        repeated=weighed.novelty >= cut
        or len(folds) / len(passages.sentences) >= limits.FOLDED_REPEAT
        or _lead_echo(measures) >= limits.LEAD_REPEAT
        or verdict.whole.told >= limits.TOLD_REPEAT,
    )
    takes_back = altered.corrects in altered.certain
    best = int(measures.both.argmax())
    return Comparison(
        role=role,
        development=told,
        novelty=round(novelty, 6),
        importance=importance(passages, ledger, measures, article.when),
        findings=findings(passages, ledger, measures, verdict.sentences, changes, altered.certain)
        if told or takes_back
        else (),
        folds=folds,
        reason=Reason(role.value, _figures(ledger, measures, verdict, weighed, sure, told)),
        nearest=nearest(ledger, int(measures.nearest[best]), float(measures.cosine[best])),
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Novelty of an article, and what has raised or lowered it."""

    novelty: float
    moved: int | None
    """The sentence that moves the story on."""
    echo: float | None
    """How closely it opens as one before it, if it is its echo."""
    explains: bool
    """Whether it explains, or holds nothing that could be dated or checked: then no headline makes it news."""


def _weighed(
    passages: Passages,
    ledger: Ledger,
    measures: Measures,
    verdict: Verdict,
    altered: Alterations,
    when: datetime,
    *,
    corrects: int | None,
    explains: bool,
    reread: bool,
) -> _Weighed:
    """The verdict's novelty, less where an article explains or is an echo, more where one sentence moves the story on,
    takes something back, or where a page that is `reread` gives another value than before."""
    novelty, changes = verdict.novelty, altered.changes
    bare = not measures.brief and _bare(measures)
    echo = moved = None
    if verdict.form == "article" and not changes and corrects is None:
        echo = echoes(passages, measures, verdict.whole, ledger, when)
    if measures.furniture or explains or bare:
        novelty *= limits.UNCHECKABLE
    elif (moved := moves_on(passages, measures, verdict.sentences, changes)) is not None:
        novelty = max(novelty, limits.MOVED_NOVELTY)
    elif echo is not None:
        novelty *= limits.UNCHECKABLE
    if altered.retracts is not None:
        moved = altered.retracts if moved is None else moved
        novelty = max(novelty, limits.MOVED_NOVELTY)
    if reread and changes:  # a page that takes back what it said, without a word about it
        novelty = max(novelty, limits.EDITED_NOVELTY)
    return _Weighed(novelty, moved, echo, measures.furniture or explains or bare)


def _stays(passages: Passages, measures: Measures, ledger: Ledger, altered: Alterations) -> bool:
    """Whether it takes something back, changes a value or tells what had been denied: no headline silences that."""
    changed = altered.corrects is not None or bool(altered.certain or altered.changes)
    return changed or denied_before(passages, measures, ledger)


def _figures(
    ledger: Ledger, measures: Measures, verdict: Verdict, weighed: _Weighed, sure: Sure | None, told: bool
) -> tuple[tuple[str, float | str], ...]:
    """What the decision rests on."""
    index = int(verdict.sentences.argmax())
    return (
        ("told", round(verdict.whole.told, 3)),  # these four decide, of a brief its newest sentence: shown first
        ("lead", round(verdict.whole.lead, 3)),
        ("echo", round(verdict.whole.echo, 3)),
        ("new_facts", round(math.expm1(verdict.whole.facts))),
        ("sentence", index),
        ("sentence_novelty", round(float(verdict.sentences[index]), 3)),
        ("cosine", round(float(measures.cosine[index]), 3)),
        ("words_known", round(float(measures.known[index]), 3)),
        ("statements", len(ledger)),
        *([] if weighed.moved is None else [("moved", weighed.moved)]),
        *(() if sure is None else sure.figures),
        *([] if weighed.echo is None or told else [("opens_alike", round(weighed.echo, 3))]),
    )


def _bare(measures: Measures) -> bool:
    """Whether an article holds nothing that could be dated or checked (a figure, a quotation, a day, a new name): it
    explains."""
    return bool(measures.eligible.any()) and not measures.checkable[measures.eligible].any()


def _lead_echo(measures: Measures) -> float:
    """How closely the first statements say what was first said within the last two days."""
    lead = np.flatnonzero(measures.eligible)[: limits.LEAD_STATEMENTS]
    return float(measures.recent[lead].max(initial=0.0))


def statements(article: Article, passages: Passages, comparison: Comparison) -> tuple[Statement, ...]:
    """What the ledger takes over from an article: all that says something, except what it says already.

    Each statement's `sentence` is the very object in `passages.sentences`, its `id` 0 until it is stored.
    """
    folded = {index for index, _ in comparison.folds}
    return tuple(
        Statement(
            id=0,
            sentence=sentence,
            vector=passages.vectors[index],
            article_id=article.id,
            at=article.when,
            publisher=article.publisher,
        )
        for index, sentence in enumerate(passages.sentences)
        if index not in folded and sentence.kind in _KEPT and sentence.words
    )


def _folds(
    passages: Passages, ledger: Ledger, measures: Measures, changes: By
) -> tuple[tuple[int, int], ...]:
    """Sentences that say what one statement says, with no other figure and no other date in them."""
    found = []
    for index, sentence in enumerate(passages.sentences):
        row = int(measures.nearest[index])
        same = measures.cosine[index] >= limits.FOLD_COSINE or (
            measures.covered[index] >= limits.FOLD_COVERED and measures.cosine[index] >= limits.CHANGE_COSINE
        )
        known = ledger[row].sentence
        figures = set(sentence.numbers) <= set(known.numbers)
        if same and figures and not another_date(sentence, known) and index not in changes and sentence.kind in _KEPT:
            found.append((index, ledger[row].id))
    return tuple(found)
