"""The headline: which of the page's own claims to believe, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from settings import limits_sources as limits
from sources import plain
from sources.document import Document
from sources.plain import folded

_SEPARATOR = re.compile(r"\s+[|·•*»–—-]{1,2}\s+|\s*[|｜]\s*|\s+::\s+|：(?=[^：]*$)|ㅣ")
_WEIGHTS = {"og": 1.5, "h1": 1.0, "ld": 1.7, "title": 0.4, "twitter": 0.0}
"""How far each claim is believed. Pages make up to five, and often not the same one: publishers write one
headline for the page, one for sharing and one for search engines."""


def title_of(page: Document, site_names: tuple[str, ...]) -> str:
    """The page's headline; '' when it has none.

    Claims that say the same are counted together. One written for sharing (og) or for machines (JSON-LD)
    that stands alone against the others is an editor's doing, where the others were only copied.
    """
    claims = _claims(page)
    plainest = {place: _stripped(text, site_names, claims.values()) for place, text in claims.items()}
    keys = {place: folded(text) for place, text in plainest.items() if folded(text)}
    if not keys:
        return ""
    votes: dict[str, float] = {}
    for place, key in keys.items():
        votes[key] = votes.get(key, 0.0) + _WEIGHTS[place]
    chosen = max(votes, key=lambda k: votes[k])
    og, h1, ld, title = (keys.get(place) for place in ("og", "h1", "ld", "title"))
    if og and h1 and h1 == ld and og != h1 and title != og:
        chosen = og
    elif ld and og and og == h1 == title and ld != og:
        chosen = ld
    place = next(p for p, key in keys.items() if key == chosen)
    return plainest[place][: limits.TITLE_CHARS]


def _claims(page: Document) -> dict[str, str]:
    said = {
        "h1": page.first("//article//h1") or page.first("//main//h1") or page.first("//h1"),
        "og": next(page.said("og:title"), None),
        "ld": next((v for v in page.ld("headline") if isinstance(v, str)), None),
        "title": page.first("//head/title") or page.first("//title"),
        "twitter": next(page.said("twitter:title"), None),
    }
    return {place: clean for place, text in said.items() if (clean := _clean(text))}


def _clean(text: str | None) -> str:
    if not text:
        return ""
    text = unescape(unescape(text))
    if "<" in text:
        text = plain.from_html(text)
    return plain.one_line(text.replace("\u00ad", "").replace("\u2060", ""))


def _stripped(title: str, site_names: tuple[str, ...], others: Iterable[str]) -> str:
    """The title without what follows or precedes a separator and names the site or its section."""
    names = {folded(n) for n in site_names if n}
    shorter = {folded(o) for o in others if len(o) < len(title)}
    while True:
        parts = list(_SEPARATOR.finditer(title))
        for cut in parts:  # another claim says exactly what is left of a separator
            if folded(title[: cut.start()]) in shorter:
                return title[: cut.start()].strip()
        if parts:
            last, head = parts[-1], title[: parts[-1].start()].strip()
            tail = folded(title[last.end() :])
            if head and tail and any(tail == n or (len(n) > 3 and (n in tail or tail in n)) for n in names):
                title = head
                continue
        return title
