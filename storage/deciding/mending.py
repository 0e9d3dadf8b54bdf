"""Second thoughts: merge, split and move, by upkeep or by a person.

An id never changes meaning: a merged story redirects, a split opens a new story for what leaves, and every
change is written to `story_events`. What a person decided is also kept as must-link and cannot-link facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from storage.deciding import stories as story_rows
from storage.schema import (
    articles,
    developments,
    links,
    members,
    statements,
    stories,
    story_events,
    threads,
)


@dataclass(frozen=True, slots=True)
class Link:
    """What a person decided of two articles."""

    first: int
    second: int
    together: bool


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One change in a story's history."""

    id: int
    at: datetime
    kind: str
    story_id: int
    other_id: int | None
    article_id: int | None
    by_person: bool
    figures: dict[str, float | str]
    undone: bool


def merge(
    conn: Connection, source: int, target: int, at: datetime, by_person: bool, figures: dict[str, float | str]
) -> None:
    """All of `source` goes to `target`; `source` redirects from now on. Both must be stories that stand."""
    if source == target:
        raise ValueError(f"story {source} cannot be merged with itself")
    if by_person:
        first, second = (_eldest(conn, members.c.story_id == each) for each in (source, target))
        if first is not None and second is not None:
            link(conn, first, second, together=True, at=at)
    moved = _articles(conn, source)
    for table in (members, statements, developments):
        conn.execute(table.update().where(table.c.story_id == source).values(story_id=target))
    channels = carry_threads(conn, source, target)
    conn.execute(stories.update().where(stories.c.id == source).values(merged_into=target))
    story_rows.renew(conn, target)
    _event(conn, at, "merge", target, source, None, by_person, figures | listed(moved) | {THREADS: "\n".join(channels)})


def split(
    conn: Connection,
    story_id: int,
    leaving: Sequence[int],
    at: datetime,
    by_person: bool,
    figures: dict[str, float | str],
) -> int:
    """`leaving` and all that is the same text go to a new story, whose id is returned. Some of the story must stay."""
    moving = with_copies(conn, leaving)
    staying = set(_articles(conn, story_id)) - moving
    if not staying or not moving <= set(_articles(conn, story_id)):
        raise ValueError(f"story {story_id}: some of its own articles must leave and some must stay")
    row = conn.execute(
        sa.select(articles.c.title, articles.c.at, articles.c.language)
        .where(articles.c.id.in_(moving))
        .order_by(articles.c.at, articles.c.id)
    ).first()
    if row is None:
        raise LookupError(f"none of the articles {sorted(moving)} is stored")
    new = story_rows.open_story(conn, row.title, row.at, row.language)
    _carry_over(conn, moving, new)
    if by_person:
        left, stayed = (_eldest(conn, members.c.story_id == each) for each in (new, story_id))
        assert left is not None, "some leave"
        assert stayed is not None, "some stay"
        link(conn, left, stayed, together=False, at=at)
    story_rows.renew(conn, story_id)
    story_rows.renew(conn, new)
    _event(conn, at, "split", story_id, new, None, by_person, figures | listed(moving))
    return new


def move(conn: Connection, article_id: int, target: int, at: datetime, by_person: bool) -> None:
    """One article, and all that is the same text, goes to another story; where nothing stays, the two merge."""
    source = story_rows.story_of(conn, article_id)
    if source is None:
        raise LookupError(f"article {article_id} belongs to no story yet")
    if source == target:
        raise ValueError(f"article {article_id} is in story {target} already")
    moving = with_copies(conn, [article_id])
    staying = set(_articles(conn, source)) - moving
    if not staying:
        merge(conn, source, target, at, by_person, {})
        return
    if by_person:
        moved = _eldest(conn, members.c.article_id.in_(moving))
        stayed = _eldest(conn, members.c.article_id.in_(staying))
        joined = _eldest(conn, members.c.story_id == target)
        assert moved is not None, "it is in a story"
        assert stayed is not None, "some stay"
        link(conn, moved, stayed, together=False, at=at)
        if joined is not None:
            link(conn, moved, joined, together=True, at=at)
    _carry_over(conn, moving, target)
    story_rows.renew(conn, source)
    story_rows.renew(conn, target)
    _event(conn, at, "move", target, source, article_id, by_person, dict(listed(moving)))


