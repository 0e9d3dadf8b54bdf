"""The article behind a page: everything that `sources/` knows of pages, put together.

Run it in a `Sandbox`: it reads strangers' bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from models.nouns import Entry, PageKind, Problem
from settings import limits_sources as limits
from sources import plain
from sources.addresses import whole
from sources.canonical import canonical_url
from sources.page import body, dates, document, liveblog, titles
from sources.page.authors import authors_of
from sources.page.document import Document
from sources.page.language import language_of
from sources.page.pagekind import before_wall, kind_of, size_of
from sources.publisher import publisher_of, registrable
from sources.reading import Reading
from sources.shape import is_binary


def read_page(
    page: bytes,
    url: str,
    entry: Entry | None = None,
    *,
    now: datetime | None = None,
    families: Mapping[str, str] | None = None,
    content_type: str | None = None,
) -> Reading:
    """Read a page that came from `url`, behind `entry` of a feed if there was one.

    Never raises for what the bytes are: where the page gives no article, the feed's own text serves
    (`kind` ENTRY), and without one the text is empty; `page_kind` and `problem` say what the page is.
    """
    if is_binary(page):
        nothing = Problem("not-a-page", "The bytes are a PDF, a picture or the like, and no page.", retry=False)
        return from_entry(entry, url, PageKind.EMPTY, problem=nothing, families=families)
    doc = document.parse(page, url, content_type)
    if doc is None:
        return from_entry(entry, url, PageKind.EMPTY, families=families)
    if not url:  # a saved page; where it came from it may say itself
        url = next((u for u in [_declared(doc)] if u and u.startswith(("http://", "https://"))), "")
        doc = replace(doc, url=url)
    site = site_of(doc)
    title = titles.title_of(doc, (site, urlsplit(url).hostname or ""))
    authors = authors_of(doc, site)
    found = body.choose(body.from_page(doc, title, authors), body.from_ld(doc))
    kind = kind_of(doc, title, found.text)
    if kind in (PageKind.CONSENT, PageKind.ERROR):  # nothing on the page is about the article
        return from_entry(entry, url, kind, families=families)
    if kind is PageKind.PAYWALL:
        found = replace(found, text=before_wall(found.text))
    published, date_from = dates.published_of(doc, now)
    posts = liveblog.posts_of(doc, title, published)
    if posts:
        kind = PageKind.LIVE_BLOG
        if date_from in ("page time", "page text"):  # an entry's, mostly the last one's
            published = min((post.published for post in posts if post.published), default=published)
        if not found.text:
            found = body.Body("\n".join(f"{p.title}\n{p.text}".strip() for p in posts), "live-blog")
    shown_as = kind
    if entry is not None and entry.title and kind is PageKind.EMPTY:
        title = entry.title  # of a page without an article, the title is about something else
    if entry is not None:
        fed = body.Body(entry.text, "feed")
        if kind in (PageKind.PAYWALL, PageKind.EMPTY):
            found = fed if kind is PageKind.EMPTY and fed.text else max(found, fed, key=lambda b: len(b.text))
            shown_as = PageKind.ENTRY if found is fed and fed.text else kind
        else:
            found = body.with_feed(found, fed)
    fed_at = entry.published if entry is not None else None
    if fed_at and (published is None or date_from == "page text" or dates.within_day(fed_at, published)):
        published, date_from = fed_at, "feed"
    updated, updated_from = dates.updated_of(doc, now)
    canonical = canonical_url(url, _declared(doc))
    return Reading(
        url=url,
        canonical_url=canonical,
        title=title or (entry.title if entry and entry.title else ""),
        text=found.text[: limits.TEXT_CHARS],
        kind=shown_as,
        page_kind=kind,
        site=site,
        publisher=publisher_of(canonical, families),
        published=published,
        date_from=date_from,
        updated=updated or (entry.updated if entry else None),
        updated_from=updated_from or ("feed" if entry and entry.updated else ""),
        authors=authors or (entry.authors if entry else ()),
        language=language_of(found.text, doc.tree.get("lang") or (entry.language if entry else None)),
        text_from=found.source if found.text else "",
        posts=posts,
        leaner_url=_leaner(doc),
        problem=_WHY.get(kind),
    )


_WHY = {
    PageKind.CONSENT: Problem(
        "consent", "The page only asks for consent to cookies; the article is behind it."
    ),
    PageKind.PAYWALL: Problem("paywall", "The page shows only the beginning; the rest is for subscribers."),
    PageKind.ERROR: Problem("error-page", "The page is an error message, not an article."),
    PageKind.EMPTY: Problem("empty-page", "There is no article's text on the page."),
}


def poor(page: Reading) -> bool:
    """Whether a page gives so little that its AMP or print version, if it links one, is worth a request."""
    if not page.leaner_url or page.leaner_url == page.url:
        return False
    if page.page_kind in (PageKind.EMPTY, PageKind.PAYWALL):
        return True
    return page.page_kind is PageKind.ARTICLE and size_of(page.text) < limits.STUB_CHARS


def better(page: Reading, leaner: Reading) -> Reading:
    """The page, or what its AMP or print version adds: text where the page itself gave none, or half."""
    worse = page.page_kind in (PageKind.EMPTY, PageKind.PAYWALL) and leaner.page_kind is PageKind.ARTICLE
    if not worse and len(leaner.text) < limits.FEED_MORE * len(page.text):
        return page
    if leaner.page_kind not in (PageKind.ARTICLE, PageKind.LIVE_BLOG):
        return page
    return replace(
        page,
        text=leaner.text,
        text_from="leaner page",
        title=page.title or leaner.title,
        published=page.published or leaner.published,
        date_from=page.date_from or leaner.date_from,
        updated=page.updated or leaner.updated,
        updated_from=page.updated_from or leaner.updated_from,
        authors=page.authors or leaner.authors,
        posts=page.posts or leaner.posts,
        language=leaner.language or page.language,
        kind=leaner.kind,
        page_kind=leaner.page_kind,
        problem=None,
    )


def from_entry(
    entry: Entry | None,
    url: str,
    page_kind: PageKind = PageKind.EMPTY,
    *,
    problem: Problem | None = None,
    families: Mapping[str, str] | None = None,
) -> Reading:
    """What the feed itself says of an entry, when its page cannot be had or gives no article."""
    text = entry.text if entry else ""
    canonical = canonical_url(url) if url else ""
    return Reading(
        url=url,
        canonical_url=canonical,
        title=(entry.title if entry else None) or "",
        text=text,
        kind=PageKind.ENTRY if text else page_kind,
        page_kind=page_kind,
        site=urlsplit(url).hostname or "",
        publisher=publisher_of(canonical, families),
        published=entry.published if entry else None,
        date_from="feed" if entry and entry.published else "",
        updated=entry.updated if entry else None,
        updated_from="feed" if entry and entry.updated else "",
        authors=entry.authors if entry else (),
        language=language_of(text, entry.language if entry else None),
        text_from="feed" if text else "",
        problem=problem or _WHY.get(page_kind),
    )


def site_of(page: Document) -> str:
    """What the page calls its site, or else the host that it came from."""
    names = [v.get("name") for v in page.ld("publisher") if isinstance(v, dict)]
    said = next(page.said("og:site_name", "application-name", "al:android:app_name"), None)
    named = said or next((n for n in names if isinstance(n, str) and n.strip()), None)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return (named or host)[:100].strip()


def _declared(page: Document) -> str | None:
    for link in page.tree.xpath("//link[@href]"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return str(link.get("href"))
    return next(page.said("og:url"), None)


def _leaner(page: Document) -> str | None:
    """The AMP or print version that the page links to: the same article with less around it."""
    for link in page.tree.xpath("//link[@href]"):
        rel = (link.get("rel") or "").lower().split()
        if "amphtml" in rel or ("alternate" in rel and (link.get("media") or "").lower() == "print"):
            return whole(link.get("href"), page.url)
    for link in page.tree.xpath("//a[starts-with(@href, '/') or starts-with(@href, '?') or contains(@href, '://')]"):
        if _PRINT.match(plain.one_line(link.text_content() or link.get("title") or "")):
            address = whole(link.get("href"), page.url)
            own = registrable(urlsplit(page.url).hostname or "")
            if address and registrable(urlsplit(address).hostname or "") == own:
                return address
    return None


_PRINT = re.compile(
    r"(?:print(?:er)?[\s-]*(?:friendly|version|view)\b.{0,10}|druck(?:version|ansicht)|version imprimable"
    r"|versión (?:imprimible|para imprimir)|versione (?:stampabile|per la stampa)|versão para impressão"
    r"|printversie|utskrifts(?:version|vennlig versjon)|udskriftsversion|wersja do druku)$",
    re.I,
)
