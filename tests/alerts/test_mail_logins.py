"""What a mail server says before it is shown a message: no verdict on it, so it waits for a person to mend the rest."""

from __future__ import annotations

import base64
import hmac
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from alerts.channels.smtp import SmtpWay
from alerts.message import Failed, Message, Sent, key
from alerts.view import NoticeView
from settings.schema import SmtpChannel

# aiosmtpd knows of no TLS that began with the connection.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")

MESSAGE = Message(key(1, "Water", "mail"), NoticeView("A test", ("x",)), datetime(2026, 5, 4, tzinfo=UTC), ("Water",))
Answering = Callable[[dict[str, str]], int]


def way(port: int, security: str = "none", tls=None, **more) -> SmtpWay:
    setting = {"kind": "smtp", "name": "mail", "host": "localhost", "port": port, "security": security}
    setting |= {"sender": "news@example.org", "to": ["ann@example.org"]} | more
    return SmtpWay(SmtpChannel.model_validate(setting), tls=tls, timeout_s=2)


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A mail server that says so to these commands ('' is its greeting), and 250 to all others; its port."""
    running: list[socketserver.TCPServer] = []

    def start(says: dict[str, str]) -> int:
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(f"{says.get('', '220 ready')}\r\n".encode())
                while line := self.rfile.readline().decode().strip():
                    command = next((each for each in says if each and line.startswith(each)), "")
                    self.wfile.write(f"{says[command] if command else '250 fine'}\r\n".encode())

        server = socketserver.ThreadingTCPServer(("localhost", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        running.append(server)
        return int(server.server_address[1])

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_password_may_hold_any_letter(mail_server, security, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "pässwörd-пароль")
    server = mail_server(security, login="jürgen:pässwörd-пароль")
    sender = way(server.port, security, server.trust, user="jürgen", password="env:MAIL_PASSWORD")
    assert sender.check() is None
    assert isinstance(sender.send(MESSAGE), Sent)


def test_a_password_of_any_letter_is_a_key_too(answering, monkeypatch):
    """CRAM-MD5 (RFC 2195) does not show it."""
    monkeypatch.setenv("MAIL_PASSWORD", "pässwörd")
    asked = b"<17@mail.example>"
    proof = hmac.new("pässwörd".encode(), asked, "md5").hexdigest()
    right = base64.b64encode(f"jürgen {proof}".encode()).decode()
    says = {"ehlo": "250-fine\r\n250 AUTH CRAM-MD5", "AUTH": f"334 {base64.b64encode(asked).decode()}", right: "235 in"}
    assert way(answering(says), user="jürgen", password="env:MAIL_PASSWORD").check() is None


@pytest.mark.parametrize(
    ("says", "code", "text"),
    [
        ({"": "554 no service for you"}, "smtp-554", "refused at the connection: 554 no service for you"),
        ({"ehlo": "550 who?", "helo": "550 who?"}, "smtp-550", "refused at EHLO: 550 who?"),
        ({"ehlo": "250 fine"}, "smtp-unsupported", "does not offer what the login needs"),
        ({"ehlo": "250-fine\r\n250 AUTH XOAUTH2"}, "smtp-unsupported", "does not offer what the login needs"),
        ({"ehlo": "250-fine\r\n250 AUTH CRAM-MD5", "AUTH": "334 x"}, "smtp", "at the login: Error"),
        ({"ehlo": "250-fine\r\n250 AUTH PLAIN", "AUTH": "535 no"}, "smtp-login", "(535: user or password is wrong)"),
    ],
)
def test_what_is_refused_before_the_message_waits_for_a_person(answering, says, code, text, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "canary-3")
    sender = way(answering(says), user="me", password="env:MAIL_PASSWORD")
    for problem in (sender.check(), getattr(sender.send(MESSAGE), "problem", None)):
        assert problem is not None
        assert (problem.code, problem.retry) == (code, True)
        assert text in problem.text
        assert "canary" not in problem.text


@pytest.mark.parametrize("code", [530, 538])
def test_a_server_that_asks_for_a_login_first_keeps_no_alert_from_being_told_later(answering, code):
    answer = way(answering({"mail": f"{code} not like this"})).send(MESSAGE)
    assert isinstance(answer, Failed)
    assert answer.problem.text == f"the mail server refused at MAIL FROM: {code} not like this"
    assert answer.problem.retry


def test_a_sender_that_is_refused_for_good_is_said(answering):
    answer = way(answering({"mail": "550 not from there"})).send(MESSAGE)
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.retry, answer.maybe_sent) == ("smtp-550", False, False)


def test_a_server_without_the_security_that_is_asked_for(mail_server):
    plain = mail_server()
    answer = way(plain.port, "starttls").send(MESSAGE)
    assert isinstance(answer, Failed)
    text = f"localhost:{plain.port} does not offer what STARTTLS needs"
    assert (answer.problem.code, answer.problem.text, answer.problem.retry) == ("smtp-unsupported", text, True)
    answer = way(plain.port, "tls").send(MESSAGE)
    assert isinstance(answer, Failed)
    assert answer.problem.code == "tls"
    assert answer.problem.text.startswith(f"no TLS with localhost:{plain.port} at the connection: ")
    assert not plain.inbox


def test_a_host_that_no_name_server_could_be_asked_for():
    answer = way(25, host="mail..example.org").send(MESSAGE)
    assert isinstance(answer, Failed)
    assert answer.problem.text == "mail..example.org is not the name of a host"


def test_a_server_that_goes_without_a_word():
    with socket.create_server(("localhost", 0)) as listener:
        def hang_up() -> None:
            listener.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        answer = way(listener.getsockname()[1]).send(MESSAGE)
        thread.join()
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.retry) == ("smtp-closed", True)
