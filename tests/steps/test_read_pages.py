# ruff: noqa: E501 - pages stand on one line, as pages have them
"""Pages that are no article, and leaner versions of those that give little: from a real server to the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from models.nouns import Article, PageKind
from settings.schema import FeedSetting
from sources.asking.fetch import Fetcher
from sources.reading import Post, Reading
from sources.saved import read_inputs
from steps.fetch import fetch
from steps.read import read
from steps.reading import page_verdict
from storage.reading import articles
from storage.schema import articles as article_table
from storage.schema import entries as entry_table

OWN = " ".join(f"The feed itself says in sentence {n} that the ferry lies at the eastern quay of Lom." for n in range(6))
LINKS = "".join(f"<li><a href=/{n}>Story number {n} of the day</a></li>" for n in range(60))
NO_ARTICLE = {
    "consent": """<h1>We value your privacy</h1><p>We and our 842 partners store and access personal data on your device,
        such as cookies, to show personalised advertising and measure it.</p><button>Accept all</button>
        <button>Manage options</button><a href=/privacy>Privacy policy</a>""",
    "paywall": """<article><h1>Ferry closes quay</h1><p>The harbour of Lom was closed on Tuesday.</p><div><p>To continue
        reading, subscribe for 1 mark a week.</p><p>Already a subscriber? <a href=/login>Log in</a></p></div></article>""",
    "script": "<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>",
    "navigation": f"<h1>Lom Times</h1><ul>{LINKS}</ul>",
    "error": "<h1>404</h1><p>The page you are looking for does not exist. <a href=/>Home</a></p>",
    "robot": "<h1>Just a moment...</h1><p>Verify you are human by completing the action below.</p>",
}


def stored(context: Any) -> list[Article]:
    with context.db.read() as conn:
        return [articles.to_article(row) for row in conn.execute(sa.select(article_table).order_by("id"))]


def item(link: str, title: str, text: str) -> str:
    return f"<link>{link}</link><title>{title}</title><description>{text}</description>"


def html(body: str, head: str = "") -> str:
    return f"<html><head><title>Lom Times</title>{head}</head><body>{body}</body></html>"


def test_what_is_no_article_never_becomes_one_and_the_feeds_text_serves(site: Any, opened: Any) -> None:
    links = {name: site.page(f"/{name}.html", html(body)) for name, body in NO_ARTICLE.items()}
    context = opened(site.feed("/feed", [item(link, name, OWN) for name, link in links.items()]))
    fetch(context)
    done = read(context)
    assert (done.read, done.stood_in, done.failed, done.waiting) == (6, 6, 0, 0)
    found = {a.url.rpartition("/")[2].removesuffix(".html"): a for a in stored(context)}
    assert {name: a.title for name, a in found.items()} == {n: n for n in NO_ARTICLE} | {"paywall": "Ferry closes quay"}
    for name, article in found.items():
        assert (article.kind, article.text, article.text_from) == (PageKind.ENTRY, OWN, "feed"), name
    with context.db.read() as conn:
        told = dict(conn.execute(sa.select(entry_table.c.title, entry_table.c.problem)).tuples().all())
    for name, problem in told.items():
        assert problem.endswith("."), name


def test_without_a_text_in_the_feed_there_is_a_headline_and_nothing_of_the_wall(site: Any, opened: Any) -> None:
    links = {name: site.page(f"/{name}.html", html(body)) for name, body in NO_ARTICLE.items() if name != "paywall"}
    context = opened(site.feed("/feed", [item(link, name, "") for name, link in links.items()]))
    fetch(context), read(context)
    assert {(a.title, a.kind, a.text) for a in stored(context)} == {(n, PageKind.ENTRY, "") for n in links}


def test_an_entry_of_a_live_blog_is_named_after_itself_and_its_page(site: Any, opened: Any, prose: Any) -> None:
    updates = [
        {"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": text, "datePublished": f"2026-03-03T1{n}:00:00Z"}
        for n, text in enumerate(prose("the ferry", 3)[:5])
    ]
    said = json.dumps({"@type": "LiveBlogPosting", "headline": "Ferry aground, live", "liveBlogUpdate": updates})
    head = f'<script type="application/ld+json">{said}</script>'
    link = site.page("/live.html", html("<article><h1>Ferry aground, live</h1><p>Follow it here.</p></article>", head))
    context = opened(site.feed("/feed", [item(link, "Ferry aground, live", "")]))
    fetch(context), read(context)
    assert [a.title for a in stored(context)] == [f"Update {n} – Ferry aground, live" for n in range(5)]


@pytest.mark.parametrize("link", ['<link rel="amphtml" href="/amp/1.html">', '<a href="/amp/1.html">Print version</a>'])
def test_a_poor_page_is_read_in_the_leaner_version_that_it_links(
    link: str, site: Any, opened: Any, prose: Any, clock: Any
) -> None:
    poor = site.page("/1.html", html(NO_ARTICLE["script"] + link))
    whole = prose("Brenn", 1)
    site.article("/amp/1.html", "Ferry closes quay", *whole)
    rich = site.article("/2.html", "Storm", *prose("Brenn", 2))
    site.pages["/2.html"].body = site.pages["/2.html"].body.replace(b"</head>", b'<link rel=amphtml href="/amp/2.html"></head>')
    context = opened(site.feed("/feed", [item(poor, "Ferry", "short"), item(rich, "Storm", "short")]))
    fetch(context)
    assert read(context).new == 2
    ferry = next(a for a in stored(context) if a.url == poor)
    assert (ferry.kind, ferry.text_from, ferry.text.split("\n")) == (PageKind.ARTICLE, "leaner page", whole)
    assert ferry.canonical_url.endswith("/1.html")
    assert site.asked.count("/amp/1.html") == 1
    assert "/amp/2.html" not in site.asked
    clock.on(hours=7)
    assert (read(context).revised, len(stored(context))) == (0, 2), "a second look reads the leaner version too"


def test_newsdelta_read_shows_what_the_steps_read(site: Any, sandbox: Any, prose: Any) -> None:
    site.article("/amp/1.html", "Ferry closes quay", *prose("Brenn", 1))
    poor = site.page("/1.html", html(NO_ARTICLE["script"], '<link rel="amphtml" href="/amp/1.html">'))
    with Fetcher("newsdelta test", {"127.0.0.1"}) as fetcher:
        [got] = read_inputs([poor], url=None, box=sandbox, fetcher=fetcher)
    assert got.as_json()["text"].split("\n") == prose("Brenn", 1)
    assert got.as_json()["text_from"] == "leaner page"


@pytest.mark.parametrize("at", ["/private/amp.html", "/nothing.html", "/amp-wall.html"])
def test_a_leaner_version_that_may_not_or_cannot_be_had_changes_nothing(at: str, site: Any, opened: Any) -> None:
    site.page("/amp-wall.html", html(NO_ARTICLE["consent"]))
    poor = site.page("/1.html", html(NO_ARTICLE["script"], f'<link rel="amphtml" href="{at}">'))
    context = opened(site.feed("/feed", [item(poor, "Ferry", OWN)]))
    fetch(context)
    assert read(context).stood_in == 1
    [article] = stored(context)
    assert (article.kind, article.text) == (PageKind.ENTRY, OWN)
    assert ("/private/amp.html" in site.asked) is False


def test_links_that_are_no_addresses_stop_nothing(site: Any, opened: Any, prose: Any) -> None:
    """Neither a feed's nor a page's: the other entries are read, and these are what they are without the link."""
    head = '<link rel=canonical href="http://["><link rel=amphtml href="http://lom]/">'
    link = site.page("/1.html", html("<article><h1>Ferry closes quay</h1><p>It is shut.</p></article>", head))
    whole = site.article("/2.html", "Storm", *prose("Brenn", 2))
    context = opened(site.feed("/feed", [item("http://[lom", "Bad", OWN), item(link, "Ferry", OWN), item(whole, "Storm", "")]))
    assert fetch(context).entries == 3
    assert read(context).new == 3
    assert {a.title: a.kind for a in stored(context)} == {
        "Bad": PageKind.ENTRY, "Ferry": PageKind.ENTRY, "Storm": PageKind.ARTICLE,
    }  # fmt: skip


def test_addresses_that_no_database_can_index_are_cut_and_told_apart() -> None:
    """A live blog's anchors are strangers' words; a canonical address writes its query's letters out."""
    noon, long = datetime(2026, 3, 1, 12, tzinfo=UTC), "新" * 1200
    posts = tuple(Post("t", f"Text {n}.", noon, anchor) for n, anchor in enumerate((f"{long}1", f"{long}2", "a3")))
    reading = Reading("https://lom.example/1", "https://lom.example/1", "t", "", PageKind.LIVE_BLOG, "Lom", "lom.example",
                      posts=posts)  # fmt: skip
    found = [each.canonical_url for each in page_verdict.articles_of(page_verdict.Job("https://lom.example/1", noon), reading)]
    assert len(set(found)) == 3
    assert all(each.startswith("https://lom.example/1#") and len(each.encode()) < 2700 for each in found)
    assert "https://lom.example/1#a3" in found


