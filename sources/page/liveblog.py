"""Live blogs: one address, many dated entries, each of which is news of its own."""

from __future__ import annotations

import re
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.page.dates import moment
from sources.page.document import Document
from sources.reading import Post

_LIVE = re.compile(
    r"(?:^|[\W_])(?:live(?:[-_ ]?(?:blog|ticker|updates?|coverage|stream|text))?|ticker|news-?blog|newsticker"
    r"|en direct|en vivo|minuto a minuto|directo|diretta|as it happened)(?:$|[\W_])",
    re.I,
)
_ENTRY = re.compile(
    r"(?:^|[\s_-])(?:post|entry|update|block|item|card|event|comment|article|eintrag|key-?event)", re.I
)


def posts_of(page: Document, title: str) -> tuple[Post, ...]:
    """The dated entries of a live blog in the page's order; none when the page is no live blog."""
    found = _from_ld(page)
    if len(found) < limits.LIVE_POSTS and (_LIVE.search(title) or _LIVE.search(page.url)):
        found = _from_elements(page.tree)
    return tuple(found[: limits.POSTS]) if len(found) >= limits.LIVE_POSTS else ()


def _from_ld(page: Document) -> list[Post]:
    found: dict[str, Post] = {}
    for updates in page.ld("liveBlogUpdate"):
        for update in updates if isinstance(updates, list) else [updates]:
            if not isinstance(update, dict):
                continue
            title, text = (plain.from_html(str(update.get(k) or "")) for k in ("headline", "articleBody"))
            when = moment(update.get("datePublished") or update.get("dateModified"))
            link = str(update.get("url") or update.get("@id") or "")
            if title or text:
                anchor = link.rpartition("#")[2] if "#" in link else ""
                found.setdefault(f"{title}\n{text}", Post(title, text, when, anchor))
    return list(found.values())


def _from_elements(tree: Any) -> list[Post]:
    """The largest run of siblings that each hold a time of their own and some text."""
    best: list[Post] = []
    parents = {id(p): p for t in tree.xpath("//time[@datetime]") for p in _ancestors(t, 5)}
    for parent in parents.values():
        posts = []
        for child in parent:
            times = child.xpath(".//time[@datetime]")
            if not times or not isinstance(child.tag, str):
                continue
            named = f"{child.get('class') or ''} {child.get('id') or ''} {child.tag}"
            lines = [plain.one_line(p.text_content()) for p in child.xpath(".//p|.//li")]
            text = "\n".join(line for line in lines if line)
            when = moment(times[0].get("datetime"))
            if when and len(text) >= limits.EMPTY_CHARS and _ENTRY.search(named):
                headings = child.xpath(".//h2|.//h3|.//h4")
                title = plain.one_line(headings[0].text_content()) if headings else ""
                posts.append(Post(title, text, when, child.get("id") or ""))
        best = max(best, posts, key=len)
    return best


def _ancestors(element: Any, levels: int) -> list[Any]:
    found = []
    while levels and (element := element.getparent()) is not None:
        found.append(element)
        levels -= 1
    return found
