# ruff: noqa: E501 - pages and their sentences stand on one line, as pages have them
"""Canonical URLs, publisher families, feed discovery, OPML, and what `newsdelta read` writes."""

from __future__ import annotations

import gzip
import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from models.errors import InputError
from models.nouns import Problem
from settings.limits_sources import FEED_BYTES, FOLDER_CHARS, OPML_BYTES
from sources.addresses import whole
from sources.asking.fetch import Fetcher
from sources.canonical import canonical_url
from sources.discover import discover, links
from sources.feed import opml
from sources.feed.keys import key_of
from sources.publisher import publisher_of
from sources.sandbox import FeedBytes, Sandbox
from sources.saved import read_inputs

ONE = "https://www.paper.example/news/ferry-quay"
SAME = [
    ONE,
    ONE + "#comments",
    ONE + "/",
    ONE + "?utm_source=rss&utm_medium=feed&fbclid=x",
    ONE + "?at_campaign=64&cmp=rss&ocid=socialflow",
    ONE + "/amp",
    ONE + "/amp/",
    ONE + "?amp=1",
    "HTTPS://WWW.PAPER.EXAMPLE:443/news/ferry-quay",
    "https://m.paper.example/news/ferry-quay",
    "https://amp.paper.example/news/ferry-quay",
    "https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/news/ferry-quay",
    "https://www.google.com/amp/s/www.paper.example/news/ferry-quay",
]


@pytest.mark.parametrize("url", SAME)
def test_one_article_has_one_address(url: str) -> None:
    assert canonical_url(url) == ONE


def test_what_tells_articles_apart_stays() -> None:
    assert (
        canonical_url("https://paper.example/story?id=7&utm_source=x") == "https://paper.example/story?id=7"
    )
    assert canonical_url("http://127.0.0.1:8080/a/") == "http://127.0.0.1:8080/a"


def test_a_declared_address_is_believed_at_home_only() -> None:
    assert canonical_url("https://m.paper.example/x/7", ONE) == ONE
    assert (
        canonical_url("https://m.paper.example/x/7", "/news/ferry-quay")
        == "https://www.paper.example/news/ferry-quay"
    )
    for other in ("https://bank.example/login", "https://www.paper.example/", "javascript:alert(1)"):
        assert canonical_url(ONE, other) == ONE


def test_only_googles_own_caches_speak_for_a_publisher() -> None:
    for host in ("www.google.com", "google.co.uk", "www.google.com.au", "google.de"):
        assert canonical_url(f"https://{host}/amp/s/www.paper.example/news/ferry-quay") == ONE
    for host in ("google.evil.example", "www.google.evil", "google.com.evil.example", "x.cdn.ampproject.org.evil"):
        url = f"https://{host}/amp/s/www.paper.example/news/ferry-quay"
        assert canonical_url(url) == canonical_url(url, ONE) != ONE, "or its page would stand for the paper's own"


def test_publisher_families() -> None:
    assert (
        publisher_of("https://news.paper.co.uk/x")
        == publisher_of("https://www.paper.co.uk/y")
        == "paper.co.uk"
    )
    assert publisher_of("https://ann.blogspot.com/") != publisher_of("https://bo.blogspot.com/")
    families = {"paper.co.uk": "Paper Group", "herald.example": "Paper Group", "own.herald.example": "Own"}
    assert publisher_of("https://news.paper.co.uk/x", families) == "Paper Group"
    assert publisher_of("https://herald.example/x", families) == "Paper Group"
    assert publisher_of("https://own.herald.example/x", families) == "Own"
    assert publisher_of("http://127.0.0.1:81/") != publisher_of("http://127.0.0.1:82/")


RSS = "<rss version='2.0'><channel><title>Paper</title><item><guid>1</guid><title>x</title></item></channel></rss>"


def test_links_to_feeds_are_found_on_a_page() -> None:
    page = b"""<head><link rel="alternate" type="application/rss+xml" title="All" href="/all.rss">
    <link rel="alternate" type="application/atom+xml" href="https://feeds.example/a">
    <link rel="alternate" hreflang="de" href="/de"></head><a href="/sport/rss/">Sport</a><a href="/about">About</a>"""
    assert links(page, "https://paper.example/x") == (
        ("https://paper.example/all.rss", "All"),
        ("https://feeds.example/a", ""),
        ("https://paper.example/sport/rss/", "Sport"),
    )


