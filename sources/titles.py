"""The headline: which of the page's own claims to believe, without the site's name."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from settings import limits_sources as limits
from sources import plain
from sources.document import Document

_SEPARATOR = re.compile(r"\s+[|·•*»–—-]{1,2}\s+|\s*[|｜]\s*|\s+::\s+|：(?=[^：]*$)|ㅣ")
_PLACES = (
    ("og", 2.0, ("og:title",)),
    ("h1", 1.9, ()),
    ("ld", 1.8, ("headline",)),
    ("twitter", 0.5, ("twitter:title",)),
    ("title", 0.6, ()),
)


def title_of(page: Document, site_names: tuple[str, ...]) -> str:
    """The page's headline; '' when it has none."""
    found = _candidates(page)
    plainest = [_stripped(t, site_names, [o for _, _, o in found]) for _, _, t in found]
    votes: dict[str, float] = {}
    first: dict[str, str] = {}
    for (_, weight, _), text in zip(found, plainest, strict=True):
        key = _folded(text)
        if key:
            votes[key] = votes.get(key, 0.0) + weight
            first.setdefault(key, text)
    if not votes:
        return ""
    return first[max(votes, key=lambda k: votes[k])][: limits.TITLE_CHARS]


def _candidates(page: Document) -> list[tuple[str, float, str]]:
    heading = page.first("//article//h1") or page.first("//main//h1") or page.first("//h1")
    said = {
        "og": next(page.said("og:title"), None),
        "h1": heading,
        "ld": next((v for v in page.ld("headline") if isinstance(v, str)), None),
        "twitter": next(page.said("twitter:title"), None),
        "title": page.first("//head/title") or page.first("//title"),
    }
    return [(place, weight, clean) for place, weight, _ in _PLACES if (clean := _clean(said[place]))]


def _clean(text: str | None) -> str:
    if not text:
        return ""
    text = unescape(unescape(text))
    if "<" in text:
        text = plain.from_html(text)
    return plain.one_line(text.replace("\u00ad", "").replace("\u2060", ""))


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", text)


def _stripped(title: str, site_names: tuple[str, ...], others: list[str]) -> str:
    """The title without what follows or precedes a separator and names the site or its section."""
    names = {_folded(n) for n in site_names if n}
    shorter = {_folded(o) for o in others if len(o) < len(title)}
    while True:
        parts = list(_SEPARATOR.finditer(title))
        for cut in parts:  # another claim says exactly what is left of a separator
            if _folded(title[: cut.start()]) in shorter:
                return title[: cut.start()].strip()
        if parts:
            last, head = parts[-1], title[: parts[-1].start()].strip()
            tail = _folded(title[last.end() :])
            if head and tail and any(tail == n or (len(n) > 3 and (n in tail or tail in n)) for n in names):
                title = head
                continue
        return title
