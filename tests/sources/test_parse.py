"""Feeds of every kind, whole and broken. Those that others test their parsers with are in test_expect.py."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.nouns import Problem
from settings import limits_sources as limits
from sources.feed.parse import ParsedFeed, parse_feed
from sources.feed.watched import parse_page

URL = "https://example.org/feed"

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The &amp; Paper</title>
<link>https://example.org/</link>
<language>en-gb</language><ttl>120</ttl><skipHours><hour>2</hour><hour>24</hour></skipHours>
<skipDays><day>Sunday</day></skipDays>
<item><guid isPermaLink="false">a1</guid><title>One &lt;b&gt;bold&lt;/b&gt; step</title>
<link>https://example.org/1</link>
<pubDate>Mon, 02 Mar 2026 10:00:00 +0200</pubDate><author>Ann Otter</author>
<description>
&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;script&gt;evil()&lt;/script&gt;&lt;/p&gt;</description></item>
<item><title>No link, no date</title><description>Only words.</description></item>
<item><description>Only words, no title.</description></item>
<item><link>https://example.org/4</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blatt</title><id>x</id>
<updated>2026-03-02T10:00:00Z</updated>
<entry><id>tag:1</id><title type="html">Ein &lt;i&gt;Titel&lt;/i&gt;</title>
<link href="/rel/1"/><updated>2026-03-02T10:00:00+01:00</updated><author><name>Bo</name></author>
<author><name>Cy</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p>
<p>Zwei.</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Old</title></channel>
<item rdf:about="https://example.org/r1"><title>Thing</title><link>https://example.org/r1</link>
<dc:date>2026-03-02T10:00:00Z</dc:date><dc:creator>Di</dc:creator></item></rdf:RDF>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "en", "items": [
{"id": 7, "url": "https://example.org/7", "title": "Seven", "content_html": "<p>One.<p>Two.",
 "date_published": "2026-03-02T10:00:00+01:00", "authors": [{"name": "Ed"}, {"name": null}]},
{"id": "8", "external_url": "/8", "content_text": "Bare", "date_published": "never"}, 5]}"""


def read(text: str | bytes, content_type: str | None = None) -> ParsedFeed:
    return parse_feed(text.encode() if isinstance(text, str) else text, content_type, URL)


def test_rss() -> None:
    feed = read(RSS)
    assert (feed.title, feed.language, feed.ttl_s, feed.problem) == ("The & Paper", "en-gb", 7200, None)
    assert feed.skip_hours == {2, 0}
    assert feed.skip_days == {6}
    first, second, third, fourth = feed.entries
    assert (first.key, first.title, first.url) == ("a1", "One bold step", "https://example.org/1")
    assert first.published == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert first.text == "First.\nSecond."
    assert first.authors == ("Ann Otter",)
    assert (second.url, second.published) == (None, None)
    assert second.key.startswith("sha256:")
    assert third.title is None
    assert third.key != second.key
    assert fourth.key == fourth.url == "https://example.org/4"


def test_atom_rdf_and_json() -> None:
    (atom,) = read(ATOM).entries
    assert (atom.title, atom.url, atom.authors) == ("Ein Titel", "https://example.org/rel/1", ("Bo", "Cy"))
    assert atom.text == "Eins.\nZwei."
    assert atom.published == datetime(2026, 3, 2, 9, tzinfo=UTC)
    (rdf,) = read(RDF).entries
    assert (rdf.title, rdf.authors, rdf.published) == ("Thing", ("Di",), datetime(2026, 3, 2, 10, tzinfo=UTC))
    seven, eight = read(JSON).entries
    assert (seven.key, seven.text, seven.authors) == ("7", "One.\nTwo.", ("Ed",))
    assert seven.published == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (eight.url, eight.text, eight.published) == ("https://example.org/8", "Bare", None)


