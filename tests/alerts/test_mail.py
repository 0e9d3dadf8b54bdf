"""Mail through a real server: security, login, form, threads and every class of refusal."""

from __future__ import annotations

import email
import email.policy
import random
import re
import smtplib
from dataclasses import replace

import pytest

from alerts.channels.smtp import SmtpWay, _failed
from alerts.message import Failed, Message, Sent, Thread, key
from alerts.render_mail import header, render
from alerts.view import NoticeView, first_line
from settings.schema import SmtpChannel
from steps.deliver import deliver

# aiosmtpd knows of no TLS that began with the connection.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")

NOTICE = NoticeView("A test", ("Nothing to see.",))


def message(clock_now, content=NOTICE, **more) -> Message:
    return Message(key(1, "Water", "mail"), content, clock_now, ("Water",), **more)


def test_a_subject_by_story_is_the_same_in_each_answer(now, examples):
    """Gmail keeps a conversation together by References and the subject without 'Re: '."""
    sender, to = "news@example.org", ("ann@example.org",)
    first = render(message(now, examples["alert"]), sender, to, "story")
    answer = render(message(now, examples["correction"], thread=Thread("<a@x>", "<b@x>")), sender, to, "story")
    assert first["Subject"] == examples["alert"].story
    assert answer["Subject"] == f"Re: {first['Subject']}"
    said = answer.get_body(("plain",)).get_content()
    assert said.startswith("Correction: An earlier version gave the toll as 12; it is 11.\n")
    assert render(message(now, examples["correction"]), sender, to)["Subject"].startswith("Correction: ")
    for name in ("fold", "digest", "notice"):
        assert render(message(now, examples[name]), sender, to, "story")["Subject"] == first_line(examples[name])


@pytest.mark.parametrize(
    "name",
    ["żółw liczba 15 Fähre wzrosła Straße liczba liczba", "غرق العبارة «أوريليا»", "é " * 40],
)
def test_a_subject_arrives_as_it_was_written(now, name):
    mail = render(message(now, NoticeView(name.strip(), ("x",))), "a@x.example", ("b@x.example",))
    raw = mail.as_bytes()
    assert all(len(line) <= 76 for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n") if b"utf-8" in line)
    assert raw.isascii()
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == f"newsdelta: {name.strip()}"


def test_two_watches_never_share_a_list_and_a_quotation_names_its_language(now, examples):
    names = ("Water", "Straße & Café", "أوريليا", "Ρίγκεν", "日本 AI", "中国 AI")
    alert = message(now, replace(examples["alert"], language="pl"))
    mails = [render(replace(alert, watches=(name,)), "a@x.example", ("b@x.example",)) for name in names]
    lists = [str(mail["List-Id"]) for mail in mails]
    assert lists[:2] == ["<water.newsdelta.x.example>", "<strasse-cafe.newsdelta.x.example>"]
    assert len(set(lists)) == len(names)
    assert all(re.fullmatch(r"<[a-z0-9.-]+>", each) for each in lists)
    assert '<blockquote dir="auto" lang="pl"' in mails[0].get_body(("html",)).get_content()


def way(server, security="none", **more) -> SmtpWay:
    setting = SmtpChannel.model_validate(
        {
            "kind": "smtp",
            "name": "mail",
            "host": "localhost",
            "port": server.port,
            "security": security,
            "sender": "newsdelta <news@example.org>",
            "to": ["Ann <ann@example.org>", "bob@example.org"],
        }
        | more
    )
    return SmtpWay(setting, tls=server.trust, timeout_s=5)


@pytest.fixture
def now():
    from datetime import UTC, datetime

    return datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_arrives(mail_server, now, security, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "canary-1")
    server = mail_server(security, login="me:canary-1")
    sender = way(server, security, user="me", password="env:MAIL_PASSWORD")
    assert sender.check() is None
    assert isinstance(sender.send(message(now)), Sent)
    mail = email.message_from_bytes(server.inbox[0], policy=email.policy.default)
    assert mail["Subject"] == "newsdelta: A test"
    assert mail["Message-ID"] == f"<{key(1, 'Water', 'mail')}@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<water.newsdelta.example.org>"
    assert "mailto:news@example.org" in mail["List-Unsubscribe"]
    assert mail["Date"]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_a_wrong_password_is_for_a_person_to_mend_and_not_shown(mail_server, now, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "canary-2")
    server = mail_server("starttls", login="me:other")
    answer = way(server, "starttls", user="me", password="env:MAIL_PASSWORD").send(message(now))
    assert isinstance(answer, Failed)
    assert answer.problem.retry
    assert "canary" not in repr(answer)


def test_what_a_server_says_at_the_login_is_not_repeated(mail_server):
    """It may hold what it was told there."""
    setting = way(mail_server())._setting
    for step, said in (("the login", ""), ("MAIL FROM", " canary")):
        answer = _failed(smtplib.SMTPResponseException(454, b"canary"), step, setting)
        assert answer.problem.text == f"the mail server refused at {step}: 454{said}"


def test_an_untrusted_certificate_is_refused(mail_server, now):
    server = mail_server("tls")
    server.trust = None
    answer = way(server, "tls").send(message(now))
    assert isinstance(answer, Failed)
    assert answer.problem.code == "certificate"
    assert server.inbox == []


@pytest.mark.parametrize(
    ("fault", "retry", "unsure"),
    [
        ("451 try later", True, False),
        ("421 closing", True, False),
        ("452 no room", True, False),
        ("550 no such user", False, False),
        ("554 spam", False, False),
        ("reset", True, True),
    ],
)
def test_refusals_by_class(mail_server, now, fault, retry, unsure):
    server = mail_server()
    server.faults = [fault]
    answer = way(server).send(message(now))
    assert isinstance(answer, Failed)
    assert (answer.problem.retry, answer.maybe_sent) == (retry, unsure)


def test_greylisting_holds_the_message_back_from_all(mail_server, now):
    server = mail_server()
    server.rcpt_faults = [None, "450 greylisted"]
    answer = way(server).send(message(now))
    assert isinstance(answer, Failed)
    assert answer.problem.retry
    assert server.inbox == []
    assert isinstance(way(server).send(message(now)), Sent)


def test_one_refused_recipient_does_not_stop_the_others(mail_server, now):
    server = mail_server()
    server.rcpt_faults = ["550 unknown", None]
    answer = way(server).send(message(now))
    assert isinstance(answer, Sent)
    assert len(server.inbox) == 1
    (refused,) = answer.refused
    assert refused.endswith(": the mail server refused at RCPT TO: 550 unknown")


def test_nobody_listens(now):
    class Nobody:
        port = 1
        trust = None

    answer = way(Nobody()).send(message(now))
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.retry) == ("connection", True)


