"""The JSON API against its own description: schemathesis asks what it allows and more, and finds no fault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from web.app import create

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

JSON = {"Content-Type": "application/json"}
EXAMPLES = 5
"""Requests an operation: the same ones every time."""


def test_nothing_is_at_fault(room: Any) -> None:
    # A calendar's days and the syntax of a query are not to be said in JSON Schema: such a 422 is no fault.
    from schemathesis.checks import positive_data_acceptance

    headers = {"Host": "127.0.0.1"}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", room.app(), headers=headers)
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if (operation.method, operation.path) == ("post", "/api/feeds"):
            continue  # asks strangers: tested below and in the browser, with a server of its own

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        ask()
        tried += 1
    assert tried > 25


def test_the_description_names_every_answer_that_pages_give(room: Any) -> None:
    found = room.client().get("/api/openapi.json").json()
    assert len(found["paths"]) > 25
    for path, operations in found["paths"].items():
        assert path.startswith("/api/"), path
        for operation in operations.values():
            assert operation.get("description"), path
            assert "404" in operation["responses"], path


def test_everything_that_pages_show_is_there(room: Any) -> None:
    client, story = room.client(), room.story()
    for path in (
        "/api/developments",
        "/api/stories",
        f"/api/stories/{story}",
        f"/api/stories/{story}/developments",
        f"/api/stories/{story}/articles",
        f"/api/stories/{story}/articles?role=copy",
        f"/api/stories/{story}/statements",
        f"/api/stories/{story}/similar",
        f"/api/stories/{story}/log",
        "/api/search?q=ferry",
        "/api/search?q=ferry&by=meaning",
        "/api/watches",
        "/api/feeds",
        "/api/deliveries",
        "/api/alerts/1",
        "/api/held",
        "/api/audit",
        "/api/said",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
    preview = client.post("/api/watches/preview", json={"name": "x", "words": "ferry"})
    assert preview.json()["told"] > 0
    put = client.put(
        "/api/watches?instead_of=Ferry", json={"name": "Ferry", "words": "captain", "kinds": ["first"]}
    )
    assert put.status_code == 200
    assert "captain" in room.config.read_text()
    assert (
        client.request(
            "DELETE", "/api/watches?name=Ferry", headers={"Content-Type": "application/json"}
        ).status_code
        == 200
    )
    assert "captain" not in room.config.read_text()


def test_lists_of_feeds_and_all_failed_messages(room: Any) -> None:
    client = room.client()
    opml = client.get("/api/opml").json()["opml"]
    assert opml.count("xmlUrl") == 3
    more = {"opml": opml.replace("https://wire.example/feed.xml", "https://new.example/feed.xml")}
    assert client.post("/api/opml", json=more).json()["text"] == "1 feed added, 2 listed already."
    assert "https://new.example/feed.xml" in room.config.read_text()
    assert client.post("/api/opml", json={"opml": "<not"}).status_code == 422
    assert client.post("/api/deliveries/retry", json={}).json()["text"] == "1 to be tried again at the next pass."
    assert room.one("SELECT count(*) FROM deliveries WHERE state = 'failed'") == 0


RSS = "<rss version='2.0'><channel><title>Found Gazette</title><item><title>A</title><link>http://a.example/</link></item></channel></rss>"


def test_feeds_are_added_by_address(room: Any, httpserver: Any) -> None:
    """A feed's own address, a site's, one that is listed already, and addresses where there is none."""
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    httpserver.expect_request("/rss.xml").respond_with_data(RSS, content_type="application/rss+xml")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow:\n")
    room.config.write_text(room.config.read_text().replace("[127.0.0.1]", "[127.0.0.1, localhost]"))
    client = room.client()
    answer = client.post("/api/feeds", json={"url": httpserver.url_for("/"), "name": "Mine"})
    assert (answer.status_code, answer.json()["text"]) == (200, "Mine is added.")
    assert httpserver.url_for("/rss.xml") in room.config.read_text()
    again = client.post("/api/feeds", json={"url": httpserver.url_for("/rss.xml")})
    assert (again.status_code, again.json()["text"]) == (200, "Found Gazette is listed already.")
    listed = client.get("/api/feeds").json()["items"]
    assert "Mine" in [feed["name"] for feed in listed], "the pages follow the file at once"
    httpserver.clear()
    httpserver.expect_request("/bare").respond_with_data("<p>Nothing.</p>", content_type="text/html")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow:\n")
    bare = client.post("/api/feeds", json={"url": httpserver.url_for("/bare")})
    assert (bare.status_code, "No feed could be had from there: none was found; look" in bare.text) == (409, True)
    without = client.post("/api/feeds", json={"url": httpserver.url_for("/").removeprefix("http://")})
    assert without.json()["detail"].startswith("No feed could be had from there: "), "asked, by TLS"
    assert client.post("/api/feeds", json={"url": "ftp://a.example/"}).status_code == 422
    assert client.post("/api/feeds", json={"url": "http://169.254.169.254/"}).status_code == 409, "not our network"
    form = client.post("/api/feeds", data={"url": httpserver.url_for("/")})
    assert form.status_code in (403, 415, 422), "what a form of another site can send is not taken"


def test_a_watch_keeps_and_takes_every_key(room: Any) -> None:
    """What the settings know of a watch can be read, set, and taken out again."""
    from settings.schema import WatchSetting
    from web import shapes

    assert set(WatchSetting.model_fields) == set(shapes.Watch.model_fields) == set(shapes.NewWatch.model_fields)
    client = room.client()
    every = {
        "name": "Ferry", "about": "ferries", "words": "ferry", "sources": ["Meridian Wire"], "languages": ["en"],
        "kinds": ["first"], "channels": ["mail"], "min_publishers": 2, "min_novelty": 0.5, "min_importance": 1.5,
        "max_age_days": 30, "budget": 5, "quiet_hours": "22:00-07:00", "wake_above": 3.0, "digest": "daily 07:00",
        "digest_when_empty": True, "audit": True, "timezone": "Europe/Berlin",
    }  # fmt: skip
    assert client.put("/api/watches?instead_of=Ferry", json=every).status_code == 200
    (got,) = [watch for watch in client.get("/api/watches").json()["items"] if watch["name"] == "Ferry"]
    assert {**got, "quiet_hours": every["quiet_hours"], "digest": every["digest"]} == every
    assert got["quiet_hours"], got["digest"]
    text = room.config.read_text()
    assert "audit: true" in text
    assert client.put("/api/watches?instead_of=Ferry", json={"name": "Ferry", "words": "ferry"}).status_code == 200
    assert "audit" not in room.config.read_text()


def test_without_a_settings_file_nothing_is_written(room: Any) -> None:
    app = create(room.settings, room.db, room.clock, lambda: None)  # type: ignore[arg-type]
    client = TestClient(app, base_url="http://127.0.0.1:8765")
    assert client.get("/api/watches").json()["editable"] is False
    assert len(client.get("/api/watches").json()["items"]) == 3
    for page, button in (("/watches/Ferry", "Remove this watch"), ("/feeds", "Find and add")):
        assert button in room.client().get(page).text
        assert button not in client.get(page).text
    for ask in (
        client.put("/api/watches", json={"name": "New", "words": "new"}),
        client.delete("/api/watches?name=Ferry", headers=JSON),
        client.post("/api/feeds", json={"url": "http://169.254.169.254/"}),
        client.post("/api/opml", json={"opml": client.get("/api/opml").json()["opml"]}),
    ):
        assert (ask.status_code, "run without a settings file" in ask.text) == (409, True), ask.url


def test_a_settings_file_that_became_wrong_is_not_written_to(room: Any) -> None:
    client = room.client()
    opml = client.get("/api/opml").json()
    room.config.write_text("watches: [", encoding="utf-8")
    for ask in (
        client.post("/api/opml", json=opml),
        client.put("/api/watches", json={"name": "New", "words": "new"}),
        client.delete("/api/watches?name=Ferry", headers=JSON),
    ):
        assert (ask.status_code, "newsdelta.yaml:1" in ask.text) == (409, True), ask.text
    assert room.config.read_text() == "watches: ["


def test_what_is_misspelt_is_said(room: Any) -> None:
    client = room.client()
    answer = client.get("/api/search", params={"q": "ferry", "sourcce": "x"})
    assert (answer.status_code, answer.json()["detail"][:37]) == (422, "There is no parameter 'sourcce' here;")
    assert client.get("/api/watches?limit=3").json()["detail"].endswith("here; there are none.")
    assert client.get("/api/held?watch=Nobody").status_code == 404
    assert client.delete("/api/watches?name=Nobody", headers=JSON).status_code == 404
    assert client.put("/api/watches?instead_of=Nobody", json={"name": "N", "words": "n"}).status_code == 404
    key = client.post("/api/feedback", json={"kind": "useful", "alert_id": 1})
    assert (key.status_code, key.json()["detail"][:9]) == (422, "alert_id:")
    body = client.post("/api/feedback", content=b"{", headers={"Content-Type": "application/json"})
    assert (body.status_code, body.json()) == (400, {"detail": "The body is no JSON."})


def test_head_is_get_without_its_body(room: Any) -> None:
    client = room.client()
    for path in ("/healthz", "/metrics", "/", "/api/stories", "/atom/watches/Ferry"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b""), path
    assert client.head("/api/stories/999999").status_code == 404
    assert client.head("/live").status_code == 405


def test_what_a_page_can_be_asked_by_is_said_whole(room: Any) -> None:
    client = room.client()
    said = {path: client.delete(path, headers=JSON).headers["allow"] for path in ("/api/stories", "/alerts", "/live")}
    assert said == {"/api/stories": "GET, HEAD", "/alerts": "GET, HEAD", "/live": "GET"}


def test_the_api_without_its_slash_is_the_api(room: Any) -> None:
    client = room.client()
    for ask in (client.get, client.post):
        with_slash, without = ask("/api/"), ask("/api")
        assert (without.status_code, without.content) == (with_slash.status_code, with_slash.content)
        assert without.headers["content-type"] == "application/json"
