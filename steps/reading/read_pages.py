"""The pages behind what waits and what is due for another look: asked for, read, stored in small batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection

from models.nouns import PageKind, Problem, Response
from settings.limits_storage import LATER_ENTRIES, PAGES_PER_HOST, READ_BATCH
from sources.asking.fetch import Request, header
from sources.canonical import canonical_url
from sources.feed.watched import PAGE_KEY
from sources.sandbox import PageBytes
from steps.context import Context, Progress
from steps.counts import ReadCounts
from steps.reading import leaner, page_verdict
from steps.reading.page_verdict import Job, Verdict
from steps.together import keep_each
from storage.reading import articles, checks, entries, robots
from storage.reading.articles import Outcome
from storage.reading.checks import Check
from storage.reading.entries import Waiting


def read_all(
    context: Context, waiting: Sequence[Waiting], due: Sequence[Check], progress: Progress | None
) -> ReadCounts:
    """Read the pages of these entries, and of these articles again."""
    now = context.clock()
    with context.db.read() as conn:
        known = _known(conn, waiting)
        shared = entries.shared_links(conn, (url for each in waiting if (url := each.entry.url)))
    batch = _Batch(context, len(waiting) + len(due), progress)
    first: dict[str, Job] = {}
    line = _Line(context.settings.network.allow_private)
    for each in waiting:
        url = each.entry.url
        job = Job(url or "", page_verdict.order(now, each.entry.id), waiting=each)
        if not url or ((each.entry.feed_id, url) in shared and _with_text(context, job).has_text):
            batch.add(job, page_verdict.without_page(_with_text(context, job)))
        elif each.article_id is None and each.entry.id in known:
            batch.add(job, Verdict(), same_as=known[each.entry.id])
        elif (address := canonical_url(url)) in first:
            batch.follow(first[address], job)
        elif line.has_room(url):
            first[address] = job
    looks = (Job(each.article.url, now, check=each) for each in due if line.has_room(each.article.url))
    if jobs := [*first.values(), *looks]:
        with context.db.read() as conn:
            context.fetcher.robots.known(robots.recent(conn, now))
        for page in leaner.read(context, _bodies(context, jobs, batch)):
            batch.add(page.job, page_verdict.read_well(page.job, page.reading), page.response)
    batch.commit()
    return batch.counts


def _known(conn: Connection, waiting: Sequence[Waiting]) -> dict[int, int]:
    """Entries that lead to an article that is there already, and which: the same link, if with other tracking. One that
    is dated later than the article was read tells of an edit: its page is read again, LATER_ENTRIES times at most."""
    # A watched page has changed when it brings an entry: its address is known, and is read again.
    plain = [each.entry for each in waiting if not each.entry.key.startswith(PAGE_KEY)]
    urls = {url: canonical_url(url) for entry in plain if (url := entry.url)}
    by_canonical = articles.ids_of_urls(conn, urls.values())
    by_entry = entries.articles_of_urls(conn, urls)
    found = {url: by_entry.get(url) or by_canonical.get(canonical) for url, canonical in urls.items()}
    read = entries.read_so_far(conn, {article_id for article_id in found.values() if article_id is not None})
    known = {}
    for entry in plain:
        if (article_id := found.get(entry.url or "")) is not None:
            dated = max((at for at in (entry.published, entry.updated) if at), default=None)
            if dated is None or dated <= read[article_id].at or read[article_id].entries > LATER_ENTRIES:
                known[entry.id] = article_id
    return known


class _Line:
    """How many pages of each host are to be asked for in this pass."""

    def __init__(self, own: Collection[str]) -> None:
        self._own = own
        self._taken: Counter[str] = Counter()

    def has_room(self, url: str) -> bool:
        parts = urlsplit(url)
        host = parts.hostname or ""
        self._taken[host] += 1
        is_own = host in self._own or parts.netloc in self._own
        return is_own or self._taken[host] <= PAGES_PER_HOST


def _with_text(context: Context, job: Job) -> Job:
    """The job with the feed's own text, now that it is needed."""
    if job.waiting is None:
        return job
    with context.db.read() as conn:
        text = entries.text_of(conn, job.waiting.entry.id)
    return replace(job, waiting=replace(job.waiting, entry=replace(job.waiting.entry, text=text)))


