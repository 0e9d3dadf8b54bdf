"""Feeds from bytes: RSS 0.9x, 1.0 and 2.0, RDF and Atom through feedparser, JSON Feed through pydantic.

Run it in a `Sandbox`: it reads strangers' bytes. A feed that is none, or only half of one, comes back
with a `problem` in words beside whatever could be read.
"""

from __future__ import annotations

import calendar
import contextlib
import io
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from models.nouns import Entry, Problem
from settings import limits_sources as limits
from sources import plain
from sources.addresses import whole
from sources.feed import jsonfeed, sitemap
from sources.feed.keys import key_of
from sources.shape import Shape, shape_of

_NETWORKLESS = {"sanitize_html": False, "resolve_relative_uris": False}
"""Only plain text is kept of a feed's HTML, so neither cleaning nor completing it is of use."""
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.I)
_CHARACTER = re.compile(rb"&#(x[0-9a-f]{6,40}|[0-9]{7,40});?", re.I)
_GZIP = b"\x1f\x8b"
_HARMLESS_OVERRIDE = re.compile(r"declared as us-ascii", re.I)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed holds. `problem` with entries is a complaint; without, a failure."""

    title: str = ""
    entries: tuple[Entry, ...] = ()
    link: str | None = None
    language: str | None = None
    ttl_s: int | None = None
    """The feed's own wish (RSS ttl, sy:updatePeriod) for the time between two polls."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, UTC, at which it asks not to be polled."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week, Monday 0, at which it asks not to be polled."""
    version: str = ""
    """feedparser's name of the format: rss20, atom10, json11..."""
    problem: Problem | None = None


def parse_feed(body: bytes, content_type: str | None, url: str) -> ParsedFeed:
    """Read a feed that came from `url`. Never raises for what the bytes are."""
    if body[:2] == _GZIP:  # sitemaps are offered packed, and some servers serve feeds so
        unpacked = _unpacked(body)
        if unpacked is None:
            return _failed("encoding", "The feed is packed wrongly, or too large unpacked.")
        body = unpacked
    shape = shape_of(body)
    if shape is Shape.EMPTY:
        return _failed("empty", "The address gives an empty document.")
    if shape is Shape.JSON:
        return _from_json(body, url)
    if (problem := _entities(body)) is not None:
        return ParsedFeed(problem=problem)
    if _SITEMAP.search(body[:4096]):
        return _from_sitemap(body, url)
    import feedparser  # type: ignore[import-untyped]  # in the children alone: a quiet pass parses nothing

    try:
        found = feedparser.parse(
            io.BytesIO(_CHARACTER.sub(_known, body)),  # a stream: bytes would be tried as a file name first
            response_headers={"content-type": content_type or ""},  # where it came from is `_web`'s to know
            **_NETWORKLESS,
        )
    except MemoryError:
        raise
    except Exception as e:  # noqa: BLE001 - feedparser raises whatever broken markup leads it to
        return _failed("broken", f"The feed is so broken that feedparser gives up ({type(e).__name__}).")
    if not found.entries and not found.version:
        if shape is Shape.HTML:
            return _failed("html", "The address gives a web page, not a feed.")
        if shape is Shape.XML and hasattr(found.get("bozo_exception"), "getLineNumber"):
            return _failed("broken", f"The feed is broken and nothing in it can be read ({_said(found)}).")
        return _failed("not-a-feed", "What the address gives is not a feed of a kind that we know.")
    cut = _is_cut(body)
    read = found.entries[:-1] if cut == "entry" else found.entries
    feed = found.feed
    language = _short(feed.get("language"))
    return ParsedFeed(
        title=_title(feed),
        entries=_unique(_entry(e, language, url) for e in read[: limits.FEED_ENTRIES]),
        link=whole(feed.get("link"), url),
        language=language,
        ttl_s=_ttl(feed),
        skip_hours=frozenset(h % 24 for h in _skips(body, b"hour") if isinstance(h, int)),
        skip_days=frozenset(d for d in _skips(body, b"day") if isinstance(d, int)),
        version=found.version,
        problem=_complaint(found, cut),
    )


