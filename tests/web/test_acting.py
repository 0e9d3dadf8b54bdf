"""Every action and its undo, by form and by API."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from storage.reading import checks
from web.flash import KEPT, Flashes
from web.shapes import Done


def press(client: TestClient, page: str, path: str, **data: Any) -> str:
    """Send a form of `page` to `path`, follow it, and give the page that it leads to."""
    token = re.search(r'name="csrf" value="(\w+)"', client.get(page).text)
    assert token, page
    answer = client.post(path, data={"csrf": token[1], **data})
    assert answer.status_code == 303, (path, answer.status_code, answer.text[:600])
    return client.get(answer.headers["location"]).text


def undo(client: TestClient, page: str) -> str:
    """Press the Undo that the page offers for what was just done."""
    flash = re.search(r'class="flash" role="status">(.*?)</div>', page, re.S)
    assert flash, "nothing was said"
    path = re.search(r'action="([^"]+)"', flash[1])
    token = re.search(r'name="csrf" value="(\w+)"', flash[1])
    back = re.search(r'name="back" value="([^"]+)"', flash[1])
    assert path, flash[1]
    assert token, flash[1]
    assert back, flash[1]
    answer = client.post(path[1], data={"csrf": token[1], "back": back[1]})
    assert answer.status_code == 303, answer.text[:600]
    return client.get(answer.headers["location"]).text


def holding(room: Any) -> int:
    return int(room.one("SELECT count(*) FROM feedback WHERE undone IS NULL"))


@pytest.mark.parametrize("kind", ["useful", "not-news", "not-my-topic", "mute", "snooze"])
def test_what_is_said_of_an_alert_is_kept_and_taken_back(room: Any, kind: str) -> None:
    client = room.client()
    page = press(client, f"/alerts/1?do={kind}", f"/alerts/1/{kind}")
    with room.db.read() as conn:
        row = conn.execute(sa.text("SELECT * FROM feedback")).one()
        watch = conn.execute(sa.text("SELECT watch FROM alerts WHERE id = 1")).scalar()
    assert (row.kind, row.watch) == (kind, watch)
    assert (row.until is not None) == (kind == "snooze")
    assert (row.development_id is not None) == (kind not in ("mute", "snooze"))
    assert "Taken back." in undo(client, page)
    assert holding(room) == 0
    assert client.post("/api/feedback/1/undo", json={}).status_code == 409


def test_a_story_a_source_and_a_phrase_are_muted(room: Any) -> None:
    client, story = room.client(), room.story()
    page = press(client, f"/stories/{story}", f"/stories/{story}/mute")
    assert "Nothing more of" in page
    assert "Muted:" in client.get(f"/stories/{story}").text
    undo(client, page)
    press(client, "/said", "/silence", kind="snooze", source="Meridian Wire", days="3", watch="Ferry")
    said = press(client, "/said", "/silence", kind="mute", phrase="live updates")
    assert "Snoozed: Meridian Wire, for Ferry" in said
    assert "Muted: “live updates”" in said
    assert holding(room) == 2
    token = re.search(r'name="csrf" value="(\w+)"', said)
    assert token
    wrong = client.post("/silence", data={"csrf": token[1], "phrase": "x", "source": "y"})
    assert wrong.status_code == 422


def members(room: Any, story: int) -> set[int]:
    with room.db.read() as conn:
        query = sa.text("SELECT article_id FROM members WHERE story_id = :story")
        return set(conn.execute(query, {"story": story}).scalars())


def state(room: Any) -> dict[str, list[Any]]:
    """All that says which article belongs to which story."""
    queries = {
        "members": "SELECT article_id, story_id FROM members ORDER BY 1",
        "statements": "SELECT id, story_id FROM statements ORDER BY 1",
        "developments": "SELECT id, story_id FROM developments ORDER BY 1",
        "links": "SELECT first_article, second_article, together FROM links ORDER BY 1, 2",
        "stories": "SELECT id, articles, copies, publishers, first_seen, last_seen FROM stories "
        "WHERE merged_into IS NULL ORDER BY 1",
    }
    with room.db.read() as conn:
        return {name: [tuple(row) for row in conn.execute(sa.text(query))] for name, query in queries.items()}


def test_merge_and_undo(room: Any) -> None:
    client, one, other = room.client(), room.story("ferry"), room.story("Pipit")
    before = state(room)
    both = members(room, one) | members(room, other)
    page = press(client, f"/stories/{other}", f"/stories/{other}/merge", into=one)
    assert members(room, one) == both
    assert room.one("SELECT count(*) FROM links WHERE together") == 1
    assert f"Merged story {other} into story {one}, by a person" in page
    assert "is as it was" in undo(client, page)
    assert state(room) == before


def test_split_and_undo(room: Any) -> None:
    client, story = room.client(), room.story("ferry")
    before = state(room)
    leaving = sorted(members(room, story))[2:5]
    page = press(client, f"/stories/{story}/articles", f"/stories/{story}/split", article=leaving)
    new = room.one("SELECT max(id) FROM stories")
    assert set(leaving) <= members(room, new)
    undo(client, page)
    assert state(room) == before
    everything = client.post(f"/api/stories/{story}/split", json={"articles": sorted(members(room, story))})
    assert everything.status_code == 409
    assert "some must stay" in everything.json()["detail"]


def test_move_and_undo(room: Any) -> None:
    client, one, other = room.client(), room.story("ferry"), room.story("Pipit")
    before = state(room)
    article = max(members(room, one))
    page = press(client, f"/articles/{article}", f"/articles/{article}/move", to=other)
    assert article in members(room, other)
    undo(client, page)
    assert state(room) == before


def test_a_page_is_looked_at_again_before_its_turn(room: Any) -> None:
    client, article = room.client(), max(members(room, room.story("ferry")))
    page = press(client, f"/articles/{article}", f"/articles/{article}/again")
    assert "is looked at again in the next pass" in page
    with room.db.read() as conn:
        assert [each.article.id for each in checks.due(conn, room.clock(), 9)] == [article]
    story = room.story("ferry")
    page = press(client, f"/stories/{story}", f"/stories/{story}/again")
    assert f"pages of story {story}" in page
    with room.db.read() as conn:
        assert {each.article.id for each in checks.due(conn, room.clock(), 999)} == set(members(room, story))
    assert client.post("/api/stories/999999/again", json={}).status_code == 404
    assert client.post("/api/articles/999999/again", json={}).status_code == 404
    with room.db.write() as conn:
        conn.execute(sa.text(f"UPDATE articles SET canonical_url = 'urn:newsdelta:feed:1:x' WHERE id = {article}"))
    refused = client.post(f"/api/articles/{article}/again", json={})
    assert (refused.status_code, "stood in its feed alone" in refused.text) == (409, True)
    assert "/again" not in client.get(f"/articles/{article}").text


def test_moving_a_storys_only_article_is_undone_as_well(room: Any) -> None:
    alone = room.one("SELECT id FROM stories WHERE articles = 1 AND merged_into IS NULL LIMIT 1")
    before = state(room)
    (article,) = members(room, alone)
    client = room.client()
    done = client.post(f"/api/articles/{article}/move", json={"story_id": room.story()}).json()
    assert client.post(done["undo"], json={}).status_code == 200
    assert state(room) == before


def test_what_was_built_upon_is_undone_in_order(room: Any) -> None:
    client = room.client()
    one, two, three = room.story("ferry"), room.story("Pipit"), room.story("fire")
    first = client.post(f"/api/stories/{two}/merge", json={"story_id": one}).json()["undo"]
    second = client.post(f"/api/stories/{one}/merge", json={"story_id": three}).json()["undo"]
    answer = client.post(first, json={})
    assert answer.status_code == 409
    assert "undo that first" in answer.json()["detail"]
    assert client.post(second, json={}).status_code == 200
    assert client.post(first, json={}).status_code == 200
    assert client.post(first, json={}).status_code == 409


def test_stories_are_left_alone_while_a_pass_is_at_work(room: Any) -> None:
    from steps.shift import WORK
    from storage.running import leases

    with room.db.write() as conn:
        assert leases.take(conn, WORK, leases.this_holder(), room.clock())
    answer = room.client().post(f"/api/stories/{room.story()}/merge", json={"story_id": 1})
    assert answer.status_code == 409
    assert "A pass is at work" in answer.json()["detail"]


def test_a_failed_message_is_tried_again(room: Any) -> None:
    client = room.client()
    failed = room.one("SELECT id FROM deliveries WHERE state = 'failed'")
    page = press(client, "/alerts?state=failed", f"/deliveries/{failed}/retry")
    assert "1 to be tried again" in page
    assert room.one(f"SELECT state FROM deliveries WHERE id = {failed}") == "pending"
    assert client.post(f"/api/deliveries/{failed}/retry", json={}).status_code == 409
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE deliveries SET state = 'failed' WHERE id IN (1, 2, 3)"))
    assert "3 to be tried again" in press(client, "/alerts?state=failed", "/deliveries/retry")
    assert room.one("SELECT count(*) FROM deliveries WHERE state = 'failed'") == 0


def test_feeds_are_paused_retired_and_resumed(room: Any) -> None:
    client = room.client()
    page = press(client, "/feeds", "/feeds/1/pause")
    assert room.one("SELECT paused FROM feeds WHERE id = 1")
    undo(client, page)
    assert not room.one("SELECT paused FROM feeds WHERE id = 1")
    press(client, "/feeds", "/feeds/1/retire")
    assert room.one("SELECT retired_at FROM feeds WHERE id = 1")
    press(client, "/feeds?state=retired", "/feeds/1/resume")
    assert room.one("SELECT retired_at FROM feeds WHERE id = 1") is None


def test_a_form_leads_nowhere_else(room: Any) -> None:
    client = room.client()
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/said").text)
    assert token
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "//["):
        answer = client.post("/alerts/1/useful", data={"csrf": token[1], "back": back})
        assert answer.headers["location"].startswith("/?done="), back


def test_a_watch_keeps_what_it_was_told_under_a_new_name(room: Any) -> None:
    client, told = room.client(), room.one("SELECT count(*) FROM alerts WHERE watch = 'Ferry'")
    assert told
    words = 'ferry AND ("Port Ansel" OR "Ardent Tern" OR captain)'
    press(client, "/watches/Ferry", "/watches", name="The ferry", before="Ferry", words=words)
    assert room.one("SELECT count(*) FROM alerts WHERE watch = 'The ferry'") == told
    assert room.one("SELECT count(*) FROM told WHERE watch = 'Ferry'") == 0
    assert "- name: The ferry" in room.config.read_text()
    clash = client.put("/api/watches?instead_of=The ferry", json={"name": "Fires", "words": words})
    assert clash.status_code == 409
    assert room.one("SELECT count(*) FROM alerts WHERE watch = 'The ferry'") == told


def test_what_cannot_be_done_is_said_with_the_reason(room: Any) -> None:
    client, story = room.client(), room.story()
    article = max(members(room, story))
    before = room.digest()
    for path, body, status, said in (
        ("feedback", {"kind": "useful", "alert": 999999}, 404, "There is no alert 999999."),
        ("feedback", {"kind": "useful", "alert": 0}, 422, "There is no such id."),
        ("feedback", {"kind": "useful", "story_id": story}, 422, "useful is said of an alert."),
        ("feedback", {"kind": "mute", "phrase": "x", "watch": "No"}, 404, "There is no watch 'No'."),
        ("feedback", {"kind": "mute", "story_id": 999999}, 404, "There is no story 999999."),
        ("feedback/999999/undo", {}, 404, "There is nothing 999999 to take back."),
        ("changes/999999/undo", {}, 404, "There is no change 999999."),
        ("articles/999999/move", {"story_id": story}, 404, "There is no article 999999 in any story."),
        (f"articles/{article}/move", {"story_id": story}, 409, f"It is in story {story} already."),
        (f"articles/{article}/move", {"story_id": 0}, 422, "There is no such story."),
        ("feeds/999999/pause", {}, 404, "There is no feed 999999."),
    ):
        answer = client.post(f"/api/{path}", json=body)
        assert (answer.status_code, answer.json()) == (status, {"detail": said}), path
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/said").text)
    assert token
    for path, status, said in (
        (f"/stories/{story}/merge", 422, "Name the story that it is part of."),
        (f"/stories/{story}/split", 422, "Choose the articles that leave."),
        ("/feeds/1/forget", 422, "what: "),
        ("/enter", 404, "No token is asked for here."),
        ("/watches/put-back?was={", 422, "That is no watch."),
        ('/watches/put-back?was={"name":"New","words":"new","kinds":[]}', 422, "That is no watch."),
    ):
        answer = client.post(path, data={"csrf": token[1]})
        assert (answer.status_code, said in answer.text) == (status, True), path
    assert room.digest() == before
    assert client.post("/api/feedback", json={"kind": "mute", "phrase": "x"}).json()["text"] == "Nothing more of “x”."


def test_what_was_said_long_ago_makes_room() -> None:
    flashes, done = Flashes(), Done(text="Noted.")
    first, second, *_ = [flashes.keep(done, "/", "ada") for _ in range(KEPT + 1)]
    assert flashes.get(first, "ada") is None
    assert flashes.get(second, "ada") == {"text": "Noted.", "undo": "", "back": "/", "whose": "ada"}
