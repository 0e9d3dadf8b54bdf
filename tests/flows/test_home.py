"""The surroundings in which Prefect's server, worker and runs live."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import httpx
import pytest
from prefect.utilities.processutils import command_from_string

from bench.worlds.odd_server import answer, serving
from flows import home


def test_a_proxy_does_not_stand_between_the_parts_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = f"http://127.0.0.1:{home.free_port()}"
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, nobody)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("no_proxy", "intranet.example")
    with serving() as server:
        server.pages["/api/health"] = answer("true")
        for name, value in home.environment(tmp_path, server.port, base=dict(os.environ)).items():
            monkeypatch.setenv(name, value)
        assert httpx.get(f"{os.environ['PREFECT_API_URL']}/health").text == "true"
    assert os.environ["http_proxy"] == nobody, "channels go through it as before"
    assert os.environ["no_proxy"] == "intranet.example,127.0.0.1"


def test_the_server_asks_for_a_login_that_only_its_owner_can_read(tmp_path: Path) -> None:
    """Who may ask it has the worker run any command: each user of the machine, and each page in a browser there."""
    told = home.environment(tmp_path, 4200, base={})
    assert told["PREFECT_SERVER_API_AUTH_STRING"] == told["PREFECT_API_AUTH_STRING"]
    assert len(told["PREFECT_API_AUTH_STRING"].removeprefix("newsdelta:")) > 40
    assert (tmp_path / home.LOGIN).stat().st_mode & 0o777 == 0o600
    again, other = home.environment(tmp_path, 4200, base={}), home.environment(tmp_path / "other", 4200, base={})
    assert again == told
    assert other["PREFECT_API_AUTH_STRING"] != told["PREFECT_API_AUTH_STRING"]


def test_who_does_not_know_the_login_changes_nothing(prefect_server: str) -> None:
    for path in ("flows/", "deployments/filter", "work_pools/filter", "admin/settings"):
        assert httpx.post(f"{prefect_server}/{path}", json={"name": "x"}).status_code in (401, 405), path
    assert httpx.get(f"{prefect_server}/admin/settings").status_code == 401
    assert httpx.get(f"{prefect_server}/health").text == "true"


def test_newsdelta_may_be_installed_in_a_folder_with_a_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/srv/News Desk/.venv/bin/python")
    taken = command_from_string(home.run_command())  # as Prefect's worker takes it
    assert taken == ["/srv/News Desk/.venv/bin/python", "-m", "flows.lightly", "prefect.engine"]
