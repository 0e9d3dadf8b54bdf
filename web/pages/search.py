"""Search by words and by meaning."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from settings.limits_web import QUERY_CHARS, SOURCE_LOOKED_THROUGH
from web import shapes
from web.build import plain
from web.query import CannotSearch
from web.reads import found as reads
from web.routes import BelowText, WatchName, for_people, for_programs
from web.site import Here, Site
from web.view import page

people, programs = for_people(), for_programs("search")
By = Literal["words", "meaning"]
Over = Literal["articles", "developments"]
Text = Annotated[str, Query(max_length=QUERY_CHARS)]
Source = Annotated[str | None, Query(max_length=200)]


@people.get("/search")
def search(
    request: Request,
    site: Here,
    q: Text = "",
    by: By = "words",
    over: Over = "articles",
    since: str = "",
    until: str = "",
    source: Source = None,
    watch: WatchName = None,
    before: BelowText = None,
) -> HTMLResponse:
    found, wrong = None, None
    if q.strip():
        try:
            days = [date.fromisoformat(each) if each else None for each in (since, until)]
            found = _found(site, q, by, over, days[0], days[1], source, watch or None, before)
        except CannotSearch as error:
            wrong = str(error)
        except ValueError:
            wrong = "A date is written like 2026-05-17."
    return page(
        request,
        "search.html",
        "Search",
        found=found,
        wrong=wrong,
        q=q,
        by=by,
        over=over,
        since=since,
        until=until,
        source=source or "",
        watch=watch or "",
    )


@programs.get("/search")
def find(
    site: Here,
    q: Annotated[str, Query(min_length=1, max_length=QUERY_CHARS)],
    by: By = "words",
    over: Over = "articles",
    since: date | None = None,
    until: date | None = None,
    source: Source = None,
    watch: WatchName = None,
    before: BelowText = None,
) -> shapes.Found:
    """By words (AND, OR, NOT, "phrases", prefix*), newest first; or by meaning, nearest first: developments, or the
    articles that carry them."""
    try:
        return _found(site, q, by, over, since, until, source, watch, before)
    except CannotSearch as error:
        raise HTTPException(422, str(error)) from None


def _found(
    site: Site,
    q: str,
    by: str,
    over: str,
    since: date | None,
    until: date | None,
    source: str | None,
    watch: str | None,
    before: str | None,
) -> shapes.Found:
    if since and until and since > until:
        raise CannotSearch("From is a later day than To.")
    if watch and not reads.asked_ever(site, watch):
        raise CannotSearch(f"There is no watch '{plain(watch)}'.")
    wanted = reads.between(since, until, source, watch, site.zone)
    if by == "meaning":
        found = reads.by_meaning(site, q, over, wanted)
    else:
        found = reads.by_words(site, q, over, wanted, before)
    empty = not (found.items or found.next or found.note or before)
    if empty and wanted.source and not reads.knows_source(site, wanted.source):
        raise CannotSearch(
            f"There is no source '{plain(wanted.source)}': no feed, and none of the newest "
            f"{SOURCE_LOOKED_THROUGH:,} articles, has that name, site or publisher."
        )
    return found
