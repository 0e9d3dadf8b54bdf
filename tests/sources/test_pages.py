# ruff: noqa: E501 - pages and their sentences stand on one line, as pages have them
"""What is got from pages: text without furniture, headline, dates, kinds. All pages here are invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from models.nouns import Entry, PageKind
from settings import limits_sources as limits
from sources.page.extract import better, poor, read_page
from sources.reading import Reading

URL = "https://www.lomtimes.example/news/ferry-quay-closed?utm_source=rss&id=7#top"
SENTENCES = [
    "The harbour of Lom was closed on Tuesday after a ferry struck the eastern quay.",
    "Nobody was hurt, said the harbour master, Ines Tarn, but eleven cars fell into the water.",
    "Divers were to look at the hull on Wednesday, and the quay may stay closed for a week.",
    "Two smaller ferries will call at the fishing port instead, the company said in a statement.",
    "The ministry of transport opened an inquiry and asked for the recordings of the bridge.",
]
PROSE = "".join(f"<p>{s}</p>" for s in SENTENCES)
LEAD = "A ferry has damaged the eastern quay of Lom so badly that no ship can use it for days."
ENTRY = Entry(
    "k", URL, "Ferry closes quay", datetime(2026, 3, 3, 9, tzinfo=UTC), text=" ".join(SENTENCES[:2])
)


def page(body: str, head: str = "", title: str = "Ferry closes harbour quay | Lom Times") -> bytes:
    return f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def read(body: str, head: str = "", entry: Entry | None = None, **kw: Any) -> Reading:
    return read_page(page(body, head, **kw), URL, entry, now=datetime(2026, 3, 5, tzinfo=UTC))


def ld(**said: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


ARTICLE = f"<article><h1>Ferry closes harbour quay</h1>{PROSE}</article>"


def test_furniture_does_not_become_text() -> None:
    reading = read(
        f"""<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav>
        <article><div class="breadcrumbs"><a href=/>Home</a> / <a href=/news>News</a></div>
        <h1>Ferry closes harbour quay</h1><p class="standfirst">{LEAD}</p>
        <p class="byline">By Ann Otter</p><figure><img src=x><figcaption>The quay on Tuesday. Photo: Bo Lind</figcaption></figure>
        <p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>
        <aside><h3>Related</h3><ul><li><a href=/x>Storm closes the airport of Lom for a second day</a></ul></aside>
        <p><strong>Read more:</strong> <a href=/y>Last year's collision at the fishing port</a></p>
        <div><p>Found a mistake in the text? Select it and press Ctrl+Enter.</p></div>
        <p>{SENTENCES[2]}</p><div class="newsletter-signup"><p>Get the latest news in your inbox every morning.</p></div>
        <p>{SENTENCES[3]}</p><blockquote class="twitter-tweet"><p>What a day in Lom! pic.example/1</p></blockquote>
        <div><a href=/z><h3>A bridge for Lom</h3><p>The mayor of Lom opened a bridge over the harbour last year.</p></a></div>
        <p>{SENTENCES[4]}</p><p>Advertisement</p><p>Top of page</p>
        <div class="author-bio"><p>Ann Otter has written about ships for the Lom Times since 2011.</p></div></article>
        <section id="comments"><p>First comment, very long and very angry about the ferry company.</p></section>
        <footer><p>© 2026 Lom Times. All rights reserved.</p></footer>""",
        ld(author={"name": "Ann Otter"}),
    )
    assert reading.text.split("\n") == [LEAD, *SENTENCES]
    assert reading.kind is PageKind.ARTICLE
    assert reading.problem is None


def test_a_headline_that_was_not_chosen_is_no_line_of_the_text_either() -> None:
    head = '<meta property="og:title" content="Lom without its eastern quay for a week, and eleven cars in the water">'
    shown = "Ferry closes the eastern quay of the harbour of Lom for a week, says the harbour master"
    body = f"<article><div><p>{shown}</p></div><h1>{shown}</h1>{PROSE}</article>"
    reading = read(body, head, title=shown + " | Lom Times")
    assert reading.title.startswith("Lom without")
    assert reading.text.split("\n") == SENTENCES


def test_a_caption_and_a_tag_within_a_sentence_stay_and_a_body_with_an_odd_name_too() -> None:
    linked = SENTENCES[1].replace("Ines Tarn", '<a class="tag" href=/t>Ines Tarn</a>')
    body = f"<div class='article paywall related share'><h1>Ferry</h1><p>{SENTENCES[0]}</p><p>{linked}</p>{PROSE}</div>"
    assert SENTENCES[1] in read(body).text


def test_the_title_loses_the_site_and_keeps_its_own_dashes() -> None:
    head = '<meta property="og:site_name" content="Lom Times"><meta property="og:title" content="{}">'
    for told in (
        "Quay - a closed case - Lom Times",
        "Quay - a closed case | Lom Times",
        "Quay - a closed case",
    ):
        assert read(PROSE, head.format(told), title=told).title == "Quay - a closed case"
    assert read("<article><h1>Quay &amp;amp; ferry</h1>" + PROSE, "", title="x").title == "Quay & ferry"


@pytest.mark.parametrize(
    ("head", "when", "where"),
    [
        (ld(datePublished="2026-03-03T11:00:00+02:00"), "2026-03-03T11:00:00+02:00", "page json-ld"),
        ('<meta property="article:published_time" content="2026-03-03T11:00:00Z">', "2026-03-03T11:00:00+00:00", "page meta"),
        ('<meta name="date" content="Tue, 3 Mar 2026 11:00:00 EST">', "2026-03-03T11:00:00-05:00", "page meta"),
        (ld(datePublished="2026-03-06T00:00:00Z"), "2026-03-06T00:00:00+00:00", "page json-ld"),
        (ld(datePublished="2026-03-06T00:00:01Z"), None, ""),
        (ld(datePublished="2062-03-03T11:00:00Z"), None, ""),
        (ld(datePublished="yesterday"), None, ""),
        (ld(datePublished=1772532000), "2026-03-03T10:00:00+00:00", "page json-ld"),
        ('<meta name="date" content="1772532000000">', "2026-03-03T10:00:00+00:00", "page meta"),
        (ld(datePublished=float("nan")), None, ""),
        (ld(datePublished=10**400), None, ""),
        (ld(datePublished="0001-01-01T00:00:00+14:00"), None, ""),
    ],
)  # fmt: skip
def test_dates_keep_their_zone_and_say_where_they_are_from(head: str, when: str | None, where: str) -> None:
    reading = read(ARTICLE, head)
    assert (reading.published.isoformat() if reading.published else None) == when
    assert reading.date_from == where


def test_a_date_beside_the_headline_is_read_as_its_machine_readable_form_says() -> None:
    for shown in ("<time datetime='2026-03-03T11:00+02:00'>today</time>", "<b itemprop=datePublished content='2026-03-03T11:00+02:00'>x</b>"):
        reading = read(f"<article><h1>Ferry closes harbour quay</h1>{shown}{PROSE}</article>")
        assert (reading.published, reading.date_from) == (datetime(2026, 3, 3, 9, tzinfo=UTC), "page time")


@pytest.mark.parametrize(("day", "when"), [("3 March 2026", "2026-03-03"), ("19 March 2026", None)])
def test_a_date_in_the_running_text_is_not_ahead_either(day: str, when: str | None) -> None:
    found = read(f"<article><p>Published on {day}</p>{PROSE}</article>").published
    assert (found.date().isoformat() if found else None) == when


def test_updated_and_the_feeds_date() -> None:
    reading = read(ARTICLE, ld(datePublished="2026-03-03", dateModified="2026-03-03T15:00:00+02:00"))
    assert reading.updated == datetime(2026, 3, 3, 15, tzinfo=timezone(timedelta(hours=2)))
    assert (reading.date_from, reading.updated_from) == ("page json-ld", "page json-ld")
    meta = read(ARTICLE, '<meta property="article:modified_time" content="2026-03-03T15:00:00+02:00">')
    assert (meta.updated, meta.updated_from) == (reading.updated, "page meta")
    changed = read(ARTICLE, entry=replace(ENTRY, updated=ENTRY.published))
    assert (changed.updated, changed.updated_from) == (ENTRY.published, "feed")
    undated = read(ARTICLE, entry=ENTRY)
    assert (undated.published, undated.date_from) == (ENTRY.published, "feed")


@pytest.mark.parametrize(
    ("meta", "fed", "when", "where"),
    [
        ("2026-03-03T11:00:00+02:00", None, "2026-03-03T09:00", "page meta"),
        ("2026-03-02T23:00:00Z", None, "2026-03-02T23:00", "page meta"),  # the third in Berlin
        ("2026-03-02T09:00:00Z", None, "2026-03-03T00:00", "page json-ld"),  # of another day: of something else
        ("2026-03-03", "2026-03-03T09:00", "2026-03-03T09:00", "feed"),
        ("2026-03-03", "2026-03-04T08:00", "2026-03-04T08:00", "feed"),  # the third in Honolulu
        ("2026-03-03", "2026-03-04T13:00", "2026-03-03T00:00", "page json-ld"),
        ("2026-03-03", "2026-03-02T08:00", "2026-03-03T00:00", "page json-ld"),
        ("2026-03-03T11:00:00Z", "2026-03-03T09:00", "2026-03-03T11:00", "page meta"),
    ],
)
def test_of_a_page_that_tells_the_day_alone_the_hour_is_taken_from_who_tells_it(
    meta: str, fed: str | None, when: str, where: str
) -> None:
    """At midnight it stood before all that had happened on its day."""
    entry = replace(ENTRY, published=datetime.fromisoformat(fed + "Z")) if fed else None
    head = ld(datePublished="2026-03-03") + f'<meta property="article:published_time" content="{meta}">'
    reading = read(ARTICLE, head, entry=entry)
    assert (reading.published, reading.date_from) == (datetime.fromisoformat(when + "Z"), where)


def test_authors_site_language_and_address() -> None:
    head = ld(
        author=[{"name": "By Ann Otter"}, {"name": "Bo Lind and Cy Moe"}], publisher={"name": "Lom Times"}
    )
    reading = read(ARTICLE, head + '<link rel="canonical" href="/news/ferry-quay-closed?utm_medium=x">')
    assert reading.authors == ("Ann Otter", "Bo Lind", "Cy Moe")
    assert (reading.site, reading.language) == ("Lom Times", "en")
    assert reading.canonical_url == "https://www.lomtimes.example/news/ferry-quay-closed"
    assert reading.publisher == "lomtimes.example"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<div>By <a href=/a>Ann Otter</a><span>Published On</span><span>2 Mar 2026</span></div>", ("Ann Otter",)),
        ("<div class=x1><span>By Ann Otter and Bo van der Lind | Staff</span></div>", ("Ann Otter", "Bo van der Lind")),
        ("<p>Von <a href=/a>Änne Otter</a>, Lom <time>2. März 2026</time> <a>147 Kommentare</a></p>", ("Änne Otter",)),
        ("<div>Par <b>Ann Otter</b> (Lom, envoyée spéciale)</div>", ("Ann Otter",)),
        ("<div><a rel=author href=/a>Ann Otter</a> <i itemprop=author>Bo Lind</i></div>", ("Ann Otter", "Bo Lind")),
        ("<p>By Monday the eastern quay was closed for good.</p>", ()),
        ("<p>By Ann Otter's own account nothing of the kind was ever said to her by the harbour master of Lom, who has "
         "been asked about it four times since, in writing and at the town hall, and has not said a word on it.</p>", ()),
    ],
)  # fmt: skip
def test_a_byline_below_the_headline_names_who_wrote_it(line: str, names: tuple[str, ...]) -> None:
    assert read(f"<article><h1>Ferry closes harbour quay</h1>{line}{PROSE}</article>").authors == names


def test_json_ld_serves_where_the_page_shows_a_part() -> None:
    body = " ".join(SENTENCES * 3)
    shown = f"<article><h1>Ferry closes harbour quay</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
    reading = read(shown, ld(articleBody=body))
    assert (reading.text, reading.text_from) == (body, "json-ld")
    assert read(ARTICLE, ld(articleBody=SENTENCES[0])).text_from == "page"
    hidden = read("<div id=app></div>", ld(articleBody=body).replace("}</script>", ",}</script>"))
    assert (hidden.text, hidden.text_from, hidden.kind) == (body, "json-ld", PageKind.ARTICLE)


def test_json_ld_tells_where_the_article_ends() -> None:
    weather = "The weather in Lom will be fine again on Sunday, with light winds from the west."
    longer = f"<article><h1>Ferry closes harbour quay</h1>{PROSE}<p>{weather}</p></article>"
    assert weather in read(longer).text
    assert read(longer, ld(articleBody=" ".join(SENTENCES))).text.split("\n") == SENTENCES


def test_a_saved_page_says_itself_where_it_is_from() -> None:
    def saved(href: str) -> Reading:
        return read_page(page(ARTICLE, f'<link rel="canonical" href="{href}">'), "")

    found = saved("https://www.lomtimes.example/news/ferry?utm_source=x")
    assert (found.canonical_url, found.publisher) == ("https://www.lomtimes.example/news/ferry", "lomtimes.example")
    assert saved("javascript:alert(1)").url == saved("/news/ferry").url == ""


def graphs(depth: int, **said: Any) -> str:
    node: dict[str, Any] = {"@type": "NewsArticle", **said}
    for _ in range(depth):
        node = {"@graph": [node]}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    "odd",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", </script>',
        f'<script type="application/ld+json">{"[" * 99_999}</script>',
        graphs(400, author="Bo Lind"),
        graphs(200, author="Bo Lind"),
    ],
    ids=["broken", "brackets without end", "a graph without end", "a deep graph"],
)
def test_json_ld_that_nobody_can_read_costs_only_itself(odd: str) -> None:
    assert read(ARTICLE, odd + graphs(2, author="Ann Otter")).authors == ("Ann Otter",)


def test_of_json_ld_only_so_much_is_read() -> None:
    told = ld(datePublished="2026-03-03T11:00Z")
    flood = f'<script type="application/ld+json">"{"x" * limits.JSON_LD_CHARS}"</script>'
    assert [read(ARTICLE, head).date_from for head in (told + flood, flood + told)] == ["page json-ld", "page text"]


def test_the_feed_serves_where_the_page_gives_less() -> None:
    longer = Entry("k", URL, "Ferry", None, text="\n".join(SENTENCES) + " " + " ".join(SENTENCES))
    short = f"<article><h1>Ferry</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
    reading = read(short, entry=longer)
    assert (reading.text, reading.text_from, reading.kind) == (longer.text, "feed", PageKind.ARTICLE)
    assert read(ARTICLE, entry=ENTRY).text_from == "page"


CONSENT = """<h1>We value your privacy</h1><p>We and our 842 partners store and access personal data on your device, such
as cookies, to show personalised advertising and measure it.</p><p>You can change your preferences at any time.</p>
<button>Accept all</button><button>Manage options</button><a href=/privacy>Privacy policy</a>"""
EINWILLIGUNG = """<h1>Willkommen</h1><p>Mit Werbung und Tracking lesen: Besuchen Sie uns wie gewohnt mit Cookies. Details zum
Datenschutz finden Sie unten. Sie können die Einwilligung jederzeit widerrufen.</p><button>Zustimmen und weiter</button>
<p>Wir und unsere Partner verarbeiten personenbezogene Daten auf Ihrem Gerät.</p>"""
PAYWALL = f"""<article><h1>Ferry closes harbour quay</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><div><p>To continue
reading, subscribe for 1 mark a week.</p><p>Already a subscriber? <a href=/login>Log in</a></p></div></article>"""
KINDS = {
    "consent": (CONSENT, PageKind.CONSENT),
    "consent in German": (EINWILLIGUNG, PageKind.CONSENT),
    "paywall": (PAYWALL, PageKind.PAYWALL),
    "404": ("<h1>404</h1><p>The page you are looking for does not exist. <a href=/>Home</a></p>", PageKind.ERROR),
    "gone": ("<h1>Page not found</h1><p>Sorry, this article has been removed or was moved.</p>", PageKind.ERROR),
    "robot": ("<h1>Just a moment...</h1><p>Verify you are human by completing the action below.</p>", PageKind.ERROR),
    "script": ("<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>", PageKind.EMPTY),
    "nothing": ("", PageKind.EMPTY),
    "navigation": ("<ul>" + "".join(f"<li><a href=/{n}>Story number {n} of the day</a>" for n in range(60)) + "</ul>",
                   PageKind.EMPTY),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_article_never_becomes_one_and_the_feed_serves(name: str) -> None:
    body, kind = KINDS[name]
    title = "404" if name == "404" else "Lom Times"
    bare = read(body, title=title)
    assert bare.kind is bare.page_kind is kind
    assert bare.problem is not None
    assert bare.problem.text.endswith(".")
    longer = Entry("k", URL, "Ferry closes quay", ENTRY.published, text=" ".join(SENTENCES))
    reading = read(body, entry=longer, title=title)
    assert (reading.kind, reading.page_kind) == (PageKind.ENTRY, kind)
    assert (reading.text, reading.text_from) == (longer.text, "feed")
    assert reading.published == ENTRY.published


@pytest.mark.parametrize(
    "around",
    [
        f"<div id=banner>{CONSENT}</div>",
        "<div><p>Already a subscriber? Log in. Subscribe to read every story.</p></div>",
        "<noscript>Please enable JavaScript to see the comments.</noscript>",
        "<h2>404 and other errors of our new site</h2><p>The page you are looking for may have moved.</p>",
    ],
)
def test_an_article_beside_a_banner_stays_an_article(around: str) -> None:
    more = "".join(f"<p>In the {n}th hour of the inquiry, {s}</p>" for n in range(4, 8) for s in SENTENCES)
    reading = read(f"<article><h1>Ferry closes harbour quay</h1>{PROSE}{more}</article>{around}")
    assert reading.kind is PageKind.ARTICLE
    assert SENTENCES[0] in reading.text


def test_an_article_among_many_links_stays_an_article() -> None:
    menus = "".join(f"<li><a href=/{n}>Department number {n} of the ministry</a></li>" for n in range(150))
    reading = read(f"<ul>{menus}</ul><main><h2>Ferry closes harbour quay</h2>{PROSE}{PROSE.replace('The', 'All the')}</main>")
    assert reading.kind is PageKind.ARTICLE
    assert "Department" not in reading.text


def test_a_live_blog_is_split_into_its_dated_entries() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": s, "url": f"{URL.split('#')[0]}#p{n}",
         "datePublished": f"2026-03-03T1{n}:00:00+02:00"}
        for n, s in enumerate(SENTENCES)
    ]  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates})}</script>'
    reading = read(ARTICLE, head)
    assert reading.kind is PageKind.LIVE_BLOG
    assert [(p.title, p.text, p.anchor) for p in reading.posts][1] == ("Update 1", SENTENCES[1], "p1")
    assert reading.posts[4].published == datetime(2026, 3, 3, 12, tzinfo=UTC)

    alone = read("<main><time pubdate datetime='2026-03-03T18:00+02:00'></time></main>", head.replace("[{", '["x", {'))
    assert alone.text.startswith(f"Update 0\n{SENTENCES[0]}\nUpdate 1\n"), "the page shows nothing of itself"
    assert (len(alone.posts), alone.published) == (5, reading.posts[0].published), "the page's only time is the last entry's"

    posts = "".join(
        f"<div class='live-post' id=p{n}><time datetime='2026-03-03T1{n}:00Z'>1{n}:00</time><h3>U{n}</h3><p>{s}</p></div>"
        for n, s in enumerate(SENTENCES)
    )
    marked = read(f"<main><h1>Ferry in Lom: live updates</h1><div>{posts}</div></main>", title="Ferry: live")
    assert marked.kind is PageKind.LIVE_BLOG
    assert [p.text for p in marked.posts] == SENTENCES
    assert read(f"<main><h1>Ferry in Lom</h1><div>{posts}</div></main>", title="Ferry").posts == ()


def test_the_amp_version_serves_where_the_page_gives_little() -> None:
    stub = read(
        "<div id=app></div><noscript>Enable JavaScript.</noscript>", '<link rel="amphtml" href="/amp/ferry">'
    )
    assert stub.leaner_url == "https://www.lomtimes.example/amp/ferry"
    whole = better(stub, read(ARTICLE))
    assert (whole.kind, whole.text_from, whole.url) == (PageKind.ARTICLE, "leaner page", stub.url)
    assert better(read(ARTICLE), stub).text_from == "page"
    changed = ld(dateModified="2026-03-03T15:00:00+02:00")
    assert better(stub, read(ARTICLE, changed)).updated_from == "page json-ld"
    assert better(stub, read(PAYWALL)) == stub, "what it leads to is no article"


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ('<a href="/print/7">Print version</a>', "https://www.lomtimes.example/print/7"),
        ('<a href="https://m.lomtimes.example/7"> Druckversion </a>', "https://m.lomtimes.example/7"),
        ('<a href="?print=1" title="Printer-friendly page"></a>', "https://www.lomtimes.example/news/ferry-quay-closed?print=1"),
        ('<a href="https://elsewhere.example/7">Print version</a>', None),
        ('<a href="/shop">Print versions of our front pages</a>', None),
    ],
)  # fmt: skip
def test_the_print_version_serves_too_if_it_is_the_publishers_own(link: str, leads: str | None) -> None:
    stub = read(f"<article><h1>Ferry</h1><p>{SENTENCES[0]}</p></article>{link}")
    assert (stub.leaner_url, poor(stub)) == (leads, leads is not None)


@pytest.mark.parametrize("odd", ["\x01", "\x0b", "\x1f", "\ufffe", "&#1;", "&#x1B;", "&#0027;"])
def test_a_control_character_costs_only_itself(odd: str) -> None:
    reading = read(ARTICLE.replace("closes", f"clo{odd}ses").replace("Tuesday", f"Tues{odd}day"), title="Ferry")
    assert (reading.title, reading.text.split("\n")) == ("Ferry closes harbour quay", SENTENCES)


def test_a_broken_byte_in_utf8_does_not_change_what_the_others_mean() -> None:
    words = "Der Fährverkehr fällt für Wochen aus, hieß es am späten Abend in Köln, Zürich und Århus. "
    raw = page(f"<article><h1>Fähre</h1><p>{words * 3}</p><p>{words}#</p></article>").replace(b"#", b"\xe4")
    assert words.strip() in read_page(raw, URL).text


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("iso-8859-2", "Wodociągi zamknęły w poniedziałek dwa zbiorniki po tym, jak w próbce wykryto ślady oleju. "),
        ("ISO-8859-9", "Oddmar su kurulu pazartesi günü iki barajı kapattı; doğu vadilerinde on dört bin hane var. "),
        ("iso-8859-1", "The board said \u201cnot before spring\u201d \u2013 and the mayor of Malmö agreed with that. "),
        ("Shift_JIS", "水道局は月曜日、検査で軽油の痕跡が見つかったため、①二つの貯水池を閉鎖した。東部の世帯に影響が出ている。"),
    ],
)
def test_a_page_is_read_in_the_letters_that_its_server_names(charset: str, words: str) -> None:
    raw = f"<html><body><article><h1>x</h1><p>{words * 2}</p><p>{words}</p></article></body></html>"
    coded = raw.encode({"iso-8859-1": "cp1252", "Shift_JIS": "cp932"}.get(charset, charset))
    assert words.strip() in read_page(coded, URL, content_type=f"text/html; charset={charset}").text
    for other in ("text/html", "text/html; charset=x-user-defined", "text/html; charset=zip", 'text/html; charset="'):
        assert read_page(raw.encode(), URL, content_type=other).text == read_page(raw.encode(), URL).text


@pytest.mark.parametrize(
    "body", [b"", b"\0", b"<", b"<html>", b"plain words", b"%PDF-1.7 \xff\xfe", b"\xff\xfe<\0p\0"]
)
def test_no_bytes_raise(body: bytes) -> None:
    assert read_page(body, URL).kind in PageKind
