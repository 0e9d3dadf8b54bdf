"""Who may come in, and that reading changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from settings.schema import WebSetting
from settings.secrets import Secret

TOKEN = "correct horse"


@pytest.fixture
def token(tmp_path: Path) -> WebSetting:
    (tmp_path / "token").write_text(TOKEN)
    return WebSetting(host="0.0.0.0", token=Secret(f"file:{tmp_path / 'token'}"))  # type: ignore[arg-type]


def routes(app: Any, method: str) -> list[APIRoute]:
    found = [route for route in app.routes if isinstance(route, APIRoute) and method in route.methods]
    if not found:  # FastAPI that keeps included routers whole
        found = [
            route
            for group in app.routes
            for route in getattr(getattr(group, "original_router", group), "routes", [])
            if isinstance(route, APIRoute) and method in route.methods
        ]
    return found


def test_a_name_that_is_not_ours_is_turned_away(shared: Any) -> None:
    for host, status in (
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost:8765", 200),
        ("127.0.0.1", 200),
        ("[::1]:8765", 200),
        ("[", 421),
        ("", 421),
    ):
        answer = shared.client().get("/", headers={"Host": host})
        assert answer.status_code == status, host
    named = shared.client(WebSetting(url="https://news.example.org/"))  # type: ignore[arg-type]
    assert named.get("/", headers={"Host": "news.example.org"}).status_code == 200


def test_a_token_is_asked_for_and_opens(shared: Any, token: WebSetting) -> None:
    client = shared.client(token)
    away = client.get("/stories?before=")
    assert (away.status_code, away.headers["location"]) == (303, "/enter?next=%2Fstories%3Fbefore%3D")
    for path in ("/api/stories", "/metrics", "/live", "/atom/watches/Ferry", "/api/openapi.json"):
        assert client.get(path).status_code == 401, path
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/stories", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/api/stories", headers={"Authorization": "Bearer wrong"}).status_code == 401
    page = client.get("/enter?next=/stories").text
    form = re.search(r'name="csrf" value="(\w+)"', page)
    assert form
    assert client.post("/enter", data={"csrf": form[1], "token": "wrong"}).status_code == 403
    came = client.post("/enter", data={"csrf": form[1], "token": TOKEN, "next": "//evil.example/"})
    assert (came.status_code, came.headers["location"]) == (303, "/")
    cookie = came.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert TOKEN not in cookie
    assert client.get("/stories").status_code == 200


def test_a_session_ends_with_its_time_and_cannot_be_made_up(room: Any, token: WebSetting) -> None:
    client = room.client(token)
    session = client.app.state.keys.session()
    client.cookies.set("newsdelta", session)
    assert client.get("/stories").status_code == 200
    until, _, signed = session.partition(".")
    client.cookies.set("newsdelta", f"{int(until) + 1}.{signed}")
    assert client.get("/stories").status_code == 303
    client.cookies.set("newsdelta", session)
    room.clock.now += timedelta(days=31)
    assert client.get("/stories").status_code == 303


def test_guessing_is_slowed_down(room: Any, token: WebSetting) -> None:
    client = room.client(token)
    form = re.search(r'name="csrf" value="(\w+)"', client.get("/enter").text)
    assert form
    answers = [client.post("/enter", data={"csrf": form[1], "token": str(n)}).status_code for n in range(12)]
    assert answers[:10] == [403] * 10
    assert client.post("/enter", data={"csrf": form[1], "token": TOKEN}).status_code == 429
    room.clock.now += timedelta(minutes=6)
    assert client.post("/enter", data={"csrf": form[1], "token": TOKEN}).status_code == 303


def test_a_reverse_proxys_header_opens(shared: Any) -> None:
    client = shared.client(WebSetting(user_header="X-Forwarded-User"))
    assert client.get("/").status_code == 401
    assert client.get("/", headers={"X-Forwarded-User": "ada"}).status_code == 200


def test_every_answer_is_guarded(shared: Any) -> None:
    client = shared.client()
    for path in ("/", "/nothing", "/api/stories", "/static/newsdelta.css", "/healthz"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert client.get("/", headers={"Host": "evil.example"}).headers["referrer-policy"] == "no-referrer"


def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(shared: Any) -> None:
    page = shared.client().get("/").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]* src=\"/static/)", page)
    assert not re.search(r'<(?:link|script|img)[^>]+(?:src|href)="(?:https?:)?//', page)


def test_no_form_is_taken_without_its_token(room: Any) -> None:
    client = room.client()
    app = client.app
    assert client.get("/said").cookies, "a visitor who has the pages' cookie, as one whom another site sends here has"
    before = room.digest(), room.config.read_bytes()
    tried = 0
    for route in routes(app, "POST"):
        if route.path.startswith("/api/"):
            continue
        path = re.sub(r"\{kind\}", "mute", re.sub(r"\{what\}", "pause", route.path))
        path = re.sub(r"\{\w+(?::path)?\}", "1", path)
        for data in ({}, {"csrf": "0" * 64}):
            answer = client.post(
                path, data={"into": 2, "to": 2, "article": 1, "kind": "mute", "phrase": "x", **data}
            )
            assert answer.status_code == 403, (path, answer.status_code)
            tried += 1
    assert tried > 20
    assert (room.digest(), room.config.read_bytes()) == before


def test_another_site_cannot_act(room: Any) -> None:
    client = room.client()
    form = re.search(r'name="csrf" value="(\w+)"', client.get("/said").text)
    assert form
    before = room.digest()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        answer = client.post("/silence", data={"csrf": form[1], "phrase": "x"}, headers=headers)
        assert answer.status_code == 403, headers
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        body = b'{"kind": "mute", "phrase": "x"}'
        assert client.post("/api/feedback", content=body, headers={"Content-Type": kind}).status_code == 415
    assert room.digest() == before
    fine = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert client.post("/silence", data={"csrf": form[1], "phrase": "x"}, headers=fine).status_code == 303


def test_a_proxy_that_hands_on_another_host_is_not_another_site(shared: Any) -> None:
    """nginx names the address that it asks in Host unless told otherwise; the browser names web.url in Origin."""
    web = WebSetting(url="https://news.example.org:8443/")  # type: ignore[arg-type]
    asked = {"Host": "127.0.0.1:8765", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    for origin, status in (
        ("https://news.example.org:8443", 422),  # come in, and found to say nothing
        ("https://news.example.org", 403),
        ("https://evil.example", 403),
    ):
        answer = shared.client(web).post("/api/feedback", content=b"{}", headers={**asked, "Origin": origin})
        assert answer.status_code == status, origin
    assert shared.client().post("/api/feedback", content=b"{}", headers={**asked, "Origin": "null"}).status_code == 422
    none_set = {**asked, "Origin": "https://"}
    assert shared.client().post("/api/feedback", content=b"{}", headers=none_set).status_code == 403


def test_a_body_without_end_is_refused(shared: Any) -> None:
    client = shared.client()
    big = {"Content-Length": str(10**9), "Content-Type": "application/json"}
    assert client.post("/api/feedback", content=b"{}", headers=big).status_code == 413


def test_a_file_where_words_are_asked_for_is_a_wrong_watch(room: Any) -> None:
    client = room.client()
    form = re.search(r'name="csrf" value="(\w+)"', client.get("/said").text)
    assert form
    files = {"name": ("f", b"x"), "kinds": ("f", b"x")}
    assert client.post("/watches", data={"csrf": form[1]}, files=files).status_code == 422


def test_reading_changes_nothing(room: Any) -> None:
    client = room.client()
    before = room.digest(), room.config.read_bytes()
    story, article = room.story(), room.one("SELECT max(id) FROM articles")
    paths = ["/alerts/1?do=mute", "/alerts/1?do=not-news", "/search?q=ferry", "/search?q=ferry&by=meaning"]
    paths += ["/watches/Ferry?preview=1&name=Ferry&words=ferry", "/?held=true&watch=Ferry"]
    for route in routes(client.app, "GET"):
        if route.path != "/live":
            path = route.path.replace("{story_id}", str(story)).replace("{article_id}", str(article))
            paths.append(re.sub(r"\{\w+(?::path)?\}", "1", path.replace("{name:path}", "Ferry")))
    assert len(paths) > 30
    for path in paths:
        assert client.get(path).status_code in (200, 303, 404, 422), path
    assert (room.digest(), room.config.read_bytes()) == before
