# ruff: noqa: E501 - pages and their sentences stand on one line, as pages have them
"""Pages that a dead or closed link leads to, with everything that sites put on them. All is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.nouns import Entry, PageKind
from sources.page.extract import read_page
from sources.reading import Reading

URL = "https://www.oddmarcourier.example/news/reservoirs-closed"
ENTRY = Entry("k", URL, "Reservoirs closed", None, text="Two reservoirs of Oddmar were closed on Monday, says the board. " * 4)
MENU = "<nav><ul>" + "".join(f"<li><a href=/s{n}>Section number {n}</a></li>" for n in range(25)) + "</ul></nav>"
TEASERS = "".join(
    f"<div class=c{n}><h3><a href=/n/{n}>The council votes on bridge number {n}</a></h3><p>The vote had been postponed twice since the autumn, when the mayor fell ill ({n}).</p></div>"
    for n in range(30)
)
SITE = '<meta property="og:type" content="website">'
PAGES = {
    "lost, and what else there is": ("Page not found - The Courier", f"<h1>Sorry, we couldn't find that page</h1><p>The link may be broken.</p><h2>Latest</h2>{TEASERS}", PageKind.ERROR),
    "lost, in German": ("404 | Talblatt", f"<h1>Seite nicht gefunden</h1>{TEASERS}", PageKind.ERROR),
    "the home page instead": ("The Courier", f"{SITE}<h1>News</h1>{TEASERS}", PageKind.EMPTY),
    "the same of articles": ("The Courier", SITE + TEASERS.replace("<div", "<article").replace("</div", "</article"), PageKind.EMPTY),
    "not for this region": ("Unavailable in your region", "<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country belonging to the European Economic Area, and therefore access cannot be granted at this time.</p>", PageKind.ERROR),
    "an advertiser's wish": ("The Courier", "<h1>Ad blocker detected</h1><p>Please disable your ad blocker to continue. Our journalism is financed by advertising.</p>", PageKind.ERROR),
    "being worked on": ("Maintenance", "<h1>We'll be right back</h1><p>The Courier is down for maintenance. Please try again in a few minutes.</p>", PageKind.ERROR),
    "an account first": ("Reservoirs closed", "<article><h1>Reservoirs closed</h1><p>Two reservoirs of Oddmar were closed on Monday.</p><h2>Create a free account to continue</h2><p>Five articles a month.</p></article>", PageKind.PAYWALL),
}  # fmt: skip


def read(title: str, body: str, entry: Entry | None = None) -> Reading:
    page = f"<html lang=en><head><title>{title}</title></head><body>{MENU}<main>{body}</main></body></html>"
    return read_page(page.encode(), URL, entry, now=datetime(2026, 3, 5, tzinfo=UTC))


@pytest.mark.parametrize("name", PAGES)
def test_what_a_dead_or_closed_link_leads_to_is_no_article(name: str) -> None:
    title, body, kind = PAGES[name]
    assert read(title, body).kind is kind
    served = read(title, body, ENTRY)
    assert (served.kind, served.page_kind, served.text) == (PageKind.ENTRY, kind, ENTRY.text)


def test_an_article_above_what_else_there_is_stays_one() -> None:
    prose = "".join(f"<p>In the {n}th hour the board of Oddmar said that two reservoirs stay closed, and why.</p>" for n in range(4, 12))
    assert read("Reservoirs closed", f"<h1>Reservoirs closed</h1>{prose}<h2>Latest</h2>{TEASERS}").kind is PageKind.ARTICLE
    assert read("Sorry, we couldn't find the leak", f"<h1>Board: leak not traced</h1>{prose}").kind is PageKind.ARTICLE
