"""What pages show and the JSON API answers: one shape for both. Texts are strangers', made plain; an
address is there only if it is safe to link to."""

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
    publisher: str
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
    novelty: float | None
    importance: float | None
    copy_of: int | None
    copies: int


class Members(Shape):
    items: list[Member]
    next: str | None


class Witness(Shape):
    publisher: str
    article: int


class Statement(Shape):
    id: int
    text: str
    at: datetime
    publisher: str
    article: int
    url: str | None
    witnesses: list[Witness]


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
    known_article: int | None = None
    known_publisher: str | None = None
    similarity: float | None = None


class Article(Shape):
    article: Source
    kind: str
    authors: list[str]
    revision: int
    seen: datetime
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


class Delivery(Shape):
    id: int
    what: str
    watch: str | None
    headline: str
    alert: int | None
    story_id: int | None
    channel: str
    state: str
    attempts: int
    created: datetime
    next_try: datetime | None
    sent_at: datetime | None
    problem: str | None
    folded: bool


class Deliveries(Shape):
    items: list[Delivery]
    next: str | None
    waiting: int
    failed: int


class Held(Shape):
    id: int
    watch: str
    development: int
    story_id: int
    story: str
    headline: str
    at: datetime
    rule: str
    why: str
    released: datetime | None


class HeldBack(Shape):
    items: list[Held]
    next: str | None


class AlertLine(Shape):
    id: int
    watch: str
    development: int
    story_id: int
    at: datetime
    headline: str
    why: str
    deliveries: list[Delivery]


class Log(Shape):
    """What of a story was told and what was held back."""

    told: list[AlertLine]
    held: list[Held]


class Watch(Shape):
    name: str
    about: str | None
    words: str | None
    sources: list[str]
    languages: list[str]
    kinds: list[str]
    channels: list[str]
    min_publishers: int
    min_novelty: float
    min_importance: float
    budget: int | None
    quiet_hours: str | None
    wake_above: float | None
    digest: str | None
    digest_when_empty: bool
    timezone: str | None


class Watches(Shape):
    items: list[Watch]
    editable: bool


class PreviewLine(Shape):
    at: datetime
    told: bool
    rule: str | None
    why: str
    development: int
    story_id: int
    story: str
    headline: str
    url: str | None
    importance: float


class Preview(Shape):
    days: int
    told: int
    held: int
    lines: list[PreviewLine]


class Feed(Shape):
    id: int
    name: str
    url: str | None
    publisher: str | None
    state: str
    """fine, failing, paused, retired, or not asked yet"""
    wrong: str | None
    """What is wrong, since when, in words."""
    last_good: datetime | None
    last_new: datetime | None
    next_poll: datetime | None
    a_day: list[int]
    """Entries a day, oldest first, today last."""


class Feeds(Shape):
    items: list[Feed]
    next: str | None
    states: dict[str, int]


class Pass(Shape):
    id: int
    kind: str
    started: datetime
    ended: datetime | None
    outcome: str | None
    note: str | None
    lines: list[str]


class Note(Shape):
    name: str
    at: datetime
    lines: list[str]


class Audit(Shape):
    """The nightly report and what ran."""

    report: list[Note]
    passes: list[Pass]


class Said_(Shape):
    items: list[Said]


class Done(Shape):
    """What an action did, and where to POST to take it back."""

    text: str
    undo: str | None = None
    story_id: int | None = None


class Trouble(Shape):
    """Why not, in words."""

    detail: str


class NewWatch(Shape):
    """A watch as it is to be; what is null is as newsdelta has it when nothing is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    about: str | None = None
    words: str | None = None
    sources: list[str] | None = None
    languages: list[str] | None = None
    kinds: list[str] | None = None
    channels: list[str] | None = None
    min_publishers: int | None = None
    min_novelty: float | None = None
    min_importance: float | None = None
    budget: int | None = None
    quiet_hours: str | None = None
    wake_above: float | None = None
    digest: str | None = None
    digest_when_empty: bool | None = None
    timezone: str | None = None


class Address(Shape):
    """Of a feed, or of a site whose feeds are to be found."""

    url: str
    name: str | None = None


class Opinion(Shape):
    """What a person says of an alert, or does not want to hear of."""

    alert: int | None = None
    kind: str
    """useful, not-news, not-my-topic, mute or snooze"""
    story_id: int | None = None
    source: str | None = None
    phrase: str | None = None
    watch: str | None = None
    days: int | None = None


class Into(Shape):
    story_id: int


class Leaving(Shape):
    articles: list[int]