def _bodies(context: Context, jobs: Sequence[Job], batch: _Batch) -> Iterator[PageBytes]:
    """Pages as they come; what is not to be read goes into the batch at once."""
    requests = {id(request): (request, job) for job in jobs for request in [_request(job)]}
    families = page_verdict.families_of(context.settings.feeds)
    for request, response in context.fetcher.get_many(request for request, _ in requests.values()):
        job = _with_text(context, requests[id(request)][1])
        if response.status == 304:
            batch.add(job, Verdict(), response)
            continue
        kind = header(response, "content-type")
        if (response := page_verdict.only_text(response, kind)).problem is not None:
            batch.add(job, page_verdict.went_wrong(job, response, context.clock()), response)
        else:
            url = response.final_url
            yield PageBytes(response.body, url, job.entry, context.clock(), families, kind, tag=(job, response))


def _request(job: Job) -> Request:
    if job.check is None:
        return Request(job.url, robots=True)
    return Request(job.url, job.check.etag, job.check.last_modified, robots=True)


@dataclass(frozen=True, slots=True)
class _Done:
    job: Job
    verdict: Verdict
    response: Response | None
    same_as: int | None


class _Batch:
    """Verdicts on the way to the database, a few pages a transaction."""

    def __init__(self, context: Context, total: int, progress: Progress | None) -> None:
        self.counts = ReadCounts()
        self._context, self._total, self._progress = context, total, progress
        self._done: list[_Done] = []
        self._followers: dict[int, list[Job]] = {}
        """By the leading entry's id."""
        self._finished = 0

    def follow(self, leader: Job, job: Job) -> None:
        """`job` has the same page as `leader` and takes what comes of it."""
        assert leader.waiting is not None
        self._followers.setdefault(leader.waiting.entry.id, []).append(job)

    def _behind(self, job: Job) -> list[Job]:
        return self._followers.get(job.waiting.entry.id, []) if job.waiting else []

    def add(
        self, job: Job, verdict: Verdict, response: Response | None = None, same_as: int | None = None
    ) -> None:
        self._done.append(_Done(job, verdict, response, same_as))
        if len(self._done) >= READ_BATCH:
            self.commit()

    def commit(self) -> None:
        done, self._done = self._done, []
        if not done:
            return
        keep_each(done, self._store, self._set_aside)
        if learned := self._context.fetcher.robots.learned():
            with self._context.db.write() as conn:
                robots.keep(conn, learned)
        self._finished += sum(1 + len(self._behind(each.job)) for each in done)
        if self._progress:
            self._progress("read", self._finished, self._total)

    def _store(self, done: Sequence[_Done]) -> None:
        counts = self.counts
        with self._context.db.write() as conn:
            for each in done:
                counts = self._keep(conn, each, counts)
        self.counts = counts

    def _set_aside(self, done: _Done, bug: Exception) -> None:
        """A page that meets a bug has failed, and so have the entries that lead to it."""
        problem = Problem("bug", f"newsdelta's own fault: {type(bug).__name__}", retry=False)
        self._store([_Done(done.job, Verdict(problem=problem), None, None)])

    def _keep(self, conn: Connection, done: _Done, counts: ReadCounts) -> ReadCounts:
        now = self._context.clock()
        job, verdict = done.job, done.verdict
        article_id = done.same_as
        for article in verdict.articles:
            article_id, outcome = articles.store(conn, article)
            counts = replace(
                counts,
                new=counts.new + (outcome is Outcome.NEW),
                revised=counts.revised + (outcome is Outcome.REVISED),
                stood_in=counts.stood_in + (article.kind is PageKind.ENTRY and outcome is Outcome.NEW),
            )
        if job.check is not None:
            _plan(conn, job.check, done.response, now, verdict.not_before)
            return replace(counts, checked=counts.checked + 1)
        if article_id is not None and done.response is not None:
            etag, modified = _validators(done.response)
            checks.read(conn, article_id, now, etag, modified, verdict.not_before)
        for index, each in enumerate((job, *self._behind(job))):
            assert each.waiting is not None
            entry_id = each.waiting.entry.id
            if article_id is not None:
                entries.is_read(conn, entry_id, article_id, verdict.problem)
                same = index > 0 or done.same_as is not None
                counts = replace(counts, read=counts.read + 1, known=counts.known + same)
            else:
                assert verdict.problem is not None
                entries.has_failed(conn, entry_id, verdict.problem, verdict.next_try)
                again = verdict.next_try is not None
                counts = replace(
                    counts, waiting=counts.waiting + again, failed=counts.failed + (not again)
                )
        return counts


def _plan(
    conn: Connection, check: Check, response: Response | None, now: datetime, not_before: datetime | None
) -> None:
    """An answer with a body brings validators of its own; any other leaves those that there are."""
    etag, modified = check.etag, check.last_modified
    if response is not None and response.problem is None and response.status != 304:
        etag, modified = _validators(response)
    checks.done(conn, check.article.id, now, etag, modified, not_before)


def _validators(response: Response) -> tuple[str | None, str | None]:
    return header(response, "etag"), header(response, "last-modified")