def test_discovery(server: Any, said: Any, box: Sandbox) -> None:
    page = (
        "<html><head><link rel=alternate type=application/rss+xml href=/all.rss></head><body>Hi</body></html>"
    )
    with Fetcher("test", {"127.0.0.1"}) as fetcher:
        server.pages |= {"/": said("<html><body>Nothing</body></html>")}
        nothing = discover(server.url(), fetcher, box)
        assert isinstance(nothing, Problem)
        assert "watched: true" in nothing.text
        server.pages |= {"/feed": said(RSS)}
        assert [f.url for f in discover(server.url(), fetcher, box)] == [server.url("/feed")]  # type: ignore[union-attr]
        server.pages |= {"/": said(page), "/all.rss": said(RSS)}
        (found,) = discover(server.url(), fetcher, box)  # type: ignore[misc]
        assert (found.url, found.title, found.entries) == (server.url("/all.rss"), "Paper", 1)
        assert discover(server.url("/feed"), fetcher, box)[0].url == server.url("/feed")  # type: ignore[index]
        server.pages = {"/": said("<html>x</html>"), "/robots.txt": said(f"Sitemap: {server.url('/news-sitemap.xml')}"),
                        "/news-sitemap.xml": said(f"<urlset><url><loc>{ONE}</loc></url></urlset>")}  # fmt: skip
        assert [f.version for f in discover(server.url(), fetcher, box)] == ["sitemap"]  # type: ignore[union-attr]


def test_discovery_reads_no_robots_txt_that_takes_minutes(server: Any, said: Any, box: Sandbox) -> None:
    lines = "".join(f"User-agent: x{n}\n" for n in range(3000)) + "".join(f"Disallow: /{n}\n" for n in range(20_000))
    server.pages = {"/": said("<html>x</html>"), "/robots.txt": said(lines)}
    begun = time.process_time()
    with Fetcher("test", {"127.0.0.1"}) as fetcher:
        assert isinstance(discover(server.url(), fetcher, box), Problem)
    assert time.process_time() - begun < 5


def test_a_watched_page_is_a_feed_whose_entry_changes_with_its_text(box: Sandbox) -> None:
    def key(text: str) -> str:
        page = f"<article><h1>Notices</h1><p>{text}</p><p>The office is in the old customs house by the quay.</p></article>"
        ((_, feed),) = box.parse_feeds([FeedBytes(page.encode(), "text/html", ONE, watched=True)])
        return feed.entries[0].key

    first = key("The swimming baths of Lom open again on the first of May, says the town council.")
    assert first == key("The  swimming baths of Lom open again on the first of May — says the town council!")
    assert first != key(
        "The swimming baths of Lom stay closed until the first of July, says the town council."
    )


def test_opml_goes_out_and_comes_back() -> None:
    feeds = (
        opml.Outline("https://a.example/feed?x=1&y=2", 'A "paper" <one>'),
        opml.Outline("https://b.example/rss", "B", "https://b.example/", "World/Europe"),
        opml.Outline("https://c.example/rss", "C", None, "World"),
    )
    assert set(opml.parse(opml.render(feeds))) == set(feeds)
    twice = opml.render((*feeds, opml.Outline("https://c.example/rss", "C again")))
    assert len(opml.parse(twice)) == 3


@pytest.mark.parametrize(
    "text",
    ["", "no", "<opml>", "<rss><body/></rss>", '<!DOCTYPE o [<!ENTITY a "b">]><opml><body>&a;</body></opml>'],
)
def test_what_is_no_opml_says_so(text: str) -> None:
    with pytest.raises(InputError, match=r"^list\.opml: "):
        opml.parse(text, "list.opml")


def test_an_opml_that_nests_without_end_costs_little() -> None:
    """Each feed would keep the names of all folders above it: gigabytes for two megabytes."""
    deep = 30_000
    nest = "".join(f'<outline text="a"><outline xmlUrl="https://a.example/{number}"/>' for number in range(deep))
    found = opml.parse(f"<opml><body>{nest}{'</outline>' * deep}</body></opml>")
    assert len(found) == deep
    assert max(len(each.folder) for each in found) <= FOLDER_CHARS
    with pytest.raises(InputError, match="larger than 4 MiB"):
        opml.parse(" " * (OPML_BYTES + 1))


def test_saved_files_and_addresses_are_read(tmp_path: Path, server: Any, said: Any, box: Sandbox) -> None:
    prose = "<p>The harbour of Lom was closed on Tuesday after a ferry struck the eastern quay.</p>" * 3
    html = (
        f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>{prose}</article></body></html>"
    )
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(html.encode()))
    (tmp_path / "feed.xml").write_text(RSS)
    (tmp_path / "feed.json").write_text(
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"J"}]}'
    )
    server.pages |= {"/feed": said(RSS, content_type="text/xml"), "/gone": said("no", 410)}
    inputs = [str(tmp_path / n) for n in ("page.html.gz", "feed.xml", "feed.json")]
    with Fetcher("test", {"127.0.0.1"}) as fetcher:
        addresses = [server.url("/feed"), server.url("/gone")]
        got = [
            g.as_json()
            for g in read_inputs(inputs + addresses, url=ONE + "?utm_source=x", box=box, fetcher=fetcher)
        ]
    assert [g["kind"] for g in got] == ["article", "entry", "entry", "entry", "error"]
    assert [g["input"] for g in got] == inputs + addresses
    assert (got[0]["title"], got[0]["canonical_url"]) == ("Ferry", ONE)
    assert "harbour of Lom" in got[0]["text"]
    assert got[2]["title"] == "J"
    assert "410" in got[4]["problem"]
    wanted = {"input", "url", "canonical_url", "title", "text", "published", "authors", "language", "kind"}
    wanted |= {"updated", "date_from", "updated_from"}
    assert all(wanted <= set(g) for g in got)
    assert json.dumps(got)


