# ruff: noqa: E501 - a page's claims stand on one line, to be seen together
"""The headline, of claims that differ. Every headline here is invented."""

from __future__ import annotations

import json
import time

import pytest

from sources.page.document import parse
from sources.page.titles import title_of

LONG = "Ferry closes the eastern quay of Lom for a week, and eleven cars are in the water, says the harbour master who saw it"


def headline(
    h1: str = "", og: str = "", ld: str = "", title: str = "", alt: str = "", twitter: str = "", more: str = "",
    address: str = "a", names: str = "Lom Times|www.lomtimes.example",
) -> str:  # fmt: skip
    said = {"@type": "NewsArticle", "headline": ld, "alternativeHeadline": alt}
    page = f"""<html><head><title>{title}</title><meta property="og:title" content="{og}">
    <meta name="twitter:title" content="{twitter}">{more}
    <script type="application/ld+json">{json.dumps(said)}</script></head><body><h1>{h1}</h1></body></html>"""
    document = parse(page.encode(), f"https://www.lomtimes.example/news/{address}")
    assert document is not None
    return title_of(document, tuple(names.split("|")))


@pytest.mark.parametrize(
    ("claims", "chosen"),
    [
        ({"h1": "Quay shut", "ld": "Quay shut", "title": "Quay shut - Lom Times", "og": "Ferry shuts quay"}, "Ferry shuts quay"),
        ({"h1": "Quay shut", "ld": "Quay shut", "title": "Quay shut", "og": "Ferry shuts quay"}, "Quay shut"),
        ({"og": "Quay &amp;lt;i&amp;gt;shut&amp;lt;/i&amp;gt; for a week"}, "Quay shut for a week"),
        ({"h1": "Quay shut", "ld": "Quay shut", "title": "Quay shut - Lom Times", "og": "Ferry shuts quay | Lom Times"}, "Quay shut"),
        ({"h1": "Quay shut", "ld": "Ferry: quay shut", "title": "Ferry: quay shut", "og": "Ferry shuts quay"}, "Ferry: quay shut"),
        ({"h1": "Quay shut", "ld": "Ferry shuts quay", "og": "Quay shut", "title": "Quay shut"}, "Quay shut"),
        ({"h1": "Quay shut", "ld": "Ferry shuts quay", "alt": "A loud crash", "og": "Quay shut", "title": "Quay shut"}, "Ferry shuts quay"),
        ({"h1": "Quay shut", "ld": "Ferry shuts quay", "alt": "Quay shut", "og": "Quay shut", "title": "x"}, "Quay shut"),
        ({"h1": "Ferry shuts quay", "ld": "Shipping in northern waters", "title": "Ferry shuts quay - Lom Times"}, "Ferry shuts quay"),
        ({"h1": "Ferry shuts quay", "ld": "Shipping in northern waters", "title": "Lom Times"}, "Shipping in northern waters"),
        ({"h1": LONG, "ld": LONG[:110], "og": LONG[:60] + "…", "title": LONG}, LONG),
        ({"h1": "", "ld": "", "title": "", "og": "", "twitter": "Only here"}, "Only here"),
        ({"og": "Ferry shuts quay", "title": "Ferry shuts quay"}, "Ferry shuts quay"),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_rule(claims: dict[str, str], chosen: str) -> None:
    assert headline(**claims) == chosen


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        ("Quay - a closed case - Lom Times", "Quay - a closed case"),
        ("Quay shut | Harbour | Lom Times", "Quay shut | Harbour"),
        ("Lom Times | Quay shut", "Quay shut"),
        ("Quay shut - Lom Times News", "Quay shut"),
        ("Quay shut › Lom Times", "Quay shut"),
        ("Quay shut ‹ Lom Times", "Quay shut"),
        ("Lom Times » Quay shut", "Quay shut"),
        ("Quay shut: Lom Times asks why it took three days to find the cars", "Quay shut: Lom Times asks why it took three days to find the cars"),
    ],
)  # fmt: skip
def test_the_sites_name_goes(told: str, plain: str) -> None:
    assert headline(h1=told, title=told) == plain


@pytest.mark.parametrize(
    "told",
    [
        "Quay shut | Harbour | Lom Times",
        "Quay shut - Lom Times - 21.11.2026",
        "Quay shut | Lom Times | by Ane Holm",
        "Quay shut – Die Neue Lömtimes",
        "Quay shut - Lomtimes Online",
    ],
)  # fmt: skip
def test_all_from_the_sites_name_on_goes_and_then_the_section(told: str) -> None:
    section = '<meta property="article:section" content="Harbour">'
    assert headline(og=told, more=section, names="lömtimes|Lom Times|www.lomtimes.example") == "Quay shut"


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("Quay shut - sometimes it pays to ask the harbour master", "Time"),
        ("Ferries and their plan - B", "www.lomtimes.bb"),
        ("Quay shut - Harbour", "Lom Times"),
    ],
)  # fmt: skip
def test_what_only_looks_like_the_sites_name_stays(told: str, names: str) -> None:
    section = '<meta property="article:section" content="Harbour">'
    assert headline(og=told, more=section, names=names) == told


