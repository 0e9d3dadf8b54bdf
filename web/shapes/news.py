"""Developments, stories, articles, and what is found."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Source(Shape):
    """An article as evidence."""

    id: int
    title: str
    url: str | None
    site: str
    name: str
    """What a reader knows the outlet by."""
    publisher: str
    """The independent publisher that it counts for."""
    at: datetime
    language: str | None


class Finding(Shape):
    """A sentence that is new, or changes what was known."""

    sentence: str
    kind: str
    """new or changed"""
    old: str | None
    new: str | None
    novelty: float
    known: str | None
    """The nearest sentence known before."""
    known_from: Source | None
    similarity: float | None
    names: list[str]
    numbers: list[str]
    quotes: list[str]


class Told(Shape):
    watch: str
    alert: int


class Kept(Shape):
    """Held back from a watch."""

    watch: str
    rule: str


class Development(Shape):
    id: int
    story_id: int
    story: str
    kind: str
    at: datetime
    headline: str
    novelty: float
    importance: float
    article: Source
    findings: list[Finding]
    more_findings: int
    witnesses: list[Source]
    """The first article of each independent publisher."""
    more_witnesses: int
    copies: int
    """Copies of those articles: no witnesses."""
    asleep_days: int | None
    told: list[Told]
    held: list[Kept]


class Developments(Shape):
    items: list[Development]
    next: str | None
    """Give it as `before` for the next page."""


class Day(Shape):
    day: date
    articles: int
    publishers: int


class Mark(Shape):
    id: int
    kind: str
    at: datetime
    day: date
    """In the settings' time zone."""
    importance: float
    headline: str


class Sleep(Shape):
    """A stretch without coverage, long enough to count as sleep."""

    since: date
    until: date
    days: int
    woke: bool


class Said(Shape):
    """Something that a person said or did, and how to take it back."""

    id: int
    at: datetime
    kind: str
    text: str
    story_id: int | None
    watch: str | None
    until: datetime | None
    undo: str
    """POST here takes it back."""


class StoryLine(Shape):
    id: int
    headline: str
    first_seen: datetime
    last_seen: datetime
    articles: int
    copies: int
    publishers: int
    language: str | None


class Stories(Shape):
    items: list[StoryLine]
    next: str | None


class StoryEvent(Shape):
    """A merge, split or move, by upkeep or a person."""

    text: str
    """The same in words."""

    id: int
    at: datetime
    kind: str
    story_id: int
    other_id: int | None
    article_id: int | None
    by_person: bool
    undone: bool


class Story(StoryLine):
    names: list[str]
    merged_from: int | None
    """The id that was asked for, when that story is part of this one now."""
    asleep: bool
    sleeps: list[Sleep]
    days: list[Day]
    marks: list[Mark]
    roles: dict[str, int]
    muted: list[Said]
    events: list[StoryEvent]


class Member(Shape):
    """An article in its story."""

    article: Source
    role: str
    why: str
    """Why it has that role, and why it belongs to this story, in words."""
    figures: str
    """What both decisions rest on."""
    novelty: float | None
    importance: float | None
    copy_of: int | None
    nearest: int | None
    """The article for whose sake it is in this story."""
    copies: int


class Members(Shape):
    items: list[Member]
    next: str | None


class Statement(Shape):
    id: int
    text: str
    at: datetime
    article: Source
    """Where it was first said."""
    witnesses: list[Source]
    """Articles of other publishers that said it since, the first ones."""
    more_witnesses: int


class Statements(Shape):
    items: list[Statement]
    next: str | None


class Similar(Shape):
    story: StoryLine
    similarity: float


class SimilarStories(Shape):
    items: list[Similar]


class Sentence(Shape):
    """A sentence of an article, and what it is in its story."""

    index: int
    text: str
    is_: str
    """new, changed, repeat, first (nobody had said it, but it is nothing to tell), or other"""
    words: str
    """The same in words."""
    old: str | None = None
    new: str | None = None
    known: str | None = None
    """The nearest sentence known before."""
    known_from: Source | None = None
    similarity: float | None = None


class Headline(Shape):
    """A headline that a page had before."""

    title: str
    seen: datetime
    """When it was read."""


class Article(Shape):
    article: Source
    kind: str
    authors: list[str]
    revision: int
    seen: datetime
    headlines: list[Headline]
    """Those of earlier readings that were others, oldest first."""
    story: StoryLine | None
    member: Member | None
    sentences: list[Sentence]
    more_sentences: int
    copies: list[Source]
    original: Source | None


class Hit(Shape):
    """Something found: an article, or a development with its article."""

    kind: str
    """article or development"""
    at: datetime
    title: str
    extract: str
    article: Source
    story_id: int | None
    role: str | None
    similarity: float | None


class Found(Shape):
    items: list[Hit]
    next: str | None
    note: str | None
    """What a person should know of how far was looked."""
