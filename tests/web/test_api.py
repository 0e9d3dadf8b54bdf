"""The JSON API against its own description: schemathesis asks what it allows and more, and finds no fault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

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
            continue  # asks strangers: tested in the browser, with a server of its own

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
