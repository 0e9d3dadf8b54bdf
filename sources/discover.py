"""The feeds of a site, found from any address of it: what it links, what sites usually have, its sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from models.nouns import Problem, Response
from settings import limits_sources as limits
from sources import plain
from sources.addresses import whole
from sources.asking.fetch import ACCEPT_FEED, Fetcher, header
from sources.asking.robots import answered, rules
from sources.page import document
from sources.sandbox import FeedBytes, Sandbox
from sources.shape import Shape, shape_of

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOKS = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:$|[/._?-])|\.(?:rss|atom|rdf)$|feed\.json$", re.I)
_USUAL = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/feed.json",
    "/feeds/posts/default",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found, fetched, and could be read."""

    url: str
    title: str
    entries: int
    version: str


def links(page: bytes, url: str) -> tuple[tuple[str, str], ...]:
    """(Address, title) of the feeds that a page says it has, then of links that look like feeds. Pure."""
    doc = document.parse(page, url)
    if doc is None:
        return ()
    found: dict[str | None, str] = {}
    for link in doc.tree.xpath("//link[@href]"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _TYPES:
            found.setdefault(whole(link.get("href"), url), plain.one_line(link.get("title") or ""))
    for link in doc.tree.xpath("//a[@href]"):
        target = whole(link.get("href"), url)
        if target and _LOOKS.search(urlsplit(target).path):
            found.setdefault(target, plain.one_line(link.text_content())[: limits.TITLE_CHARS])
    return tuple((u, t) for u, t in found.items() if u)


def discover(url: str, fetcher: Fetcher, box: Sandbox) -> tuple[Found, ...] | Problem:
    """Every feed of the site at `url`: itself, what it links, else the usual places and news sitemaps."""
    first = fetcher.get(url, accept=ACCEPT_FEED + ", text/html;q=0.9", limit=limits.FEED_BYTES)
    if first.problem is not None:
        return first.problem
    if shape_of(first.body) is not Shape.HTML and (itself := _tried(first, box)) is not None:
        return (itself,)
    linked = box.call(_links, (first.body, first.final_url))
    if isinstance(linked, Problem):
        return linked
    for candidates in ([u for u, _ in linked], list(_usual(first.final_url, fetcher))):
        found: dict[str, Found] = {}
        for candidate in dict.fromkeys(candidates[: limits.FEEDS_TRIED]):
            response = fetcher.get(candidate, accept=ACCEPT_FEED, limit=limits.FEED_BYTES)
            if response.problem is None and (feed := _tried(response, box)) is not None:
                found.setdefault(feed.url, feed)
        if found:
            return tuple(found.values())
    return Problem(
        "no-feed",
        "none was found; look for one on the site, or list the page itself with 'watched: true'.",
    )


def _links(page: tuple[bytes, str]) -> tuple[tuple[str, str], ...]:
    return links(*page)


def _usual(url: str, fetcher: Fetcher) -> Iterator[str]:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    folder = parts.path.rstrip("/")
    if folder:
        yield from (origin + folder + place for place in _USUAL[:3])
    yield from (origin + place for place in _USUAL)
    answer = fetcher.get(f"{origin}/robots.txt", limit=limits.ROBOTS_BYTES)
    robots = rules(answered(origin, answer, datetime.now(UTC))).parsed
    if robots is not None:
        sitemaps = list(robots.sitemaps)
        yield from sorted(sitemaps, key=lambda s: "news" not in s.lower())[: limits.SITEMAPS_TRIED]


def _tried(response: Response, box: Sandbox) -> Found | None:
    _, feed = next(box.parse_feeds([FeedBytes(response.body, header(response, "content-type"), response.final_url)]))
    if not feed.version or (feed.problem is not None and not feed.entries):
        return None
    return Found(response.final_url, feed.title, len(feed.entries), feed.version)
