"""What newsdelta gets from an address or a saved file, for `newsdelta read`."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from models.errors import InputError
from models.nouns import Entry, PageKind, Problem, Response
from settings import limits_sources as limits
from sources.asking.fetch import Fetcher, header
from sources.canonical import canonical_url
from sources.feed.parse import ParsedFeed
from sources.page.extract import better, poor
from sources.page.language import language_of
from sources.reading import Reading
from sources.sandbox import FeedBytes, PageBytes, Sandbox
from sources.shape import Shape, shape_of


@dataclass(frozen=True, slots=True)
class Got:
    """One page or entry that was read, or why nothing was."""

    input: str
    reading: Reading | None = None
    entry: Entry | None = None
    problem: Problem | None = None
    feed: ParsedFeed | None = None
    """The feed that the entry is of."""

    def as_json(self) -> dict[str, Any]:
        """The object that `newsdelta read --json` writes."""
        r, e = self.reading, self.entry
        if r is not None:
            said: dict[str, Any] = {
                "url": r.url,
                "canonical_url": r.canonical_url,
                "title": r.title,
                "text": r.text,
                "published": _iso(r.published),
                "updated": _iso(r.updated),
                "updated_from": r.updated_from,
                "authors": list(r.authors),
                "language": r.language,
                "kind": str(r.kind),
                "site": r.site,
                "publisher": r.publisher,
                "text_from": r.text_from,
                "date_from": r.date_from,
                "posts": [
                    {"title": p.title, "text": p.text, "published": _iso(p.published)} for p in r.posts
                ],
            }
        else:
            said = {
                "url": e.url if e else None,
                "canonical_url": canonical_url(e.url) if e and e.url else None,
                "title": e.title if e else None,
                "text": e.text if e else "",
                "published": _iso(e.published) if e else None,
                "updated": _iso(e.updated) if e else None,
                "date_from": "feed" if e and e.published else "",
                "updated_from": "feed" if e and e.updated else "",
                "authors": list(e.authors) if e else [],
                "language": language_of(e.text, e.language) if e else None,
                "kind": str(PageKind.ENTRY if e else PageKind.ERROR),
            }
        problem = self.problem or (r.problem if r else None)
        return {"input": self.input, **said, "problem": problem.text if problem else None}


def read_inputs(
    inputs: list[str], *, url: str | None, box: Sandbox, fetcher: Fetcher | None = None
) -> Iterator[Got]:
    """Read addresses (with `fetcher`) and saved files (.html, .xml, .json, each also .gz), in order.

    `url` says where a saved page came from. Raises InputError for a file that cannot be read; whatever
    is wrong with a page or feed is a `problem` in its answer.
    """
    for name in inputs:
        if name.lower().startswith(("http://", "https://")) and not Path(name).exists():
            if fetcher is None:
                raise InputError(f"{name}: an address needs the network; save the page and give the file.")
            response = fetcher.get(name)
            if response.problem is not None:
                yield Got(name, problem=response.problem)
                continue
            kind = header(response, "content-type")
            for got in _read(name, response.body, kind, response.final_url, box):
                yield _leaner(got, fetcher, box)
        else:
            yield from _read(name, load(Path(name)), None, url or "", box)


def load(path: Path) -> bytes:
    """The bytes of a saved file, unpacked if it is gzip; bounded like an answer from the network."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            body = file.read(limits.FEED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as e:
        why = getattr(e, "strerror", None) or e
        raise InputError(f"{path}: the file cannot be read ({why}); give an address or a saved page.") from e
    if len(body) > limits.FEED_BYTES:
        raise InputError(f"{path}: larger than {limits.FEED_BYTES // 2**20} MB, which is not read.")
    return body


def _read(name: str, body: bytes, content_type: str | None, url: str, box: Sandbox) -> Iterator[Got]:
    if shape_of(body) in (Shape.XML, Shape.JSON):
        feed = next(box.parse_feeds([FeedBytes(body, content_type, url)]))[1]
        if feed.entries or feed.version:
            yield from (Got(name, entry=e, feed=feed, problem=feed.problem) for e in feed.entries)
            if not feed.entries:
                empty = Problem("no-entries", "The feed is fine, but it holds no entries.")
                yield Got(name, feed=feed, problem=feed.problem or empty)
            return
        if shape_of(body) is Shape.JSON or "html" not in (content_type or "html"):
            yield Got(name, problem=feed.problem)
            return
    reading = next(box.read_pages([PageBytes(body, url, content_type=content_type)]))[1]
    yield Got(name, reading=reading)


def _page(response: Response) -> PageBytes:
    return PageBytes(response.body, response.final_url, content_type=header(response, "content-type"))


def _leaner(got: Got, fetcher: Fetcher, box: Sandbox) -> Got:
    """The AMP or print version as well, where the page itself gave little."""
    page = got.reading
    if page is None or page.leaner_url is None or not poor(page):
        return got
    response = fetcher.get(page.leaner_url, robots=True)
    if response.problem is not None:
        return got
    leaner = next(box.read_pages([_page(response)]))[1]
    return replace(got, reading=better(page, leaner))


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
