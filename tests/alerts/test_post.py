"""A POST whose other side takes no connection, takes no bytes, or has no time left: whether it may have arrived."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_httpserver import HTTPServer

from alerts.channels.post import post, reach
from alerts.message import Failed


@contextmanager
def nobody_at_the_door() -> Iterator[str]:
    """The address of a listener whose line of callers is full: the next one hears nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        yield f"http://127.0.0.1:{full.getsockname()[1]}/hook"
        for each in waiting:
            each.close()


def test_a_connection_that_never_comes_is_given_up_and_nothing_has_arrived():
    with nobody_at_the_door() as url:
        answer = post(url, b"{}", {}, "the hook", timeout_s=0.3)
        problem = reach(url, "the hook", timeout_s=0.3)
    assert isinstance(answer, Failed)
    assert not answer.maybe_sent
    for each in (answer.problem, problem):
        assert each is not None
        assert (each.code, each.text, each.retry) == ("timeout", "the hook did not answer in time", True)


def test_what_is_taken_only_in_part_may_have_arrived():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        answer = post(url, b"x" * 50_000_000, {}, "the hook", timeout_s=0.3)
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.text) == ("timeout", "the hook did not take it in time")
    assert answer.maybe_sent


def test_nothing_begins_after_the_deadline(httpserver):
    answer = post(httpserver.url_for("/hook"), b"{}", {}, "the hook", deadline_s=0.0)
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.maybe_sent) == ("timeout", False)
    assert not httpserver.log


@pytest.mark.parametrize("path", ["/hook", "/other"])
def test_an_answer_over_a_trusted_tls(certificate, monkeypatch, path):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with HTTPServer(host="localhost", port=0, ssl_context=tls) as server:
        server.expect_request("/hook", method="POST").respond_with_data("ok")
        assert reach(server.url_for(path), "the hook") is None
        assert (post(server.url_for(path), b"{}", {}, "the hook") is None) is (path == "/hook")
