"""What programs read of the pages: Atom, metrics, lists of feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from settings.limits_web import LIVE_MOST
from storage.running import passes, troubles


@pytest.fixture(scope="module")
def client(shared: Any) -> TestClient:
    client: TestClient = shared.client()
    return client


def test_atom_ids_never_change(shared: Any, client: TestClient) -> None:
    from xml.etree import ElementTree as ET

    for path in ("/atom/watches/Ferry", f"/atom/stories/{shared.story()}"):
        feeds = [ET.fromstring(client.get(path).content) for _ in range(2)]
        ids = [[each.text for each in feed.iter("{http://www.w3.org/2005/Atom}id")] for feed in feeds]
        assert ids[0] == ids[1]
        assert len(set(ids[0])) == len(ids[0]) > 2
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"another", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/atom/watches/Nobody").status_code == 404


def test_metrics_and_health(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    client.get("/stories")
    page = client.get("/metrics").text
    for state, number in {"fine": 1, "not polled": 0, "failing": 1, "not asked yet": 1}.items():
        assert f'newsdelta_feeds{{state="{state}"}} {number}.0' in page
    assert 'newsdelta_deliveries{state="failed"} 1.0' in page
    assert 'newsdelta_web_request_seconds_count{method="GET",route="/stories",status="200"}' in page


def test_metrics_say_what_is_wrong_and_since_when(room: Any) -> None:
    client, gauge = room.client(), "newsdelta_trouble_since_timestamp_seconds"
    assert f"{gauge}{{" not in client.get("/metrics").text
    with room.db.write() as conn:
        troubles.begin(conn, "disk", "The disk is nearly full", ["mail"], datetime(2026, 3, 17, tzinfo=UTC))
    assert f'{gauge}{{what="disk"}} 1.7737056e+09' in client.get("/metrics").text


def test_metrics_say_when_a_pass_last_ended(room: Any) -> None:
    client, gauge = room.client(), "newsdelta_last_pass_timestamp_seconds"
    assert f"{gauge}{{" not in client.get("/metrics").text
    with room.db.write() as conn:
        for kind, hour in (("monitor", 5), ("monitor", 6), ("upkeep", 4)):
            number = passes.begin(conn, kind, datetime(2026, 3, 17, hour, tzinfo=UTC))
            passes.end(conn, number, datetime(2026, 3, 17, hour, 30, tzinfo=UTC), {}, "ok", None)
    found = dict(re.findall(gauge + r'\{kind="(\w+)"\} (\S+)', client.get("/metrics").text))
    hours = {kind: datetime.fromtimestamp(float(at), UTC).hour for kind, at in found.items()}
    assert hours == {"monitor": 6, "upkeep": 4}


def test_a_database_that_cannot_be_used_is_said_to_all(room: Any) -> None:
    """The pages' frame needs none of it."""
    client = room.client()
    room.db.close()
    for path in room.folder.glob("newsdelta.db*"):
        path.unlink()
    (room.folder / "newsdelta.db").write_bytes(b"no database" * 1000)
    for path in ("/", "/stories/1", "/feeds"):
        page = client.get(path)
        assert (page.status_code, "<h1>That did not work</h1>" in page.text) == (503, True), page.text[:300]
        assert "newsdelta.db" in page.text
    told = client.get("/api/stories")
    assert (told.status_code, "newsdelta.db" in told.json()["detail"]) == (503, True)
    health = client.get("/healthz")
    assert (health.status_code, health.json()) == (503, {"status": "failing", "detail": "DatabaseCorrupt"})


def test_of_more_open_pages_than_there_is_room_for_one_is_turned_away(shared: Any, served: Any) -> None:
    app = shared.app()
    address = served(app)
    for streams, status in ((LIVE_MOST, 503), (LIVE_MOST - 1, 200)):
        app.state.streams = streams
        with httpx.stream("GET", f"{address}/live", timeout=10) as answer:
            assert answer.status_code == status


def test_opml_goes_out_and_comes_in(room: Any) -> None:
    client = room.client()
    out = client.get("/feeds.opml")
    assert out.text.count("xmlUrl") == 3
    more = out.text.replace("https://wire.example/feed.xml", "https://new.example/feed.xml")
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/feeds").text)
    assert token
    answer = client.post("/feeds.opml", data={"csrf": token[1]}, files={"file": ("a.opml", more.encode())})
    assert answer.status_code == 303, answer.text
    assert "1 feed added, 2 listed already." in client.get(answer.headers["location"]).text
    assert "https://new.example/feed.xml" in room.config.read_text()
    wrong = client.post("/feeds.opml", data={"csrf": token[1]}, files={"file": ("a.opml", b"<not")})
    assert wrong.status_code == 422
    assert "not well-formed" in wrong.text
