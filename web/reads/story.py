"""A story: how it ran, its articles, its statements, what is like it, and whom it was told."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from fastapi import HTTPException

from settings.limits_web import (
    LOG_LINES,
    MARKS,
    MEANINGS_BESIDE,
    MEMBERS,
    SIMILAR,
    SIMILAR_LEAST,
    STATEMENTS,
    WITNESSES_NAMED,
)
from storage.deciding import stories
from storage.deciding.ledger import unpack_all
from storage.looking import pages_story, vectors
from storage.telling import feedback, holding, watching
from web import build, cursor, shapes
from web.reads import alerts as alert_reads
from web.site import Site

STORY_VECTORS = 50
"""Newest statements whose mean stands for a story."""


def story(site: Site, story_id: int) -> shapes.Story:
    """The story under its present id. HTTP 404 when there is none."""
    now = site.clock()
    with site.db.read() as conn:
        if stories.get(conn, story_id) is None:
            raise HTTPException(404, f"There is no story {story_id}.")
        number = stories.resolve(conn, story_id)
        found = stories.get(conn, number)
        assert found is not None
        days = pages_story.coverage(conn, number, site.zone)
        sleeps = build.sleeps(days, now.astimezone(site.zone).date())
        return shapes.Story(
            **build.story_line(found).model_dump(),
            names=[build.plain(name) for name in found.names[:20]],
            merged_from=story_id if number != story_id else None,
            asleep=bool(sleeps) and not sleeps[-1].woke,
            sleeps=sleeps,
            days=[shapes.Day(day=day.day, articles=day.articles, publishers=day.publishers) for day in days],
            marks=[
                shapes.Mark(
                    id=mark.id,
                    kind=mark.kind,
                    at=mark.at,
                    day=mark.at.astimezone(site.zone).date(),
                    importance=round(mark.importance, 3),
                    headline=build.title(mark.headline),
                )
                for mark in pages_story.marks(conn, number, MARKS)
            ],
            roles=pages_story.roles(conn, number),
            muted=[build.said(row, found.headline) for row in feedback.muted(conn, number, now)],
            events=[
                shapes.StoryEvent(
                    id=row.id,
                    at=row.at,
                    kind=row.kind,
                    story_id=row.story_id,
                    other_id=row.other_id,
                    article_id=row.article_id,
                    by_person=row.by_person,
                    text=build.changed(row),
                    undone=row.undone,
                )
                for row in pages_story.events(conn, number, LOG_LINES)
            ],
        )


def number(site: Site, story_id: int) -> int:
    """The id under which the story runs now. HTTP 404 when there is none."""
    with site.db.read() as conn:
        if stories.get(conn, story_id) is None:
            raise HTTPException(404, f"There is no story {story_id}.")
        return stories.resolve(conn, story_id)


def brief(site: Site, story_id: int) -> tuple[shapes.StoryLine, dict[str, int]]:
    """The story's line, and how many articles play each role. HTTP 404 when there is none."""
    with site.db.read() as conn:
        found = stories.get(conn, story_id)
        if found is None:
            raise HTTPException(404, f"There is no story {story_id}.")
        present = stories.get(conn, stories.resolve(conn, story_id)) or found
        return build.story_line(present), pages_story.roles(conn, present.id)


def listing(site: Site, before: str | None, most: int) -> shapes.Stories:
    with site.db.read() as conn:
        rows = pages_story.newest_stories(conn, most, cursor.read(before))
    more = (rows[-1].last_seen, rows[-1].id) if len(rows) == most else None
    return shapes.Stories(items=[build.story_line(row) for row in rows], next=cursor.written(more))


def members(
    site: Site,
    story_id: int,
    *,
    before: str | None = None,
    role: str | None = None,
    copies_of: int | None = None,
    most: int = MEMBERS,
) -> shapes.Members:
    with site.db.read() as conn:
        number = stories.resolve(conn, story_id)
        lines = pages_story.member_lines(
            conn,
            number,
            most,
            before=cursor.read(before),
            role=role,
            copies_of=None if copies_of is None else [copies_of],
        )
        copies = pages_story.copy_counts(conn, [line.article.id for line in lines])
    more = (lines[-1].article.at, lines[-1].article.id) if len(lines) == most else None
    items = [build.member(line, copies.get(line.article.id, 0)) for line in lines]
    return shapes.Members(items=items, next=cursor.written(more))


def statements(site: Site, story_id: int, after: int = 0, most: int = STATEMENTS) -> shapes.Statements:
    with site.db.read() as conn:
        number = stories.resolve(conn, story_id)
        lines = pages_story.statement_lines(conn, number, most, WITNESSES_NAMED, after=after)
    more = str(lines[-1].id) if len(lines) == most else None
    return shapes.Statements(items=[build.statement(line) for line in lines], next=more)


def similar(site: Site, story_id: int, most: int = SIMILAR) -> shapes.SimilarStories:
    """Other stories by meaning: by what each of their developments says first."""
    with site.db.read() as conn:
        number = stories.resolve(conn, story_id)
        model = vectors.model_in_use(conn)
        blobs = vectors.of_story(conn, number, model, STORY_VECTORS) if model else []
        if model is None or not blobs:
            return shapes.SimilarStories(items=[])
        mean = unpack_all(blobs).mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-9)
        near = site.meaning.near(conn, model, mean, 40 * most, SIMILAR_LEAST, MEANINGS_BESIDE)
        present = vectors.stories_of(conn, [development for development, _, _ in near])
        best: dict[int, float] = {}
        for development, _, cosine in near:
            other = present.get(development)
            if other is not None and other != number:
                best.setdefault(other, cosine)
        wanted = list(best)[:most]
        rows = pages_story.standing(conn, wanted)
    return shapes.SimilarStories(
        items=[
            shapes.Similar(story=build.story_line(rows[each]), similarity=round(best[each], 3))
            for each in wanted
            if each in rows
        ]
    )


def log(site: Site, story_id: int, most: int = LOG_LINES) -> shapes.Log:
    """Alerts told and held back, newest first: at most so many of each, and of both as far back as both reach."""
    with site.db.read() as conn:
        number = stories.resolve(conn, story_id)
        told = watching.alert_rows(conn, story_id=number, most=most)
        held = holding.rows(conn, story_id=number, most=most)
    ends = [rows[-1].at for rows in (told, held) if len(rows) == most]
    since = max(ends, default=datetime.min.replace(tzinfo=UTC))
    return alert_reads.log(
        site, [row for row in told if row.at >= since], [row for row in held if row.at >= since], more=bool(ends)
    )
