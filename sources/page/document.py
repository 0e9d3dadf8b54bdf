"""A page taken apart once: its tree, its meta tags, and its JSON-LD about the article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from settings import limits_sources as limits
from sources import plain

_ARTICLES = frozenset(
    plain.listed(
        "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle"
        " backgroundnewsarticle reviewnewsarticle askpublicnewsarticle blogposting socialmediaposting"
        " liveblogposting report scholarlyarticle techarticle webpage"
    )
)
_NOT_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|(?:0*6553[45]))(?:;|(?![0-9a-f;]))",
    re.I,
)
"""Characters that XML has no place for, as such or as references: libxml2 lets them in, lxml not out again."""
_CHARSET = re.compile(
    r"charset\s*=\s*[\"']?(iso-8859-\d\d?|windows-125\d|windows-874|koi8-[ru]|us-ascii|euc-(?:jp|kr)|shift[_-]jis|gbk|gb2312"
    r"|gb18030|big5|iso-2022-jp)\b",
    re.I,
)
_WIDER = {
    "iso-8859-1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "windows-874": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift-jis": "cp932", "euc-kr": "cp949",
}  # fmt: skip
"""What browsers read where a page is called so (WHATWG Encoding): what is written there is more than the name has."""
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A parsed page. `meta` maps lower-cased names and properties to what they say, first one first."""

    tree: Any
    url: str
    meta: dict[str, list[str]]
    articles: tuple[dict[str, Any], ...]
    """JSON-LD nodes that describe an article, the likeliest to be the page's own first."""

    def said(self, *names: str) -> Iterator[str]:
        """What the meta tags of these names say, in the order of the names."""
        for name in names:
            yield from self.meta.get(name, ())

    def ld(self, *keys: str) -> Iterator[Any]:
        """Values of JSON-LD properties, in the order of the keys."""
        for key in keys:
            for node in self.articles:
                if node.get(key) not in (None, "", [], {}):
                    yield node[key]

    def first(self, xpath: str) -> str | None:
        """The text of the first element that an XPath finds and that says anything."""
        for element in self.tree.xpath(xpath):
            said = plain.one_line(element) if isinstance(element, str) else shown(element)
            if said:
                return said
        return None


def shown(element: Any) -> str:
    """An element's words in one line, without those of scripts and of drawings' styles within it."""
    silent = element.xpath(".//script|.//style")
    if not silent:
        return plain.one_line(element.text_content())
    return plain.one_line("".join(element.xpath(".//text()[not(ancestor::script or ancestor::style)]")))


def parse(page: bytes, url: str, content_type: str | None = None) -> Document | None:
    """The page's document; None when there is no element in it. `content_type`: as the server calls it."""
    text = _decoded(page, content_type)
    text = _XML_DECLARATION.sub("", _NOT_XML.sub("", text), count=1)
    if not text.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return Document(tree, url, _meta(tree), tuple(_articles(tree, url)))


def _decoded(page: bytes, content_type: str | None) -> str:
    """The page's characters. UTF-8 with a few broken ones is UTF-8, not whatever they would be valid in; then the
    server's word counts before the page's own, and both before a guess."""
    text = page.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken or broken * limits.UTF8_WHOLE < len(page) - len(text):
        return text
    if (named := _CHARSET.search(content_type or "")) is not None:
        name = named[1].lower().replace("_", "-")
        said = page.decode(_WIDER.get(name, name), "replace")
        if said.count("\ufffd") * limits.UTF8_WHOLE < len(said):
            return said
    from trafilatura.utils import decode_file  # as in sources.page.body: half a second to load

    return str(decode_file(page))


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        said = plain.one_line(unescape(tag.get("content") or ""))
        for name in (tag.get("property"), tag.get("name"), tag.get("itemprop"), tag.get("http-equiv")):
            if name and said:
                found.setdefault(name.strip().lower(), []).append(said)
    return found


def _articles(tree: Any, url: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    budget = limits.JSON_LD_CHARS
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        budget -= len(text)
        if budget < 0:
            break
        nodes += _walk(_loads(text))
    chosen = [n for n in nodes if _types(n) & _ARTICLES]
    return sorted(chosen, key=lambda n: (_types(n) == {"webpage"}, not _about(n, url), "headline" not in n))


def _loads(text: str) -> Any:
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$",
        "",
        text,
    )
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text), unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Top-level nodes and those in @graph, mainEntity and lists; not the articles that a list links to."""
    if depth > 6:
        return
    if isinstance(found, list):
        for one in found[:200]:
            yield from _walk(one, depth + 1)
    elif isinstance(found, dict):
        yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(found.get(key), (dict, list)):
                yield from _walk(found[key], depth + 1)


def _types(node: dict[str, Any]) -> set[str]:
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return {str(n).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for n in names if n}


def _about(node: dict[str, Any], url: str) -> bool:
    """Whether a node says that it is about this very page."""
    page = _bare(url)
    main = node.get("mainEntityOfPage")
    said = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main]
    return any(isinstance(s, str) and _bare(s) == page for s in said)


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url.strip().lower()).rstrip("/")