def test_times_keep_the_zone_that_the_feed_gives() -> None:
    zoned = [read(feed).entries[0] for feed in (RSS, ATOM, JSON)]
    hours = [e.published.utcoffset() // timedelta(hours=1) for e in zoned if e.published]  # type: ignore[operator]
    assert hours == [2, 1, 1]
    odd = "<rss version='2.0'><channel><title>x</title><item><guid>1</guid><pubDate>{}</pubDate></item></channel></rss>"
    for said in ("2 März 2026 10:00", "Mon, 2 Mar 2026 10:00 PST8PDT", "02/03/2026", "2026-03-02", "Mon, 2 Mar"):
        published = read(odd.format(said)).entries[0].published
        assert published is None or published.utcoffset() is not None


def test_a_news_sitemap_is_a_feed() -> None:
    sitemap = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/old</loc></url>
    <url><image><loc>https://example.org/i.png</loc><title>A picture</title></image>
    <loc>https://example.org/new</loc><news:news><news:publication><news:name>P</news:name>
    <news:language>en</news:language></news:publication><news:publication_date>2026-03-02T10:00:00+01:00
    </news:publication_date><news:title>New</news:title></news:news></url></urlset>"""
    new, old = read(sitemap).entries
    assert (new.url, new.title, new.language) == ("https://example.org/new", "New", "en")
    assert new.published == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert old.key == "https://example.org/old"
    index = "<sitemapindex><sitemap><loc>https://example.org/news.xml</loc></sitemap></sitemapindex>"
    assert "https://example.org/news.xml" in problem(read(index)).text


def test_a_long_sitemap_without_dates_is_read_at_both_ends() -> None:
    pages = "".join(f"<url><loc>https://example.org/{number}</loc></url>" for number in range(2000))
    found = [entry.url for entry in read(f"<urlset>{pages}</urlset>").entries]
    assert len(found) == 500
    assert (found[0], found[-1]) == ("https://example.org/0", "https://example.org/1999")


def test_an_entry_of_a_sitemap_that_names_no_page_is_left_out() -> None:
    named = "<url><loc>https://example.org/1</loc></url>"
    nameless = "<url><lastmod>2026-03-02</lastmod></url><url><loc>mailto:a@b.org</loc></url>"
    found = read(f"<urlset>{nameless}{named}</urlset>")
    assert [entry.url for entry in found.entries] == ["https://example.org/1"]


def test_a_feed_that_is_stored_packed_is_read() -> None:
    assert read(gzip.compress(RSS.encode())) == read(RSS)


@pytest.mark.parametrize(
    ("period", "often", "seconds"),
    [
        ("hourly", "", 3600),
        ("daily", "4", 21600),
        (" Weekly ", "0", 604800),
        ("fortnightly", "1", None),
        ("daily", "x", None),
    ],
)
def test_how_often_a_feed_says_that_it_changes(period: str, often: str, seconds: int | None) -> None:
    said = f"<sy:updatePeriod>{period}</sy:updatePeriod><sy:updateFrequency>{often}</sy:updateFrequency>"
    named = RSS.replace("<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    assert read(named.replace("<ttl>120</ttl>", said)).ttl_s == seconds


@pytest.mark.parametrize(
    ("reference", "letter"),
    [("&#9999999;", "\ufffd"), ("&#x110000;", "\ufffd"), ("&#x01F600;", "\U0001f600"), ("&#0000065;", "A")],
)
def test_a_letter_that_unicode_has_not_costs_only_itself(reference: str, letter: str) -> None:
    feed = read(RSS.replace("The &amp; Paper", f"The {reference} Paper"))
    assert (feed.title, len(feed.entries), feed.problem) == (f"The {letter} Paper", 4, None)


def test_a_watched_page_without_a_text_says_so() -> None:
    found = parse_page(b"<html><body><div id=app></div></body></html>", URL)
    assert (problem(found).code, found.entries) == ("empty-page", ())


def problem(feed: ParsedFeed) -> Problem:
    assert feed.problem is not None
    return feed.problem


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf", "not-a-feed"),
        (b"\0\0", "empty"),
        (b"<!DOCTYPE html><html><body><p>Hi</p></body></html>", "html"),
        (b"hello", "not-a-feed"),
        (b"{", "broken"),
        (b"[]", "not-a-feed"),
        (b'{"error": "no"}', "not-a-feed"),
        (b"<note><to>you</to></note>", "not-a-feed"),
        (b"\x1f\x8bjunk", "encoding"),
        (b"<urlset><url>", "broken"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>https://example.org/&a;</loc></url></urlset>', "entities"),
        (b'{"items": []}', "not-a-feed"),
        (gzip.compress(b" " * (limits.FEED_BYTES + 1)), "encoding"),
        (RSS.encode()[: RSS.index("</item>")], "cut-short"),
    ],
)
def test_what_is_no_feed_says_so_in_words(body: bytes, code: str) -> None:
    feed = read(body)
    assert problem(feed).code == code
    assert feed.entries == ()
    assert re.fullmatch(r"[A-Z].{10,200}\.", problem(feed).text)


def test_half_a_document_gives_its_whole_entries_and_a_complaint() -> None:
    feed = read(RSS[: RSS.index("Only words.")])
    assert [e.key for e in feed.entries] == ["a1"]
    assert problem(feed).code == "cut-short"


def test_another_encoding_than_it_says_is_read_and_told() -> None:
    wrong = RSS.replace('version="1.0"', 'version="1.0" encoding="utf-8"').replace("bold", "größer")
    feed = read(wrong.encode("latin-1"), "application/rss+xml; charset=utf-8")
    assert "größer" in (feed.entries[0].title or "")
    assert problem(feed).code == "encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://example.org/evil.dtd">%a;',
        '<!ENTITY a PUBLIC "x" "http://example.org/x">',
        '<!ENTITY a "' + "x" * 100_000 + '">',
        '<!entity a "&b;">',
    ],
)
def test_entities_are_refused_before_parsing(declared: str, encoding: str) -> None:
    feed = read(RSS.replace("<rss", f"<!DOCTYPE rss [{declared}]><rss").encode(encoding))
    assert problem(feed).code == "entities"
    assert feed.entries == ()


def test_a_body_that_is_the_path_of_a_file_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS)
    assert read(str(secret)).entries == ()


def test_a_date_at_the_end_of_time_costs_a_feed_nothing_but_that_date() -> None:
    said = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-02T10:00:00+01:00")
    items = ", ".join(f'{{"id": "{n}", "title": "T{n}", "date_published": "{date}"}}' for n, date in enumerate(said))
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{items}]}}'
    found = parse_feed(body.encode(), "application/feed+json", URL)
    assert [entry.published for entry in found.entries] == [None, None, datetime(2026, 3, 2, 9, tzinfo=UTC)]
    listed = "".join(f"<item><guid>{date}</guid><pubDate>{date}</pubDate></item>" for date in said)
    rss = read(f"<rss version='2.0'><channel><title>J</title>{listed}</channel></rss>")
    assert [entry.published for entry in rss.entries] == [None, None, datetime(2026, 3, 2, 9, tzinfo=UTC)]