def test_a_saved_feed_without_entries_or_in_pieces_says_so(tmp_path: Path, box: Sandbox) -> None:
    (tmp_path / "empty.xml").write_text(RSS[: RSS.index("<item>")] + "</channel></rss>")
    (tmp_path / "broken.json").write_text('{"version": "https://jsonfeed.org/version/1.1", "items": [')
    got = [each.as_json() for each in read_inputs([str(tmp_path / n) for n in ("empty.xml", "broken.json")], url=None, box=box)]
    assert [each["problem"] for each in got] == [
        "The feed is fine, but it holds no entries.",
        "The address gives JSON that is broken.",
    ]
    assert [each["kind"] for each in got] == ["error", "error"]


def test_what_is_too_large_or_needs_the_network_is_not_read(tmp_path: Path, box: Sandbox) -> None:
    (tmp_path / "large.html.gz").write_bytes(gzip.compress(b" " * (FEED_BYTES + 1)))
    for given, why in ((str(tmp_path / "large.html.gz"), "larger than 10 MB"), (ONE, "needs the network")):
        with pytest.raises(InputError, match=why):
            list(read_inputs([given], url=None, box=box))


@pytest.mark.parametrize("name", ["nothing.html", "cut.html.gz", "folder"])
def test_a_file_that_cannot_be_read_is_one_sentence(name: str, tmp_path: Path, box: Sandbox) -> None:
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(b"x" * 1000)[:20])
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=name):
        list(read_inputs([str(tmp_path / name)], url=None, box=box))


ODD = ["http://[lom", "http://lom]/1", "http://lom.example:port/1", "http://127.0.0.1:99999/1", "http://a\u2100b/", "http:/\ud800",
       "mailto:a@lom.example", "javascript:alert(1)", "http://lom.example/" + "x" * 2048, "http://lom.example/" + "新" * 900, "", "  "]  # fmt: skip


@pytest.mark.parametrize("link", ODD)
def test_what_is_no_address_is_none(link: str) -> None:
    assert whole(link, "https://lom.example/feed") is None
    assert canonical_url(ONE, link) == ONE


def test_a_key_is_as_long_as_a_database_indexes() -> None:
    assert key_of("新" * 800, None, None, "") == "新" * 800
    assert key_of("新" * 900, None, None, "").startswith("sha256:")
    assert key_of("", "https://lom.example/1", None, "") == "https://lom.example/1"


def test_an_address_is_made_whole_with_where_it_stood() -> None:
    assert whole(" ../1?x=[2] ", "https://lom.example/news/feed") == "https://lom.example/1?x=[2]"
    assert whole("//other.example/1", "https://lom.example/") == "https://other.example/1"
    assert whole("/1", "") is None


def test_what_nobody_sees_in_an_address_is_written_in_per_cent() -> None:
    assert whole("https://lom.example/a\n b\x1b[31m\x9b\u202e?q=\u200b", "") == (
        "https://lom.example/a b%1B[31m%C2%9B%E2%80%AE?q=%E2%80%8B"
    )
    assert whole("https://lom.\u202eexample/", "") == "https://lom.%E2%80%AEexample/", "which is the name of no host"


def test_nonsense_as_addresses_is_taken_apart_or_refused() -> None:
    rng = random.Random(3)
    bits = ["http://", "[", "]", "x", "lom.example", ":", "99", "65536", "/", "?a=1", "&utm_source=x", "#", "@", "%zz"]
    bits += ["\u2100", "\uff0f", "é", "..", "amp/", "abc.cdn.ampproject.org/c/s/", "\t", "\x00", "m.", "::1", "\ud800"]
    taken = 0
    for _ in range(3000):
        link = rng.choice(["http://", "https://", ""]) + "".join(rng.choices(bits, k=rng.randrange(1, 7)))
        if address := whole(link, "https://lom.example/feed"):
            assert canonical_url(address, link[::-1])
            assert publisher_of(address) is not None
            taken += 1
    assert 1000 < taken < 2900
