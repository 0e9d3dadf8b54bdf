"""Live blogs: one address, many dated entries, each of which is news of its own.

Where JSON-LD does not list them, entries are known by their times: siblings that each hold one and some text, or text
parted by lines that are a time. A clock without a date is of the day that its place in the page's order says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.page.dates import moment
from sources.page.document import Document
from sources.reading import Post

_LIVE = re.compile(
    r"(?:^|[\W_])(?:live(?:[-_ ]?(?:blogg?|ticker|updates?|coverage|stream|text))?|ticker|news-?blog|newsticker"
    r"|en direct|en vivo|minuto a minuto|minute par minute|ao vivo|ao minuto|em direto"
    r"|directo|diretta|direktrapport(?:ering)?|as it happened)(?:$|[\W_])",
    re.I,
)
_COMMENT = re.compile(r"(?:^|[\s_-])(?:comments?|disqus|kommentare?)(?:$|[\s_-])", re.I)
_STAMPS = plain.listed("datetime data-datetime data-timestamp data-time data-date data-published data-published-at")
_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])\s?[:.h]\s?([0-5]\d)(?![\d.:])(?:\s*([ap])\.?\s?m\b)?", re.I)
_ZONE = re.compile(r"^\s*(?:(?:[Uu]hr|h|UTC|GMT|C?E[SD]?T|CES?T|[BMP][SD]?T)\b)?\W*")
_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(20\d\d)\b")
_BESIDE_CHARS = 25
"""Letters beside a clock: a zone, "Uhr", a date; more is a sentence in which a time occurs."""
_LEVELS = 6
"""Up from a time to the entry that it is of."""
_HEADINGS = plain.listed("h2 h3 h4 h5")
_SAYING = plain.listed("p li blockquote")
_SHARE = 0.5
"""Of the page's paragraphs in its entries: else they are comments, or teasers of other pages."""


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """An element that says when. Without a day `when` has that of the page."""

    element: Any
    when: datetime
    has_day: bool
    headline: str = ""
    """What a heading says after its time."""


def posts_of(page: Document, title: str, published: datetime | None = None) -> tuple[Post, ...]:
    """The dated entries of a live blog in the page's order; none when the page is no live blog.

    `published` tells the day and the time zone of clocks that come without.
    """
    found = _from_ld(page)
    if len(found) < limits.LIVE_POSTS and (_LIVE.search(title) or _LIVE.search(page.url)):
        found = _from_elements(page.tree, published)
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


# -- from the page's elements ----------------------------------------------------------------------


def _from_elements(tree: Any, published: datetime | None) -> list[Post]:
    """The longest run of entries, if most of the page's prose is in them."""
    marks = list(_marks(tree, published))
    families: dict[Any, dict[Any, _Mark]] = {}
    for mark in marks:
        child = mark.element
        for _ in range(_LEVELS):
            if (parent := child.getparent()) is None:
                break
            families.setdefault(parent, {}).setdefault(child, mark)
            child = parent
    best: list[tuple[Post, bool]] = []
    for parent, marked in families.items():
        if len(marked) >= limits.LIVE_POSTS:
            for found in (_wrapped(parent, marked), _parted(parent, marked)):
                best = max(best, found, key=_weight)
    if _weight(best)[0] < limits.LIVE_POSTS:
        return []
    prose = sum(len(plain.one_line(p.text_content())) for p in tree.iter("p"))
    if sum(len(post.text) for post, _ in best) < _SHARE * prose:
        return []
    return _on_their_days(best)


def _weight(posts: list[tuple[Post, bool]]) -> tuple[int, int]:
    """Entries that hold a sentence, and all that is said."""
    sizes = [len(post.text) for post, _ in posts]
    return sum(size >= limits.EMPTY_CHARS for size in sizes), sum(sizes)


def _marks(tree: Any, published: datetime | None) -> Iterator[_Mark]:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "meta", "link"):
            continue
        if any(_COMMENT.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in _up(element)):
            continue
        stamped = next((when for name in _STAMPS if (when := moment(element.get(name)))), None)
        if stamped is not None:
            yield _Mark(element, stamped, True)
        elif published is not None and len(element) == 0 and element.text:
            found = _read(element, plain.one_line(element.text), published)
            if found is not None:
                yield found


