"""What came of asking for a page, decided purely: an article, another try, or the feed's own text instead."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from models.nouns import Article, Entry, PageKind, Problem, Response
from settings.limits_sources import URL_BYTES
from settings.limits_storage import PAGE_ATTEMPTS, PAGE_RETRIES, SAME_LINE_CHARS
from settings.schema import FeedSetting
from sources.asking.waits import BUSY, retry_after_s
from sources.page.extract import from_entry
from sources.publisher import publisher_of, registrable
from sources.reading import Reading
from storage.reading.articles import PAGELESS
from storage.reading.checks import Check
from storage.reading.entries import Waiting

GOOD = frozenset({PageKind.ARTICLE, PageKind.LIVE_BLOG})
"""Pages that give an article; of any other the feed's own text is taken if there is more of it."""

NOT_FOR_US = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 414, 451})
"""Statuses that a page gives again an hour later: the feed's own text need not wait for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to ask for: because of a feed's entry, or to see whether an article was edited in silence."""

    url: str
    seen: datetime
    """When what it says counts as seen: the pass's time and, by microseconds, the order of the entries."""
    waiting: Waiting | None = None
    check: Check | None = None

    @property
    def entry(self) -> Entry | None:
        return self.waiting.entry if self.waiting else None

    @property
    def has_text(self) -> bool:
        return bool(self.entry and self.entry.text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`articles` to keep (several for a live blog), or when to try again; with neither, it has failed."""

    articles: tuple[Article, ...] = ()
    next_try: datetime | None = None
    problem: Problem | None = None
    """What was wrong with the page, also where the feed's own text stands in for it."""
    not_before: datetime | None = None
    """Until when the site asked to be left alone."""


def read_well(job: Job, reading: Reading) -> Verdict:
    """The page came and was read."""
    if (elsewhere := _elsewhere(job, reading)) is not None:
        return _stand_in(job, elsewhere, PageKind.ERROR)
    if reading.kind in GOOD or reading.kind is PageKind.ENTRY:
        return Verdict(articles_of(job, reading), problem=reading.problem)
    said = job.entry.text if job.entry else ""
    if reading.kind is PageKind.PAYWALL and len(reading.text) > len(said):
        return Verdict(articles_of(job, reading), problem=reading.problem)
    problem = reading.problem or Problem(str(reading.kind), "The page gives no article.", retry=False)
    return _stand_in(job, problem, reading.kind, reading if reading.kind is PageKind.EMPTY else None)


def _elsewhere(job: Job, reading: Reading) -> Problem | None:
    """Where an article's address leads to another page by now: its site's front page, or another article."""
    now = reading.canonical_url.partition("#")[0]
    if job.waiting is not None:
        asked, at = urlsplit(job.url), urlsplit(now)
        own = registrable(asked.hostname or "") == registrable(at.hostname or "")
        if not own or not asked.path.strip("/") or at.path.strip("/") or at.query:
            return None
        return Problem("front-page", "The address leads to the site's front page.", retry=False)
    known = job.check.article if job.check else None
    if known is None or known.kind not in GOOD or now == known.canonical_url.partition("#")[0]:
        return None
    if _lines(known.text) & _lines(reading.text):  # renamed
        return None
    return Problem("another-page", "The address leads to another page by now.", retry=False)


def _lines(text: str) -> set[str]:
    return {line for line in text.split("\n") if len(line) > SAME_LINE_CHARS}


def went_wrong(job: Job, response: Response, now: datetime) -> Verdict:
    """The page could not be had: try again a few times, and no sooner than the site asks for, then take what the feed
    says; at once where the site asks for longer than the news should wait."""
    problem = response.problem or Problem("page", "The page could not be had.")
    attempts = job.waiting.attempts if job.waiting else PAGE_ATTEMPTS
    asked = retry_after_s({name.lower(): value for name, value in response.headers}, now)
    wait = timedelta(seconds=asked if response.status in BUSY else 0)
    soon = problem.retry and response.status not in NOT_FOR_US and attempts + 1 < PAGE_ATTEMPTS
    if soon and wait <= PAGE_RETRIES[-1]:
        return Verdict(next_try=now + max(wait, PAGE_RETRIES[min(attempts, len(PAGE_RETRIES) - 1)]), problem=problem)
    return replace(_stand_in(job, problem, PageKind.ERROR), not_before=now + wait if wait else None)


def only_text(response: Response, kind: str | None) -> Response:
    """`response`, with a problem when it says that it is a PDF, a picture, a film."""
    name = (kind or "").partition(";")[0].strip().lower()
    if response.problem is not None or not name or name.startswith("text/") or "xml" in name:
        return response
    said = Problem("not-a-page", f"The address gives {name[:60]}, not a page.", retry=False)
    return replace(response, problem=said)


def without_page(job: Job) -> Verdict:
    """An entry without a link of its own: what the feed says is all there is."""
    said = _stand_in(job, None, PageKind.ENTRY)
    return replace(said, articles=tuple(replace(each, canonical_url=_nowhere(job)) for each in said.articles))


def _stand_in(job: Job, problem: Problem | None, kind: PageKind, page: Reading | None = None) -> Verdict:
    """What the feed says; `page` has a headline and a date that serve where the feed gives none."""
    if job.waiting is None:  # a check that found nothing better than what is there
        return Verdict(problem=problem)
    reading = from_entry(job.waiting.entry, job.url, kind, problem=problem)
    if page is not None:
        reading = replace(
            reading,
            title=reading.title or page.title,
            published=reading.published or page.published,
            date_from=reading.date_from or page.date_from,
        )
    if not reading.text and not reading.title:
        nothing = problem or Problem("empty", "The entry has no link, no text and no title.", retry=False)
        return Verdict(problem=nothing)
    return Verdict(articles_of(job, replace(reading, kind=PageKind.ENTRY)), problem=problem)


# -- a reading as articles -------------------------------------------------------------------------


def articles_of(job: Job, reading: Reading) -> tuple[Article, ...]:
    """One article, or one for each entry of a live blog, oldest first."""
    waiting, known = job.waiting, job.check.article if job.check else None
    publisher = reading.publisher
    if known is not None:
        publisher = known.publisher
    elif waiting and waiting.publisher and publisher_of(waiting.feed_url) == publisher_of(job.url):
        publisher = waiting.publisher
    base = Article(
        id=0,
        url=job.url or (waiting.feed_url if waiting else ""),
        canonical_url=known.canonical_url if known else _indexable(address_of(job, reading)),
        title=reading.title,
        text=reading.text,
        published=_utc(reading.published),
        seen=job.seen,
        site=reading.site or (waiting.feed_name if waiting else ""),
        publisher=publisher or (waiting.feed_name if waiting else ""),
        kind=reading.kind,
        updated=_utc(reading.updated),
        date_from=reading.date_from,
        text_from=reading.text_from,
        authors=reading.authors,
        language=reading.language,
        feed_id=waiting.entry.feed_id if waiting else (known.feed_id if known else 0),
    )
    if not reading.posts:
        return (base,)
    page = base.canonical_url.partition("#")[0]
    # Oldest first, as they were written; those without a date keep the page's order, newest on top.
    posts = sorted(enumerate(reading.posts), key=lambda p: (_utc(p[1].published) or job.seen, -p[0]))
    return tuple(
        replace(
            base,
            canonical_url=_indexable(f"{page}#{post.anchor or _digest(f'{post.title} {post.text}')}"),
            # An entry's own headline says little without its page's: "Toll rises to seven."
            title=" – ".join(filter(None, (post.title, reading.title))),
            text=post.text or post.title,
            published=_utc(post.published),
            seen=job.seen,
            kind=PageKind.LIVE_BLOG,
        )
        for _, post in posts
        if post.text or post.title
    )


def address_of(job: Job, reading: Reading) -> str:
    """The canonical URL, or for an entry without a link a name of our own that stays the same."""
    return reading.canonical_url or (_nowhere(job) if job.waiting else job.url)


def _nowhere(job: Job) -> str:
    assert job.waiting is not None
    entry = job.waiting.entry
    return f"{PAGELESS}feed:{entry.feed_id}:{_digest(entry.key)}"


def families_of(feeds: Iterable[FeedSetting]) -> Mapping[str, str]:
    """Domains and who owns them, as far as the settings say. Addresses by number are several outlets'."""
    found = {}
    for feed in feeds:
        domain = registrable(urlsplit(feed.url).hostname or "")
        if feed.publisher and not domain.replace(".", "").replace(":", "").isdigit():
            found[domain] = feed.publisher
    return found


def order(now: datetime, entry_id: int) -> datetime:
    """`now`, later by microseconds that grow with the entry's id: what has no date keeps its feed's order."""
    return now + timedelta(microseconds=entry_id % 1_000_000)


def _indexable(address: str) -> str:
    """The address, or its beginning and a digest where it is longer than databases index: what its query or a live
    blog's anchor writes out."""
    short = len(address.encode("utf-8", "replace")) <= URL_BYTES
    return address if short else f"{address.partition('#')[0][:500]}#{_digest(address)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _utc(at: datetime | None) -> datetime | None:
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError:  # year 1 or 9999, at the wrong side of Greenwich
        return None
