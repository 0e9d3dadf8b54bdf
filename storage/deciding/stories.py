"""Stories and their members: which article belongs to which story, and why. History is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.nouns import Assignment, Comparison, Nearest, Reason, Role, Story
from settings.limits_events import TAKEN_MOSTLY
from storage import as_json
from storage.schema import articles, developments, members, stories
from storage.types import UtcDateTime

OWN_WORDS = members.c.copy_of.is_(None) & (sa.func.coalesce(members.c.taken, 0.0) < TAKEN_MOSTLY)
"""Articles by which their publisher is an independent one of the story: neither copies nor mostly others' text. Of old
ones it is not known (migration 0006), and they count."""

INDEPENDENT = sa.case((OWN_WORDS, members.c.publisher))
"""The publisher of such an article, to be counted; none of any other."""


def coverage(story_id: int | sa.BindParameter[int]) -> sa.Subquery:
    """When the articles of a story came, and when pages of theirs that were changed later said something new: (at,
    article_id, publisher), the publisher None where it does not count."""
    came = sa.select(members.c.at, members.c.article_id, INDEPENDENT.label("publisher"))
    changed = sa.select(developments.c.at, developments.c.article_id, members.c.publisher).join_from(
        developments, members, members.c.article_id == developments.c.article_id
    )
    return sa.union_all(
        came.where(members.c.story_id == story_id),
        changed.where(developments.c.story_id == story_id, developments.c.at != members.c.at),
    ).subquery("coverage")


@dataclass(frozen=True, slots=True)
class Member:
    """An article in its story, with the reasons of both decisions."""

    article_id: int
    story_id: int
    at: datetime
    url: str
    title: str
    site: str
    publisher: str
    role: Role
    similarity: float
    margin: float
    reason: Reason
    copy_of: int | None
    nearest_article: int | None
    """The article that decided which story it belongs to."""
    novelty: float | None
    importance: float | None
    taken: float | None
    """Share of what it states that it took over from others word for word; None: not known, or a copy."""
    why: Reason | None
    nearest: Nearest | None


def open_story(conn: Connection, headline: str, at: datetime, language: str | None) -> int:
    """A new story with no article yet. Returns its id, which never changes meaning."""
    row = {"headline": headline, "first_seen": at, "last_seen": at, "names": [], "language": language}
    result = conn.execute(stories.insert(), row)
    return int(result.inserted_primary_key[0])  # type: ignore[index]


_THIS_STORY = stories.c.id == sa.bindparam("this")
_LEADS_TO = sa.select(stories.c.merged_into).where(_THIS_STORY)
_STORY = sa.select(stories).where(_THIS_STORY)
_STORIES = sa.select(stories).where(stories.c.id.in_(sa.bindparam("ids", expanding=True)))
_UPDATE = stories.update().where(_THIS_STORY)


def resolve(conn: Connection, story_id: int) -> int:
    """The id under which the story now runs: a merged story redirects, however often."""
    seen = set()
    while story_id not in seen:
        seen.add(story_id)
        target = conn.execute(_LEADS_TO, {"this": story_id}).scalar_one_or_none()
        if target is None:
            return story_id
        story_id = target
    raise RuntimeError(f"stories {sorted(seen)} redirect to one another")


def get(conn: Connection, story_id: int) -> Story | None:
    """The story as stored; a merged one says where it went in `merged_into`."""
    row = conn.execute(_STORY, {"this": story_id}).first()
    return _story(row) if row else None


def many(conn: Connection, story_ids: Iterable[int]) -> dict[int, Story]:
    """Stories by id, as `get` has them; those that are not there are left out."""
    rows = conn.execute(_STORIES, {"ids": sorted(set(story_ids))})
    return {row.id: _story(row) for row in rows}


def listing(
    conn: Connection, limit: int, since: datetime | None = None, words: str | None = None
) -> list[Story]:
    """Stories by last coverage, newest first; with `words`, those whose headline holds them."""
    query = sa.select(stories).where(stories.c.merged_into.is_(None))
    if since:
        query = query.where(stories.c.last_seen >= since)
    if words:
        query = query.where(stories.c.headline.icontains(words, autoescape=True))
    query = query.order_by(stories.c.last_seen.desc(), stories.c.id.desc()).limit(limit)
    return [_story(row) for row in conn.execute(query)]


def why_lately(conn: Connection, most: int) -> list[Reason | None]:
    """Why the articles decided last were new or not, the latest last; copies, which are not compared, left out."""
    query = (
        sa.select(members.c.why)
        .where(members.c.trace.is_not(None))
        .order_by(members.c.decided.desc(), members.c.at.desc(), members.c.article_id.desc())
        .limit(most)
    )
    found = [as_json.to_reason(why) if why else None for why in conn.execute(query).scalars()]
    return found[::-1]


def add_member(
    conn: Connection,
    article_id: int,
    story_id: int,
    at: datetime,
    publisher: str,
    assignment: Assignment,
    role: Role,
    trace: bytes | None,
    decided: datetime,
    comparison: Comparison | None = None,
    taken: float | None = None,
) -> None:
    """Put an article into a story with the reason of the decision; with what it added to the story, why, and what share
    of it is others' words, unless it is a copy."""
    row = {
        "article_id": article_id,
        "story_id": story_id,
        "at": at,
        "publisher": publisher,
        "role": role.value,
        "similarity": assignment.similarity,
        "margin": assignment.margin,
        "reason": as_json.of_reason(assignment.reason),
        "nearest_article": assignment.nearest_article,
        "copy_of": assignment.copy_of,
        "trace": trace,
        "decided": decided,
    }
    if comparison is not None:
        row |= {
            "novelty": comparison.novelty,
            "importance": comparison.importance,
            "taken": taken,
            "why": as_json.of_reason(comparison.reason),
            "nearest": as_json.of_nearest(comparison.nearest),
        }
    conn.execute(members.insert(), row)


