"""Feeds: health at a glance; add one by its site, lists in and out, pause, retire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Body, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from models.errors import InputError
from models.nouns import Problem
from settings.edit import add_feeds
from settings.limits import NAME_LENGTH
from settings.values import is_address
from sources.asking.fetch import Fetcher
from sources.discover import discover
from sources.feed import opml
from sources.sandbox import Sandbox
from steps.context import user_agent
from steps.follow import follow
from web import acts, build, shapes
from web.flash import lead
from web.reads import feeds as reads
from web.routes import CHANGES, FORM, Id, for_people, for_programs
from web.site import Here, Site, settings_file
from web.view import page

people, programs = for_people(), for_programs("feeds")
Start = Annotated[int, Query(ge=0, le=1_000_000)]
State = Literal["fine", "not polled", "failing", "paused", "retired", "not asked yet"]
What = Literal["pause", "resume", "retire", "poll"]
OPML = "text/x-opml"


@people.get("/feeds")
def feeds(request: Request, site: Here, before: Start = 0, state: State | None = None) -> HTMLResponse:
    found = reads.listing(site, before, state=state)
    return page(request, "feeds.html", "Feeds", found=found, state=state, editable=site.config is not None)


@people.get("/feeds.opml")
def export(site: Here) -> Response:
    return Response(
        _opml(site),
        media_type=OPML,
        headers={"Content-Disposition": 'attachment; filename="feeds.opml"'},
    )


def _opml(site: Site) -> str:
    outlines = [opml.Outline(each.url, each.name, None, each.publisher or "") for each in site.settings.feeds]
    return opml.render(outlines)


@people.post("/feeds", dependencies=FORM)
def add(request: Request, site: Here, url: Annotated[str, Form(max_length=2048)] = "") -> Response:
    return lead(request, "/feeds", _add(site, url.strip(), None))


@people.post("/feeds.opml", dependencies=FORM)
def take_in(request: Request, site: Here, file: Annotated[UploadFile, File()]) -> Response:
    done = _taken_in(site, file.file.read(), build.plain(file.filename or "the file"))
    return lead(request, "/feeds", done)


def _taken_in(site: Site, body: bytes, name: str) -> shapes.Done:
    try:
        outlines = opml.parse(body, name)
    except InputError as error:
        raise HTTPException(422, str(error)) from None
    usable = [each for each in outlines if is_address(each.url)]
    added = _listed(site, [{"url": each.url, "name": each.name[:NAME_LENGTH].strip()} for each in usable])
    left = len(outlines) - len(usable)
    text = f"{added} feed{'' if added == 1 else 's'} added, {len(usable) - added} listed already" + (
        f", {left} left out." if left else "."
    )
    return shapes.Done(text=text)


@people.post("/feeds/{feed_id}/{what}", dependencies=FORM)
def change(
    request: Request,
    site: Here,
    feed_id: Id,
    what: What,
    back: Annotated[str, Form(max_length=2000)] = "/feeds",
) -> Response:
    return lead(request, back, acts.feed(site, feed_id, what))


def _listed(site: Site, found: list[dict[str, str]]) -> int:
    added = add_feeds(settings_file(site), found)
    follow(site.db, site.settings)
    return added


def _add(site: Site, url: str, name: str | None) -> shapes.Done:
    """The feed at an address, or the first one of the site there."""
    if url and "://" not in url:
        url = f"https://{url}"
    if not is_address(url):
        raise HTTPException(422, "That is no http(s) address.")
    settings_file(site)  # before anybody is asked
    settings = site.settings
    with Fetcher(user_agent(settings), settings.network.allow_private) as fetcher, Sandbox(workers=1) as box:
        found = discover(url, fetcher, box)
    if isinstance(found, Problem):
        raise HTTPException(409, f"No feed could be had from there: {build.plain(found.text)}")
    first = found[0]
    wanted: dict[str, Any] = {
        "url": first.url,
        "name": (name or build.plain(first.title))[:NAME_LENGTH].strip(),
    }
    added = _listed(site, [{key: value for key, value in wanted.items() if value}])
    others = f" {len(found) - 1} further feeds were found there." if len(found) > 1 else ""
    label = wanted["name"] or first.url
    return shapes.Done(text=f"{label} is {'added' if added else 'listed already'}.{others}")


# -- for programs ----------------------------------------------------------------------------------


@programs.get("/feeds")
def list_feeds(site: Here, before: Start = 0, state: State | None = None) -> shapes.Feeds:
    """Every feed with how it is, what is wrong with it, and entries a day; those that fail first."""
    return reads.listing(site, before, state=state)


@programs.post("/feeds", responses=CHANGES)
def add_feed(site: Here, address: Annotated[shapes.Address, Body()]) -> shapes.Done:
    """Add a feed by its own address or by that of its site."""
    return _add(site, address.url.strip(), address.name)


@programs.get("/opml")
def read_opml(site: Here) -> shapes.Opml:
    """The feeds of the settings as OPML 2.0."""
    return shapes.Opml(opml=_opml(site))


@programs.post("/opml", responses=CHANGES)
def take_opml(site: Here, given: Annotated[shapes.Opml, Body()]) -> shapes.Done:
    """Add the feeds of an OPML file to the settings; what is listed already stays as it is."""
    return _taken_in(site, given.opml.encode("utf-8", "replace"), "what was sent")


@programs.post("/feeds/{feed_id}/{what}", responses=CHANGES)
def change_feed(site: Here, feed_id: Id, what: What) -> shapes.Done:
    """Pause, resume or retire a feed, or have it asked at the next pass."""
    return acts.feed(site, feed_id, what)
