"""News sitemaps (sitemaps.org, Google's news extension) read as feeds, for sites that have no feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from models.nouns import Entry, Problem
from settings import limits_sources as limits
from sources import plain
from sources.addresses import whole
from sources.page.dates import moment

_OLDEST = datetime(1970, 1, 1, tzinfo=UTC)


def entries_of(body: bytes) -> tuple[Entry, ...] | Problem:
    """The pages that a sitemap lists, newest first; keys are their addresses."""
    try:
        root = fromstring(body.strip())
    except DefusedXmlException:
        return Problem("entities", "The sitemap defines entities of its own, as attacks do, and is not read.")
    except (SyntaxError, ValueError) as e:
        return Problem("broken", f"The sitemap is not well-formed XML ({plain.one_line(str(e))[:120]}).")
    if _name(root) == "sitemapindex":
        inside = [text for node in root for text in [_said(node, "loc")] if text]
        named = " or ".join(inside[:3]) or "one of its sitemaps"
        return Problem("sitemap-index", f"The address is a list of sitemaps; name one, such as {named}.")
    found = [entry for node in root if _name(node) == "url" and (entry := _entry(node)) is not None]
    found.sort(key=lambda e: e.published or e.updated or _OLDEST, reverse=True)
    most = limits.SITEMAP_ENTRIES
    if len(found) > most and not any(entry.published or entry.updated for entry in found):
        return tuple(found[: most // 2] + found[-(most // 2) :])
    return tuple(found[:most])


def _entry(node: Any) -> Entry | None:
    loc = whole(_said(node, "loc"), "")
    if loc is None:
        return None
    updated = moment(_said(node, "lastmod") or "")
    return Entry(
        key=loc,
        url=loc,
        title=(_said(node, "title") or "")[: limits.TITLE_CHARS] or None,
        published=moment(_said(node, "publication_date") or ""),
        updated=updated,
        language=(_said(node, "language") or "")[:12] or None,
    )


def _said(node: Any, name: str) -> str | None:
    """The text of the first descendant of this local name outside of images and videos."""
    for child in node:
        if _name(child) == name and child.text and child.text.strip():
            return plain.one_line(child.text)
        if _name(child) in ("news", "publication") and (said := _said(child, name)) is not None:
            return said
    return None


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower()
