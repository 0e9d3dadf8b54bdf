"""Feed -> fetch -> parse -> Entry: every feed that is due, all hosts at once, stored in small batches.

A feed that fails gets its problem and its next poll, and stops no other. Killed and run again, the step asks
only the feeds whose answers were not stored yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from models.nouns import Feed, Problem, Response
from settings.limits_sources import FEED_BYTES
from settings.limits_storage import FETCH_BATCH, FETCH_BATCH_ENTRIES
from sources.asking.fetch import ACCEPT_FEED, Request, header
from sources.feed import polite
from steps.context import Context, Progress
from steps.counts import FetchCounts
from steps.follow import follow
from steps.together import keep_each
from storage.reading import entries, feeds

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sources.feed.parse import ParsedFeed
    from sources.sandbox import FeedBytes


@dataclass(frozen=True, slots=True)
class _Answer:
    feed: Feed
    response: Response
    parsed: ParsedFeed | None = None
    """None where there was nothing to parse."""


def fetch(context: Context, progress: Progress | None = None) -> FetchCounts:
    """Poll every feed that is due, and keep what is new in it."""
    follow(context.db, context.settings)
    with context.db.read() as conn:
        now = context.clock()
        due = [feed for feed in feeds.due(conn, now) if polite.may_be_asked(feed, now)]
    batch = _Batch(context, len(due), progress)
    bodies = _bodies(context, due, batch)
    if (first := next(bodies, None)) is not None:  # the sandbox is only made for something to parse
        for taken, parsed in context.sandbox.parse_feeds(chain((first,), bodies)):
            feed, response = taken.tag
            batch.add(_Answer(feed, response, parsed))
    batch.commit()
    return batch.counts


def _bodies(context: Context, due: Sequence[Feed], batch: _Batch) -> Iterator[FeedBytes]:
    """Answers with something to parse, as they come; the others go into the batch at once."""
    now = context.clock()
    requests = {id(request): (request, feed) for feed in due for request in [_request(feed, now)]}
    pages = {feed.name for feed in context.settings.feeds if feed.watched}
    for request, response in context.fetcher.get_many(request for request, _ in requests.values()):
        feed = requests[id(request)][1]
        if response.problem is None and response.status != 304:
            from sources.sandbox import FeedBytes  # with what parses: for an answer that brings something

            body, kind = response.body, header(response, "content-type")
            yield FeedBytes(body, kind, response.final_url, (feed, response), feed.name in pages)
        else:
            batch.add(_Answer(feed, response))


def _request(feed: Feed, now: datetime) -> Request:
    etag, last_modified = polite.validators(feed, now)
    return Request(feed.url, etag, last_modified, ACCEPT_FEED, FEED_BYTES)


def _say_retired(conn: Connection, context: Context, feed: Feed, now: datetime) -> None:
    """A feed that ends is said to people: nothing of it will fail any more, so nothing else would tell them."""
    from steps.telling import notices  # few passes have one

    why = feed.problem.text if feed.problem else ""
    lines = [f"{feed.name}: {why}", f"'newsdelta feeds resume {feed.id}' has it asked again."]
    notices.say(conn, context.settings, f"retired:{feed.id}", f"feed {feed.name} is asked no more", lines, now)


class _Batch:
    """Answers on the way to the database, a few feeds a transaction."""

    def __init__(self, context: Context, total: int, progress: Progress | None) -> None:
        self.counts = FetchCounts()
        self._context, self._total, self._progress = context, total, progress
        self._answers: list[_Answer] = []
        self._entries = 0

    def add(self, answer: _Answer) -> None:
        self._answers.append(answer)
        self._entries += len(answer.parsed.entries) if answer.parsed else 0
        if len(self._answers) >= FETCH_BATCH or self._entries >= FETCH_BATCH_ENTRIES:
            self.commit()

    def commit(self) -> None:
        answers, self._answers, self._entries = self._answers, [], 0
        if not answers:
            return
        keep_each(answers, self._keep, self._set_aside)
        if self._progress:
            self._progress("fetch", self.counts.feeds, self._total)

    def _keep(self, answers: Sequence[_Answer]) -> None:
        before, new = self.counts, 0
        polled: list[Feed] = []
        with self._context.db.write() as conn:
            now = self._context.clock()
            for each in answers:
                found = each.parsed.entries if each.parsed else ()
                brought = entries.add(conn, each.feed.id, found, now)
                rng = self._context.rng
                polled.append(polite.after(each.feed, each.response, brought, now, rng, each.parsed))
                new += brought
            feeds.save(conn, *polled)
            for feed in polled:
                if feed.retired_at is not None:
                    _say_retired(conn, self._context, feed, now)
        self.counts = FetchCounts(
            before.feeds + len(answers),
            before.unchanged + sum(each.response.status == 304 for each in answers),
            before.failed + sum(feed.failures > 0 for feed in polled),
            before.entries + new,
        )

    def _set_aside(self, answer: _Answer, bug: Exception) -> None:
        """A feed that meets a bug counts as one that failed, and is asked again as late as those."""
        problem = Problem("bug", f"newsdelta's own fault: {type(bug).__name__}")
        self._keep([_Answer(answer.feed, replace(answer.response, problem=problem))])
