"""The nouns of newsdelta, one frozen type a stage, in the order in which the data goes.

    Feed ──fetch──> Response ──parse──> Entry ──read──> Article ──embed──> Passages
         ──assign──> Story ──compare with the story's ledger──> Development
         ──match watches──> Alert ──deliver──> Delivery

An Alert is an `alerts.view.AlertView`, a Delivery a row of `storage.telling.outbox`; the others stand here.
Times are aware datetimes, in UTC once they are stored. Ids are the database's; 0 means "not stored yet".
Vectors are float32 rows of unit length; `d` is the model's dimension.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vector = npt.NDArray[np.float32]
    Matrix = npt.NDArray[np.float32]
else:
    # A tenth of a second that a pass without an article need not take, nor a command that shows a list.
    Vector = Matrix = Any


# -- sources ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Problem:
    """An expected failure, kept with the thing that failed: `code` for programs, `text` for people."""

    code: str
    text: str
    retry: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """An address to poll, with what politeness needs to know of it."""

    id: int
    url: str
    name: str
    publisher: str | None = None
    """Owner of the outlet, when the settings say; outlets of one publisher are one witness."""
    etag: str | None = None
    last_modified: str | None = None
    """Validators are opaque: they go back byte for byte."""
    next_poll: datetime | None = None
    interval_s: int = 3600
    every_s: int | None = None
    """How often the settings want it asked, if they say."""
    not_before: datetime | None = None
    """Until when its publisher asked to be left alone, when it last answered."""
    ttl_s: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    """What the feed itself asked for when it last came whole: a 304 brings none of it, and takes none of it back."""
    last_attempt: datetime | None = None
    last_full: datetime | None = None
    """When the feed was last asked for without validators."""
    last_good: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    problem: Problem | None = None
    moved_to: str | None = None
    moved_times: int = 0
    retired_at: datetime | None = None
    paused: bool = False
    configured_url: str | None = None
    """The address in the settings, which stays when the feed moves."""

    @property
    def state(self) -> str:
        """How it is, in one word or two, for people."""
        if self.retired_at:
            return "retired"
        if self.paused:
            return "paused"
        if self.problem:
            return "failing"
        return "fine" if self.last_good else "not asked yet"


@dataclass(frozen=True, slots=True)
class Response:
    """What came back from an address, decompressed and bounded; `problem` says what went wrong, if it did."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    permanent_url: str | None = None
    """Where an unbroken chain of 301/308 redirects leads, if there was one."""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """What a site's robots.txt said when it was last asked for."""

    origin: str
    """`scheme://host[:port]`"""
    asked: datetime
    status: int
    """0 where nobody answered."""
    text: str | None = None
    """None where it could not be had."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as the feed gave it; anything may be missing but `key`."""

    key: str
    """Identity within its feed: id, else link, else a hash of title and text."""
    url: str | None
    title: str | None
    published: datetime | None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    text: str = ""
    """The feed's own content or summary as plain text."""
    language: str | None = None
    id: int = 0
    feed_id: int = 0


ITS_DAY = timedelta(hours=36)
"""How long after its midnight in UTC a day lasts in the westernmost time zone."""


def is_day(at: datetime) -> bool:
    """Whether a time stands for a day without an hour, as dates alone are read: midnight, to the microsecond."""
    return at.time() == time.min


class PageKind(enum.StrEnum):
    ARTICLE = "article"
    CONSENT = "consent"
    PAYWALL = "paywall"
    ERROR = "error"
    EMPTY = "empty"
    LIVE_BLOG = "live-blog"
    ENTRY = "entry"
    """The feed's own text stands in for the page."""


@dataclass(frozen=True, slots=True)
class Article:
    """The text behind an entry. A changed page is a new revision of the same article."""

    id: int
    url: str
    canonical_url: str
    title: str
    text: str
    """Paragraphs separated by newlines; empty when nothing could be had."""
    published: datetime | None
    seen: datetime
    """When newsdelta first read this revision."""
    site: str
    publisher: str
    """Publisher family: the independent witness that this article counts as."""
    kind: PageKind = PageKind.ARTICLE
    updated: datetime | None = None
    date_from: str = ""
    """Where `published` came from, e.g. 'page json-ld', 'feed'."""
    text_from: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    content_hash: str = ""
    revision: int = 1
    feed_id: int = 0

    @property
    def when(self) -> datetime:
        """The time that counts for deciding: as published, but never after it was seen. A revision says what
        it says from when it was seen, whenever the page claims to have been published; and so does an article
        of which a day alone is known, if it was seen on that day: its midnight is before all that it tells of."""
        if self.published is None or self.revision > 1:
            return self.seen
        on_its_day = is_day(self.published) and self.seen < self.published + ITS_DAY
        return self.seen if on_its_day else min(self.published, self.seen)


