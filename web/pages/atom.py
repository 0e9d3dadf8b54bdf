"""Atom feeds (RFC 4287) of a watch's alerts and of a story's developments, with ids that never change."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from fastapi import HTTPException, Request
from fastapi.responses import Response

from alerts.channels.atom import NS
from alerts.message import keyed
from settings.limits_web import ATOM_ENTRIES_SHOWN
from web import build, shapes
from web.reads import developments as reads
from web.reads import story as story_reads
from web.routes import Id, for_people
from web.site import Here, Site
from web.view import KINDS, text_of

people = for_people()
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed that holds nothing was updated: with the time of the request it would be another feed each time."""


@people.get("/atom/watches/{name:path}")
def watch(request: Request, site: Here, name: str) -> Response:
    if site.watch(name) is None:
        raise HTTPException(404, "There is no such watch.")
    found = reads.today(site, watch=name, most=ATOM_ENTRIES_SHOWN)
    return _feed(request, site, f"urn:newsdelta:watch:{keyed('atom', name)}", name, found.items, name)


@people.get("/atom/stories/{story_id}")
def story(request: Request, site: Here, story_id: Id) -> Response:
    found = story_reads.story(site, story_id)
    items = reads.of_story(site, found.id, None, most=ATOM_ENTRIES_SHOWN).items
    return _feed(request, site, f"urn:newsdelta:story:{found.id}", found.headline, items, "")


def _feed(
    request: Request, site: Site, identity: str, title: str, items: list[shapes.Development], watch: str
) -> Response:
    root = (site.settings.web.url or str(request.base_url)).rstrip("/")
    feed = ET.Element(f"{{{NS}}}feed")
    _text(feed, "id", identity)
    _text(feed, "title", f"newsdelta: {build.plain(title)}")
    newest: datetime = max((each.at for each in items), default=NEVER)
    _text(feed, "updated", newest.isoformat())
    _text(ET.SubElement(feed, f"{{{NS}}}author"), "name", "newsdelta")
    ET.SubElement(feed, f"{{{NS}}}link", {"rel": "self", "href": f"{root}{request.url.path}"})
    for each in items:
        entry = ET.SubElement(feed, f"{{{NS}}}entry")
        _text(entry, "id", f"urn:newsdelta:development:{keyed('development', str(each.id), watch)}")
        mark = "" if each.kind == "development" else f"{KINDS[each.kind]}: "
        _text(entry, "title", mark + each.headline)
        _text(entry, "updated", each.at.isoformat())
        ET.SubElement(entry, f"{{{NS}}}link", {"rel": "alternate", "href": f"{root}/developments/{each.id}"})
        if each.article.url:
            ET.SubElement(entry, f"{{{NS}}}link", {"rel": "via", "href": each.article.url})
        _text(ET.SubElement(entry, f"{{{NS}}}author"), "name", each.article.name or "newsdelta")
        _text(entry, "content", text_of(each)).set("type", "text")
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}  # kept by readers, and asked for each time
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/atom+xml", headers=headers)


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{NS}}}{name}")
    child.text = text
    return child