def _read(element: Any, text: str, published: datetime) -> _Mark | None:
    """A time as its readers see it: alone, or at the beginning of a heading."""
    clock = _CLOCK.search(text[:60])
    if clock is None:
        return None
    alone, heads = _is_clock(text), element.tag in (*_HEADINGS, "strong", "b") and clock.start() == 0
    if not alone and not heads:
        return None
    half = (clock[3] or "").lower()
    hour = int(clock[1]) % 12 + (12 if half == "p" else 0) if half else int(clock[1])
    when = published.replace(hour=hour, minute=int(clock[2]), second=0, microsecond=0)
    day = _DAY.search(text)
    try:
        when = when.replace(day=int(day[1]), month=int(day[2]), year=int(day[3])) if day else when
    except ValueError:
        day = None
    return _Mark(element, when, day is not None, _ZONE.sub("", text[clock.end() :]) if heads else "")


def _wrapped(parent: Any, marked: dict[Any, _Mark]) -> list[tuple[Post, bool]]:
    """Entries that are an element each."""
    found = []
    for child in parent:
        mark = marked.get(child)
        if mark is None:
            continue
        post = Post(_headline([child], mark), _text([child], mark), mark.when, child.get("id") or "")
        if post.title or post.text:
            found.append((post, mark.has_day))
    return found


def _parted(parent: Any, marked: dict[Any, _Mark]) -> list[tuple[Post, bool]]:
    """Entries one after the other, each from its time, or the heading before that, to the next."""
    children = [child for child in parent if isinstance(child.tag, str)]
    starts = []
    for n, child in enumerate(children):
        if child in marked:
            headed = n > 0 and children[n - 1].tag in _HEADINGS and children[n - 1] not in marked
            starts.append((n - headed, child))
    found = []
    for (start, child), (end, _) in zip(starts, [*starts[1:], (len(children), None)], strict=True):
        mark, entry = marked[child], children[start:end]
        anchor = next((e.get("id") for e in entry if e.get("id")), "")
        post = Post(_headline(entry, mark), _text(entry, mark), mark.when, anchor)
        if post.title or post.text:
            found.append((post, mark.has_day))
    return found


def _headline(entry: list[Any], mark: _Mark) -> str:
    """What its first heading says beside a time."""
    if mark.headline:
        return mark.headline
    for heading in (h for element in entry for h in element.iter(*_HEADINGS)):
        said = [plain.one_line(t) for t in heading.itertext()]
        if headline := " ".join(part for part in said if part and not _is_clock(part)):
            return headline
    return ""


def _is_clock(text: str) -> bool:
    """Whether a text is a time, at most with a date or a zone."""
    clock = _CLOCK.search(text[:60])
    return clock is not None and len(text) - len(clock[0]) <= _BESIDE_CHARS and text[-1:] not in ".!?"


def _text(entry: list[Any], mark: _Mark) -> str:
    """The paragraphs of an entry, or what else it says beside its time and heading."""
    said = []
    for element in entry:
        for block in element.iter(*_SAYING):
            inner = block.find(".//p") is not None or block is mark.element
            if not inner and not any(up.tag in ("figure", "aside", "footer") for up in block.iterancestors()):
                said.append(plain.one_line(block.text_content()))
    if not any(said):
        silent = {mark.element, *(h for element in entry for h in element.iter(*_HEADINGS))}
        texts = (t for e in entry for t in e.iter() if isinstance(t.tag, str) and t not in silent)
        said = [plain.one_line(t.text or "") for t in texts if t.tag not in ("script", "style", "button")]
    return "\n".join(line for line in said if line and not _is_clock(line))


def _on_their_days(found: list[tuple[Post, bool]]) -> list[Post]:
    """Clocks put on days: the oldest entry is of the page's own, and a clock that goes back tells of the next."""
    posts = [post for post, _ in found]
    if all(has_day for _, has_day in found):
        return posts
    times = [post.published or datetime.min.replace(tzinfo=UTC) for post in posts]
    back = sum(a > b for a, b in pairwise(times))
    newest_first = 2 * back > len(times) - 1
    days, latest = timedelta(0), None
    dated: list[Post] = []
    for post, has_day in reversed(found) if newest_first else found:
        when = post.published
        if when is not None and not has_day:
            when += days
            if latest is not None and when < latest:
                when, days = when + timedelta(days=1), days + timedelta(days=1)
            latest = when
        dated.append(replace(post, published=when))
    return dated[::-1] if newest_first else dated


def _up(element: Any) -> list[Any]:
    found = []
    for _ in range(_LEVELS):
        if element is None:
            break
        found.append(element)
        element = element.getparent()
    return found
