"""The standfirst: the paragraph between headline and text that extractors take for a subtitle and drop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.page.document import Document
from sources.plain import folded

_LEAD = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|lead|lede|leadtext|intro\w*|teaser-?text|sub-?(?:title|head|headline)|sub|dek|deck"
    r"|summary|abstract|excerpt|description|(?:article|story|news|page)[_-]+desc|sapo|chapo|perex|ingress|entradilla|bajada|sottotitolo|catenaccio|spot"
    r"|anleser|vorspann|kurztext|strap(?:line)?|synopsis|preamble)(?:$|[\s_-])",
    re.I,
)


def leads_of(page: Document, tree: Any, lines: list[str]) -> list[str]:
    """The standfirst between headline and text, which extractors take for a subtitle and drop.

    It is what stands there in the pruned tree and is named like one, or is what the page describes
    itself with.
    """
    have = folded("".join(lines))
    described = {folded(d)[:60] for d in _descriptions(page)}
    found: list[str] = []
    starts = tuple(folded(line)[:40] for line in lines[:3] if len(line) > 40)
    for element in _after_headline(tree):
        text = plain.one_line(element.text_content())
        said = folded(text)
        if starts and said.startswith(starts):
            break
        if not limits.LEAD_MIN_CHARS <= len(text) <= limits.LEAD_MAX_CHARS or said in have:
            continue
        named = " ".join(str(e.get(a) or "") for e in _up(element) for a in ("class", "id", "itemprop"))
        if said[:60] in described or _LEAD.search(named):
            found.append(text)
            have += said
    return found[: limits.LEADS]


def _descriptions(page: Document) -> Iterator[str]:
    yield from page.said("og:description", "description", "twitter:description")
    yield from (d for d in page.ld("description", "abstract") if isinstance(d, str))


def _after_headline(tree: Any) -> Iterator[Any]:
    """Blocks of text that follow the first h1, innermost ones, in order."""
    headings = tree.xpath("//article//h1|//main//h1") or tree.xpath("//h1")
    if not headings:
        return
    tags = "self::p or self::div or self::h2 or self::h3 or self::span or self::strong"
    for element in headings[0].xpath(f"following::*[{tags}]"):
        if len(element) == 0 or (element.text and element.text.strip()) or element.tag in ("p", "h2"):
            yield element


def _up(element: Any) -> list[Any]:
    parent = element.getparent()
    return [element] if parent is None else [element, parent]
