"""HTML fragments to plain text: what a feed's title or content says, paragraphs apart."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from lxml import etree, html  # type: ignore[import-untyped]

from settings import limits_sources as limits


def listed(names: str) -> tuple[str, ...]:
    """Names written in one string, apart."""
    return tuple(names.split())


_BLOCKS = frozenset(
    listed(
        "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header"
        " hr li main nav ol p pre section table td th tr ul br"
    )
)
_SILENT = frozenset(listed("script style noscript template iframe svg math head title button select"))
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def one_line(text: str) -> str:
    """All white space folded to single spaces, control characters gone."""
    return _CONTROL.sub("", _SPACE.sub(" ", text)).strip()


def folded(text: str) -> str:
    """A text without case, spaces, punctuation and forms of letters: for telling whether two say the same."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def from_html(fragment: str) -> str:
    """The text of an HTML fragment; paragraphs separated by newlines, scripts and styles left out."""
    if "<" not in fragment:
        lines = unescape(fragment).split("\n")
        return "\n".join(line for line in map(one_line, lines) if line)
    try:
        short = _CONTROL.sub("", fragment[: 4 * limits.ENTRY_CHARS])
        root = html.fragment_fromstring(short, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return one_line(re.sub(r"<[^>]*>", " ", fragment))
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append(element.tail or "")
        elif event == "start":
            if element.tag in _SILENT:
                for child in list(element):
                    element.remove(child)
                element.text = ""
            if element.tag in _BLOCKS:
                parts.append("\n")
            parts.append(_SPACE.sub(" ", element.text or ""))
        else:
            if element.tag in _BLOCKS:
                parts.append("\n")
            if element is not root:
                parts.append(_SPACE.sub(" ", element.tail or ""))
    return "\n".join(line for line in map(one_line, "".join(parts).split("\n")) if line)
