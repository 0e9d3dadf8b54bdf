"""Today: developments, newest or most important first, for all or for one watch."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from settings.limits_web import CARDS, LIST_LIMIT_MOST
from storage.looking import pages_today
from storage.running import passes, troubles
from web import build, shapes
from web.reads import alerts as alert_reads
from web.reads import developments as reads
from web.routes import Before, Id, WatchName, for_people, for_programs
from web.site import Here, Site
from web.view import page

people, programs = for_people(), for_programs("developments")
SPANS = (1, 2, 3, 7, 31)
"""Days back that are offered; three reach from Monday morning to Friday."""
Order = Literal["newest", "important"]
Days = Annotated[int | None, Query(ge=1, le=31)]


@people.get("/")
def today(
    request: Request,
    site: Here,
    watch: WatchName = None,
    order: Order = "newest",
    held: bool = False,
    days: Annotated[str, Query(max_length=2)] = "",
    before: Before = None,
) -> HTMLResponse:
    watch = watch or None
    span = min(31, int(days)) if days.isascii() and days.isdecimal() and int(days) else None
    if order == "important":
        span = span or 1
    _known(site, watch)
    found = reads.today(site, watch=watch, order=order, held=held, days=span, before=before)
    with site.db.read() as conn:
        newest, newest_at = pages_today.newest_id(conn), pages_today.newest_at(conn)
        last, wrong = passes.last_ended(conn, "monitor"), troubles.known(conn)
    return page(
        request,
        "today.html",
        "Today",
        found=found,
        watch=watch,
        order=order,
        held=held,
        days=span,
        spans=sorted({*SPANS, span} - {None}),
        before=before,
        newest=newest,
        newest_at=newest_at,
        last=last,
        wrong=[build.sentence(each.text) for each in wrong.values()],
        live=before is None and order == "newest" and watch is None,
    )


@people.get("/developments/{development_id}")
def development(request: Request, site: Here, development_id: Id) -> HTMLResponse:
    each = one_development(site, development_id)
    log = alert_reads.of_development(site, development_id)
    return page(request, "development.html", each.headline, each=each, log=log)


@programs.get("/developments")
def list_developments(
    site: Here,
    watch: WatchName = None,
    order: Order = "newest",
    held: bool = False,
    days: Days = None,
    before: Before = None,
    limit: Annotated[int, Query(ge=1, le=LIST_LIMIT_MOST)] = CARDS,
) -> shapes.Developments:
    """Newest; or the most important of `days` (left out: one), as many as `limit` says, with no next page. With
    `watch`, what it was told (with `held`, also what was held back)."""
    _known(site, watch)
    return reads.today(site, watch=watch, order=order, held=held, days=days, before=before, most=limit)


@programs.get("/developments/{development_id}")
def one_development(site: Here, development_id: Id) -> shapes.Development:
    """One development with all of its sentences."""
    found = reads.one(site, development_id)
    if found is None:
        raise HTTPException(404, f"There is no development {development_id}.")
    return found


def _known(site: Site, watch: str | None) -> None:
    if watch is not None and site.watch(watch) is None:
        raise HTTPException(404, "There is no such watch.")
