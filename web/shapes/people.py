"""Alerts, watches, feeds, and what ran."""

from __future__ import annotations

from datetime import datetime

from web.shapes.news import Said, Shape


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
    more: bool
    """Whether there is more that is older than the last of these."""


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
    max_age_days: int | None
    budget: int | None
    quiet_hours: str | None
    wake_above: float | None
    digest: str | None
    digest_when_empty: bool
    audit: bool
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
    """fine, failing, paused, retired, not polled (though it has long been due), or not asked yet"""
    wrong: str | None
    """What is wrong, since when, in words."""
    last_good: datetime | None
    last_new: datetime | None
    next_poll: datetime | None
    every: str | None
    """How often it is asked, where the settings say."""
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
    """What is wrong, the nightly report, and what ran."""

    wrong: list[Note]
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
