"""Child processes that parse strangers' bytes, killed at a limit of time or memory and replaced.

    with Sandbox() as box:
        for page, reading in box.read_pages(pages):
            ...

feedparser and trafilatura can be made to run for minutes and to fill the memory. A child that does is
killed; its input gets a problem in words, and the other inputs in hand are not lost.
"""

from __future__ import annotations

import logging
import resource
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from pebble import ProcessExpired

from models.errors import OutOfMemory
from models.nouns import Entry, PageKind, Problem
from settings import limits_sources as limits
from sources.children import Asked, Children, tethered
from sources.feed.parse import ParsedFeed, parse_feed
from sources.feed.watched import parse_page
from sources.page.extract import from_entry, read_page
from sources.reading import Reading

log = logging.getLogger(__name__)
In = TypeVar("In")
Out = TypeVar("Out")
_ENDED = (
    "the processes that take feeds and pages apart ended before they began, most often because memory ran out. "
    "Give the machine more, or lift the limit under which newsdelta runs (ulimit -v, MemoryMax= of systemd)."
)


@dataclass(frozen=True, slots=True)
class FeedBytes:
    """A feed to parse; `tag` is the caller's own."""

    body: bytes
    content_type: str | None
    url: str
    tag: Any = None
    watched: bool = False
    """Whether this is a plain page that is watched for changes, not a feed."""


@dataclass(frozen=True, slots=True)
class PageBytes:
    """A page to read, with the feed's entry that led to it; `tag` is the caller's own."""

    body: bytes
    url: str
    entry: Entry | None = None
    now: datetime | None = None
    families: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = None
    tag: Any = None


class Sandbox:
    """A pool of child processes. Start it once and share it: a child takes half a second to be ready."""

    def __init__(
        self,
        workers: int = limits.SANDBOX_WORKERS,
        seconds: float = limits.PARSE_SECONDS,
        memory: int = limits.CHILD_MEMORY_BYTES,
        patience: float = limits.PARSE_PATIENCE_S,
    ) -> None:
        """`seconds` of CPU and `patience` by the clock for one input: a busy machine makes nothing a trap."""
        self._workers, self._seconds, self._patience = workers, seconds, patience
        self._children = Children(workers, limits.CHILD_TASKS, _prepare, (memory,))

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the children; what they have in hand is dropped."""
        self._children.close()

    def parse_feeds(self, feeds: Iterable[FeedBytes]) -> Iterator[tuple[FeedBytes, ParsedFeed]]:
        """Each feed parsed, in order."""
        return self._each(_parse, feeds, lambda feed, problem: ParsedFeed(problem=problem), _untagged)

    def read_pages(self, pages: Iterable[PageBytes]) -> Iterator[tuple[PageBytes, Reading]]:
        """Each page read, in order. Where that fails the feed's own text serves."""
        return self._each(_read, pages, _unread, _untagged)

    def call(self, function: Callable[[In], Out], item: In) -> Out | Problem:
        """Any other parser of strangers' bytes (sitemaps, OPML, discovery), on one input."""

        def failed(_: In, problem: Problem) -> Out | Problem:
            return problem

        return next(self._each(function, [item], failed, lambda same: same))[1]

    def _each(
        self,
        function: Callable[[In], Out],
        items: Iterable[In],
        failed: Callable[[In, Problem], Out],
        sent: Callable[[In], In],
    ) -> Iterator[tuple[In, Out]]:
        in_hand: deque[tuple[In, Asked[Out]]] = deque()
        waiting = iter(items)
        try:
            while True:
                while len(in_hand) < self._workers * limits.IN_HAND:
                    try:
                        item = next(waiting)
                    except StopIteration:
                        break
                    in_hand.append((item, self._ask(function, sent(item))))
                if not in_hand:
                    return
                item, asked = in_hand.popleft()
                yield item, self._result(item, asked, failed)
        finally:
            for _, asked in in_hand:
                asked.cancel()

    def _ask(self, function: Callable[[In], Out], item: In) -> Asked[Out]:
        try:
            return self._children.ask(_limited, function, item, self._seconds, timeout=self._patience)
        except RuntimeError as error:
            raise OutOfMemory(_ENDED) from error

    def _result(self, item: In, asked: Asked[Out], failed: Callable[[In, Problem], Out]) -> Out:
        error = asked.exception()
        if error is None:
            return asked.result()
        if isinstance(error, TimeoutError) or getattr(error, "exitcode", 0) == -signal.SIGPROF:
            text = f"Reading it took more than {self._seconds:g} s of CPU, which only a trap does."
            return failed(item, Problem("too-slow", text))
        if isinstance(error, (MemoryError, ProcessExpired)):
            return failed(
                item, Problem("too-heavy", "Reading it took more memory than any real document does.")
            )
        if isinstance(error, BrokenProcessPool):  # no document's fault
            raise OutOfMemory(_ENDED) from error
        if isinstance(error, CancelledError):
            raise error
        log.error("A parser failed on %s", getattr(item, "url", "?"), exc_info=error)
        text = f"Our parser failed on it ({type(error).__name__}), which is a bug of ours; the log has more."
        return failed(item, Problem("parser", text))


def _limited(function: Callable[[In], Out], item: In, seconds: float) -> Out:
    """In a child: the function, with the kernel to end the process once it has used that much CPU."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(item)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _untagged(item: Any) -> Any:
    """The caller's own stays with the caller: an answer need not go to the child a second time."""
    return replace(item, tag=None)


def _parse(feed: FeedBytes) -> ParsedFeed:
    if feed.watched:
        return parse_page(feed.body, feed.url, feed.content_type)
    return parse_feed(feed.body, feed.content_type, feed.url)


def _read(page: PageBytes) -> Reading:
    families, content_type = page.families, page.content_type
    return read_page(page.body, page.url, page.entry, now=page.now, families=families, content_type=content_type)


def _unread(page: PageBytes, problem: Problem) -> Reading:
    return from_entry(page.entry, page.url, PageKind.ERROR, problem=problem, families=page.families)


def _prepare(memory: int) -> None:
    """In each child: die with the parent, leave Ctrl-C to it, and live within the memory."""
    tethered()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, allowed = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY:  # who runs newsdelta may have set a lower limit (ulimit -v)
        memory = min(memory, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.setrecursionlimit(3000)
