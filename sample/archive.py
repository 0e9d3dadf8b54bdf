"""The newsroom's own files, read: outlets from outlets.yaml, pieces from articles/<outlet>/<slug>.md.

A piece is YAML front matter between `---` lines and Markdown below. Front matter:

    title, published     required; times are UTC, `2026-03-04T07:10:00Z`
    authors, section, summary, photo (a caption)
    kind                 article (default), live, consent, empty
    dated: false         neither feed nor page gives a date
    canonical: false     the page names no canonical address
    query                tracking parameters that the feed puts behind the link
    text_of              id of the piece whose text this one carries, with `paragraphs` (how many of them)
                         and `swap` (old: new) where the desk cut or changed it
    link_of              id of a piece of the same outlet: only another feed entry for that page

A line `=== 2026-03-05T14:00:00Z` starts what the page says from then on (`=== … silent`: the outlet tells
nobody, so that neither feed nor page shows a new date; `=== … title: …` changes the headline as well).
In a live blog each such part is one more entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
_PART = re.compile(r"^=== (\S+Z)(?: (silent))?(?: title: (.+))?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet and its house style."""

    key: str
    name: str
    publisher: str
    feed: str
    """rss2, atom, rdf or json"""
    feed_path: str
    page: str
    """Name of its page template."""
    path: str
    """Pattern of its pages' addresses."""
    tagline: str
    language: str = "en"
    utc_offset_h: int = 0
    content: str = "summary"
    """What the feed carries of a piece: summary or full."""
    validators: Sequence[str] = ("etag", "last-modified")
    ttl: int | None = None
    """Minutes, as RSS counts them."""

    @property
    def zone(self) -> timezone:
        return timezone(timedelta(hours=self.utc_offset_h))


@dataclass(frozen=True, slots=True)
class Part:
    """What a page says from `at` on; of a live blog, one entry."""

    at: datetime
    body: str
    silent: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of an outlet's feed and the page behind it."""

    id: str
    """<outlet>/<slug>"""
    outlet: Outlet
    title: str
    published: datetime
    parts: tuple[Part, ...]
    authors: tuple[str, ...] = ()
    section: str = "news"
    summary: str = ""
    photo: str = ""
    kind: str = "article"
    dated: bool = True
    canonical: bool = True
    query: str = ""
    text_of: str | None = None
    link_of: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.id.partition("/")[2]

    def shown(self, now: datetime) -> list[Part]:
        """The parts that exist by `now`, oldest first."""
        return [p for p in self.parts if p.at <= now]

    def headline(self, now: datetime) -> str:
        return next((p.title for p in reversed(self.shown(now)) if p.title), self.title)

    def body(self, now: datetime) -> str:
        """The Markdown that the page shows; of a live blog, its latest entry."""
        return self.shown(now)[-1].body

    def updated(self, now: datetime) -> datetime:
        """When the outlet says that it last touched the page."""
        return max(p.at for p in self.shown(now) if not p.silent)

    def touched(self, now: datetime) -> datetime:
        """When the page really last changed."""
        return self.shown(now)[-1].at


def _time(value: str | datetime) -> datetime:
    text = value if isinstance(value, str) else value.isoformat()
    when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if when.tzinfo is None:
        raise ValueError(f"no time zone in {value!r}")
    return when


@cache
def outlets() -> dict[str, Outlet]:
    """Every outlet by key."""
    rows = yaml.safe_load((HERE / "outlets.yaml").read_text("utf-8"))
    return {key: Outlet(key=key, **row) for key, row in rows.items()}


def _parts(body: str, published: datetime) -> Iterator[Part]:
    pieces = _PART.split(body)
    if pieces[0].strip():
        yield Part(published, pieces[0].strip())
    for at, silent, title, text in zip(*(pieces[n::4] for n in range(1, 5)), strict=True):
        yield Part(_time(at), text.strip(), bool(silent), title)


def _read(path: Path) -> Piece:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    row = yaml.safe_load(front)
    published = _time(row.pop("published"))
    known = {name: row.pop(name) for name in tuple(row) if name in Piece.__dataclass_fields__}
    known["authors"] = tuple(known.get("authors", ()))
    outlet = outlets()[path.parent.name]
    return Piece(
        id=f"{outlet.key}/{path.stem}",
        outlet=outlet,
        published=published,
        parts=tuple(_parts(body, published)) or (Part(published, ""),),
        extra=row,
        **known,
    )


def _copied(piece: Piece, source: Piece) -> Piece:
    """The piece with the text that it carries from elsewhere, cut and changed as its desk did."""
    paragraphs = source.parts[0].body.split("\n\n")[: piece.extra.get("paragraphs")]
    body = "\n\n".join(paragraphs)
    for old, new in piece.extra.get("swap", {}).items():
        if old not in body:
            raise ValueError(f"{piece.id}: {old!r} does not stand in {source.id}")
        body = body.replace(old, new)
    own = piece.parts[0].body
    values = {name: getattr(piece, name) for name in Piece.__dataclass_fields__}
    return Piece(**{**values, "parts": (Part(piece.published, f"{body}\n\n{own}".strip()),)})


@cache
def pieces() -> dict[str, Piece]:
    """Every piece by id, oldest first."""
    read = {p.id: p for p in map(_read, sorted((HERE / "articles").glob("*/*.md")))}
    whole = {key: _copied(p, read[p.text_of]) if p.text_of else p for key, p in read.items()}
    return dict(sorted(whole.items(), key=lambda item: (item[1].published, item[0])))