# -- meaning ---------------------------------------------------------------------------------------


class SentenceKind(enum.StrEnum):
    STATEMENT = "statement"
    HEADING = "heading"
    BULLET = "bullet"
    CAPTION = "caption"
    QUESTION = "question"
    HYPOTHETICAL = "hypothetical"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in the article, word for word, with what can be checked in it."""

    text: str
    kind: SentenceKind
    words: tuple[str, ...]
    """Lower-cased content words, in order."""
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    quotes: tuple[str, ...]
    paragraph: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """An article's title and sentences with their vectors by one model."""

    article_id: int
    model: str
    """Name and digest of the model; vectors of two models are never compared."""
    title: Sentence
    sentences: tuple[Sentence, ...]
    title_vector: Vector
    vectors: Matrix
    """(len(sentences), d)"""


class Role(enum.StrEnum):
    """What an article is in its story."""

    FIRST = "first"
    COPY = "copy"
    REPEAT = "repeat"
    BACKGROUND = "background"
    DEVELOPMENT = "development"
    CORRECTION = "correction"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision fell as it did: a code from an enum, and its figures."""

    code: str
    figures: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which story an article belongs to. `story_id` None opens a new one."""

    story_id: int | None
    similarity: float
    margin: float
    """How far ahead of the runner-up (or of opening a new story)."""
    reason: Reason
    nearest_article: int | None = None
    copy_of: int | None = None
    asleep: timedelta | None = None
    """How long the story had slept, when this article wakes it."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on the same event and what follows from it. Never forgotten; ids never change meaning."""

    id: int
    headline: str
    first_seen: datetime
    last_seen: datetime
    articles: int = 0
    copies: int = 0
    publishers: int = 0
    names: tuple[str, ...] = ()
    language: str | None = None
    merged_into: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One line of a story's ledger: what was said, by whom first, and who said it since."""

    id: int
    sentence: Sentence
    vector: Vector
    article_id: int
    at: datetime
    publisher: str
    witnesses: tuple[str, ...] = ()
    """Independent publishers that said it since, the first one not among them."""


class FindingKind(enum.StrEnum):
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest known sentence."""

    article_id: int
    sentence: str
    similarity: float
    statement_id: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that the ledger does not hold, or that changes what it holds."""

    sentence: str
    kind: FindingKind
    novelty: float
    nearest: Nearest | None
    index: int
    """Which sentence of the article."""
    old: str | None = None
    new: str | None = None
    """For a change: the value before and now ('8', '11'; 'denied', 'confirmed')."""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What an article adds to its story's ledger."""

    role: Role
    development: bool
    novelty: float
    """0 to 1: how sure that the article brings something new; comparable across articles."""
    importance: float
    """0 up: how much it matters; what a budget ranks by."""
    findings: tuple[Finding, ...]
    """The sentences that are new or changed, most telling first."""
    folds: tuple[tuple[int, int], ...]
    """(index of a sentence, id of the statement that it repeats)."""
    reason: Reason
    nearest: Nearest | None = None


class EventKind(enum.StrEnum):
    """What there is to tell."""

    FIRST = "first"
    DEVELOPMENT = "development"
    WAKE = "wake"
    CORRECTION = "correction"
    BURST = "burst"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Development:
    """Something to tell about a story, grouped over the outlets that carry it."""

    id: int
    story_id: int
    article_id: int
    kind: EventKind
    at: datetime
    novelty: float
    importance: float
    headline: str
    """What is new, in the source's words."""
    findings: tuple[Finding, ...] = ()
    witnesses: tuple[str, ...] = ()
    """Independent publishers that carry it."""
    details: tuple[tuple[str, float | str], ...] = ()
    """E.g. days asleep."""

    @property
    def kinds(self) -> frozenset[EventKind]:
        """All that it is: a waking story or a correction that brings new sentences is a development too."""
        told_first = self.kind in (EventKind.FIRST, EventKind.BURST, EventKind.CONFIRMED)
        return frozenset((self.kind, EventKind.DEVELOPMENT) if self.findings and not told_first else (self.kind,))


# -- people ----------------------------------------------------------------------------------------


class DeliveryState(enum.StrEnum):
    """How far one alert on one channel has come."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
