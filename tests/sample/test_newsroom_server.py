"""The newsroom over its real HTTP: feeds, validators, pages that change, and furniture around the text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import feedparser
import pytest
import trafilatura

from sample import Newsroom
from sample.archive import outlets, pieces

END = datetime(2026, 3, 19, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(END)


@pytest.fixture
def room(clock: Clock) -> Iterator[Newsroom]:
    with Newsroom(clock) as newsroom:
        yield newsroom


def get(url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
    response = connection.getresponse()
    body = response.read().decode("utf-8")
    connection.close()
    return response, body


def feed_of(room: Newsroom, outlet: str) -> str:
    return next(url for url, name, _ in room.feeds() if name == outlet)


def article(outlet: str) -> str:
    ours = [p for p in pieces().values() if p.outlet.key == outlet and p.kind == "article"]
    return next(p.id for p in ours if not p.link_of)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("key", sorted(outlets()))
def test_every_feed_is_well_formed(room: Newsroom, key: str) -> None:
    outlet = outlets()[key]
    response, body = get(f"{room.url}/{key}/{outlet.feed_path}")
    assert response.status == 200
    if outlet.feed == "json":
        items = json.loads(body)["items"]
        assert all(item["id"] and item["url"] and item["title"] for item in items)
    else:
        headers = {name.lower(): value for name, value in response.headers.items()}
        parsed = feedparser.parse(io.BytesIO(body.encode()), response_headers=headers)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == {"rss2": "rss20", "atom": "atom10", "rdf": "rss10"}[outlet.feed]
        assert parsed.feed.title == outlet.name
        items = parsed.entries
        assert all(item.title and item.link for item in items)
    assert 0 < len(items) <= 20


def test_a_feed_holds_nothing_of_the_future_and_the_newest_first(room: Newsroom, clock: Clock) -> None:
    url = feed_of(room, "Meridian Wire")
    seen = []
    for now in ("2025-11-01", "2026-03-03T07:19", "2026-03-03T07:20", "2026-03-19"):
        clock.now = at(now)
        seen.append([entry.title for entry in feedparser.parse(get(url)[1]).entries])
    assert [len(s) for s in seen[:3]] == [0, 1, 2]
    assert seen[2][0] == "Veldary gives Pipit, Skein 72 hours to move user data"
    assert seen[3][0] == "Rail strike called off as Brannrail drops roster plan"


@pytest.mark.parametrize("key", sorted(outlets()))
def test_validators_answer_304_until_something_changes(room: Newsroom, clock: Clock, key: str) -> None:
    outlet = outlets()[key]
    url = f"{room.url}/{key}/{outlet.feed_path}"
    newest = max(p.published for p in pieces().values() if p.outlet == outlet)
    clock.now = newest.replace(second=0) - (newest - newest.replace(hour=0, minute=0))
    before, _ = get(url)
    assert ("ETag" in before.headers, "Last-Modified" in before.headers) == (
        "etag" in outlet.validators,
        "last-modified" in outlet.validators,
    )
    sent = {}
    if etag := before.headers["ETag"]:
        sent["If_None_Match"] = etag
    if changed := before.headers["Last-Modified"]:
        sent["If_Modified_Since"] = changed
    same, body = get(url, **sent)
    assert (same.status, body) == (304, "")
    clock.now = END
    assert get(url, **sent)[0].status == 200


def test_validators_are_compared_as_http_says(room: Newsroom) -> None:
    url = room.feeds()[0][0]
    etag = get(url)[0].headers["ETag"]
    assert get(url, If_None_Match=f'"other", W/{etag}')[0].status == 304
    assert get(url, If_None_Match="*")[0].status == 304
    later = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert get(url, If_None_Match='"other"', If_Modified_Since=later)[0].status == 200
    assert get(url, If_Modified_Since=later)[0].status == 304
    assert get(url, If_Modified_Since="the day before yesterday")[0].status == 200
    head, body = get(url, "HEAD")
    assert (head.status, body) == (200, "")
    assert int(head.headers["Content-Length"]) > 0


@pytest.mark.parametrize("key", [k for k, p in pieces().items() if p.kind == "article" and not p.link_of])
def test_an_extractor_gets_the_body_out_of_the_furniture(room: Newsroom, key: str) -> None:
    piece = pieces()[key]
    response, html = get(room.address(key))
    assert response.status == 200
    text = trafilatura.extract(html, include_comments=False) or ""
    plain = [line for line in piece.body(END).split("\n\n") if not line.startswith(("#", "-", "**"))]
    missing = [line for line in plain if line not in text]
    assert not missing


FURNITURE = {
    "meridian-wire": "Redistribution only under",
    "harbour-post": "Comments (2)",
    "evening-beacon": "Most read tonight",
    "dunmere-gazette": "Skip to main content",
    "corran-observer": "cookie policy",
    "ledger-exchange": "The Opening Bell",
    "signal-desk": "Keep reading",
    "radio-vantry": "Become a member today",
    "northern-courier": "Print this page",
    "techloom": "bottom of page",
    "daily-spark": "Comments are closed",
    "veldary-today": "Found a mistake",
}


@pytest.mark.parametrize("key", sorted(outlets()))
def test_every_outlet_wears_its_own_furniture(room: Newsroom, key: str) -> None:
    address = room.address(article(key))
    _, html = get(address)
    assert FURNITURE[key] in html
    assert f'<link rel="canonical" href="{address}">' in html
    assert [k for k, mark in FURNITURE.items() if mark in html] == [key]


def test_metadata_says_when_who_and_what(room: Newsroom) -> None:
    _, html = get(room.address("meridian-wire/veldary-bans-pipit-from-april"))
    found = trafilatura.extract_metadata(html)
    assert found.title == "Veldary bans Pipit from April 1"
    assert found.date == "2026-03-16"
    assert found.author == "Jonas Ferrier; Ana Corvel"
    assert found.sitename == "Meridian Wire"


def test_tracking_parameters_lead_to_the_same_page(room: Newsroom) -> None:
    url = feed_of(room, "Harbour Post")
    links = [e.link for e in feedparser.parse(get(url)[1]).entries if "captain-released" in e.link]
    assert len(links) == 2
    assert sum("utm_source=" in link for link in links) == 1
    assert len({get(link)[1] for link in links}) == 1


def test_an_edited_page_changes_and_its_feed_says_so(room: Newsroom, clock: Clock) -> None:
    key, edit = "corran-observer/ferry-warnings-about-bow-door", "Lambourne was suspended on Sunday"
    feed = feed_of(room, "The Corran Observer")
    clock.now = at("2026-03-08T10:29")
    page, text = get(room.address(key))
    entry = next(e for e in feedparser.parse(get(feed)[1]).entries if "bow-door" in e.link)
    assert edit not in text
    assert entry.updated == entry.published
    clock.now = at("2026-03-08T10:30")
    later, text = get(room.address(key), If_Modified_Since=page.headers["Last-Modified"])
    entry = next(e for e in feedparser.parse(get(feed)[1]).entries if "bow-door" in e.link)
    assert later.status == 200
    assert edit in text
    assert "Last modified on" in text
    assert entry.updated.startswith("2026-03-08T10:30")


def test_a_silent_edit_changes_a_number_and_no_date(room: Newsroom, clock: Clock) -> None:
    key = "ledger-exchange/orrin-confirms-northfield-sale"
    feed = feed_of(room, "Ledger & Exchange")
    clock.now = at("2026-03-11T08:59")
    _, before = get(room.address(key))
    told, _ = get(feed)
    clock.now = at("2026-03-11T09:00")
    _, after = get(room.address(key))
    assert before.replace("About 2,100 employees", "About 1,200 employees") == after != before
    assert get(feed, If_None_Match=told.headers["ETag"])[0].status == 304


def test_a_live_blog_grows_newest_entry_first(room: Newsroom, clock: Clock) -> None:
    key, counts = "corran-observer/live-ardent-tern-ferry", []
    for part in pieces()[key].parts:
        clock.now = part.at
        _, html = get(room.address(key))
        counts.append(html.count('class="live-entry"'))
    assert counts == list(range(1, len(pieces()[key].parts) + 1))
    shown = [html.index(words) for words in ("Search called off", "Toll rises to seven", "Four dead, nine")]
    assert shown == sorted(shown)


def test_a_page_without_a_body_and_one_behind_consent(room: Newsroom) -> None:
    _, empty = get(room.address("daily-spark/dame-coral-baby-joy"))
    assert "<p>" not in empty.partition("video-player")[0]
    url = room.address("daily-spark/fish-finger-fears")
    assert "Before you continue to Daily Spark" in get(url)[1]
    assert "Shaz Dolan" not in get(url)[1]
    assert "Shaz Dolan" in get(url, Cookie="consent=yes")[1]


def test_an_article_without_a_date_has_none_anywhere(room: Newsroom) -> None:
    key = "northern-courier/battery-plant-blaze-skerrow"
    feed = feed_of(room, "Northern Courier")
    entry = next(e for e in feedparser.parse(get(feed)[1]).entries if "battery-plant" in e.link)
    assert "published" not in entry
    assert "updated" not in entry
    _, html = get(room.address(key))
    assert "published_time" not in html
    assert "postmetadata" not in html
    assert "/2026/" not in room.address(key)


def test_what_is_not_there_is_not_found(room: Newsroom, clock: Clock) -> None:
    assert get(f"{room.url}/robots.txt")[1].startswith("User-agent: *")
    assert get(f"{room.url}/nobody/feed.xml")[0].status == 404
    assert get(f"{room.url}/harbour-post/news/nothing.html")[0].status == 404
    clock.now = at("2026-03-02")
    assert get(room.address("meridian-wire/veldary-bans-pipit-from-april"))[0].status == 404
    home = get(f"{room.url}/harbour-post/")[1]
    assert 'rel="alternate" type="application/rss+xml"' in home
