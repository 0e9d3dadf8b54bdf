"""HTTP, as a publisher would welcome it: conditional, bounded, unhurried, and open about who asks.

What goes wrong is a `Problem` in the `Response`, never an exception. Bytes are bounded after
decompression, redirects are followed hop by hop through the gate, and one deadline covers all of it.
"""

from __future__ import annotations

import contextlib
import http.client
import math
import queue
import re
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import parse_url
from urllib3.util.request import ACCEPT_ENCODING

from models.nouns import Problem, Response
from settings import limits_sources as limits
from sources.addresses import seen
from sources.asking import faults
from sources.asking.gate import Gate, GatedPools, Resolve, system_resolve, until
from sources.asking.hosts import HostQueue, HostSlots
from sources.asking.robots import Robots
from sources.asking.waits import BUSY, date, retry_after_s

ACCEPT_FEED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.1"
_FOLD = re.compile(r"\r?\n[ \t]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DECODED = frozenset({"", "identity", "x-gzip", *ACCEPT_ENCODING.split(",")})
"""What urllib3 unpacks here, which depends on the libraries that it finds."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for. Validators go back byte for byte as they came."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = ACCEPT_PAGE
    limit: int = limits.PAGE_BYTES
    robots: bool = False
    """Whether to ask the site's robots.txt first: for pages, not for the feeds that a site offers."""


class Fetcher:
    """Fetches addresses, one or many at once. Thread-safe; close it, or use it in a `with`.

    `user_agent` names us and a contact. `allow_private` names hosts (or host:port) that may be on a
    private network; there we also go as fast as we can, since they are the user's own. `clock` says when a
    robots.txt was asked for.
    """

    def __init__(
        self,
        user_agent: str,
        allow_private: Collection[str] = (),
        *,
        workers: int = limits.FETCH_WORKERS,
        per_host: int = limits.PER_HOST,
        host_delay: float = limits.HOST_DELAY_S,
        deadline: float = limits.REQUEST_DEADLINE_S,
        resolve: Resolve = system_resolve,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": ACCEPT_ENCODING}
        self._user_agent, self._workers, self._deadline = user_agent, workers, deadline
        self._gate = Gate(allow_private, resolve)
        self._pools = GatedPools(self._gate, tls, connections=workers)
        self._slots = HostSlots(per_host, host_delay, exempt=self._is_own)
        self.robots = Robots(self._robots_txt, clock)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every kept connection."""
        self._pools.clear()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = ACCEPT_PAGE,
        limit: int = limits.PAGE_BYTES,
        robots: bool = False,
    ) -> Response:
        """Fetch one address; see `fetch`."""
        return self.fetch(Request(url, etag, last_modified, accept, limit, robots))

    def fetch(self, request: Request) -> Response:
        """Fetch one address, waiting for its host's turn. Whatever goes wrong is in `.problem`."""
        host = _host(request.url)
        self._slots.wait(host)
        return self._follow(request, host)

    def get_many(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Response]]:
        """Fetch all hosts at once, each host at its own pace; answers come as they come.

        A consumer that stops early ends the rest. At most `workers` answers wait in memory.
        """
        todo = [(_host(r.url), r) for r in requests]
        line = HostQueue(self._slots, todo)
        answers: queue.Queue[tuple[Request, Response] | BaseException] = queue.Queue(self._workers)

        def work() -> None:
            while (taken := line.take()) is not None:
                host, request = taken
                try:
                    answers.put((request, self._follow(request, host)))
                except BaseException as bug:  # noqa: BLE001 - raised again in the thread that asked
                    answers.put(bug)

        threads = [
            threading.Thread(target=work, name=f"fetch-{n}", daemon=True)
            for n in range(min(self._workers, len(todo)))
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in todo:
                answer = answers.get()
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
        finally:
            line.close()
            _drain(answers, threads)

    def _follow(self, request: Request, host: str, *, polite: bool = True) -> Response:
        """Follow redirects from `request`, whose `host` has a slot booked; every slot is given back.

        With `polite` off the caller holds the slot for us: robots.txt, asked for on the page's turn.
        """
        url, permanent, still_permanent = request.url, None, True
        left = self._deadline
        for _ in range(limits.REDIRECTS + 1):
            started = time.monotonic()
            try:
                if request.robots and (shut := self._slots.closed_for(host)):
                    return _wait(request, url, permanent, shut)
                answer = (request.robots and self._asked_not_to(url)) or self._hop(url, request, left)
            finally:
                if polite:
                    self._slots.end(host)
            if isinstance(answer, Problem):
                return Response(request.url, url, 0, permanent_url=permanent, problem=answer)
            status, headers, body, problem, target = answer
            if request.robots and status in BUSY:
                self._slots.close_for(host, _asked_to_wait(status, headers))
            if target is None:
                return Response(request.url, url, status, headers, body, permanent, problem)
            left -= time.monotonic() - started
            url = target
            still_permanent = still_permanent and status in (301, 308)
            permanent = url if still_permanent else permanent
            host = _host(url)
            if polite:
                self._slots.wait(host)
        else:
            if polite:
                self._slots.end(host)
        return Response(request.url, url, 0, permanent_url=permanent, problem=faults.too_many_redirects())

    def _asked_not_to(self, url: str) -> Problem | None:
        parsed = faults.checked(url)
        if isinstance(parsed, Problem):
            return parsed
        rules = self.robots.of(f"{parsed.scheme}://{parsed.netloc}")
        if (delay := rules.delay(self._user_agent)) is not None:
            self._slots.slow_down(_host(url), delay)
        return rules.problem(url, self._user_agent)

    def _robots_txt(self, url: str) -> Response:
        return self._follow(Request(url, limit=limits.ROBOTS_BYTES), _host(url), polite=False)

    def _hop(self, url: str, request: Request, left: float) -> _Answer | Problem:
        parsed = faults.checked(url)
        if isinstance(parsed, Problem):
            return parsed
        headers = self._headers | {"Accept": request.accept}
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        deadline = time.monotonic() + left
        with until(deadline):
            for attempt in (1, 2):
                try:
                    return self._once(parsed.url, headers, request.limit)
                except (HTTPError, OSError, http.client.HTTPException, ValueError) as e:
                    # a kept connection that the server closed meanwhile is no failure of the server
                    if attempt == 2 or not faults.was_stale(e):
                        return faults.explain(e, late=time.monotonic() >= deadline)
        raise AssertionError("unreachable")

    def _once(self, url: str, headers: dict[str, str], limit: int) -> _Answer:
        raw = self._pools.urlopen(
            "GET",
            url,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=limits.CONNECT_TIMEOUT_S, read=limits.READ_TIMEOUT_S),
        )
        whole = False
        try:
            kept = tuple(_clean(raw.headers.items()))
            location = raw.headers.get("Location")
            if raw.status in _REDIRECTS and location:
                whole = raw.headers.get("Content-Length") == "0"
                return raw.status, kept, b"", None, _joined(url, location)
            body, problem = _read(raw, limit)
            whole = problem is None
            return raw.status, kept, body, problem or faults.of_status(raw.status), None
        finally:
            if whole:
                raw.release_conn()
            else:
                raw.close()

    def _is_own(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        return self._gate.is_allowed(name, int(port))


def _asked_to_wait(status: int, headers: tuple[tuple[str, str], ...]) -> float:
    """Seconds for which a busy server's other pages are left alone, too."""
    said = {name.lower(): value for name, value in headers}
    asked = retry_after_s(said, date(said.get("date")) or datetime.now(UTC))
    return asked or (limits.TOO_MANY_S if status == 429 else 0.0)


def _wait(request: Request, url: str, permanent: str | None, seconds: float) -> Response:
    """What a server that asked to be left alone would answer: it need not be asked for it."""
    headers = (("Retry-After", str(math.ceil(seconds))),)
    return Response(request.url, url, 429, headers, permanent_url=permanent, problem=faults.of_status(429))


_Answer = tuple[int, tuple[tuple[str, str], ...], bytes, Problem | None, str | None]
"""Status, headers, body, problem, and where a redirect leads."""


def header(response: Response, name: str) -> str | None:
    """The first header of that name, however its case."""
    return next((value for key, value in response.headers if key.lower() == name), None)


def _read(raw: BaseHTTPResponse, limit: int) -> tuple[bytes, Problem | None]:
    """The body, decompressed in small steps, and never more than `limit` bytes of it."""
    codings = {c.strip().lower() for c in raw.headers.get("Content-Encoding", "").split(",")}
    if not codings <= _DECODED:
        packed = ", ".join(sorted(codings - _DECODED))
        return b"", Problem("encoding", f"The answer is packed in a way we cannot read ({packed}).")
    parts, size = [], 0
    for chunk in raw.stream(limits.CHUNK_BYTES, decode_content=True):
        size += len(chunk)
        if size > limit:
            return b"", faults.too_large(limit)
        parts.append(chunk)
    return b"".join(parts), None


def _clean(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Headers that may be kept and, of validators, go back: a folded line is one line (RFC 9112, 5.2), and what holds
    control characters is no header's value (RFC 9110, 5.5)."""
    for name, value in headers:
        whole = _FOLD.sub(" ", value)
        if not _CONTROL.search(whole):
            yield name, whole


def _joined(url: str, location: str) -> str:
    with contextlib.suppress(UnicodeError):  # http.client reads headers as latin-1; some send UTF-8
        location = location.encode("latin-1").decode("utf-8")
    location = seen(location.strip())
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _host(url: str) -> str:
    """`host:port` to which politeness is owed; nonsense is owed it too."""
    try:
        parsed = parse_url(url)
    except HTTPError:
        return "?:0"
    return f"{parsed.host or '?'}:{parsed.port or (443 if parsed.scheme == 'https' else 80)}".lower()


def _drain(answers: queue.Queue[Any], threads: list[threading.Thread]) -> None:
    """Let workers that wait to hand over an answer end."""
    while any(t.is_alive() for t in threads):
        with contextlib.suppress(queue.Empty):
            answers.get(timeout=0.05)
