"""One thread a story on every channel, through merges and for months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.deciding.stories import resolve
from storage.schema import stories, story_events, threads


@dataclass(frozen=True, slots=True)
class StoryThread:
    story_id: int
    root: str
    last: str
    place: str | None


def of_story(conn: Connection, story_id: int, channel: str) -> StoryThread | None:
    """The story's thread on a channel: its own, or else the oldest one of the stories that were merged into it."""
    family = _family(conn, story_id)
    stands = resolve(conn, story_id)
    row = conn.execute(
        sa.select(threads)
        .where(threads.c.story_id.in_(family), threads.c.channel == channel)
        .order_by(threads.c.story_id != stands, threads.c.opened, threads.c.story_id)
    ).first()
    return StoryThread(row.story_id, row.root, row.last, row.place) if row else None


def own(conn: Connection, story_id: int, channel: str) -> StoryThread | None:
    """The thread that a story itself has on a channel, whatever it was merged into."""
    row = conn.execute(
        sa.select(threads).where(threads.c.story_id == story_id, threads.c.channel == channel)
    ).first()
    return StoryThread(row.story_id, row.root, row.last, row.place) if row else None


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge of two stories that both have a thread on a channel."""

    event_id: int
    channel: str
    gone: int
    kept: int
    headline: str
    """Of the story that is kept."""
    ended: str
    """The headline of the one that is no more."""


def merges(conn: Connection, since: datetime) -> list[Merged]:
    """Merges since then after which a channel has a thread of a story that is no more."""
    ended = stories.alias("ended")
    query = (
        sa.select(
            story_events.c.id,
            threads.c.channel,
            story_events.c.other_id,
            story_events.c.story_id,
            stories.c.headline,
            ended.c.headline,
        )
        .join(threads, threads.c.story_id == story_events.c.other_id)
        .join(stories, stories.c.id == story_events.c.story_id)
        .join(ended, ended.c.id == story_events.c.other_id)
        .where(
            story_events.c.kind == "merge",
            story_events.c.at >= since,
            sa.not_(story_events.c.undone),
        )
        .order_by(story_events.c.at, story_events.c.id, threads.c.channel)  # by its index
    )
    return [Merged(*row) for row in conn.execute(query)]


def keep(
    conn: Connection, story_id: int, channel: str, reference: str, place: str | None, now: datetime
) -> None:
    """Note a story's newest message on a channel; the first one opens the thread."""
    known = of_story(conn, story_id, channel)
    if known:
        conn.execute(
            threads.update()
            .where(threads.c.story_id == known.story_id, threads.c.channel == channel)
            .values(last=reference)
        )
    else:
        conn.execute(
            threads.insert().values(
                # a story that was merged while this message waited goes on under its new id, and so does the thread
                story_id=resolve(conn, story_id),
                channel=channel,
                root=reference,
                last=reference,
                place=place,
                opened=now,
            )
        )


def _family(conn: Connection, story_id: int) -> list[int]:
    """The story under its newest id, and all that were merged into it."""
    seen: list[int] = [story_id]
    while (
        target := conn.execute(
            sa.select(stories.c.merged_into).where(stories.c.id == seen[-1])
        ).scalar_one_or_none()
    ) is not None and target not in seen:
        seen.append(target)
    found = {seen[-1]}
    layer = [seen[-1]]
    while layer:
        layer = [
            each
            for each in conn.execute(
                sa.select(stories.c.id).where(stories.c.merged_into.in_(layer))
            ).scalars()
            if each not in found
        ]
        found.update(layer)
    return sorted(found)
