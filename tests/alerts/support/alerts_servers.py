"""A mail server and as much of Slack's API as newsdelta uses, on loopback, with faults on demand."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class MailServer:
    """aiosmtpd on loopback. `faults` are taken one a message: a reply line, or 'reset' after DATA."""

    def __init__(
        self, certificate: tuple[Path, Path], security: str = "none", login: str | None = None
    ) -> None:
        import ssl

        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult

        self.inbox: list[bytes] = []
        self.faults: list[str | None] = []
        self.rcpt_faults: list[str | None] = []
        self.trust = ssl.create_default_context(cafile=str(certificate[0]))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        more: dict[str, Any] = {}
        if security == "starttls":
            more |= {"tls_context": context, "require_starttls": True}
        if login is not None:
            user, _, password = login.partition(":")

            def authenticate(
                server: Any, session: Any, envelope: Any, mechanism: str, data: Any
            ) -> AuthResult:
                ok = (data.login, data.password) == (user.encode(), password.encode())
                return AuthResult(success=ok, handled=False)

            more |= {
                "authenticator": authenticate,
                "auth_required": True,
                "auth_require_tls": security == "starttls",
            }
        self.controller = Controller(
            self,
            hostname="localhost",
            port=0,
            ssl_context=context if security == "tls" else None,
            ready_timeout=20,
            **more,
        )
        self.port = 0

    def start(self) -> MailServer:
        import socket

        with socket.socket() as probe:  # aiosmtpd checks itself by its port, which must be known
            probe.bind(("localhost", 0))
            self.port = self.controller.port = probe.getsockname()[1]
        self.controller.start()
        return self

    def stop(self) -> None:
        self.controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        fault = self.rcpt_faults.pop(0) if self.rcpt_faults else None
        if fault:
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        fault = self.faults.pop(0) if self.faults else None
        if fault == "reset":
            server.transport.abort()
            return "451 gone"
        if fault in ("hang", "accept-and-hang"):
            if fault == "accept-and-hang":
                self.inbox.append(envelope.content)
            await asyncio.Event().wait()  # until the client has had enough, and goes
        if fault == "accept-and-reset":
            self.inbox.append(envelope.content)
            server.transport.abort()
            return "250 lost"
        if fault:
            return fault
        self.inbox.append(envelope.content)
        return "250 accepted"


@pytest.fixture
def mail_server(certificate: tuple[Path, Path]) -> Iterator[Callable[..., MailServer]]:
    running: list[MailServer] = []

    def start(security: str = "none", login: str | None = None) -> MailServer:
        running.append(MailServer(certificate, security, login).start())
        return running[-1]

    yield start
    for server in running:
        server.stop()


class SlackServer:
    """As much of Slack's API as newsdelta uses, on loopback. `faults` are taken one a request."""

    def __init__(self) -> None:
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        self.calls: list[tuple[str, dict[str, Any], str]] = []
        self.messages: list[dict[str, Any]] = []
        self.faults: list[Any] = []
        self.refused: dict[str, str] = {}
        """Methods that are always answered by an error."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.answer(self)

            do_GET = do_POST

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/api/"

    def answer(self, request: Any) -> None:
        import json
        from urllib.parse import parse_qsl, urlsplit

        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
        kind = request.headers.get("Content-Type", "")
        query = dict(parse_qsl(urlsplit(request.path).query))
        given = query | (json.loads(body) if "json" in kind else dict(parse_qsl(body)))
        for name in ("blocks", "metadata"):
            if isinstance(given.get(name), str):
                given[name] = json.loads(given[name])
        method = urlsplit(request.path).path.rpartition("/")[2]
        self.calls.append((method, given, request.headers.get("Authorization", "")))
        fault = self.refused.get(method)
        if method in ("chat.postMessage", "hook") and self.faults:
            fault = self.faults.pop(0)
        if fault == "half":
            request.send_response(200)
            request.send_header("Content-Length", "500")
            request.end_headers()
            request.wfile.write(b'{"ok": tr')
            request.close_connection = True
            return
        if fault in ("reset", "accept-and-reset", "hang", "accept-and-hang"):
            if fault.startswith("accept"):
                self._post(given)
            if fault.endswith("hang"):
                request.rfile.read(1)  # until the client has had enough, and goes
            request.close_connection = True
            request.connection.close()
            return
        if isinstance(fault, tuple):
            status, headers, text = fault
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(text.encode())
            return
        if fault:
            self._reply(request, {"ok": False, "error": fault})
        elif method == "chat.postMessage":
            self._reply(request, {"ok": True, "channel": "C1", "ts": self._post(given)})
        elif method == "hook":
            self._say(request, b"ok", "text/html")
        elif method in ("conversations.history", "conversations.replies"):
            self._reply(request, {"ok": True, "messages": list(reversed(self.messages))})
        else:
            self._reply(request, {"ok": True})

    def _post(self, given: dict[str, Any]) -> str:
        stamp = f"{1_700_000_000 + len(self.messages)}.000100"
        self.messages.append(given | {"ts": stamp})
        return stamp

    def _reply(self, request: Any, value: dict[str, Any]) -> None:
        import json

        self._say(request, json.dumps(value).encode(), "application/json")

    def _say(self, request: Any, data: bytes, kind: str) -> None:
        request.send_response(200)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def slack_server() -> Iterator[SlackServer]:
    server = SlackServer()
    yield server
    server.stop()
