"""Pages and feeds as an outlet would send them, as of a time."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from sample.archive import HERE, Outlet, Part, Piece, pieces

FEED_ENTRIES = 20
"""The newest so many stand in a feed; older ones fall out, as they do in the wild."""
RELATED = 4
"""Headlines under "related": enough to be mistaken for text by a careless extractor."""
FEED_TYPES = {
    "rss2": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
FOUNDED = datetime(2025, 11, 1, tzinfo=UTC)
"""When an outlet's feed last changed before it held anything."""
CONSENT_COOKIE = "consent=yes"

_markdown = MarkdownIt("commonmark")


def _html(text: str) -> str:
    return str(_markdown.render(text))


def _headed(text: str) -> dict[str, str]:
    """A live entry as publishers describe it to machines: its bold first words are its headline."""
    found = re.fullmatch(r"\*\*(?P<headline>.+?)\*\*\s*(?P<articleBody>.*)", text, re.DOTALL)
    if found is None:
        return {"articleBody": text}
    return found.groupdict()


def _first_paragraph(text: str) -> str:
    lines = [block for block in text.split("\n\n") if block and not block.startswith(("#", "-", "*", ">"))]
    return lines[0].replace("\n", " ") if lines else ""


_env = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_env.filters["rfc822"] = lambda when: format_datetime(when, usegmt=when.utcoffset().total_seconds() == 0)
_env.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def path(piece: Piece) -> str:
    """The page's path on the server, from its outlet's pattern."""
    target = pieces()[piece.link_of] if piece.link_of else piece
    at = target.published.astimezone(target.outlet.zone)
    tail = target.outlet.path.format(
        slug=target.slug,
        section=target.section,
        year=f"{at:%Y}",
        month=f"{at:%m}",
        day=f"{at:%d}",
        date=f"{at:%Y%m%d}",
    )
    return f"/{target.outlet.key}/{tail}"


def published(outlet: Outlet, now: datetime) -> list[Piece]:
    """What the outlet had published by `now`, newest first."""
    return [p for p in reversed(pieces().values()) if p.outlet == outlet and p.published <= now]


def summary(piece: Piece, now: datetime) -> str:
    """The feed's teaser: the desk's own, or the first paragraph."""
    if piece.link_of:
        return summary(pieces()[piece.link_of], now)
    return piece.summary or ("" if piece.kind == "empty" else _first_paragraph(piece.body(now)))


def _live(parts: list[Part]) -> list[Part]:
    return list(reversed(parts))


def page(piece: Piece, now: datetime, base: str, *, consented: bool = False) -> str:
    """The HTML of a page as of `now`; `base` is the server's address without a slash at its end."""
    outlet = piece.outlet
    others = [p for p in published(outlet, now) if p.id != piece.id and not p.link_of][:RELATED]
    local = {
        "published": piece.published.astimezone(outlet.zone),
        "updated": piece.updated(now).astimezone(outlet.zone),
    }
    live = _live(piece.shown(now)) if piece.kind == "live" else []
    url = base + path(piece)
    title = piece.headline(now)
    metadata: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if piece.kind == "live" else "NewsArticle",
        "headline": title,
        "mainEntityOfPage": url,
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    if piece.dated:
        metadata["datePublished"] = local["published"].isoformat()
        metadata["dateModified"] = local["updated"].isoformat()
    if piece.authors:
        metadata["author"] = [{"@type": "Person", "name": name} for name in piece.authors]
    if piece.kind == "live":
        metadata["liveBlogUpdate"] = [
            {"@type": "BlogPosting", "datePublished": at.isoformat(), **_headed(p.body)}
            for p, at in ((p, p.at.astimezone(outlet.zone)) for p in live)
        ]
    walled = piece.kind == "consent" and not consented
    template = "consent.html" if walled else f"{outlet.page}.html"
    context = dict(
        piece=piece,
        outlet=outlet,
        title=title,
        url=url,
        home=f"{base}/{outlet.key}/",
        feed=f"{base}/{outlet.key}/{outlet.feed_path}",
        feed_type=FEED_TYPES[outlet.feed].partition(";")[0],
        metadata=metadata,
        summary=summary(piece, now),
        body="" if piece.kind in {"live", "empty"} else _html(piece.body(now)),
        entries=[(p.at.astimezone(outlet.zone), _html(p.body)) for p in live],
        edited=piece.updated(now) > piece.published,
        related=[(base + path(p), p.headline(now)) for p in others],
        **local,
    )
    return _env.get_template(f"pages/{template}").render(page=context, **context)


def home(outlet: Outlet, now: datetime, base: str) -> str:
    """The outlet's front page: headlines, and where its feed is."""
    items = [p for p in published(outlet, now) if not p.link_of][:FEED_ENTRIES]
    return _env.get_template("pages/home.html").render(
        outlet=outlet,
        feed=f"{base}/{outlet.key}/{outlet.feed_path}",
        feed_type=FEED_TYPES[outlet.feed].partition(";")[0],
        items=[(base + path(p), p.headline(now), summary(p, now)) for p in items],
    )


def feed(outlet: Outlet, now: datetime, base: str) -> tuple[str, datetime]:
    """The feed's document and when it last changed. Equal as long as nothing was published or changed."""
    items = published(outlet, now)[:FEED_ENTRIES]
    changed = max((p.updated(now) for p in items), default=FOUNDED)
    rows = [_row(p, now, base) for p in items]
    about = {
        "title": outlet.name,
        "home": f"{base}/{outlet.key}/",
        "self": f"{base}/{outlet.key}/{outlet.feed_path}",
        "changed": changed.astimezone(outlet.zone),
    }
    if outlet.feed == "json":
        return _json_feed(outlet, about, rows), changed
    text = _env.get_template(f"feeds/{outlet.feed}.xml").render(outlet=outlet, rows=rows, about=about)
    return text, changed


def _row(piece: Piece, now: datetime, base: str) -> dict[str, Any]:
    target = pieces()[piece.link_of] if piece.link_of else piece
    zone = piece.outlet.zone
    link = base + path(piece) + (f"?{piece.query}" if piece.query else "")
    carries = piece.outlet.content == "full" and target.kind == "article"
    return {
        "id": f"tag:newsroom.example,2026:{piece.id}",
        "link": link,
        "title": piece.headline(now) if not piece.link_of else piece.title,
        "summary": summary(piece, now),
        "full": _html(target.body(now)) if carries else "",
        "authors": target.authors,
        "section": target.section,
        "dated": piece.dated,
        "published": piece.published.astimezone(zone),
        "updated": piece.updated(now).astimezone(zone),
    }


def _json_feed(outlet: Outlet, about: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    items = []
    for row in rows:
        item: dict[str, Any] = {"id": row["id"], "url": row["link"], "title": row["title"]}
        item["summary"] = row["summary"]
        item |= {"content_html": row["full"]} if row["full"] else {"content_text": row["summary"]}
        if row["authors"]:
            item["authors"] = [{"name": name} for name in row["authors"]]
        if row["dated"]:
            item["date_published"] = row["published"].isoformat()
            item["date_modified"] = row["updated"].isoformat()
        item["tags"] = [row["section"]]
        items.append(item)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about["title"],
        "description": outlet.tagline,
        "language": outlet.language,
        "home_page_url": about["home"],
        "feed_url": about["self"],
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
