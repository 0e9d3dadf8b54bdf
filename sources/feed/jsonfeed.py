"""JSON Feed 1.0 and 1.1 (jsonfeed.org), validated by pydantic, lenient where publishers are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from dateutil import parser as dates
from pydantic import BaseModel, BeforeValidator, ValidationError

from models.nouns import Entry, Problem
from settings import limits_sources as limits
from sources import plain
from sources.addresses import whole
from sources.feed.keys import key_of


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _objects(value: Any) -> list[Any]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _one(value: Any) -> Any:
    return value if isinstance(value, dict) else None


Text = Annotated[str, BeforeValidator(_text)]


class Author(BaseModel):
    name: Text = ""


class Item(BaseModel):
    id: Text = ""
    url: Text = ""
    external_url: Text = ""
    title: Text = ""
    content_html: Text = ""
    content_text: Text = ""
    summary: Text = ""
    date_published: Text = ""
    date_modified: Text = ""
    language: Text = ""
    author: Annotated[Author | None, BeforeValidator(_one)] = None
    authors: Annotated[list[Author], BeforeValidator(_objects)] = []


class JsonFeed(BaseModel):
    version: Text = ""
    title: Text = ""
    home_page_url: Text = ""
    language: Text = ""
    author: Annotated[Author | None, BeforeValidator(_one)] = None
    authors: Annotated[list[Author], BeforeValidator(_objects)] = []
    items: Annotated[list[Item], BeforeValidator(_objects)]


def read(body: bytes) -> JsonFeed | Problem:
    """A JSON Feed, or why it is none."""
    try:
        feed = JsonFeed.model_validate_json(body.removeprefix(b"\xef\xbb\xbf").strip())
    except ValidationError as e:
        if any(x["type"] == "json_invalid" for x in e.errors()):
            return Problem("broken", "The address gives JSON that is broken.")
        return Problem("not-a-feed", "What the address gives is JSON, but not a JSON Feed.")
    if not feed.items and "jsonfeed.org" not in feed.version:
        return Problem("not-a-feed", "What the address gives is JSON, but not a JSON Feed.")
    return feed


def entry(item: Item, base: str, language: str | None) -> Entry:
    """One item as an entry; its links completed from the feed's address."""
    url = next((u for u in (item.url, item.external_url) if u.strip()), None)
    url = whole(url, base)
    text = max(
        plain.from_html(item.content_html), item.content_text.strip(), plain.from_html(item.summary), key=len
    )
    title = plain.one_line(item.title)[: limits.TITLE_CHARS] or None
    updated = _time(item.date_modified)
    people = item.authors or ([item.author] if item.author else [])
    names = (plain.one_line(a.name)[: limits.AUTHOR_CHARS] for a in people)
    return Entry(
        key=key_of(item.id, url, title, text),
        url=url,
        title=title,
        published=_time(item.date_published) or updated,
        updated=updated,
        authors=tuple(dict.fromkeys(n for n in names if n))[: limits.AUTHORS],
        text=text[: limits.ENTRY_CHARS],
        language=item.language.strip()[:12] or language,
    )


def _time(said: str) -> datetime | None:
    try:
        parsed = dates.isoparse(said.strip())
        parsed = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed
        parsed.astimezone(UTC)
        return parsed
    except (ValueError, OverflowError):  # no date, or year 1 or 9999 at the wrong side of Greenwich
        return None
