"""What stands on an article's page and is not the article: captions, related links, boxes, bylines.

Two passes, both by what pages of every publisher have in common and none by a site's name: `prune`
takes elements out of the tree before the text is sought, `tidy` takes lines out of the text found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from settings import limits_sources as limits
from sources import plain
from sources.page.phrases import ABOUT_AUTHOR, CREDIT, DATE, FOLLOW, FURNITURE, SIGN_UP
from sources.plain import folded

_NAMED = re.compile(
    r"(?:^|[\s_-])(?<!has[-_])(?<!with[-_])(?<!no[-_])(?:newsletter\w*|related\w*|recommend\w*|read-?(?:more|next|also)|also-?read"
    r"|more-?(?:on|from|stories|news)|most-?(?:read|popular|viewed)|author-?(?:bio|box|info|card|profile|description)|bio|byline|social"
    r"|share\w*|sharing|comments?|subscri(?:be|ption)\w*|sign-?up|breadcrumbs?|advert\w*|ad-?(?:slot|container|unit)"
    r"|sponsor\w*|promos?|taboola|outbrain|tags?|topics?|caption|credits?|copyright|carousel"
    r"|cta|toolbar|follow|feedback|disclaimer|audio-?player|video-?(?:player|resource|embed)|consent|cookie|opt-?in|affiliate"
    r"|trending"
    r"|pull-?quotes?|cutline|didascalia|legende?|pie-?(?:de-?)?foto|bild-?(?:unterschrift|text)|foto-?text"
    r"|(?:image|img|photo)-?(?:text|desc\w*)"
    r"|inline-?(?:promo|related|list|link)s?|linklist|link-?list|teaser-?list|factbox|infobox|timestamp"
    r"|dateline-?date"
    r"|visually-?hidden|sr-only|screen-?reader\w*|print-?only|hidden-?print|noprint|skip-?link"
    r"|twitter-tweet|instagram-media|tiktok-embed)(?:$|[\s_-])",
    re.I,
)
_DROPPED_TAGS = plain.listed("aside figure figcaption nav footer button video audio select dialog menu")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LINKING = frozenset(plain.listed("ul ol p h2 h3 h4 h5 h6 div"))
_LABEL = re.compile(r"^[^.!?]{0,40}[:：>»→|-]\s*$")


def prune(tree: Any) -> None:
    """Take out of the tree what is furniture by its tag, by its name, or by being nothing but links."""
    for element in list(tree.iter("script", "style", "noscript", "template", "svg", "iframe")):
        _drop(element)
    for teaser in teasers_of(tree):
        _drop(teaser)
    most = _MOST * (_prose(tree) or 1)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT or element.getparent() is None:
            continue
        if element.tag in _INLINE and _is_within_sentence(element):
            continue
        if _is_furniture(element) and _prose(element) < most:
            _drop(element)
    for teaser in teasers_of(tree):  # once more: what made some of them long is gone now
        _drop(teaser)
    _drop_pull_quotes(tree)


def teasers_of(tree: Any) -> list[Any]:
    """Short blocks under headings that lead elsewhere, if they are many: what else there is to read."""
    found: dict[Any, None] = {}
    for heading in tree.iter(*HEADINGS):
        if _leads_away(heading):
            teaser = heading
            for _ in range(limits.TEASER_LEVELS):
                above = teaser.getparent()
                if above is None or above.tag in (*_KEPT, "p") or not _is_card_sized(above):
                    break
                teaser = above
            found[teaser] = None
    return list(found) if len(found) >= limits.TEASERS else []


def _is_furniture(element: Any) -> bool:
    if element.tag in _DROPPED_TAGS or _is_links(element) or _is_card(element) or _is_sign_up(element):
        return True
    if _is_caption(element):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_NAMED.search(_CAMEL.sub("-", named)))


_MOST = 0.2
"""Of the page's prose: whatever holds more is not furniture, whatever it is called."""
_INLINE = frozenset(plain.listed("a span b strong em i u mark abbr small sup sub q cite font ruby rb rt"))
_KEPT = frozenset(plain.listed("html body main head h1"))


def tidy(
    lines: Iterable[str], title: str, authors: Iterable[str] = (), headlines: Iterable[str] = ()
) -> list[str]:
    """The lines that are neither the title, nor another of the folded `headlines`, a credit, a byline, a date, a known
    phrase, nor a paragraph that stood before (a quotation set large, a text for phones and one for desks).

    Before the first and after the last line that reads like a sentence, short labels go as well, and so
    does a list before the first paragraph: it sums up what follows.
    """
    names = tuple(authors)
    heading = folded(title)
    known = {heading, *headlines, *(folded(a) for a in names)}
    kept: list[str] = []
    for line in lines:
        said = folded(line)
        if not said or (said.isdecimal() and len(said) < 4) or (said in known and len(line) < 300):
            continue
        if FURNITURE.match(line) or CREDIT.match(line) or (len(line) > limits.TWICE_CHARS and line in kept):
            continue
        if len(kept) < _HEAD_LINES and (DATE.match(line) or _is_byline(line, names) or _is_about_author(line, names)):
            continue
        if not kept and ((heading and said.endswith(heading)) or line.startswith("- ") or _is_label(line)):
            continue
        kept.append(line)
    while kept and _ends(kept[-1], names):
        kept.pop()
    return kept


def _ends(line: str, names: tuple[str, ...]) -> bool:
    """Whether a last line is none of the text: a label, a byline, a date, a word about who wrote it."""
    if _is_label(line) or _is_byline(line, names) or DATE.match(line):
        return True
    return _is_about_author(line, names) or (len(line) < _ABOUT_CHARS and bool(FOLLOW.match(line)))