MOVED = "articles"
THREADS = "threads"
"""The channels, one a line, whose threads a merge carried over; kept with it so that they can be given back."""


def listed(moved: Iterable[int]) -> dict[str, float | str]:
    """The articles that changed their story, kept with the event so that it can be undone."""
    return {MOVED: " ".join(map(str, sorted(moved)))}


def link(conn: Connection, first: int, second: int, together: bool, at: datetime) -> None:
    """Keep what a person decided of two articles. The newest word on a pair counts, and the one before it again when
    that is taken back."""
    low, high = sorted((first, second))
    conn.execute(links.insert().values(first_article=low, second_article=high, together=together, at=at))


def links_of(conn: Connection) -> list[Link]:
    """Every must-link and cannot-link, oldest first."""
    rows = conn.execute(sa.select(links).order_by(links.c.id))
    return [Link(row.first_article, row.second_article, row.together) for row in rows]


def event_of(row: Row[Any]) -> StoryEvent:
    """A row of story_events as read."""
    return StoryEvent(
        row.id, row.at, row.kind, row.story_id, row.other_id, row.article_id, row.by_person, row.reason, row.undone
    )


def _event(
    conn: Connection,
    at: datetime,
    kind: str,
    story_id: int,
    other_id: int | None,
    article_id: int | None,
    by_person: bool,
    figures: dict[str, float | str],
) -> None:
    conn.execute(
        story_events.insert().values(
            at=at,
            kind=kind,
            story_id=story_id,
            other_id=other_id,
            article_id=article_id,
            by_person=by_person,
            reason=figures,
        )
    )


def _carry_over(conn: Connection, moving: Iterable[int], target: int) -> None:
    """Articles take their membership, their statements and their developments along."""
    ids = list(moving)
    for table in (members, statements, developments):
        conn.execute(table.update().where(table.c.article_id.in_(ids)).values(story_id=target))


def carry_threads(conn: Connection, source: int, target: int, channels: Sequence[str] | None = None) -> list[str]:
    """Where only `source` has a thread on a channel, of these or of all, it goes on as the target's. Says on which."""
    has = sa.select(threads.c.channel).where(threads.c.story_id == target).scalar_subquery()
    going = sa.select(threads.c.channel).where(threads.c.story_id == source, threads.c.channel.not_in(has))
    if channels is not None:
        going = going.where(threads.c.channel.in_(channels))
    found = sorted(conn.execute(going).scalars())
    conn.execute(
        threads.update().where(threads.c.story_id == source, threads.c.channel.in_(found)).values(story_id=target)
    )
    return found


def _articles(conn: Connection, story_id: int) -> list[int]:
    return list(conn.execute(sa.select(members.c.article_id).where(members.c.story_id == story_id)).scalars())


def with_copies(conn: Connection, ids: Iterable[int]) -> set[int]:
    """With what these are copies of, and with all copies, theirs among them: whoever judges one text judges all that
    carry it."""
    texts, more = set[int](), set(ids)
    while more - texts:
        texts |= more
        related = members.c.article_id.in_(texts) | members.c.copy_of.in_(texts)
        query = sa.select(members.c.article_id, members.c.copy_of).where(related, members.c.copy_of.is_not(None))
        more = {each for row in conn.execute(query) for each in row}
    return texts


def _eldest(conn: Connection, of: sa.ColumnElement[bool]) -> int | None:
    """The first of these members, a copy only where there is nothing else: what is linked is compared with others, and
    copies never are."""
    return conn.execute(
        sa.select(members.c.article_id)
        .where(of)
        .order_by(members.c.copy_of.is_not(None), members.c.at, members.c.article_id)
        .limit(1)
    ).scalar_one_or_none()
