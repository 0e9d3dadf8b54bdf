"""A watch's preview: as a look at every text would have it, loaded by itself, and kept."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from alerts.policy import Shifts
from settings.limits_web import PREVIEWS_KEPT
from settings.schema import WatchSetting
from steps.looking.prefilter import candidates
from steps.looking.preview import preview
from steps.telling.material import Material, matches
from storage.deciding import developments
from storage.telling import feedback
from web.previews import Previews
from web.shapes import Preview
from web.site import Site

SINCE = timedelta(days=60)
PREVIEW = Preview(days=30, told=0, held=0, lines=[])
PLANTED = (
    "A covid-19 test was late, and covid19 wards were full.",
    "The Donau\u00addampf\u00adschiff sank.",
    "Zürich and Zurich don’t agree on the C-130J or on 11.5 per cent.",
    "The U.S. said that us and US are not one word.",
    "Пожар в порту потушен; en français, l'été arrive.",
    "东京发生地震，船只返回港口。",
    "Łucja Żółkiewska sprach in der Große Straße; το Ρίγκεν; la Côte.",
    "Snake_case and ferry_boats, re-elected and re elected.",
)
QUERIES = (
    "ferry", "ferr*", "FERRY", "=Ferry", "ferry NOT captain", "NOT ferry", "fire OR blaze", "(fire OR blaze) harbour",
    '"Port Ansel"', '"port an"*', "covid-19", "covid19", '"covid-19"', "covid-1*", "don't", "dont", "Donaudampfschiff",
    "Donau", "Zürich", "Zurich", "C-130J", "C130J", "11.5", "115", "US", "us", "пожар", "порту", "été", "l'été",
    "地震", "地震 OR ferry", "re-elected", "reelected", "ferry_boats", "boats", "a-b-c-d-e-f", "the", "tern AND ardent",
    "zolkiewska", "Żółkiewska", "grosse", "strasse", "ριγκεν", "cote", "côte", "Lucja zolk*",
)  # fmt: skip


def matching(room: Any, watch: WatchSetting) -> list[int]:
    """By a look at every text."""
    context = Site(room.db, room.settings, room.clock, lambda: None).context()
    with room.db.read() as conn:
        found = developments.between(conn, room.clock() - SINCE, room.clock())
        return [
            each.development.id
            for each in Material.many(conn, context, found)
            if matches(watch, each, Shifts()).matched
        ]


@pytest.fixture(scope="module")
def planted(shared: Any) -> Any:
    """The archive with words in it that an index may split otherwise than a watch."""
    with shared.db.write() as conn:
        ids = list(conn.execute(sa.text("SELECT article_id FROM developments ORDER BY id")).scalars())
        for number, text in enumerate(PLANTED):
            conn.execute(
                sa.text("UPDATE articles SET text = text || :more WHERE id = :id"),
                {"more": f"\n{text}", "id": ids[3 * number]},
            )
    return shared


def test_no_development_that_matches_is_left_out(planted: Any) -> None:
    picked = random.Random(3)
    joined = [
        f"{picked.choice(QUERIES[:6])} {picked.choice(['AND', 'OR'])} ({picked.choice(QUERIES)})" for _ in range(20)
    ]
    queries = [*QUERIES, *joined]
    narrowed = 0
    for query in queries:
        watch = WatchSetting(name="W", words=query)
        expected = matching(planted, watch)
        with planted.db.read() as conn:
            possible = candidates(conn, watch, planted.clock() - SINCE, planted.clock())
        everything = planted.one("SELECT count(*) FROM developments")
        assert possible is None or set(expected) <= set(possible), query
        narrowed += possible is not None and len(possible) < everything / 2
    assert narrowed > len(queries) / 3, "it does leave out what cannot match"


def test_sources_and_languages_leave_out_just_what_they_do_not_name(planted: Any) -> None:
    with planted.db.write() as conn:
        third = "SELECT article_id FROM developments WHERE id % 3 = 0"
        conn.execute(sa.text(f"UPDATE articles SET language = 'fr-CA' WHERE id IN ({third})"))
    for more in (
        {"sources": ["Meridian Wire"]},
        {"sources": ["Harbour Post"], "languages": ["en"]},
        {"words": "the", "languages": ["fr", "de"]},
    ):
        watch = WatchSetting(name="W", **more)
        with planted.db.read() as conn:
            possible = candidates(conn, watch, planted.clock() - SINCE, planted.clock())
        assert possible == matching(planted, watch) != []


def test_a_second_look_is_kept_until_something_happens(room: Any) -> None:
    made: list[str] = []
    app = room.app()
    site: Site = app.state.site
    get = site.previews.get

    def noted(key: Any, make: Any) -> Any:
        return get(key, lambda: made.append("made") or make())  # type: ignore[func-returns-value]

    site.previews.get = noted  # type: ignore[method-assign]
    client = TestClient(app, base_url="http://127.0.0.1:8765")
    page = client.get("/watches/Ferry?preview=1").text
    assert client.get("/watches/Ferry?preview=1").text.count("<li>") == page.count("<li>") > 3
    assert made == ["made"]
    client.get("/watches/Ferry?preview=1&name=Ferry&words=ferry")
    assert len(made) == 2, "another watch"
    with room.db.write() as conn:
        feedback.add(conn, "mute", room.clock(), watch="Ferry", story_id=room.story())
    muted = client.get("/watches/Ferry?preview=1").text
    assert len(made) == 3, "somebody muted a story"
    assert "muted" in muted


def test_the_previews_that_were_looked_at_last_are_kept() -> None:
    previews, made = Previews(), []

    def look(number: int) -> None:
        previews.get(number, lambda: made.append(number) or PREVIEW)  # type: ignore[func-returns-value]

    for number in [*range(PREVIEWS_KEPT), 0, PREVIEWS_KEPT]:
        look(number)
    assert made == list(range(PREVIEWS_KEPT + 1))
    for number in (0, 2, 1):
        look(number)
    assert made[PREVIEWS_KEPT + 1 :] == [1], "nobody had looked at it for longest"


def test_the_form_comes_without_the_preview_and_leads_to_it(shared: Any) -> None:
    client = shared.client()
    page = client.get("/watches/Ferry").text
    assert "In the last 30 days" not in page
    lead = re.search(r'<a href="(/watches/Ferry\?preview=1)">What it would have told', page)
    assert lead, "readable without script"
    assert "In the last 30 days" in client.get(lead[1]).text
    part = client.get(lead[1] + "&part=1").text
    assert part.lstrip().startswith("<h2>In the last 30 days")
    assert "<html" not in part
    wrong = client.get("/watches/Ferry?preview=1&part=1&name=F&words=(never").text
    assert "It cannot be previewed:" in wrong


def test_a_preview_by_meaning_reads_vectors_together_as_one_by_one(shared: Any) -> None:
    context = shared.app().state.site.context()
    watch = WatchSetting(name="W", about="The ferry Ardent Tern and its captain")
    with shared.db.read() as conn:
        found = developments.between(conn, shared.clock() - SINCE, shared.clock())
        together = [matches(watch, each, Shifts()) for each in Material.many(conn, context, found)]
        alone = [matches(watch, Material(conn, context, each), Shifts()) for each in found]
    assert together == alone
    assert any(each.matched for each in together)
    lines = preview(context, watch, 60)
    assert sum(line.rule != "nearly-about" for line in lines) == sum(each.matched for each in together)
    assert sum(line.rule == "nearly-about" for line in lines) == sum(bool(each.nearly) for each in together)
