"""The newsroom on loopback: a real HTTP server that answers as of the clock's time."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from sample import render
from sample.archive import Outlet, outlets, pieces

_POLL_S = 0.01
"""How soon the server notices that it is to stop, in seconds."""
_ROBOTS = "User-agent: *\nDisallow: /account/\n"


class Answer(NamedTuple):
    """What a request gets, before validators are looked at."""

    status: int
    content_type: str
    body: bytes
    changed: datetime | None = None
    validators: Sequence[str] = ("etag", "last-modified")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    """Every feed may be asked for at once."""

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is its own affair; anything else is a bug here and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Newsroom:
    """Every outlet under its own path of one loopback address, as of `clock()` (an aware datetime).

    `url` has no slash at its end. Nothing published after the clock's time can be had. Safe to use from
    several threads; the clock may go on (or back) at any time.
    """

    def __init__(self, clock: Callable[[], datetime], port: int = 0) -> None:
        self._clock = clock
        self._server = _Server(("127.0.0.1", port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL_S,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def feeds(self) -> list[tuple[str, str, str]]:
        """(url, name, publisher) of every feed, as `feeds:` in newsdelta.yaml takes them."""
        return [(f"{self.url}/{o.key}/{o.feed_path}", o.name, o.publisher) for o in outlets().values()]

    def address(self, piece_id: str) -> str:
        """The canonical address of a piece's page."""
        return self.url + render.path(pieces()[piece_id])

    def answer(self, target: str, cookie: str = "") -> Answer:
        """What a GET for `target` (path and query) gets now."""
        now, path = self._clock(), urlsplit(target).path
        if path == "/robots.txt":
            return Answer(200, "text/plain; charset=utf-8", _ROBOTS.encode())
        outlet = outlets().get(path.strip("/").partition("/")[0])
        if outlet is None:
            return Answer(404, "text/plain; charset=utf-8", b"No such outlet.\n")
        rest = path.removeprefix(f"/{outlet.key}").lstrip("/")
        if not rest:
            return Answer(200, "text/html; charset=utf-8", render.home(outlet, now, self.url).encode())
        if rest == outlet.feed_path:
            return self._feed(outlet, now)
        for piece in pieces().values():
            if piece.published <= now and not piece.link_of and render.path(piece) == path:
                consented = render.CONSENT_COOKIE in cookie
                text = render.page(piece, now, self.url, consented=consented)
                return Answer(200, "text/html; charset=utf-8", text.encode(), piece.touched(now))
        return Answer(404, "text/html; charset=utf-8", b"<h1>Page not found</h1>")

    def _feed(self, outlet: Outlet, now: datetime) -> Answer:
        text, changed = render.feed(outlet, now, self.url)
        return Answer(200, render.FEED_TYPES[outlet.feed], text.encode(), changed, outlet.validators)

    def _handler(room) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version = "newsroom"
            sys_version = ""

            def do_GET(self) -> None:
                answer = room.answer(self.path, self.headers.get("Cookie", ""))
                etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
                headers = {"Content-Type": answer.content_type}
                if answer.status == 200 and "etag" in answer.validators:
                    headers["ETag"] = etag
                if answer.changed and "last-modified" in answer.validators:
                    headers["Last-Modified"] = format_datetime(answer.changed.astimezone(UTC), usegmt=True)
                if "ETag" in headers and (given := self.headers.get("If-None-Match")) is not None:
                    same = _matches(given, etag)
                else:
                    same = _not_since(self.headers.get("If-Modified-Since"), headers.get("Last-Modified"))
                body = b"" if same else answer.body
                self.send_response(304 if same else answer.status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if not same:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            do_HEAD = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the demo's terminal belongs to the demo."""

        return Handler


def _matches(given: str, etag: str) -> bool:
    """RFC 9110, 13.1.2: weak comparison with a list of tags, or `*`."""
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    return "*" in tags or etag in tags


def _not_since(given: str | None, changed: str | None) -> bool:
    """RFC 9110, 13.1.3: an unreadable date counts as none."""
    if not given or not changed:
        return False
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(given)
    except (ValueError, TypeError):
        return False