def _unpacked(body: bytes) -> bytes | None:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(body, limits.FEED_BYTES)
    except zlib.error:
        return None
    return None if unpacking.unconsumed_tail else found


def _known(reference: re.Match[bytes]) -> bytes:
    """A character reference, or the replacement character's where Unicode has no such character."""
    digits = reference[1].lower()
    value = int(digits[1:], 16) if digits[:1] == b"x" else int(digits)
    return reference[0] if value <= sys.maxunicode else b"&#xFFFD;"


def _failed(code: str, text: str) -> ParsedFeed:
    return ParsedFeed(problem=Problem(code, text))


# -- entries ---------------------------------------------------------------------------------------


def _entry(e: dict[str, Any], language: str | None, base: str) -> Entry:
    title = _title(e) or None
    text = max(
        (_text(c) for c in [*e.get("content", ()), e.get("summary_detail") or {}]), key=len, default=""
    )
    url = whole(e.get("feedburner_origlink"), base) or whole(e.get("link"), base)
    updated = _time(e, "updated")
    return Entry(
        key=key_of(e.get("id"), url, title, text),
        url=url,
        title=title,
        published=_time(e, "published") or updated,
        updated=updated,
        authors=_authors(e),
        text=text[: limits.ENTRY_CHARS],
        language=_short(next((c.get("language") for c in e.get("content", ())), None)) or language,
    )


def _unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    return tuple(found.values())


def _title(of: Mapping[str, Any]) -> str:
    detail = of.get("title_detail") or {}
    # of two titles in one entry, one of them a picture's, the detail may be the other's
    return plain.one_line(_text({**detail, "value": of.get("title") or ""}))[: limits.TITLE_CHARS]


def _text(detail: Mapping[str, Any]) -> str:
    value = detail.get("value") or ""
    if detail.get("type") == "text/plain" and not re.search(r"</?[a-z]+[^<>]*>|&#?\w+;", value, re.I):
        return "\n".join(line for line in map(plain.one_line, value.split("\n")) if line)
    return plain.from_html(value)


def _authors(e: Mapping[str, Any]) -> tuple[str, ...]:
    names = [a.get("name") or "" for a in e.get("authors", ())] or [e.get("author") or ""]
    clean = (plain.one_line(plain.from_html(n))[: limits.AUTHOR_CHARS] for n in names)
    return tuple(dict.fromkeys(n for n in clean if n))[: limits.AUTHORS]


def _time(e: dict[str, Any], name: str) -> datetime | None:
    """When, in the time zone that the feed gives: feedparser makes all UTC."""
    parsed = dict.get(e, f"{name}_parsed")
    if parsed is None:
        return None
    try:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=calendar.timegm(parsed))
    except (OverflowError, ValueError):
        return None
    said = str(dict.get(e, name) or "").strip()[:80]
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
            zoned = read(said)
            if zoned.tzinfo is not None and zoned == when:
                return zoned
    return when


def _short(language: object) -> str | None:
    return str(language).strip()[:12] or None if language else None


# -- what the feed says of itself ------------------------------------------------------------------


def _ttl(feed: Mapping[str, Any]) -> int | None:
    try:
        if feed.get("ttl"):
            return max(0, int(str(feed["ttl"]))) * 60
        if feed.get("sy_updateperiod"):
            often = int(str(feed.get("sy_updatefrequency") or 1))
            return _PERIODS[str(feed["sy_updateperiod"]).strip().lower()] // max(1, often)
    except (ValueError, KeyError):
        pass
    return None


