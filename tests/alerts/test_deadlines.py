"""A server that drips a byte at a time, and so meets no time-out of one read, holds a delivery no longer than the
deadline; what came of the message is said as docs/alerts.md has it, and nothing is left behind."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from alerts.channels.apprise_channel import AppriseWay
from alerts.channels.slack import SlackWay
from alerts.channels.slack_webhook import SlackWebhookWay
from alerts.channels.smtp import SmtpWay
from alerts.channels.webhook import WebhookWay
from alerts.message import Failed, Message, Sent
from alerts.view import NoticeView
from settings.limits_alerts import CLAIM_FOR, SEND_DEADLINE_S
from settings.schema import AppriseChannel, SlackChannel, SlackWebhookChannel, SmtpChannel, WebhookChannel
from steps.deliver import deliver
from storage.schema import deliveries

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOTICE = Message("k1", NoticeView("A test", ("Nothing.",)), NOW, ("W",))
PACE_S, DEADLINE_S, PATIENCE_S = 0.05, 2.0, 8.0
"""A byte's time; the deadline; what the time-out of one read would have been."""


class Dripping:
    """Answers what it hears by `answer`: bytes, and whether it drips without end from then on."""

    def __init__(self, answer, greeting=(b"", False), tls=None):
        self._answer, self._greeting, self._tls = answer, greeting, tls
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        with suppress(OSError):
            connection, _ = self.listener.accept()
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._talk(connection)

    def _talk(self, connection):
        connection.settimeout(PACE_S)
        says, drips = self._greeting
        connection.sendall(says)
        while True:
            try:
                heard = connection.recv(65536)
            except TimeoutError:
                if drips:
                    connection.sendall(b"x")
                continue
            if not heard:
                return
            if not drips:
                says, drips = self._answer(heard)
                connection.sendall(says)

    def gone(self) -> bool:
        """Whether the client has closed its connection."""
        self.thread.join(PATIENCE_S)
        return not self.thread.is_alive()


@pytest.fixture
def dripping():
    servers: list[Dripping] = []

    def start(*given, **more) -> Dripping:
        servers.append(Dripping(*given, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.listener.close()


def in_time(send, *given):
    """What came of it, given that it ended soon after the deadline and left no thread behind."""
    before, begun = threading.active_count(), time.monotonic()
    answer = send(*given)
    assert time.monotonic() - begun < DEADLINE_S + 4
    assert threading.active_count() <= before
    return answer


def mail(port, **more) -> SmtpWay:
    setting = {"kind": "smtp", "name": "mail", "host": "127.0.0.1", "port": port, "security": "none"}
    setting |= {"sender": "n@example.org", "to": ["t@example.org"]}
    return SmtpWay(SmtpChannel.model_validate(setting | more), timeout_s=PATIENCE_S, deadline_s=DEADLINE_S)


READY = (b"220 ready\r\n", False)


def drips_at(at):
    """One that drips in place of its answer to `at`: 'DATA' is the command, '.' the message itself."""
    replies = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
    end = b"\r\n.\r\n"
    mail: list[bytes] = []
    """What came since DATA: it may come in pieces."""

    def answer(heard: bytes):
        command = heard[:4].upper()
        if mail:
            mail.append(heard)
            if not b"".join(mail).endswith(end):
                return b"", False
            command = b"."
            mail.clear()
        elif command == b"DATA":
            mail.append(b"\r\n")
        return (b"", True) if command == at else (replies.get(command, b"250 fine\r\n"), False)

    return {"answer": answer, "greeting": (b"", True) if at == b"" else READY}


@pytest.mark.parametrize(
    ("at", "unsure"),
    [(b"", False), (b"EHLO", False), (b"MAIL", False), (b"RCPT", False), (b"DATA", True), (b".", True)],
)
def test_a_mail_server_that_drips(dripping, at, unsure):
    server = dripping(**drips_at(at))
    answer = in_time(mail(server.port).send, NOTICE)
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.retry, answer.maybe_sent) == ("timeout", True, unsure)
    assert "did not answer in time" in answer.problem.text
    assert server.gone()


def test_a_mail_server_that_drips_its_goodbye_has_the_message(dripping):
    server = dripping(**drips_at(b"QUIT"))
    assert isinstance(in_time(mail(server.port).send, NOTICE), Sent)
    assert server.gone()


def test_a_mail_server_that_drips_while_it_is_checked(dripping):
    server = dripping(**drips_at(b"EHLO"))
    problem = in_time(mail(server.port).check)
    assert problem is not None
    assert problem.code == "timeout"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mail_server_that_drips_its_handshake(dripping, security):
    """The beginning of a long TLS record, and then a byte at a time."""
    hello = b"\x16\x03\x03\x40\x00"
    if security == "tls":
        server = dripping(lambda _: (b"", True), greeting=(hello, True))
    else:
        replies = {b"EHLO": (b"250-here\r\n250 STARTTLS\r\n", False), b"STAR": (b"220 go on\r\n", False)}
        server = dripping(lambda heard: replies.get(heard[:4].upper(), (hello, True)), greeting=READY)
    answer = in_time(mail(server.port, security=security).send, NOTICE)
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.maybe_sent) == ("timeout", False)
    assert server.gone()


