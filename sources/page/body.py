"""The text of an article out of its page: candidates, and the rule that chooses among them.

The rule, in `choose`: the page's own text, as trafilatura finds it between the furniture, with the lead
put back. The JSON-LD `articleBody` takes its place where it holds all of it and half as much again (the
page shows a part), and tells where the article ends where it holds most of it.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.page import furniture, titles
from sources.page.document import Document
from sources.page.leads import leads_of
from sources.plain import folded

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Body:
    """A candidate for the text, and where it is from."""

    text: str
    source: str


_HOLDS = 0.9
"""Of one text's words in the other: the same article."""
_MORE = 1.5
"""Times as long: the page shows a part of it."""
_MOST = 0.6
"""Of the page's length: enough for the JSON-LD to tell where the article ends."""


def choose(page: Body, ld: Body) -> Body:
    """The better of the page's text and its JSON-LD, by the rule above."""
    if not ld.text:
        return page
    if not page.text:
        return ld
    shared = _shared(page.text, ld.text)
    if shared > _HOLDS * _count(page.text) and len(ld.text) > _MORE * len(page.text):
        return ld
    if len(ld.text) < _MOST * len(page.text) or shared < _HOLDS * _count(ld.text):
        return page
    lines, held = page.text.split("\n"), folded(ld.text)
    end = len(lines)
    while end and folded(lines[end - 1])[:60] not in held:
        end -= 1
    return Body("\n".join(lines[:end]), page.source) if 2 * end >= len(lines) else page


def with_feed(page: Body, feed: Body) -> Body:
    """The feed's own content where it holds the page's text and clearly more, or where the page has none."""
    if not page.text:
        return feed if feed.text else page
    holds = _shared(page.text, feed.text) > _HOLDS * _count(page.text)
    return feed if holds and len(feed.text) > limits.FEED_MORE * len(page.text) else page


def _shared(a: str, b: str) -> int:
    return sum((Counter(re.findall(r"\w+", a.lower())) & Counter(re.findall(r"\w+", b.lower()))).values())


def _count(text: str) -> int:
    return len(re.findall(r"\w+", text))


def from_page(page: Document, title: str, authors: tuple[str, ...]) -> Body:
    """What trafilatura takes for the article once the furniture is out, with the lead put back."""
    tree = copy.deepcopy(page.tree)
    furniture.prune(tree)
    _unwrap(tree)
    text = _extracted(copy.deepcopy(tree), page.url) or _extracted(page.tree, page.url)
    lines = furniture.tidy(_apart(text, tree), title, authors, titles.claims_of(page))
    return Body("\n".join([*leads_of(page, tree, lines), *lines]), "page")


def _unwrap(tree: Any) -> None:
    """Line breaks of the source are blanks on the page. Outside paragraphs trafilatura keeps them, in mid-sentence."""
    for text in tree.xpath("//text()[contains(., '\n')][not(ancestor::pre)]"):
        beside, flowing = text.getparent(), _WRAPPED.sub(" ", text)
        if text.is_tail:
            beside.tail = flowing
        else:
            beside.text = flowing


_WRAPPED = re.compile(r"(?<!\n)[ \t\r]*\n[ \t]*(?![ \t\r]*\n)")
"""One line break, not a blank line."""


def _apart(text: str, tree: Any) -> list[str]:
    """The text's lines. Of a short page trafilatura makes one, its headline and buttons within; then the paragraphs and
    headings that it consists of."""
    if "\n" in text or not text:
        return text.split("\n")
    whole = folded(text)
    blocks = (b for b in tree.iter("p", "li", *furniture.HEADINGS) if b.find(".//p") is None)
    said = (plain.one_line(block.text_content()) for block in blocks)
    return [line for line in said if line and folded(line) in whole] or [text]


def _extracted(tree: Any, url: str) -> str:
    from trafilatura import bare_extraction  # half a second, which a pass without a page need not take

    try:
        found = bare_extraction(tree, url=url, include_comments=False, with_metadata=False)
    except MemoryError:
        raise
    except Exception:  # whatever broken markup leads trafilatura to
        log.debug("trafilatura gave up on %s", url, exc_info=True)
        return ""
    return (found.text or "") if found is not None and not isinstance(found, dict) else ""


def from_ld(page: Document) -> Body:
    """What the page's JSON-LD gives as its text."""
    texts = [plain.from_html(unescape(v).replace("\r\n", "\n")) for v in page.ld("articleBody") if isinstance(v, str)]
    return Body(max(texts, key=len, default=""), "json-ld")
