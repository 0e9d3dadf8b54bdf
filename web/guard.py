"""The door: who may come in, from which address, and what every answer says to the browser.

- Host: an attacker's name that resolves to this machine (DNS rebinding) is turned away.
- Token or reverse proxy's header, when the settings name one; then nothing but /healthz goes without.
- A request that changes something must come from these pages: Fetch Metadata and Origin here, a token in
  every form (`web.forms`), JSON alone for the API, which no form of another site can send.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from settings.limits_web import FORM_BYTES, SESSION_FOR, TRIES, TRIES_WITHIN
from settings.schema import WebSetting

SESSION = "newsdelta"
SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/healthz", "/enter")
ENDLESS = "/live"
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Keys:
    """What opens the door: a token, a session made from it, or a proxy's header."""

    def __init__(self, web: WebSetting, clock: Callable[[], datetime]) -> None:
        self._token = web.token
        self.user_header = web.user_header
        self._clock = clock
        self._wrong: deque[datetime] = deque(maxlen=TRIES)

    @property
    def needed(self) -> bool:
        return self._token is not None or self.user_header is not None

    @property
    def has_token(self) -> bool:
        return self._token is not None

    def fits(self, given: str) -> bool | None:
        """Whether it is the token; None while there were too many wrong ones."""
        now = self._clock()
        if len(self._wrong) == TRIES and now - self._wrong[0] < TRIES_WITHIN:
            return None
        if self._token is not None and _same(given, self._token.reveal()):
            return True
        self._wrong.append(now)
        return False

    def session(self) -> str:
        until = int((self._clock() + SESSION_FOR).timestamp())
        return f"{until}.{self._sign(until)}"

    def holds(self, session: str) -> bool:
        until, _, signed = session.partition(".")
        if self._token is None or not until.isdecimal() or len(until) > 12:
            return False
        return _same(signed, self._sign(int(until))) and int(until) > self._clock().timestamp()

    def _sign(self, until: int) -> str:
        """With the token: a changed token ends every session."""
        key = self._token.reveal().encode() if self._token else b""
        return hmac.new(key, f"newsdelta session {until}".encode(), hashlib.sha256).hexdigest()

    def has_session(self, cookies: Mapping[str, str]) -> bool:
        return self.holds(cookies.get(SESSION, ""))

    def admits(self, headers: Headers, cookies: Mapping[str, str]) -> bool:
        if not self.needed:
            return True
        if self.user_header is not None and headers.get(self.user_header, "").strip():
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if self._token is not None and scheme.lower() == "bearer" and self.fits(given.strip()) is True:
            return True
        return self.has_session(cookies)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class Guard:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, web: WebSetting, keys: Keys) -> None:
        self.app = app
        self.keys = keys
        self._names = {"localhost", socket.gethostname().lower(), web.host.lower().strip("[]")}
        self._outside = urlsplit(web.url or "").netloc.lower()
        """Where people reach the pages through a proxy, which may hand on another Host."""
        if web.url:
            self._names.add((urlsplit(web.url).hostname or "").lower())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(raw=message["headers"])
                message["headers"] = out.raw
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                if out.get("Allow") == "GET" and path != ENDLESS:
                    out["Allow"] = "GET, HEAD"
                out.setdefault("Cache-Control", "private, no-store")
            await send(message)

        answer = self._refusal(scope, headers)
        if scope["method"] == "HEAD" and path != ENDLESS:
            scope = {**scope, "method": "GET"}  # the server, which knows that it is HEAD, leaves the body out
        await (answer or self.app)(scope, receive, stamped)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        path, method = scope["path"], scope["method"]
        if not self._is_ours(headers.get("host", "")):
            return PlainTextResponse(
                "These pages do not answer to that name. Set web.url in newsdelta.yaml to the address that "
                "people use.\n",
                421,
            )
        if not (path in OPEN or path.startswith("/static/")) and not self.keys.admits(
            headers, cookies(headers)
        ):
            return self._stranger(scope, path, method)
        if method in SAFE:
            return None
        if not _from_here(headers, self._outside):
            return _refused(path, 403, "That came from another site, and nothing was changed.")
        if "transfer-encoding" in headers or int(headers.get("content-length", 0)) > FORM_BYTES:
            return _refused(
                path, 413, f"A request may hold {FORM_BYTES // 2**20} MiB and must say how long it is."
            )
        if (
            of_the_api(path)
            and headers.get("content-type", "").split(";")[0].strip() != "application/json"
        ):
            return _refused(path, 415, "The API takes JSON: send Content-Type: application/json.")
        return None

    def _is_ours(self, host: str) -> bool:
        """A name that we answer to, or an address: nobody can point somebody else's address at us."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower().rstrip(".")
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _stranger(self, scope: Scope, path: str, method: str) -> Response:
        if of_the_api(path) or path.startswith(("/metrics", "/live", "/atom/")) or not self.keys.has_token:
            how = (
                "Give the token: Authorization: Bearer …"
                if self.keys.has_token
                else f"The reverse proxy must name the person in the header {self.keys.user_header}."
            )
            return _refused(path, 401, how, {"WWW-Authenticate": "Bearer"})
        if method not in SAFE:
            return RedirectResponse("/enter?late=1", 303)
        wanted = path + (f"?{scope['query_string'].decode('latin-1')}" if scope.get("query_string") else "")
        back = f"?next={quote(wanted, safe='')}" if wanted != "/" else ""
        return RedirectResponse(f"/enter{back}", 303)


def of_the_api(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


def cookies(headers: Headers) -> dict[str, str]:
    found = {}
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        found[name] = value
    return found


def _from_here(headers: Headers, outside: str) -> bool:
    """Not another site's doing. Under no-referrer a browser's own forms say `Origin: null`."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "null")
    host = headers.get("host", "").lower()
    return origin == "null" or origin.partition("://")[2].lower() in (host, outside or host)


def _refused(path: str, status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    if of_the_api(path):
        return JSONResponse({"detail": why}, status, headers)
    return PlainTextResponse(why + "\n", status, headers)


SESSION_S = int(SESSION_FOR / timedelta(seconds=1))
