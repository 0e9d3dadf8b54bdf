"""Taking back a person's merge, split or move: articles and threads go home, and what was linked is unlinked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from settings.limits_storage import IN_CHUNK
from storage.deciding import stories as story_rows
from storage.deciding.mending import MOVED, THREADS, StoryEvent, carry_threads, event_of, with_copies
from storage.schema import developments, links, members, statements, stories, story_events


class CannotUndo(ValueError):
    """Why not, in words."""


@dataclass(frozen=True, slots=True)
class Undone:
    kind: str
    story_id: int
    """The story that the articles left."""
    other_id: int
    """The story that has them again."""
    articles: int


def last_event(conn: Connection) -> int:
    """The newest change to a story: the one that this transaction has just made."""
    return int(conn.execute(sa.select(sa.func.max(story_events.c.id))).scalar_one())


def by_people(conn: Connection, most: int) -> list[StoryEvent]:
    """What people did to stories and has not been undone, newest first."""
    query = (
        sa.select(story_events)
        .where(story_events.c.by_person, sa.not_(story_events.c.undone))
        .order_by(story_events.c.id.desc())
        .limit(most)
    )
    return [event_of(row) for row in conn.execute(query)]


def undo(conn: Connection, event_id: int) -> Undone:
    """Put back what a merge, split or move of a person's moved. Raises CannotUndo, LookupError."""
    event = conn.execute(sa.select(story_events).where(story_events.c.id == event_id)).first()
    if event is None:
        raise LookupError(f"there is no change {event_id}")
    if event.undone:
        raise CannotUndo("It is undone already.")
    if not event.by_person or event.other_id is None or MOVED not in event.reason:
        raise CannotUndo("Only what a person did can be undone here.")
    # A merge and a move brought articles from `other` to `story`; a split sent them the other way.
    away, home = (
        (event.other_id, event.story_id) if event.kind == "split" else (event.story_id, event.other_id)
    )
    now_at = story_rows.resolve(conn, away)
    if now_at != away:
        raise CannotUndo(f"Story {away} is part of story {now_at} by now: undo that first.")
    moved = [int(each) for each in str(event.reason[MOVED]).split()]
    # All of what was split off goes home, with what joined it since; of the others, with copies that came since.
    going = _present(conn, away, None if event.kind == "split" else with_copies(conn, moved))
    if not going:
        raise CannotUndo(f"None of those articles is in story {away} any more.")
    target = _merged_into(conn, home)
    if target not in (None, away):
        raise CannotUndo(f"Story {home} is part of story {target} by now: undo that first.")
    if target == away:
        conn.execute(stories.update().where(stories.c.id == home).values(merged_into=None))
    for start in range(0, len(going), IN_CHUNK):
        some = going[start : start + IN_CHUNK]
        for table in (members, statements, developments):
            conn.execute(table.update().where(table.c.article_id.in_(some)).values(story_id=home))
    carry_threads(conn, away, home, str(event.reason.get(THREADS, "")).split("\n"))
    if not _present(conn, away, None):
        carry_threads(conn, away, home)
        conn.execute(stories.update().where(stories.c.id == away).values(merged_into=home))
    else:
        story_rows.renew(conn, away)
    story_rows.renew(conn, home)
    _unlink(conn, event.at)
    conn.execute(story_events.update().where(story_events.c.id == event_id).values(undone=True))
    return Undone(event.kind, away, home, len(going))


def _unlink(conn: Connection, at: datetime) -> None:
    """The links that the change made carry its time."""
    conn.execute(links.delete().where(links.c.at == at))


def _merged_into(conn: Connection, story_id: int) -> int | None:
    return conn.execute(sa.select(stories.c.merged_into).where(stories.c.id == story_id)).scalar_one_or_none()


def _present(conn: Connection, story_id: int, wanted: Iterable[int] | None) -> list[int]:
    """The story's articles, of those that are `wanted`."""
    query = sa.select(members.c.article_id).where(members.c.story_id == story_id)
    here = set(conn.execute(query).scalars())
    return sorted(here if wanted is None else here & set(wanted))
