"""fetch, read, embed: over real HTTP, with what feeds and pages get wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from feed_items import everything, item, run

from models.errors import ModelError
from models.nouns import PageKind
from settings.limits_storage import PAGE_ATTEMPTS, PAGE_RETRIES, PAGES_PER_HOST, RECHECKS
from settings.schema import FeedSetting, ModelSetting
from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from steps.reading.read_pages import _Line
from storage.reading import articles, entries, feeds, passages
from storage.schema import entries as entries_rows

# -- the way through -------------------------------------------------------------------------------


def test_from_a_feed_to_vectors(site: Any, opened: Any, prose: Any, encoder: Any) -> None:
    links = [site.article(f"/{n}.html", f"Headline number {n}", *prose("Brenn", n)) for n in range(3)]
    feed = site.feed("/feed", [item(link, f"Feed title {n}") for n, link in enumerate(links)])
    context = opened(FeedSetting(url=feed, name="The Brenn", publisher="Brenn Press"))
    fetched, done, embedded = run(context)
    assert (fetched.feeds, fetched.entries, fetched.failed) == (1, 3, 0)
    assert (done.read, done.new, done.stood_in) == (3, 3, 0)
    assert (embedded.embedded, embedded.copies, embedded.failed) == (3, 0, ())
    found = {a.title: a for a in everything(context)}
    assert set(found) == {f"Headline number {n}" for n in range(3)}
    one = found["Headline number 1"]
    assert one.publisher == "Brenn Press"
    assert one.kind is PageKind.ARTICLE
    assert one.published is not None
    assert one.published.isoformat() == "2026-03-01T09:00:00+00:00"
    assert all(p in one.text for p in prose("Brenn", 1))
    assert "All rights reserved" not in one.text
    with context.db.read() as conn:
        assert articles.ready_to_decide(conn) == sorted(a.id for a in found.values()) or len(found) == 3
        assert len(passages.load(conn, one).sentences) >= 12


def test_the_same_on_postgresql(
    site: Any, opened: Any, prose: Any, clock: Any, new_postgres: str, tmp_path: Path
) -> None:
    links = [site.article(f"/{n}.html", f"Headline {n}", *prose("Brenn", n % 3, 20)) for n in range(4)]
    feed = site.feed("/feed", [item(link, "x") for link in links] + [item("", "a\0b", "no link")])
    found = []
    for database in (new_postgres, str(tmp_path / "lite.db")):
        context = opened(feed, database=database)
        counts = run(context)
        with context.db.read() as conn:
            ready = articles.ready_to_decide(conn)
            own = [a for a in articles.many(conn, ready) if articles.copy_of(conn, a.id) is None]
            vectors = [passages.load(conn, article).vectors.tolist() for article in own]
        rows = sorted(
            (a.canonical_url, a.title, a.text, a.when.replace(microsecond=0)) for a in everything(context)
        )
        found.append((counts, len(ready), rows, sorted(vectors)))
    assert found[0] == found[1]
    assert found[0][0][2].copies == 1


def test_a_pass_with_nothing_new_asks_only_what_is_due(
    site: Any, opened: Any, prose: Any, clock: Any
) -> None:
    link = site.article("/1.html", "One", *prose("Brenn", 1))
    context = opened(site.feed("/feed", [item(link, "One")]))
    run(context)
    site.asked.clear()
    assert [c.feeds if hasattr(c, "feeds") else 0 for c in run(context)] == [0, 0, 0]
    assert site.asked == []
    clock.on(days=2)
    fetched, done, embedded = run(context)
    assert (fetched.feeds, fetched.unchanged, fetched.entries) == (1, 1, 0)
    assert (done.read, embedded.embedded) == (0, 0)


def test_the_model_is_not_loaded_when_nothing_is_new(
    site: Any, opened: Any, prose: Any, clock: Any, tmp_path: Path
) -> None:
    context = opened(site.feed("/feed", []), model=ModelSetting(path=str(tmp_path)), encoder=None)
    run(context)
    site.feed("/feed", [item(site.article("/1.html", "One", *prose("Brenn", 1)), "One")])
    clock.on(days=2)
    with pytest.raises(ModelError, match="no sentence-transformers model"):
        run(context)


# -- feeds that are wrong --------------------------------------------------------------------------


def test_one_bad_feed_never_stops_another(site: Any, opened: Any, prose: Any) -> None:
    good = site.feed("/good", [item(site.article("/1.html", "One", *prose("Brenn", 1)), "One")])
    rss = '<?xml version="1.0"?><rss version="2.0"><channel>'
    latin = rss + "<item><title>Köln</title><guid>k</guid></item></channel></rss>"
    bad = {
        "gone-404": site.url + "/nothing",
        "fails-500": site.page("/500", "no", 500),
        "empty": site.page("/empty", b"", kind="application/rss+xml"),
        "html": site.page("/html", "<!doctype html><html><body><p>Welcome</p></body></html>"),
        "half": site.page("/half", rss + "<item><title>A</title><guid>a</guid></item><item><ti"),
        "encoding": site.page("/latin", latin.encode("latin-1"), kind="text/xml; charset=utf-8"),
        "closed": "http://127.0.0.1:9/feed",
        "nul": site.page("/nul", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x",
                         "items": [{"id": "n\0", "title": "a\0b", "content_text": "c\0d \ud800"}]}),
                         kind="application/feed+json"),
    }  # fmt: skip
    context = opened(good, *(FeedSetting(url=url, name=name) for name, url in bad.items()))
    fetched = fetch(context)
    assert fetched.feeds == 9
    with context.db.read() as conn:
        by_name = {f.name: f for f in feeds.listing(conn)}
        assert by_name["good"].problem is None
        for name in ("gone-404", "fails-500", "empty", "html", "half", "closed"):
            problem = by_name[name].problem
            assert problem is not None, name
            assert problem.text.endswith("."), name
            assert by_name[name].next_poll is not None
            assert by_name[name].next_poll > context.clock()
        titles = {w.entry.title for w in entries.waiting(conn, context.clock(), 99)}
    assert {"One", "A"} <= titles
    assert any(title and title.startswith("K") for title in titles)
    assert read(context).failed == 0
    assert {"One", "A"} <= {a.title for a in everything(context)}


def test_a_feed_that_leaves_the_settings_is_asked_no_more(site: Any, opened: Any, clock: Any) -> None:
    first, second = site.feed("/a", []), site.feed("/b", [])
    fetch(opened(first, second))
    clock.on(days=2)
    site.asked.clear()
    fetch(opened(first))
    assert site.asked == ["/a"]


# -- pages that are wrong --------------------------------------------------------------------------


def test_the_feeds_own_text_stands_in_where_the_page_fails(site: Any, opened: Any, clock: Any) -> None:
    own = "The ferry to Lower Brenn was stopped on Monday after a crack was found in its hull."
    site.page("/down.html", "try later", 503)
    site.page("/odd.pdf", b"%PDF-1.4 \0\1\2", kind="application/pdf")
    items = [
        item(site.url + "/missing.html", "Missing", own + " One."),
        item(site.url + "/down.html", "Down", own + " Two."),
        item(site.url + "/private/x.html", "Not for robots", own + " Three."),
        item("", "No link", own + " Four.", guid="urn:x:4"),
        item(site.url + "/odd.pdf", "A PDF", own + " Five."),
        item(site.url + "/missing2.html", "Only a headline"),
    ]
    context = opened(site.feed("/feed", items))
    fetch(context)
    first = read(context)
    found = {a.title: a for a in everything(context)}
    assert set(found) == {"Missing", "Not for robots", "No link", "A PDF", "Only a headline"}
    assert {a.kind for a in found.values()} == {PageKind.ENTRY}
    assert found["Missing"].text == own + " One."
    assert found["No link"].canonical_url.startswith("urn:newsdelta:feed:")
    assert found["Only a headline"].text == ""
    assert first.waiting == 1
    assert "/private/x.html" not in site.asked
    for attempt, wait in enumerate(PAGE_RETRIES, start=2):
        assert read(context).read == 0
        clock.now += wait
        assert read(context).waiting == (attempt < PAGE_ATTEMPTS)
    assert site.asked.count("/down.html") == PAGE_ATTEMPTS
    assert {a.title: a.text for a in everything(context)}["Down"] == own + " Two."
    with context.db.read() as conn:
        assert Counter(conn.scalars(sa.select(entries_rows.c.state))) == {"read": 6}


def test_a_page_is_read_in_the_letters_that_its_server_names(site: Any, opened: Any) -> None:
    said = "Wodociągi zamknęły w poniedziałek dwa zbiorniki po tym, jak w próbce wykryto ślady oleju napędowego."
    html = f"<html><body><article><h1>Woda</h1><p>{said}</p><p>{said} Znowu.</p></article></body></html>"
    link = site.page("/1.html", html.encode("iso-8859-2"), kind="text/html; charset=ISO-8859-2")
    context = opened(site.feed("/feed", [item(link, "Woda", "x")]))
    fetch(context)
    assert read(context).new == 1
    assert everything(context)[0].text.split("\n")[0] == said


def test_a_page_that_comes_back_is_read(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    link = site.page("/1.html", "try later", 503)
    context = opened(site.feed("/feed", [item(link, "One", "short")]))
    fetch(context)
    assert read(context).waiting == 1
    site.article("/1.html", "One", *prose("Brenn", 1))
    clock.now += PAGE_RETRIES[0]
    assert read(context).new == 1
    assert everything(context)[0].kind is PageKind.ARTICLE


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_to_be_left_alone_is_and_its_news_does_not_wait_for_days(
    status: int, site: Any, opened: Any, clock: Any
) -> None:
    own = "The ferry to Lower Brenn was stopped on Monday after a crack was found in its hull."
    pages = ["/2.html", "/9.html"]
    feeds = [
        site.feed(f"/feed{path}", [item(site.page(path, "busy", status, Retry_After=str(3600 * hours)), path, own)])
        for path, hours in zip(pages, (2, 9), strict=True)
    ]
    for each in feeds:  # a process each: what one knows of the site would keep the other page from being asked for
        context = opened(each)
        fetch(context)
        read(context)
        context.close()
    assert [(a.title, a.text) for a in everything(opened(*feeds))] == [("/9.html", own)], "nine hours are too long"
    asked = []
    for minutes in (119, 2, 418, 2):
        clock.on(minutes=minutes)
        read(opened(*feeds))
        asked.append([site.asked.count(path) for path in pages])
    assert asked[:2] == [[1, 1], [2, 1]]
    assert [nine for _, nine in asked] == [1, 1, 1, 2], "looked at again once the site wants it"


def test_one_hosts_backlog_does_not_hold_up_the_pass() -> None:
    line = _Line(("127.0.0.1",))
    taken = [line.has_room(f"https://big.example/{n}") for n in range(PAGES_PER_HOST + 5)]
    assert sum(taken) == PAGES_PER_HOST
    assert line.has_room("https://small.example/1")
    assert all(line.has_room(f"http://127.0.0.1:8/{n}") for n in range(PAGES_PER_HOST + 5))


# -- the same, and changed -------------------------------------------------------------------------


def test_the_same_link_with_tracking_is_one_article_and_one_request(
    site: Any, opened: Any, prose: Any, clock: Any
) -> None:
    link = site.article("/1.html", "One", *prose("Brenn", 1))
    a = site.feed("/a", [item(link + "?utm_source=a", "One"), item(link, "One again", guid="x")])
    b = site.feed("/b", [item(link + "?utm_source=b&amp;fbclid=3", "One")])
    context = opened(a, b)
    fetch(context)
    done = read(context)
    assert (done.read, done.new, done.known) == (3, 1, 2)
    assert sum(path.startswith("/1.html") for path in site.asked) == 1
    site.feed("/c", [item(link + "?utm_campaign=late", "One")])
    late = opened(a, b, site.url + "/c")
    fetch(late)
    assert read(late).known == 1
    assert sum(path.startswith("/1.html") for path in site.asked) == 1
    assert len(everything(late)) == 1


def test_an_entry_that_is_dated_after_its_page_was_read_has_it_read_again(
    site: Any, opened: Any, prose: Any, clock: Any, monkeypatch: Any
) -> None:
    """As the BBC tells of an edit: the link stays, and its guid has a number behind it."""
    said = prose("Brenn", 1)
    link = site.article("/1.html", "One", *said)

    def told(number: int, at: datetime) -> Any:
        dated = f"<pubDate>{format_datetime(at)}</pubDate>"
        context = opened(site.feed(f"/feed{number}", [item(link, "One", guid=f"{link}#{number}") + dated]))
        fetch(context)
        return read(context)

    assert told(0, clock.now - timedelta(minutes=5)).new == 1
    read_at = clock.now
    clock.on(minutes=20)
    site.article("/1.html", "One", *said, "Eleven cars were found under the eastern quay of Lom on Tuesday evening.")
    assert told(1, read_at - timedelta(minutes=5)).known == 1, "another feed of the same article"
    done = told(2, clock.now)
    assert (done.new, done.revised, done.known) == (0, 1, 0)
    assert told(3, clock.now).known == 1, "it has been read since"
    [article] = everything(opened())
    assert article.revision == 2
    assert sum(path.startswith("/1.html") for path in site.asked) == 2
    monkeypatch.setattr("steps.reading.read_pages.LATER_ENTRIES", 3)
    clock.on(minutes=20)
    assert told(4, clock.now).known == 1, "a feed that calls all of it new each time does not have it read each time"


def test_links_that_lead_to_one_page_are_one_article(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    page = site.article("/1.html", "One", *prose("Brenn", 1))
    to = "/1.html?utm_source=x#top"
    links = [site.page(f"/r/{n}", "", status, Location=to) for n, status in enumerate((301, 302))]
    context = opened(site.feed("/feed", [item(link, f"One, {link[-1]}") for link in links]))
    fetch(context)
    assert read(context).new == 1
    assert [a.canonical_url for a in everything(context)] == [page]
    site.page("/r/9", "", 308, Location="/1.html")
    late = opened(site.feed("/feed", [item(site.url + "/r/9", "One, once more")]))
    clock.on(hours=2)
    fetch(late)
    assert (read(late).new, len(everything(late))) == (0, 1)


def test_a_page_edited_in_silence_becomes_a_revision(
    site: Any, opened: Any, prose: Any, clock: Any, encoder: Any
) -> None:
    paragraphs = prose("Brenn", 1)
    link = site.article("/1.html", "One", *paragraphs)
    context = opened(site.feed("/feed", [item(link, "One")]))
    run(context)
    clock.now += RECHECKS[0]
    assert read(context).checked == 1
    assert len(everything(context)) == 1
    assert everything(context)[0].revision == 1
    added = "Correction: the number of people given in an earlier version of this report was wrong."
    site.article("/1.html", "One", *paragraphs, added)
    encoder.texts.clear()
    clock.now += RECHECKS[1] - RECHECKS[0] + timedelta(seconds=1)
    done = read(context)
    assert (done.checked, done.revised) == (1, 1)
    [article] = everything(context)
    assert article.revision == 2
    assert added in article.text
    assert embed(context).embedded == 1
    assert encoder.texts == [added], "the sentences of the earlier revision are not embedded again"
    with context.db.read() as conn:
        before = passages.before(conn, article)
        assert before is not None
        assert len(passages.load(conn, article).sentences) == len(before.sentences) + 1
        assert articles.revisions_of(conn, article.id)[0].revision == 1
    for _ in range(4):
        clock.now += RECHECKS[2]
        read(context)
    assert sum(path == "/1.html" for path in site.asked) == 1 + len(RECHECKS)


def test_an_entry_that_changes_is_read_again(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    link = site.article("/1.html", "Eight dead", *prose("Brenn", 1))
    context = opened(site.feed("/feed", [item(link, "Eight dead", guid="1")]))
    run(context)
    site.article("/1.html", "Eleven dead", *prose("Brenn", 2))
    site.feed("/feed", [item(link, "Eleven dead", guid="1")])
    clock.on(days=2)
    fetch(context)
    assert read(context).revised == 1
    [article] = everything(context)
    assert (article.title, article.revision) == ("Eleven dead", 2)


def test_progress_is_told(site: Any, opened: Any, prose: Any) -> None:
    said: list[tuple[str, int, int]] = []
    context = opened(site.feed("/feed", [item(site.article("/1.html", "One", *prose("Brenn", 1)), "One")]))

    def progress(*step: Any) -> None:
        said.append(step)

    fetch(context, progress), read(context, progress), embed(context, progress)
    assert said == [("fetch", 1, 1), ("read", 1, 1), ("embed", 1, 1)]
