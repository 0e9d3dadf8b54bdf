"""One article decided: assigned, compared, written down and told, within the transaction that it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from models import events
from models.change.retitled import with_headlines
from models.developments import compare, statements
from models.nouns import (
    Article,
    Assignment,
    Comparison,
    Development,
    EventKind,
    Passages,
    Reason,
    Role,
)
from models.witness import taken_over
from settings import limits_developments, limits_events
from steps.context import Context
from steps.deciding import naming
from steps.deciding.memory import Memory
from steps.telling.match import match
from storage.deciding import developments, ledger, stories
from storage.reading import articles
from storage.reading import passages as passage_rows

Tell = Callable[[Connection, Sequence[Development]], object]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided for one article."""

    story_id: int
    assignment: Assignment
    comparison: Comparison | None
    """None for a copy: it is never compared."""
    told: tuple[Development, ...]


def decide_stored(conn: Connection, context: Context, memory: Memory, article_id: int) -> Decided:
    """Decide a stored article, a copy or revision among them, and mark it decided."""
    article = articles.get(conn, article_id)
    now = context.clock()

    def tell(conn: Connection, told: Sequence[Development]) -> object:
        return match(conn, context, told)

    original = articles.copy_of(conn, article_id)
    if original is not None:
        decided = decide_copy(conn, article, original, now)
    else:
        passages = passage_rows.load(conn, article, context.parts)
        if stories.story_of(conn, article_id) is not None:
            previous = passage_rows.before(conn, article, context.parts)
            decided = decide_revision(conn, memory, article, passages, previous, tell)
        else:
            decided = decide_article(conn, memory, article, passages, now, tell)
    articles.decided(conn, article_id)
    return decided


def decide_copy(
    conn: Connection, article: Article, original: int, now: datetime, similarity: float = 1.0
) -> Decided:
    """A copy goes where its original went, and is no witness."""
    story_id = stories.story_of(conn, original)
    if story_id is None:
        raise LookupError(f"article {article.id} is a copy of {original}, which has no story")
    assignment = Assignment(
        story_id=story_id,
        similarity=similarity,
        margin=1.0,
        reason=Reason("copy", (("containment", round(similarity, 3)),)),
        nearest_article=original,
        copy_of=original,
    )
    if stories.story_of(conn, article.id) is None:
        stories.add_member(
            conn, article.id, story_id, article.when, article.publisher, assignment, Role.COPY, None, now
        )
        stories.grow(conn, story_id, article.when, copy=True, new_publisher=False)
    return Decided(story_id, assignment, None, ())


def decide_article(
    conn: Connection,
    memory: Memory,
    article: Article,
    passages: Passages,
    now: datetime,
    tell: Tell,
    given: int | None = None,
    open_given: bool = False,
) -> Decided:
    """Assign an article, compare it with its story's ledger, and tell what there is to tell.

    With `given` (a replay of labelled stories) that story is taken; with `open_given` a new one is opened.
    """
    if given is not None or open_given:
        assignment = Assignment(given, 1.0, 1.0, Reason("given"))
    else:
        assignment = memory.index.assign(article, passages)
    story_id = assignment.story_id
    if story_id is None:
        headline = article.title or (passages.sentences[0].text if passages.sentences else article.url)
        story_id = stories.open_story(conn, headline, article.when, article.language)
    comparison = _compare(conn, memory, article, passages, story_id, None)
    known = _known(conn, article, passages, comparison)
    mark = memory.index.look(article, passages).trace
    new_publisher = known.taken < limits_events.TAKEN_MOSTLY and not stories.has_publisher(
        conn, story_id, article.publisher
    )
    stories.add_member(
        conn,
        article.id,
        story_id,
        article.when,
        article.publisher,
        assignment,
        comparison.role,
        mark.to_bytes(),
        now,
        comparison,
        known.taken,
    )
    stories.grow(conn, story_id, article.when, copy=False, new_publisher=new_publisher)
    memory.index.add(mark, story_id)
    if naming.grown(memory.index.size(story_id)):
        naming.name(conn, story_id)
    told = _keep(conn, memory, article, passages, assignment, story_id, comparison, known, tell)
    memory.learn(conn, passages)
    memory.remember(comparison.reason)
    return Decided(story_id, assignment, comparison, told)


def decide_revision(
    conn: Connection,
    memory: Memory,
    article: Article,
    passages: Passages,
    previous: Passages | None,
    tell: Tell,
) -> Decided:
    """A page that changed stays in its story, in the role that it had; only the difference to its last reading,
    `previous`, counts."""
    member = stories.member(conn, article.id)
    if member is None:
        raise LookupError(f"article {article.id} has a revision to decide but no story")
    story_id = stories.resolve(conn, member.story_id)
    assignment = Assignment(
        story_id, 1.0, 1.0, Reason("revision", (("revision", article.revision),)), nearest_article=article.id
    )
    if previous is not None and previous.model != passages.model:
        previous = None  # vectors of two models are never compared
    if previous is not None:
        passages, previous = with_headlines(passages, previous)
    comparison = _compare(conn, memory, article, passages, story_id, previous)
    known = _known(conn, article, passages, comparison)
    told = _keep(conn, memory, article, passages, assignment, story_id, comparison, known, tell)
    return Decided(story_id, assignment, comparison, told)


