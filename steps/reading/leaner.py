"""Pages read, and those that give little read again in the AMP or print version that they link.

Which pages give little, and which of the two readings is taken, are `sources.page.extract.poor` and `better`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from models.nouns import Response
from sources.asking.fetch import Request, header
from sources.page.extract import better, poor
from sources.reading import Reading
from sources.sandbox import PageBytes
from steps.context import Context
from steps.reading import page_verdict
from steps.reading.page_verdict import Job


@dataclass(frozen=True, slots=True)
class Read:
    job: Job
    response: Response
    """The page's own answer, whichever version was read."""
    reading: Reading


def read(context: Context, bodies: Iterable[PageBytes]) -> Iterator[Read]:
    """Every page of `bodies`, whose tags are (job, response), as it is read; the poor ones at the end."""
    poor_ones: list[tuple[Read, PageBytes]] = []
    for taken, reading in context.sandbox.read_pages(bodies):
        job, response = taken.tag
        done = Read(job, response, reading)
        if poor(reading):
            poor_ones.append((done, replace(taken, body=b"")))
        else:
            yield done
    if poor_ones:
        yield from _again(context, poor_ones)


def _again(context: Context, poor_ones: list[tuple[Read, PageBytes]]) -> Iterator[Read]:
    """Each one once more, in its leaner version: one request, as polite and as bounded as the first."""
    left = {id(done): done for done, _ in poor_ones}
    for taken, reading in context.sandbox.read_pages(_versions(context, poor_ones)):
        done = left.pop(id(taken.tag))
        yield replace(done, reading=better(done.reading, reading))
    yield from left.values()


def _versions(context: Context, poor_ones: list[tuple[Read, PageBytes]]) -> Iterator[PageBytes]:
    asked = {
        id(request): (request, done, page)
        for done, page in poor_ones
        for request in [Request(done.reading.leaner_url or "", robots=True)]
    }
    for request, response in context.fetcher.get_many(request for request, _, _ in asked.values()):
        _, done, page = asked[id(request)]
        kind = header(response, "content-type")
        if response.status == 200 and page_verdict.only_text(response, kind).problem is None:
            yield replace(page, body=response.body, url=response.final_url, content_type=kind, tag=done)
