"""What was got from a page: the answer of `read_page`, ready to become an Article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.nouns import PageKind, Problem


@dataclass(frozen=True, slots=True)
class Post:
    """One dated entry of a live blog."""

    title: str
    text: str
    published: datetime | None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read. Times keep the time zone that the page gave (UTC where it gave none)."""

    url: str
    canonical_url: str
    title: str
    text: str
    """Paragraphs separated by newlines; empty when nothing could be had."""
    kind: PageKind
    site: str
    publisher: str
    published: datetime | None = None
    date_from: str = ""
    updated: datetime | None = None
    updated_from: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    text_from: str = ""
    """Which source the stated rule chose: 'page', 'json-ld', 'live-blog', 'feed' or 'leaner page'."""
    page_kind: PageKind = PageKind.ARTICLE
    """What the page itself is; `kind` is ENTRY where the feed's text stands in for it."""
    posts: tuple[Post, ...] = ()
    leaner_url: str | None = None
    """An AMP or print version of the page; see `extract.better`."""
    problem: Problem | None = None
    """Why the page gave no article, in words."""