@pytest.mark.parametrize("to", ["/", "/?from=old", "/2.html"])
def test_an_address_that_leads_to_another_page_by_now_revises_nothing(
    to: str, site: Any, opened: Any, prose: Any, clock: Any
) -> None:
    link = site.article("/1.html", "Ferry closes quay", *prose("Brenn", 1))
    site.article("/2.html", "Storm over Lom", *prose("Storm", 2))
    for front in ("/", "/?from=old"):
        site.page(front, html("".join(f"<div><p>{each}</p></div>" for each in prose("front", 3))))
    context = opened(site.feed("/feed", [item(link, "Ferry closes quay", "")]))
    fetch(context), read(context)
    site.page("/1.html", "", 301, Location=to)
    clock.on(hours=7)
    done = read(context)
    assert (done.checked, done.revised) == (1, 0)
    [ferry] = stored(context)
    assert (ferry.title, ferry.revision) == ("Ferry closes quay", 1)


def test_an_article_that_is_renamed_and_edited_is_a_revision(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    said = prose("Brenn", 1)
    link = site.article("/1.html", "Ferry closes quay", *said)
    context = opened(site.feed("/feed", [item(link, "Ferry closes quay", "")]))
    fetch(context), read(context)
    site.article("/1-eleven-cars.html", "Ferry closes quay: eleven cars found", *said[:2], *prose("divers", 2)[:2])
    site.page("/1.html", "", 301, Location="/1-eleven-cars.html")
    clock.on(hours=7)
    assert read(context).revised == 1
    [ferry] = stored(context)
    assert (ferry.title, ferry.revision) == ("Ferry closes quay: eleven cars found", 2)


def test_a_link_that_leads_to_the_front_page_is_dead_and_the_feeds_text_serves(site: Any, opened: Any, prose: Any) -> None:
    site.page("/", html("".join(f"<div><p>{each}</p></div>" for each in prose("front", 3))))
    dead = site.page("/1.html", "", 302, Location="/")
    context = opened(site.feed("/feed", [item(dead, "Ferry closes quay", OWN), item(f"{site.url}/", "Our new front page", "")]))
    fetch(context)
    assert read(context).stood_in == 1
    found = {a.title: (a.kind, a.text == OWN) for a in stored(context)}
    assert found == {"Ferry closes quay": (PageKind.ENTRY, True), "Lom Times": (PageKind.ARTICLE, False)}


def test_a_watched_page_may_move_to_the_front(site: Any, opened: Any, prose: Any) -> None:
    site.page("/", html(f"<h1>Harbour office</h1><p>{' '.join(prose('front', 3))}</p>"))
    page = site.page("/index.html", "", 302, Location="/")
    context = opened(FeedSetting(url=page, name="harbour", watched=True))
    fetch(context)
    assert (read(context).stood_in, [a.kind for a in stored(context)]) == (0, [PageKind.ARTICLE])


def test_entries_that_all_lead_to_one_list_are_articles_of_their_own(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    board = site.page("/notices", html("".join(f"<p>{each}</p>" for each in prose("board", 1))))
    told = {f"Notice {n}: quay {n} is shut": " ".join(prose("quay", n)[:2]) for n in range(3)}
    items = [item(board, title, text) + f"<guid>{title}</guid>" for title, text in told.items()]
    context = opened(site.feed("/feed", items))
    fetch(context)
    assert read(context).new == 3
    late = "Notice 4: all quays are open"
    site.feed("/feed", [item(board, late, OWN) + "<guid>4</guid>", *items])
    clock.on(hours=2)
    fetch(context), read(context)
    found = stored(context)
    assert {a.title: a.text for a in found} == told | {late: OWN}
    assert {a.url for a in found} == {board}, "where a reader finds it"
    assert "/notices" not in site.asked


def test_two_entries_with_one_link_are_a_report_and_its_update(site: Any, opened: Any, prose: Any) -> None:
    link = site.article("/1.html", "Ferry closes quay", *prose("Brenn", 1))
    items = [item(link, title, OWN) + f"<guid>{title}</guid>" for title in ("Ferry closes quay", "UPDATE: Ferry closes quay")]
    context = opened(site.feed("/feed", items))
    fetch(context), read(context)
    assert [(a.title, a.kind) for a in stored(context)] == [("Ferry closes quay", PageKind.ARTICLE)]


def test_posts_of_a_live_blog_that_a_feed_only_names_are_read_on_its_page(site: Any, opened: Any, prose: Any) -> None:
    link = site.article("/live.html", "Ferry aground", *prose("Brenn", 1))
    items = [item(link, f"Update {n}", "") + f"<guid>{n}</guid>" for n in range(4)]
    context = opened(site.feed("/feed", items))
    fetch(context), read(context)
    assert [(a.title, a.kind) for a in stored(context)] == [("Ferry aground", PageKind.ARTICLE)]