def _is_about_author(line: str, names: tuple[str, ...]) -> bool:
    named = line.startswith(names) if names else False
    return len(line) < _ABOUT_CHARS and bool(ABOUT_AUTHOR.search(line)) and (named or bool(_REACHED.search(line)))


_ABOUT_CHARS = 500
_REACHED = re.compile(r"\S@\S+\.\w|(?:^|\s)@\w")
"""A mail address, or a name on a network."""


_HEAD_LINES = 3
"""Standfirst, byline and date stand in any order."""


def _is_label(line: str) -> bool:
    """A few words that end without a full stop: a section's name, an agency, a button."""
    return len(line) < _LABEL_CHARS and not _SENTENCE_END.search(line)


_LABEL_CHARS = 40
_SENTENCE_END = re.compile(r"[.!?…。！？।]['\"”’»）)\]]*\s*$")


def _is_byline(line: str, authors: Iterable[str]) -> bool:
    rest = line
    for author in authors:
        rest = rest.replace(author, "")
    return len(line) < 120 and rest != line and len(re.findall(r"\w{3,}", rest)) <= 3


def _is_links(element: Any) -> bool:
    """Whether a block says hardly anything outside its links."""
    if element.tag not in _LINKING:
        return False
    links = list(element.iter("a"))
    if not links or element.getparent() is None:
        return False
    text = _length(element)
    linked = sum(_length(a) for a in links)
    if element.tag == "div":
        return len(links) > 2 and linked > 0.8 * text and text < 2000
    if element.tag in ("ul", "ol"):
        return linked > 0.7 * text
    own = plain.one_line("".join(element.xpath(".//text()[not(ancestor::a)]")))
    return linked > 20 and (not re.search(r"\w", own) or bool(_LABEL.match(own) or FURNITURE.match(own)))


def _is_card(element: Any) -> bool:
    """Whether a link holds paragraphs or headings, or an item little but a heading that leads elsewhere: a teaser of
    another page, not a word of this one."""
    if element.tag == "a":
        return any(True for _ in element.iter("p", *HEADINGS))
    if element.tag not in ("article", "li") or not _is_card_sized(element):
        return False
    return any(_leads_away(heading) for heading in element.iter(*HEADINGS))


HEADINGS = plain.listed("h2 h3 h4 h5 h6")
_CARD_CHARS = 500


def _is_card_sized(element: Any) -> bool:
    """Whether an element says little; of one that says much only as much is counted."""
    said = 0
    for text in element.itertext():
        said += len(text.strip())
        if said > _CARD_CHARS:
            return False
    return True


def _leads_away(heading: Any) -> bool:
    """Whether a heading is a link, and not one within the page."""
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    linked = sum(_length(a) for a in links if not (a.get("href") or "#").startswith(("#", "?")))
    return bool(linked) and linked >= _length(heading)


def _is_caption(element: Any) -> bool:
    """Whether a short block holds a picture, and says nothing but in small or slanted letters."""
    if element.tag not in ("p", "div") or element.find(".//img") is None or not _is_card_sized(element):
        return False
    return all(
        not said.strip() or any(up.tag in _SLANTED for up in _within(said.getparent(), element, said.is_tail))
        for said in element.xpath(".//text()")
    )


_SLANTED = frozenset(plain.listed("em i small"))


def _within(parent: Any, block: Any, is_tail: bool) -> list[Any]:
    """The elements of a block that a text stands in."""
    found = []
    parent = parent.getparent() if is_tail else parent
    while parent is not None and parent is not block:
        found.append(parent)
        parent = parent.getparent()
    return found


def _is_sign_up(element: Any) -> bool:
    """Whether a short block has a button to subscribe with, or a field for a mail address."""
    if element.tag not in _BOXES or not _is_card_sized(element):
        return False
    if any((field.get("type") or "").lower() == "email" for field in element.iter("input")):
        return True
    return any(SIGN_UP.match(plain.one_line(button.text_content())) for button in element.iter("a", "button"))


_BOXES = frozenset(plain.listed("div section form"))


def _drop_pull_quotes(tree: Any) -> None:
    """A quotation that is set apart and stands in a paragraph as well is there for the layout."""
    quotes = [quote for quote in tree.iter("blockquote", "q") if _is_card_sized(quote)][:_QUOTES]
    if not quotes:
        return
    within = set(quotes)
    prose = [folded(p.text_content()) for p in tree.iter("p") if within.isdisjoint(p.iterancestors())]
    for quote in quotes:
        parts = [folded(p.text_content()) for p in quote.iter("p")] or [folded(quote.text_content())]
        if len(parts[0]) >= _QUOTE_LETTERS and any(parts[0] in said for said in prose):
            _drop(quote)


_QUOTE_LETTERS = 15
_QUOTES = 50
"""Looked for in the paragraphs: a page that has more of them consists of quotations."""


def _is_within_sentence(element: Any) -> bool:
    """Whether an inline element has text of its paragraph before or after it."""
    parent = element.getparent()
    around = (parent.text or "") + "".join(child.tail or "" for child in parent)
    return bool(re.search(r"\w{2,}", around))


def _prose(element: Any) -> int:
    """Characters in paragraphs, which is what articles are made of."""
    return sum(_length(p) for p in element.iter("p"))


def _length(element: Any) -> int:
    return sum(len(t.strip()) for t in element.itertext() if t)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + element.tail
        else:
            parent.text = (parent.text or "") + " " + element.tail
    parent.remove(element)