def _skips(body: bytes, what: bytes) -> Iterator[int]:
    """skipHours and skipDays, which feedparser flattens."""
    block = re.search(rb"<skip%ss>(.{0,2000}?)</skip%ss>" % (what, what), body, re.I | re.S)
    for value in re.findall(rb"<%s>\s*(\w+)\s*</%s>" % (what, what), block[1] if block else b"", re.I):
        said = value.decode("ascii", "replace").lower()
        if said in _DAYS:
            yield _DAYS.index(said)
        elif said.isdecimal() and int(said) <= 24:
            yield int(said)


# -- what is wrong with it -------------------------------------------------------------------------

_ENTITY = re.compile(rb"<!ENTITY", re.I)
_HARMLESS = re.compile(
    rb"""<!ENTITY\s+(?:
        [\w.-]+ \s+ (?: "(?:[^"&%]|&\#\w+;){0,100}" | '(?:[^'&%]|&\#\w+;){0,100}' )  # a few letters
        | %\s* [\w.-]+ \s+ PUBLIC \s+ "-//W3C//ENTITIES[^"]*" \s+ "[^"]*"          # HTML's own names
    )\s*>""",
    re.I | re.X,
)


def _entities(body: bytes) -> Problem | None:
    """Entities that could grow, or that lead elsewhere, are refused before anything parses them."""
    squeezed = body.replace(b"\0", b"")  # UTF-16 and UTF-32 as well
    declared = len(_ENTITY.findall(squeezed))
    if declared <= limits.ENTITIES and declared == len(_HARMLESS.findall(squeezed)):
        return None
    return Problem("entities", "The feed defines entities of its own, as attacks do, and is not read.")


def _is_cut(body: bytes) -> str:
    """Whether the document ends before its root does: 'no', 'root', or within an 'entry'."""
    tail = body.replace(b"\0", b"").lower()
    if re.search(rb"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*(?:>|\Z)", tail[-4096:]) or not re.search(
        rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", tail
    ):
        return "no"
    opened = max((m.start() for m in re.finditer(rb"<(?:\w+:)?(?:item|entry)[\s>]", tail)), default=-1)
    closed = max(tail.rfind(b"</item"), tail.rfind(b"</entry"), tail.rfind(b":item>"), tail.rfind(b":entry>"))
    return "entry" if opened > closed else "root"


def _complaint(found: Any, cut: str) -> Problem | None:
    if cut != "no":
        return Problem("cut-short", "The feed breaks off before its end; what came before that was read.")
    if not found.bozo:
        return None
    import feedparser

    wrong = found.bozo_exception
    if isinstance(wrong, feedparser.CharacterEncodingOverride):
        if _HARMLESS_OVERRIDE.search(str(wrong)):
            return None
        return Problem("encoding", f"The feed is in another encoding than it says ({wrong}).")
    if isinstance(wrong, feedparser.NonXMLContentType):
        return None
    return Problem(
        "broken", f"The feed is not well-formed XML ({_said(found)}); what could be read was read."
    )


def _said(found: Any) -> str:
    wrong = found.bozo_exception
    said = wrong.getMessage() if hasattr(wrong, "getMessage") else str(wrong)
    line = f", line {wrong.getLineNumber()}" if hasattr(wrong, "getLineNumber") else ""
    return plain.one_line(said)[:120] + line


def _from_sitemap(body: bytes, url: str) -> ParsedFeed:
    found = sitemap.entries_of(body)
    if isinstance(found, Problem):
        return ParsedFeed(problem=found)
    return ParsedFeed(link=url, entries=found, version="sitemap")


def _from_json(body: bytes, url: str) -> ParsedFeed:
    feed = jsonfeed.read(body)
    if isinstance(feed, Problem):
        return ParsedFeed(problem=feed)
    language = _short(feed.language)
    return ParsedFeed(
        title=plain.one_line(feed.title)[: limits.TITLE_CHARS],
        entries=_unique(jsonfeed.entry(i, url, language) for i in feed.items[: limits.FEED_ENTRIES]),
        link=whole(feed.home_page_url, url),
        language=language,
        version="json",
    )
