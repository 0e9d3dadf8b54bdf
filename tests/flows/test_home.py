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


def test_newsdelta_may_be_installed_in_a_folder_with_a_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/srv/News Desk/.venv/bin/python")
    taken = command_from_string(home.run_command())  # as Prefect's worker takes it
    assert taken == ["/srv/News Desk/.venv/bin/python", "-m", "flows.lightly", "prefect.engine"]
