"""Sixty hostile titles by three formats: none becomes markup, mention, header, tracker or a link.

Asserted on what goes over the wire: the mail as the server got it, the JSON as Slack got it.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from alerts import render_mail, render_slack, render_text
from alerts.inert import inert, link
from alerts.message import Message
from alerts.view import first_line

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=https://evil.example/p.gif>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title><script>1</script>",
    "</style><script>1</script>",
    "</blockquote></td></tr></table><h1>owned</h1>",
    "<a href='https://evil.example'>click</a>",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=q>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example'</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<!--#include virtual=/etc/passwd-->",
    "<!-- --><b>bold</b>",
    "<math><mtext><table><mglyph><style><img src=x onerror=1>",
    "{{ 7*7 }} {% raw %}{{ config }}{% endraw %}",
    "${7*7} #{7*7} %{7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\u003cscript\u003e",
    "<sc\x00ript>1</script>",
    "https://evil.example/login",
    "HTTP://EVIL.EXAMPLE/",
    "www.evil.example",
    "evil.com/login now",
    "visit evil.com.",
    "ftp://evil.example/x",
    "javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "mailto:evil@example.net",
    "evil@example.net writes",
    "tel:+15550100",
    "//evil.example/x",
    "<!channel> all hands",
    "<!here>",
    "<!everyone>",
    "<@U012AB3CD>",
    "<#C012AB3CD|general>",
    "<!subteam^S012|@team>",
    "<https://evil.example|harmless>",
    "<!date^1392734382^{date}^https://evil.example|x>",
    "*bold* _it_ ~no~ `code`",
    "```code```",
    "> quoted",
    ":skull: @channel @here",
    "a\r\nBcc: evil@example.net",
    "a\nSubject: owned\n\n<script>",
    "=?UTF-8?Q?=0A?=Bcc: evil@example.net",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
    "\u202egnp.exe\u202c",
    "a\u2066b\u2069c\u200b\u200d\ufeff",
    "\x1b[31mred\x1b[0m\x07\x08",
    "\x9b31mred",
    "\u2028new\u2029line",
    "A" * 20000,
    "\U0001f4a9" * 500,
    "\ud800lone",
    "Z\u0351\u036b\u0343" * 40,
    "[click](https://evil.example)",
]


def hostile(examples, text):
    alert = examples["alert"]
    source = replace(alert.article, title=text, site=text, publisher=text, url=text)
    change = replace(alert.changes[0], sentence=text, old=text, new=text, known=text, known_from=source)
    witness = replace(alert.witnesses[0], publisher=text, site=text, url=text)
    return replace(
        alert,
        headline=text,
        story=text,
        article=source,
        changes=(change,),
        witnesses=(witness,),
        corrects=text,
        kinds=("correction",),
        heard=text,
    )


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


LINKIFIES = re.compile(
    r"(?i)\b(?:https?|ftp)://\S|\bwww\.\w|\b[\w-]+\.(?:com|example|net)\b"
    r"|\w@\w|mailto:\w|javascript:\w"
)
OWN = ("https://news.example.org", "newsdelta alerts")


def test_there_are_sixty():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_mail(examples, number):
    view = hostile(examples, PAYLOADS[number])
    clean = Seen()
    clean.feed(_parts(examples["alert"])[1])
    raw_head, page, text = _whole(view)
    assert not re.search(rb"(?im)^bcc:", raw_head)
    assert raw_head.lower().count(b"\nsubject:") + raw_head.lower().startswith(b"subject:") == 1
    seen = Seen()
    seen.feed(page)
    allowed = {tag for tag, _ in clean.tags}
    assert {tag for tag, _ in seen.tags} <= allowed
    for tag, attributes in seen.tags:
        assert not any(name.startswith("on") for name in attributes)
        if tag == "a":
            assert attributes["href"].startswith("https://news.example.org/") or link(PAYLOADS[number])
        if tag == "img":
            assert attributes["src"] == "cid:coverage@newsdelta"
    _nothing_of_its_own(seen.text, PAYLOADS[number])
    _nothing_of_its_own(text, PAYLOADS[number])


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_slack(examples, number):
    payload = PAYLOADS[number]
    view = hostile(examples, payload)
    message = Message("k", view, NOW, ("Ferries",))
    blocks = json.loads(json.dumps(render_slack.render(message)))
    fallback = render_slack.fallback(view)
    assert not re.search(r"<(?!$)", fallback), "no control sequence of Slack's"
    for block in blocks:
        assert block["type"] in ("header", "rich_text", "context", "actions", "divider")
        for text in _texts(block):
            assert text.get("type") != "mrkdwn"
            if text["type"] in ("plain_text", "text"):
                _nothing_of_its_own(text["text"], payload)
            if text["type"] == "link":
                assert text["url"] == payload
                assert link(payload)
    assert "user" not in json.dumps([block["type"] for block in blocks])


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_text(examples, number):
    view = hostile(examples, PAYLOADS[number])
    assert len(first_line(view)) <= 100
    text = render_text.render(view)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", text)
    _nothing_of_its_own(text, PAYLOADS[number])


def test_harmless_text_stays_word_for_word():
    for text in (
        "Toll rises to 11, up 3.5% — “unprecedented”, says Dr. Marrow (61).",
        "U.S. and E.U. agree: 12:30 a.m.",
        "Überraschung in Łódź: 東京で地震",
        "It's 5 < 6 & 7 > 2",
    ):
        assert inert(text).replace("\u2060", "") == text


def _texts(value):
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "text", "link", "mrkdwn"):
            yield value
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _nothing_of_its_own(text, payload):
    for line in text.splitlines():
        if any(own in line for own in OWN) or (link(payload) and payload in line):
            continue
        found = LINKIFIES.search(line)
        assert not found, (found, line)


def _parts(view):
    mail = render_mail.render(Message("k", view, NOW, ("Ferries",)), "n@example.org", ("t@example.org",))
    parsed = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    return (
        parsed.get_body(("plain",)).get_content(),
        parsed.get_body(("html",)).get_content(),
        mail.as_bytes(),
    )


def _whole(view):
    text, page, raw = _parts(view)
    return raw.split(b"\r\n\r\n", 1)[0], page, text


@pytest.mark.parametrize(
    "address",
    [
        *("https://bank.example@evil.example/", "https://me:secret@desk.example/", "https://desk.example/\u202e"),
        *("javascript:alert(1)", "data:text/html,x", "ftp://desk.example/", "//desk.example/", "https://"),
        *("https://desk.example/a b", "https://desk.example]/", "https://desk\uff0fexample/"),
    ],
)
def test_what_is_no_plain_web_address_becomes_no_link(address):
    assert link(address) is None
    assert link("https://desk.example/a?b=c#d") == "https://desk.example/a?b=c#d"