def renew(conn: Connection, story_id: int) -> None:
    """Count the story's articles, copies and independent publishers again, and set its span; a page that said something
    new when it was changed is its coverage of that time, too."""
    row = conn.execute(
        sa.select(
            sa.func.count().label("articles"),
            sa.func.count(members.c.copy_of).label("copies"),
            sa.func.count(sa.distinct(INDEPENDENT)).label("publishers"),
            sa.func.min(members.c.at).label("first"),
            sa.func.max(members.c.at).label("last"),
        ).where(members.c.story_id == story_id)
    ).one()
    newest = sa.select(sa.func.max(developments.c.at)).where(developments.c.story_id == story_id)
    told = conn.execute(newest).scalar_one()
    values: dict[str, Any] = {"articles": row.articles, "copies": row.copies, "publishers": row.publishers}
    if row.first is not None:
        values |= {"first_seen": row.first, "last_seen": max(row.last, told or row.last)}
    conn.execute(stories.update().where(stories.c.id == story_id).values(**values))


def rename(conn: Connection, story_id: int, headline: str | None, names: Sequence[str]) -> None:
    """Give a story its key names, and its headline if there is one."""
    values: dict[str, Any] = {"names": list(names)}
    if headline:
        values["headline"] = headline
    conn.execute(_UPDATE, {"this": story_id, **values})


_AT = sa.bindparam("at", type_=UtcDateTime)
_GROWN = _UPDATE.values(
    articles=stories.c.articles + 1,
    copies=stories.c.copies + sa.bindparam("more_copies", type_=sa.Integer),
    publishers=stories.c.publishers + sa.bindparam("more_publishers", type_=sa.Integer),
    first_seen=sa.case((stories.c.first_seen > _AT, _AT), else_=stories.c.first_seen),
    last_seen=sa.case((stories.c.last_seen < _AT, _AT), else_=stories.c.last_seen),
)


def grow(conn: Connection, story_id: int, at: datetime, copy: bool, new_publisher: bool) -> None:
    """Count one more article without reading the others: a story of 10,000 articles costs no more."""
    more = {"more_copies": int(copy), "more_publishers": int(new_publisher), "at": at}
    conn.execute(_GROWN, {"this": story_id, **more})


_OWN_ARTICLE = (
    sa.select(members.c.article_id)
    .where(members.c.story_id == sa.bindparam("story"), members.c.publisher == sa.bindparam("publisher"), OWN_WORDS)
    .limit(1)
)


def has_publisher(conn: Connection, story_id: int, publisher: str) -> bool:
    """Whether the story has an article of this publisher in words of its own."""
    return conn.execute(_OWN_ARTICLE, {"story": story_id, "publisher": publisher}).first() is not None


def publishers_between(
    conn: Connection, story_id: int, since: datetime, until: datetime
) -> list[tuple[datetime, str]]:
    """(when, publisher) of the story's articles in words of their own, in [since, until]."""
    query = (
        sa.select(members.c.at, members.c.publisher)
        .where(
            members.c.story_id == story_id,
            OWN_WORDS,
            members.c.at >= since,
            members.c.at <= until,
        )
        .order_by(members.c.at)
    )
    return [(row.at, row.publisher) for row in conn.execute(query)]


_STORY_OF = sa.select(members.c.story_id).where(members.c.article_id == sa.bindparam("article"))


def story_of(conn: Connection, article_id: int) -> int | None:
    """The story that an article belongs to, if it has been decided."""
    return conn.execute(_STORY_OF, {"article": article_id}).scalar_one_or_none()


def members_of(conn: Connection, story_id: int) -> list[Member]:
    """The story's articles, oldest first."""
    query = (
        sa.select(members, articles.c.url, articles.c.title, articles.c.site)
        .join(articles, articles.c.id == members.c.article_id)
        .where(members.c.story_id == story_id)
        .order_by(members.c.at, members.c.article_id)
    )
    return [_member(row) for row in conn.execute(query)]


def member(conn: Connection, article_id: int) -> Member | None:
    query = (
        sa.select(members, articles.c.url, articles.c.title, articles.c.site)
        .join(articles, articles.c.id == members.c.article_id)
        .where(members.c.article_id == article_id)
    )
    row = conn.execute(query).first()
    return _member(row) if row else None


def _member(row: Any) -> Member:
    return Member(
        article_id=row.article_id,
        story_id=row.story_id,
        at=row.at,
        url=row.url,
        title=row.title,
        site=row.site,
        publisher=row.publisher,
        role=Role(row.role),
        similarity=row.similarity,
        margin=row.margin,
        reason=as_json.to_reason(row.reason),
        copy_of=row.copy_of,
        nearest_article=row.nearest_article,
        novelty=row.novelty,
        importance=row.importance,
        taken=row.taken,
        why=as_json.to_reason(row.why) if row.why else None,
        nearest=as_json.to_nearest(row.nearest),
    )


def _story(row: Any) -> Story:
    return Story(
        id=row.id,
        headline=row.headline,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        articles=row.articles,
        copies=row.copies,
        publishers=row.publishers,
        names=tuple(row.names),
        language=row.language,
        merged_into=row.merged_into,
    )