def test_the_address_tells_what_an_article_was_called_when_one_claim_stands_against_two() -> None:
    claims = {"h1": "Quay: two cars found", "og": "Quay: two cars found", "ld": "Ferry at the Öster quay, day by day"}
    assert headline(**claims) == "Quay: two cars found"
    assert headline(**claims, address="ferry-at-the-oester-quay-day-by-day,x1") == "Ferry at the Öster quay, day by day"
    assert headline(**claims, address="ferry-at-the-oster-quay-day-by-day.html") == "Ferry at the Öster quay, day by day"
    claims |= {"h1": "Lom: Ferry at the Öster quay, day by day", "og": "Lom: Ferry at the Öster quay, day by day"}
    assert headline(**claims, address="ferry-at-the-oester-quay-day-by-day") == "Lom: Ferry at the Öster quay, day by day"


def test_newsletters_and_counters_of_readers_decide_between_two_and_two() -> None:
    claims = {"h1": "Quay shut", "ld": "Quay shut", "og": "Ferry shuts quay", "title": "Ferry shuts quay"}
    assert headline(**claims) == "Ferry shuts quay"
    assert headline(**claims, more='<meta name="sailthru.title" content="Quay shut">') == "Quay shut"
    assert headline(**claims, more='<meta name="parsely-title" content="Ferry shuts quay">') == "Ferry shuts quay"


def test_two_kickers_before_one_headline_are_none_of_it() -> None:
    shown = "<span>Harbour</span> <span class='hidden'>-</span> <span>Ferry shuts the quay</span>"
    other = "Storm at Lom: Ferry shuts the quay"
    assert headline(h1=shown, og=other, title=other, ld=other) == "Ferry shuts the quay"
    same = "Harbour: Ferry shuts the quay"
    assert headline(h1=shown, og=same, title=same, ld=same) == same


def test_what_other_claims_say_tells_where_the_headline_ends() -> None:
    assert headline(h1="", og="Quay shut-Harbour | Lom Times", title="Quay shut-Harbour | Lom Times", ld="Quay shut") == "Quay shut"
    assert headline(h1="Quay shut", og="Harbour | Quay shut", title="Lom Times | Harbour | Quay shut", ld="Quay shut") == "Quay shut"
    assert headline(h1="Quay shut", og="Quay shut - as it happened", title="Quay shut", ld="Quay shut - as it happened") == "Quay shut - as it happened"


def test_an_h1_that_names_the_site_or_a_section_is_no_headline() -> None:
    below = "</h1><h2>Ferry shuts the quay</h2><h1>"
    assert headline(h1="Harbour and shipping" + below, title="Ferry shuts the quay") == "Ferry shuts the quay"
    assert headline(h1="Lom Times" + below, title="Ferry shuts the quay: all that is known | Lom Times") == (
        "Ferry shuts the quay: all that is known"
    ), "nor does it tell where the headline ends"
    assert headline(h1="Quay shut" + below, og="Quay shut for a week", title="x") == "Quay shut for a week"
    assert headline(h1="Quay shut" + below, title="Lom Times") == "Quay shut", "what nobody else says is no better"
    assert headline(h1=below, title="Ferry shuts the quay – Ministry, Lomland") == "Ferry shuts the quay"
    drawn = "<svg><style>.a { fill: red }</style></svg>Ferry shuts the quay"
    assert headline(h1=drawn) == "Ferry shuts the quay"


def test_an_underscore_sets_the_site_apart_where_the_headline_stands_alone_elsewhere() -> None:
    cut = "渡轮封闭码头一周，十一辆汽车落水..."
    assert headline(h1=cut, title=f"{cut}_港口_罗姆时报网") == cut


def test_a_kicker_keeps_the_mark_that_an_h1_lays_out() -> None:
    shown = "<span>Harbour</span><span>Quay shut</span>"
    assert headline(h1=shown, og="Harbour: Quay shut", title="Harbour: Quay shut", ld="Quay shut") == "Harbour: Quay shut"


def test_entities_and_invisible_letters_do_not_count() -> None:
    assert headline(h1="Quay &amp;amp; fer\u00adry", ld="Quay &amp;#38; ferry", title="x") == "Quay & ferry"


@pytest.mark.parametrize("unit", ["-", " | ", " - a", "a:", "：", "| "])
def test_a_claim_that_is_no_headline_costs_little(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    begun = time.process_time()
    assert len(headline(h1="Quay shut", og=text, title=text, ld=text, alt=text, twitter=text)) <= 500
    assert time.process_time() - begun < 5, "dashes took minutes"
