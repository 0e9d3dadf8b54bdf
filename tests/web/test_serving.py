"""The pages as a process: where they say that they listen, that they answer there, and how they end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from models.errors import InputError
from web.serve import address, bound, where

HOME = Path(__file__).parents[2]


def _as_from_a_terminal() -> None:
    """nohup and "&" have a signal ignored, which a child inherits."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_they_are_served_until_they_are_stopped(room: Any) -> None:
    command = [sys.executable, HOME / "newsdelta.py", "--config", room.config, "web", "--port", "0"]
    before = _as_from_a_terminal
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, preexec_fn=before) as pages:
        assert pages.stdout is not None
        late = threading.Timer(60, pages.kill)
        late.daemon = True
        late.start()
        said, here, _ = pages.stdout.readline().split(maxsplit=2)
        try:
            assert said == "Pages:"
            with urllib.request.urlopen(f"{here}healthz", timeout=20) as answer:
                assert answer.status == 200
                assert "server" not in answer.headers
            with urllib.request.urlopen(f"{here}stories", timeout=20) as answer:
                assert b"ferry" in answer.read()
        finally:
            pages.send_signal(signal.SIGINT)
        assert [each.strip() for each in pages.communicate(timeout=20)] == ["", "Stopped."], "no request is logged"
        late.cancel()
        assert pages.returncode == 130, "as of Ctrl-C"


def test_an_address_that_cannot_be_had_is_named() -> None:
    with bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert address(first) == f"http://127.0.0.1:{port}/"
        with pytest.raises(InputError, match=rf"cannot listen on 127\.0\.0\.1 port {port}: .* Set web\.host"):
            bound("127.0.0.1", port)


def test_an_address_with_colons_stands_in_brackets() -> None:
    try:
        listening = bound("::1", 0)
    except InputError:
        pytest.skip("no IPv6 here")
    with listening:
        assert listening.family == socket.AF_INET6
        assert address(listening) == f"http://[::1]:{listening.getsockname()[1]}/"


def test_the_pages_say_where_they_listen_whatever_alerts_lead_to() -> None:
    here = "http://127.0.0.1:18777/"
    assert where(here, "https://news.example").startswith(f"Pages: {here} ")
    assert "alerts lead to https://news.example" in where(here, "https://news.example")
    assert "alerts" not in where(here, None)
    assert "alerts" not in where(here, "http://127.0.0.1:18777")