def _compare(
    conn: Connection,
    memory: Memory,
    article: Article,
    passages: Passages,
    story_id: int,
    previous: Passages | None,
) -> Comparison:
    return compare(
        article,
        passages,
        memory.ledger(conn, story_id, passages.model),
        memory.vocabulary,
        previous=previous,
        lately=memory.lately,
    )


def _keep(
    conn: Connection,
    memory: Memory,
    article: Article,
    passages: Passages,
    assignment: Assignment,
    story_id: int,
    comparison: Comparison,
    known: _Known,
    tell: Tell,
) -> tuple[Development, ...]:
    """Write the ledger, the witnesses and the events of one article, and tell the watches."""
    book = memory.ledger(conn, story_id, passages.model)
    position = {id(sentence): index for index, sentence in enumerate(passages.sentences)}
    said = [(position[id(each.sentence)], each) for each in statements(article, passages, comparison)]
    ids = ledger.add(conn, story_id, said, passages.model)
    at: dict[int, int] = {}
    for (index, statement), statement_id in zip(said, ids, strict=True):
        book.add(replace(statement, id=statement_id))
        at[index] = statement_id
    at |= dict(comparison.folds)
    for statement_id in ledger.fold(conn, known.own, article.publisher, article.id, article.when):
        book.fold(statement_id, article.publisher)

    told: list[Development] = []
    event = events.event_of(article, passages, assignment, comparison)
    if event:
        rests_on = [at[finding.index] for finding in event.findings if finding.index in at]
        told.append(_store(conn, event, article, story_id, comparison, rests_on))
    told += _confirm(conn, article, known.own)
    told += _burst(conn, article, story_id, comparison)
    if told:
        tell(conn, told)
    return tuple(told)


@dataclass(frozen=True, slots=True)
class _Known:
    """What an article repeats of what was said, and in whose words."""

    own: tuple[int, ...] = ()
    """The statements that it repeats in words of its own: of what it took over word for word it is no witness."""
    taken: float = 0.0
    """Share of what it states that it took over."""


def _known(conn: Connection, article: Article, passages: Passages, comparison: Comparison) -> _Known:
    repeated = [statement_id for _, statement_id in comparison.folds]
    if not repeated:
        return _Known()
    most, characters = limits_developments.EARLIER_TEXTS, limits_developments.EARLIER_CHARACTERS
    earlier = ledger.wording(conn, repeated, article.publisher, most, characters)
    taken = taken_over(passages.sentences, earlier)
    own = dict.fromkeys(statement_id for index, statement_id in comparison.folds if not taken[index])
    return _Known(tuple(own), events.share_taken(passages.sentences, taken))


def _store(
    conn: Connection,
    event: events.Event,
    article: Article,
    story_id: int,
    comparison: Comparison,
    rests_on: Sequence[int],
) -> Development:
    development = Development(
        id=0,
        story_id=story_id,
        article_id=article.id,
        kind=event.kind,
        at=article.when,
        novelty=comparison.novelty,
        importance=comparison.importance,
        headline=event.headline,
        findings=event.findings,
        witnesses=(article.publisher,),
        details=event.details,
    )
    development = replace(development, id=developments.add(conn, development, rests_on))
    developments.carry(conn, development.id, article.id, article.publisher, article.when)
    return development


def _confirm(conn: Connection, article: Article, folded: Sequence[int]) -> list[Development]:
    """Count the article among those that carry what it repeats in its own words; the second independent publisher
    confirms."""
    kinds = (EventKind.FIRST, EventKind.DEVELOPMENT, EventKind.WAKE, EventKind.CORRECTION)
    since = article.when - limits_events.GROUP_FOR
    confirmed: list[Development] = []
    for carried in developments.of_statements(conn, folded, kinds, since):
        if carried.article_id == article.id:
            continue
        new = developments.carry(conn, carried.id, article.id, article.publisher, article.when)
        if not new or len(carried.witnesses) + 1 != limits_events.CONFIRMED_BY:
            continue
        development = replace(
            carried,
            id=0,
            article_id=article.id,
            kind=EventKind.CONFIRMED,
            at=article.when,
            witnesses=(*carried.witnesses, article.publisher),
            details=(("confirms", carried.id),),
        )
        rests_on = developments.statement_ids(conn, carried.id)
        development = replace(development, id=developments.add(conn, development, rests_on))
        developments.carry_on(conn, development.id, carried.id)
        confirmed.append(development)
    return confirmed


def _burst(conn: Connection, article: Article, story_id: int, comparison: Comparison) -> list[Development]:
    story = stories.get(conn, story_id)
    if story is None or story.publishers < limits_events.BURST_LEAST_PUBLISHERS:
        return []
    now = article.when
    if developments.has_kind_since(conn, story_id, EventKind.BURST, now - limits_events.BURST_AGAIN_AFTER):
        return []
    start = now - limits_events.BURST_WINDOW - limits_events.BURST_BASELINE
    event = events.burst(stories.publishers_between(conn, story_id, start, now), story.first_seen, now)
    return [_store(conn, event, article, story_id, comparison, ())] if event else []
