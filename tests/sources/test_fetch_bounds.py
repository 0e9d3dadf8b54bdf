"""Fetching from those who mean harm: bombs in every packing, and every way of being slow."""

from __future__ import annotations

import gzip
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from backports import zstd

from settings import limits_sources as limits
from sources.asking.fetch import Fetcher

ME = "newsdelta test (mail@example.org)"
OWN = {"127.0.0.1"}
OK = b"HTTP/1.1 200 OK\r\n"


# -- bombs -----------------------------------------------------------------------------------------

MB = 2**20


def _zeros(size: int, wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join(packer.compress(b"\0" * MB) for _ in range(size // MB)) + packer.flush()


def _packed(packer: Any) -> bytes:
    """300 MB of zeros, a megabyte at a time: the test must not need the memory that it forbids."""
    pack = packer.process if hasattr(packer, "process") else packer.compress
    parts = [pack(b"\0" * MB) for _ in range(300)]
    return b"".join(parts) + (packer.finish() if hasattr(packer, "finish") else packer.flush())


def _bombs() -> dict[str, tuple[str, bytes]]:
    gz = _zeros(300 * MB, 31)
    br, zs = _packed(brotli.Compressor(quality=5)), _packed(zstd.ZstdCompressor())
    return {
        "gzip": ("gzip", gz),
        "gzip named x-gzip": ("x-gzip", gz),
        "deflate": ("deflate", _zeros(300 * MB, 15)),
        "raw deflate": ("deflate", _zeros(300 * MB, -15)),
        "brotli": ("br", br),
        "zstd": ("zstd", zs),
        "gzip in gzip": ("gzip, gzip", gzip.compress(gz)),
        "gzip in brotli": ("gzip, br", brotli.compress(gz, quality=5)),
        "brotli in gzip": ("br, gzip", gzip.compress(br)),
        "zstd in zstd": ("zstd, zstd", zstd.compress(zs)),
        "many members": ("gzip", gzip.compress(b"\0" * MB) * 300),
        "nine in a row": (", ".join(["gzip"] * 9), b"x"),
    }


BOMBS = _bombs()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_problem_and_costs_little(name: str, server: Any, said: Any, fetcher: Fetcher) -> None:
    encoding, body = BOMBS[name]
    server.pages["/"] = lambda conn, headers: conn.sendall(said(body, content_encoding=encoding))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    response = fetcher.get(server.url(), limit=limits.PAGE_BYTES)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert response.problem is not None
    assert response.problem.code in ("too-large", "encoding")
    assert response.body == b""
    assert grown < 64, f"{grown:.0f} MB"
    assert time.monotonic() - started < limits.REQUEST_DEADLINE_S


def test_endless_bytes_without_packing_end_at_the_limit(server: Any, fetcher: Fetcher) -> None:
    def endless(conn: socket.socket, headers: dict[str, str]) -> None:
        conn.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            conn.sendall(b"x" * 65536)

    server.pages["/"] = endless
    problem = fetcher.get(server.url(), limit=MB).problem
    assert problem is not None
    assert problem.code == "too-large"


# -- slow ------------------------------------------------------------------------------------------

_OVER = threading.Event()


def _drip(head: bytes, drop: bytes) -> Callable[[socket.socket, dict[str, str]], None]:
    def serve(conn: socket.socket, headers: dict[str, str]) -> None:
        conn.sendall(head)
        while not _OVER.wait(0.05):
            conn.sendall(drop)

    return serve


SLOW = {
    "says nothing": _drip(b"", b""),
    "drips the status line": _drip(b"HTTP/1.1 200 ", b"O"),
    "drips headers": _drip(OK + b"X: ", b"y"),
    "drips many headers": _drip(OK, b""),
    "drips the body": _drip(OK + b"Content-Length: 100000\r\n\r\n", b"z"),
    "drips a chunked body": _drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nz\r\n"),
    "drips packed nothing": _drip(
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff"
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_way_of_being_slow_outlasts_the_deadline(name: str, server: Any) -> None:
    server.pages["/"] = SLOW[name]
    started = time.monotonic()
    with Fetcher(ME, OWN, deadline=0.4) as fetcher:
        problem = fetcher.get(server.url()).problem
    assert time.monotonic() - started < 0.4 + 2
    assert problem is not None
    assert problem.code in ("deadline", "timeout")


def test_slow_redirects_share_one_deadline(server: Any, said: Any) -> None:
    def late(conn: socket.socket, headers: dict[str, str]) -> None:
        _OVER.wait(0.2)
        conn.sendall(said("", 302, location="/"))

    server.pages["/"] = late
    started = time.monotonic()
    with Fetcher(ME, OWN, deadline=0.5) as fetcher:
        problem = fetcher.get(server.url()).problem
    assert time.monotonic() - started < 0.5 + 2
    assert problem is not None
    assert problem.code == "deadline"


def test_a_name_server_that_hangs_does_not_outlast_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*args: Any, **kwargs: Any) -> Any:
        _OVER.wait(20)

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    started = time.monotonic()
    with Fetcher(ME, deadline=0.3) as fetcher:
        problem = fetcher.get("http://slow.example/").problem
    assert time.monotonic() - started < 0.3 + 2
    assert problem is not None
