# ruff: noqa: E501 - pages and their sentences stand on one line, as pages have them
"""A live blog is split into its dated entries, however its page is made. All pages here are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from models.nouns import PageKind
from sources.page.extract import read_page
from sources.reading import Reading

SAID = [
    "The board expects the results of a second round of tests on Wednesday morning, it says.",
    "The opposition in the county council asked for an independent inquiry and all records.",
    "Tankers deliver drinking water to four schools and a hospital until Thursday evening.",
    "The regional water board of Oddmar closed two reservoirs after a sample showed diesel.",
]
HOURS = [16, 15, 14, 13]
CET = timezone(timedelta(hours=1))
MIDNIGHT_MS = 1_772_406_000_000
PUBLISHED = '<meta property="article:published_time" content="2026-03-02T13:00:00+01:00">'
LAYOUTS = {
    "items of a list, a time in each": "<ol>{}</ol>|<li class=x1><article><header><h3><span>{h}:05</span><span>Head {n}</span></h3><time datetime='2026-03-02T{h}:05+01:00'>{h}:05</time></header><div><p>{s}</p></div></article></li>",
    "no telling names": "<div class=x1>{}</div>|<div class=y{n}><div><time datetime='2026-03-02T{h}:05+01:00'></time></div><h2>Head {n}</h2><div><p>{s}</p></div></div>",
    "a stamp as data": "<div>{}</div>|<div class=e><div data-timestamp='2026-03-02T{h}:05+01:00'>before noon</div><h2>Head {n}</h2><div><p>{s}</p></div></div>",
    "a stamp in milliseconds": "<div>{}</div>|<div class=e><div data-timestamp='{ms}'>before noon</div><h2>Head {n}</h2><div><p>{s}</p></div></div>",
    "a clock without a date": "<div>{}</div>|<section class=u><span>{h}:05</span><h2>Head {n}</h2><p>{s}</p></section>",
    "a clock with a German date": "<div>{}</div>|<div class=e><div>02.03.2026 • {h}:05 Uhr</div><h2>Head {n}</h2><p>{s}</p></div>",
    "headings and paragraphs in a row": "<div>{}</div>|<h3>Head {n}</h3><p><time datetime='2026-03-02T{h}:05+01:00'>{h}:05</time></p><p>{s}</p><hr>",
    "headings that begin with a clock": "<div>{}</div>|<h3>{h}.05 Uhr: Head {n}</h3><p>{s}</p>",
    "no paragraphs": "<div>{}</div>|<div class=e><time datetime='2026-03-02T{h}:05+01:00'>{h}:05</time><h2>Head {n}</h2><div>{s}</div></div>",
}  # fmt: skip


def read(body: str, title: str = "Oddmar's water: live updates", url: str = "https://www.talblatt.example/1") -> Reading:
    page = f"<html lang=en><head><title>{title}</title>{PUBLISHED}</head><body><main><h1>{title}</h1>{body}</main></body></html>"
    return read_page(page.encode(), url, now=datetime(2026, 3, 5, tzinfo=UTC))


def blog(name: str, hours: list[int] = HOURS) -> str:
    around, each = LAYOUTS[name].split("|")
    return around.format("".join(each.format(n=n, h=f"{h:02}", s=s, ms=MIDNIGHT_MS + (h * 60 + 5) * 60_000) for n, (h, s) in enumerate(zip(hours, SAID, strict=True))))


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_entry_is_told_apart_with_its_time_and_headline(name: str) -> None:
    reading = read(blog(name))
    assert reading.kind is PageKind.LIVE_BLOG
    assert [(p.title, p.text) for p in reading.posts] == [(f"Head {n}", s) for n, s in enumerate(SAID)]
    assert [p.published for p in reading.posts] == [datetime(2026, 3, 2, h, 5, tzinfo=CET) for h in HOURS]


def test_a_day_that_no_calendar_has_leaves_the_clock() -> None:
    reading = read(blog("a clock with a German date").replace("02.03.2026", "31.02.2026"))
    assert [p.published for p in reading.posts] == [datetime(2026, 3, 2, h, 5, tzinfo=CET) for h in HOURS]


@pytest.mark.parametrize("way", [1, -1], ids=["newest first", "oldest first"])
def test_a_clock_that_goes_back_tells_of_the_next_day(way: int) -> None:
    reading = read(blog("a clock without a date", [1, 0, 23, 22][::way]))
    days = [p.published.day for p in reading.posts if p.published]
    assert days == [3, 3, 2, 2][::way]


def test_a_short_entry_is_one_too_and_a_caption_is_none_of_it() -> None:
    short = "<section class=u><span>17:05</span><p>Toll rises to seven.</p><figure><p>The pump house.</p></figure></section>"
    reading = read(blog("a clock without a date").replace("<div>", f"<div>{short}", 1))
    assert [p.text for p in reading.posts] == ["Toll rises to seven.", *SAID]


def test_neither_comments_nor_teasers_are_entries() -> None:
    prose = "".join(f"<p>{s} So it was told at noon, in Vell and elsewhere, by those who had seen it.</p>" for s in SAID * 2)
    each = "<div class=e><time datetime='2026-03-02T1{n}:05Z'></time><p>This is what reader {n} has to say of all that, at some length.</p></div>"
    talk = "".join(each.format(n=n) for n in range(4))
    assert read(f"{prose}<div class='comments'>{talk * 9}</div>").posts == ()
    assert read(f"{prose}<div class='rail'>{talk}</div>").posts == ()
    assert read(blog("no telling names"), title="Oddmar's water").posts == (), "nothing says that it is live"
