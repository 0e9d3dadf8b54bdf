"""Who wrote it, as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.document import Document

_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|text(?:e)?\s*:)\s+", re.I)
_APART = re.compile(r"\s*[;|•]\s*|\s*,\s*(?=\w+\s+\w)|\s+(?:and|und|et|y|e|og|och|en)\s+(?=[A-ZÀ-ÞА-Я])")


def authors_of(page: Document) -> tuple[str, ...]:
    """Names of people (or desks), each once, in the page's order."""
    named = [n for value in page.ld("author", "creator") for n in _names(value)]
    named = named or list(
        page.said("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator")
    )
    if not named:
        named = [
            page.first(
                "//*[@rel='author']|//*[@itemprop='author']//*[@itemprop='name']|//*[@itemprop='author']"
            )
            or ""
        ]
    found: dict[str, str] = {}
    for name in named:
        for one in _APART.split(_BY.sub("", plain.one_line(plain.from_html(name)))):
            clean = _BY.sub("", one).strip(" ,.")
            if 2 <= len(clean) <= limits.AUTHOR_CHARS and not re.match(r"https?:|www\.|@", clean):
                found.setdefault(clean.casefold(), clean)
    return tuple(found.values())[: limits.AUTHORS]


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _names(value.get("name") or "")