HEAD = b"HTTP/1.1 %s\r\nContent-Length: 500\r\n"


@pytest.mark.parametrize(
    ("begins", "code"),
    [
        (b"HTTP/1.1 20", "timeout"),
        (HEAD % b"200 OK", "timeout"),
        (HEAD % b"503 Busy" + b"\r\nnot ", "http-503"),
        (HEAD % b"200 OK" + b"\r\nye", None),
    ],
)
@pytest.mark.parametrize("kind", ["webhook", "slack-webhook"])
def test_a_webhook_that_drips(dripping, kind, begins, code, monkeypatch):
    """What it has said in its first line holds, however it drips the rest."""
    server = dripping(lambda _: (begins, True))
    url = f"http://127.0.0.1:{server.port}/hook"
    monkeypatch.setenv("HOOK", url)
    more = {"timeout_s": PATIENCE_S, "deadline_s": DEADLINE_S}
    if kind == "webhook":
        way = WebhookWay(WebhookChannel.model_validate({"kind": kind, "name": "hook", "url": url}), **more)
    else:
        setting = SlackWebhookChannel.model_validate({"kind": kind, "name": "hook", "url": "env:HOOK"})
        way = SlackWebhookWay(setting, **more)
    answer = in_time(way.send, NOTICE)
    if code is None and kind == "slack-webhook":  # only "ok" is Slack's answer
        assert isinstance(answer, Failed)
        assert (answer.problem.code, answer.maybe_sent) == ("answer", True)
    elif code is None:
        assert isinstance(answer, Sent)
    else:
        assert isinstance(answer, Failed)
        assert (answer.problem.code, answer.maybe_sent) == (code, code == "timeout")
    assert server.gone()


def test_slack_that_drips(dripping, certificate, monkeypatch):
    monkeypatch.setenv("TOKEN", "xoxb-test")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)
    server = dripping(lambda _: (HEAD % b"200 OK" + b'\r\n{"ok": ', True), tls=tls)
    setting = {"kind": "slack", "name": "slack", "token": "env:TOKEN", "channel": "#x"}
    setting |= {"api_url": f"https://localhost:{server.port}/api/"}
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    way = SlackWay(SlackChannel.model_validate(setting), PATIENCE_S, DEADLINE_S, trust)
    answer = in_time(way.send, NOTICE)
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.maybe_sent) == ("timeout", True)
    assert server.gone()


def test_apprise_that_drips(dripping, monkeypatch):
    server = dripping(lambda _: (HEAD % b"200 OK" + b"\r\n", True))
    monkeypatch.setenv("PHONE", f"json://127.0.0.1:{server.port}/canary")
    setting = AppriseChannel.model_validate({"kind": "apprise", "name": "phone", "url": "env:PHONE"})
    answer = AppriseWay(setting, deadline_s=8.0).send(NOTICE)  # its process takes a while to begin
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.maybe_sent) == ("timeout", True)
    assert server.gone(), "the process has ended"


def test_what_dripped_away_is_sent_again_as_it_was(dripping, make, mail_server):
    """The whole way: the server may have the message, and nobody gets it under another key."""
    room = make(channels=("mail",))
    room.tell(room.development())
    server, good = dripping(**drips_at(b".")), mail_server()
    ways = [mail(server.port), mail(good.port)]
    in_time(lambda: deliver(room.context, channels={"mail": ways[0]}))
    (row,) = room.rows(deliveries)
    assert (row.state, row.problem_code) == ("pending", "unsure:timeout")
    room.clock.pass_(hours=1)
    deliver(room.context, channels={"mail": ways[1]})
    (row,) = room.rows(deliveries)
    assert row.state == "sent"
    assert row.reference.encode() in good.inbox[0]
    assert row.key in row.reference


def test_a_claim_outlasts_the_deadline():
    assert CLAIM_FOR.total_seconds() > 2 * SEND_DEADLINE_S
