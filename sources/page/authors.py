"""Who wrote it, as the page says."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.page.document import Document

_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|text(?:e)?\s*:)\s+", re.I)
_APART = re.compile(r"\s*[;|•]\s*|\s+(?:and|und|et|og|och|&)\s+(?=[A-ZÀ-ÞА-Я])")
_COMMA = re.compile(r"^(\S+(?:\s+\S+)+?)\s*,\s*(.+)$")
_NAME = r"[A-ZÀ-ÞĀ-Ž][\w’'.-]*(?: (?:(?:de|van|von|der|den|da|di|al|bin)\b|[A-ZÀ-ÞĀ-Ž][\w’'.-]*)){1,4}"
_LINE = re.compile(
    rf"^(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Av|Af)\s+({_NAME}(?:\s*(?:,|\b(?:and|und|et|y|e|og|och|en)\b)\s*{_NAME})*)"
)
_NOBODY = re.compile(
    r"https?:|www\.|@|[/()]|^\W*\d|^[\w-]+\.\w{2,4}$|\.(?:com|de|org|net|tv)\b|^(?:image|photo|foto)\b", re.I
)


def authors_of(page: Document, site: str = "") -> tuple[str, ...]:
    """Names of people (or desks), each once, in the page's order; the site itself only if nobody is named."""
    said = [n for value in page.ld("author", "creator") for n in _names(value)]
    for names in (said, [*page.said("author", "article:author", "byl", "parsely-author", "dc.creator")]):
        if found := _clean(names, site):
            return found
    marked = page.tree.xpath("//*[@rel='author' or @itemprop='author']")
    if found := _clean([plain.one_line(m.text_content()) for m in marked[: limits.AUTHORS]], site):
        return found
    if found := _clean(_byline(page), site):
        return found
    from trafilatura.metadata import extract_author  # as in sources.page.body: half a second to load

    guessed = _clean((extract_author(copy.deepcopy(page.tree)) or "").split(";"), site)
    return guessed or _clean(said, "")


def _byline(page: Document) -> list[str]:
    """The names of a line below the headline that begins with "By" and them."""
    for element in page.tree.xpath("(//article//h1|//main//h1|//h1)[1]/following::*")[: limits.BYLINE_ELEMENTS]:
        line = ""
        for text in element.itertext() if element.tag not in ("script", "style") else ():
            line += "\n" + plain.one_line(text)  # apart: a date may stand right behind a name
            if len(line) > limits.BYLINE_CHARS:
                break
        else:
            if (found := _LINE.match(line.strip())) is not None:
                return [plain.one_line(found[1])]
    return []


def _clean(names: Iterable[str], site: str) -> tuple[str, ...]:
    own = plain.folded(site)
    found: dict[str, str] = {}
    for name in names:
        for one in _split(_BY.sub("", plain.one_line(plain.from_html(name)))):
            clean = _BY.sub("", one).strip(" ,.")
            key = plain.folded(clean)
            if key and key != own and len(clean) <= limits.AUTHOR_CHARS and not _NOBODY.search(clean):
                found.setdefault(key, clean)
    return tuple(found.values())[: limits.AUTHORS]


def _split(names: str) -> Iterator[str]:
    """Names apart. A comma parts them where a whole name stands before it: not "Otter, Ann"."""
    for part in _APART.split(names):
        while part and (two := _COMMA.match(part)) is not None:
            yield two[1]
            part = two[2]
        if part:
            yield part


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _names(value.get("name") or "")