def test_every_code_has_its_class():
    from alerts import retry

    for code in range(400, 600):
        assert retry.smtp(code, "", "DATA").problem.retry == (code < 500 or code in (530, 534, 535, 538))


def test_thread_headers(now):
    mail = render(message(now, thread=Thread("<a@x>", "<b@x>")), "n@example.org", ("t@example.org",))
    assert mail["In-Reply-To"] == "<b@x>"
    assert mail["References"] == "<a@x> <b@x>"


@pytest.mark.parametrize(
    "title",
    [
        "=?UTF-8?Q?=0A?=Bcc: evil@example.net",
        "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
        "a\r\nBcc: evil@example.net",
        "a\x00\nBcc: evil@example.net\n\n<script>",
        "a\u2028Bcc: evil@example.net",
        "x" * 5000,
        "=?UTF-8?Q?=0D=0ABcc:_evil@example.net?= =?UTF-8?Q?=0D=0A?=",
    ],
)
def test_no_header_of_its_own(mail_server, now, title):
    """CVE-2024-6923 and its kin, on the wire."""
    server = mail_server()
    assert isinstance(way(server).send(message(now, NoticeView(title, (title,)))), Sent)
    raw = server.inbox[0]
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))
    mail = email.message_from_bytes(raw, policy=email.policy.compat32)
    assert mail["Bcc"] is None
    names = [name.lower() for name in mail]
    assert names.count("subject") == 1
    assert len(header(title).splitlines()) <= 1


def test_from_the_outbox_to_the_mailbox_with_every_fault(make, mail_server):
    """Each alert arrives once, in order, in its thread, whatever the server does meanwhile."""
    server = mail_server()
    room = make(channels=("mail",))
    stories = [room.story(f"Water story {each}") for each in range(3)]
    rng = random.Random(3)
    faults = ["451 later", "reset", "452 full", None, None]
    sender = way(server)
    count = 24
    for number in range(count):
        room.tell(
            room.development(f"The water rose by {number} feet.", stories[number % 3], importance=number)
        )
        server.faults = [rng.choice(faults)]
        server.rcpt_faults = [None, rng.choice([None, None, "450 greylisted"])]
        deliver(room.context, channels={"mail": sender})
        room.clock.pass_(minutes=20)
    server.faults = []
    server.rcpt_faults = []
    for _ in range(4):
        room.clock.pass_(hours=2)
        deliver(room.context, channels={"mail": sender})
    text = b"".join(server.inbox).decode().replace("=\r\n", "")
    for number in range(count):
        assert f"The water rose by {number} feet." in text, number
    ids = [email.message_from_bytes(raw)["Message-ID"] for raw in server.inbox]
    assert len(ids) == len(set(ids)), "none arrived twice"


def test_html_mail_check(now, examples):
    """What mail programs ask of an HTML mail."""
    from html.parser import HTMLParser

    class Page(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[tuple[str, dict[str, str | None]]] = []

        def handle_starttag(self, tag, attrs):
            self.tags.append((tag, dict(attrs)))

    for name, content in examples.items():
        mail = render(message(now, content), "n@example.org", ("t@example.org",))
        raw = mail.as_bytes()
        assert all(len(line) <= 998 for line in raw.split(b"\r\n")), "RFC 5322, 2.1.1"
        assert raw.isascii()
        assert len(raw) < 102_000, "Gmail cuts what is longer"
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
        assert len(plain.get_content()) > 40
        page = Page()
        page.feed(html.get_content())
        names = {tag for tag, _ in page.tags}
        assert not names & {
            "script",
            "link",
            "form",
            "input",
            "iframe",
            "object",
            "embed",
            "video",
            "audio",
            "svg",
        }
        assert html.get_content().startswith("<!doctype html>")
        attributes = [attrs for _, attrs in page.tags]
        assert any(attrs.get("lang") for tag, attrs in page.tags if tag == "html")
        assert ("title", {}) in page.tags
        for tag, attrs in page.tags:
            if tag == "img":
                assert attrs["alt"]
                assert attrs["src"].startswith("cid:")
                assert attrs["width"]
            if tag == "table":
                assert attrs["role"] == "presentation"
            if tag == "a":
                assert attrs["href"].startswith("https://")
        assert not any("background-image" in (attrs.get("style") or "") for attrs in attributes), name
        cids = [part["Content-ID"] for part in parsed.walk() if part.get_content_type() == "image/png"]
        assert len(cids) == any(tag == "img" for tag in names)
