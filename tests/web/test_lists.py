"""Lists that people read: one row a message, schedules as they are written, counts in words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient

from storage.database import Database
from storage.running import passes
from web import shapes
from web.reads.alerts import messages


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
    return answer.text


def test_an_alert_on_three_channels_is_one_row(room: Any) -> None:
    same = "alert_id, state, attempts, created, sent_at"
    alert = room.one("SELECT max(alert_id) FROM deliveries WHERE state = 'sent'")
    rows = text(room.client(), "/alerts").count("<li>")
    with room.db.write() as conn:
        for channel in ("slack", "web hook"):
            conn.execute(
                sa.text(
                    f"INSERT INTO deliveries (channel, key, {same}) SELECT '{channel}', key || '{channel}', "
                    f"{same} FROM deliveries WHERE alert_id = {alert} AND channel = 'mail'"
                )
            )
    page = text(room.client(), "/alerts")
    assert page.count("<li>") == rows
    assert page.count(f'href="/alerts/{alert}"') == 1
    assert "on mail; slack; web hook" in page


def test_a_digest_is_shown_as_it_is_written(room: Any) -> None:
    room.config.write_text(room.config.read_text().replace("min_publishers: 9", "digest: weekly mon 07:30"))
    client = room.client()
    assert "digest weekly mon 07:30" in text(client, "/watches")
    assert 'value="weekly mon 07:30"' in text(client, "/watches/Fires")


def test_stories_carry_the_number_that_merging_asks_for(shared: Any) -> None:
    page = text(shared.client(), "/stories")
    assert "/stories/" in page
    for number in re.findall(r'href="/stories/(\d+)"', page):
        assert f"story {number} ·" in page


def test_the_audit_says_what_a_pass_did_in_words(room: Any) -> None:
    counts = {"fetch": {"feeds": 3, "unchanged": 2, "seconds": 0.115}, "read": {"new": 1}, "deliver": {"sent": 0}}
    with room.db.write() as conn:
        number = passes.begin(conn, "monitor", room.clock())
        passes.end(conn, number, room.clock(), counts, "ok", None)
        number = passes.begin(conn, "monitor", room.clock())
        passes.end(conn, number, room.clock(), {"fetch": {"feeds": 0, "seconds": 0.1}}, "ok", None)
    page = text(room.client(), "/audit")
    assert "fetch: 3 feeds asked, 2 unchanged<" in page
    assert "read: 1 new article<" in page
    assert "seconds" not in page
    assert "There was nothing to do." in page


def test_feeds_say_the_number_of_entries(shared: Any) -> None:
    entries = shared.one("SELECT count(*) FROM entries WHERE feed_id = 1")
    assert f'<span class="sum">{entries}</span>' in text(shared.client(), "/feeds")


def test_what_the_end_of_a_page_would_cut_in_two_stands_on_the_next() -> None:
    def line(number: int, alert: int) -> shapes.Delivery:
        blank = dict.fromkeys(shapes.Delivery.model_fields)
        known = {"what": "alert", "headline": "x", "channel": "c", "state": "sent", "attempts": 1, "folded": False}
        return shapes.Delivery.model_construct(**{**blank, **known, "id": number, "alert": alert})

    items = [line(9, 3), line(8, 3), line(7, 2), line(6, 2), line(5, 1)]
    found = shapes.Deliveries(items=items, next="5", waiting=0, failed=0)
    together, older = messages(found)
    assert [[each.id for each in group] for group in together] == [[9, 8], [7, 6]]
    assert older == "6"
    last = messages(found.model_copy(update={"next": None}))
    assert [len(group) for group in last[0]] == [2, 2, 1]
    assert last[1] is None


def test_an_article_says_why_in_sentences_and_keeps_the_figures_apart(room: Any) -> None:
    number, near = room.one("SELECT max(article_id) FROM members WHERE role = 'development'"), 2
    told = {"code": "development", "figures": [["told", 0.31], ["lead", 0.36], ["echo", 0.4], ["new_facts", 4]]}
    joined = {"code": "joined", "figures": [["shared", "polic"], ["words", 0.2], ["days", 1.6], ["probability", 0.95]]}
    with room.db.write() as conn:
        conn.execute(
            sa.text("UPDATE members SET why = :told, reason = :joined, nearest_article = :near WHERE article_id = :it"),
            {"told": json.dumps(told), "joined": json.dumps(joined), "near": near, "it": number},
        )
    story = room.one(f"SELECT story_id FROM members WHERE article_id = {number}")
    title = room.client().get(f"/api/articles/{near}").json()["article"]["title"]
    page = unescape(re.sub(r"</?a[^>]*>", "", text(room.client(), f"/articles/{number}")))
    said, figures = page.split("In figures")
    assert "most of its newest part had not been told, and it holds 4 names and figures" in said
    assert f"it tells of the same event as article {near}, “{title[:20]}" in said
    assert "they came 2 days apart" in said
    assert "probability" not in said
    assert "probability 0.95" in figures
    led = f'the same event as <a href="/articles/{near}">article {near}</a>'
    assert led in text(room.client(), f"/stories/{story}/articles")


def test_an_empty_list_says_what_is_not_there(shared: Any) -> None:
    client, story = shared.client(), shared.story("Pipit")
    for path, said in (
        ("/alerts?state=waiting", "Nothing waits."),
        ("/feeds?state=retired", "None is retired."),
        ("/?watch=Fires", "What it was not told shows with the box above ticked."),
        ("/search?q=zzzz", "Try fewer words, or by meaning."),
        ("/search?q=zzzz&since=2026-01-01", "or take away a date, source or watch."),
        ("/new-watch?preview=1&name=X&words=(a", "It cannot be previewed:"),
    ):
        assert said in text(client, path), path
    developments = shared.one(f"SELECT COUNT(*) FROM members WHERE story_id = {story} AND role = 'development'")
    assert developments > 1
    assert f"{developments} developments" in text(client, f"/stories/{story}/articles")
    assert "folded under" not in text(client, f"/stories/{story}/articles?role=copy")


def test_feeds_that_no_pass_has_asked_yet_are_counted(room: Any) -> None:
    with Database.open(room.settings.database_url().replace("newsdelta.db", "empty.db"), durable=False) as empty:
        client = replace(room, db=empty).client()
        assert "3 feeds in the settings, for the first pass to ask." in text(client, "/feeds")
        room.config.write_text(room.config.read_text().partition("feeds:")[0])
        assert "No feeds yet." in text(client, "/feeds")
