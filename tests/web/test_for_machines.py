"""What programs read of the pages: Atom, metrics, lists of feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from storage.running import troubles


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
    assert 'newsdelta_feeds{state="failing"} 1.0' in page
    assert 'newsdelta_deliveries{state="failed"} 1.0' in page
    assert 'newsdelta_web_request_seconds_count{method="GET",route="/stories",status="200"}' in page


def test_metrics_say_what_is_wrong_and_since_when(room: Any) -> None:
    client, gauge = room.client(), "newsdelta_trouble_since_timestamp_seconds"
    assert f"{gauge}{{" not in client.get("/metrics").text
    with room.db.write() as conn:
        troubles.begin(conn, "disk", "The disk is nearly full", ["mail"], datetime(2026, 3, 17, tzinfo=UTC))
    assert f'{gauge}{{what="disk"}} 1.7737056e+09' in client.get("/metrics").text


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
