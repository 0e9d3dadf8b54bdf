"""A canary in every secret, every failure path, all loggers at DEBUG: it is seen nowhere but on the wire."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from alerts.channels import open_channel
from alerts.message import Failed, Message, Sent, Tools
from settings.schema import AppriseChannel, SlackChannel, SlackWebhookChannel, SmtpChannel, WebhookChannel
from steps.deliver import deliver
from storage.schema import metadata

CANARY = "canary7f3a"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def everything(slack_server, mail_server, monkeypatch):
    """Every kind of channel that has a secret."""
    server = mail_server("starttls", login=f"me:{CANARY}")
    base = slack_server.url.removesuffix("/api/")
    for name, value in {
        "PASSWORD": CANARY,
        "WRONG": f"wrong-{CANARY}",
        "TOKEN": f"xoxb-{CANARY}",
        "HOOK": f"{base}/services/{CANARY}/hook",
        "DEAD_HOOK": f"http://127.0.0.1:1/services/{CANARY}",
        "BAD_HOOK": f"not an address {CANARY}",
        "SIGNING": CANARY,
        "APPRISE": base.replace("http://", f"json://user:{CANARY}@") + f"/{CANARY}/hook",
        "BAD_APPRISE": f"nothing://{CANARY}",
    }.items():
        monkeypatch.setenv(name, value)
    smtp = {
        "kind": "smtp",
        "host": "localhost",
        "port": server.port,
        "user": "me",
        "sender": "n@example.org",
        "to": ["t@example.org"],
    }
    slack = {"kind": "slack", "channel": "#x", "token": "env:TOKEN"}
    settings = [
        SmtpChannel.model_validate(smtp | {"name": "mail", "password": "env:PASSWORD"}),
        SmtpChannel.model_validate(smtp | {"name": "mail-wrong", "password": "env:WRONG"}),
        SmtpChannel.model_validate(smtp | {"name": "mail-none", "password": "env:NOT_SET"}),
        SmtpChannel.model_validate(smtp | {"name": "mail-dead", "password": "env:PASSWORD", "port": 1}),
        SlackChannel.model_validate(slack | {"name": "slack", "api_url": slack_server.url}),
        SlackChannel.model_validate(slack | {"name": "slack-dead", "api_url": "http://127.0.0.1:1/api/"}),
        SlackWebhookChannel.model_validate({"kind": "slack-webhook", "name": "hook", "url": "env:HOOK"}),
        SlackWebhookChannel.model_validate({"kind": "slack-webhook", "name": "dead", "url": "env:DEAD_HOOK"}),
        SlackWebhookChannel.model_validate({"kind": "slack-webhook", "name": "bad", "url": "env:BAD_HOOK"}),
        WebhookChannel.model_validate(
            {"kind": "webhook", "name": "signed", "url": f"{base}/hook", "secret": "env:SIGNING"}
        ),
        AppriseChannel.model_validate({"kind": "apprise", "name": "phone", "url": "env:APPRISE"}),
        AppriseChannel.model_validate({"kind": "apprise", "name": "phone-bad", "url": "env:BAD_APPRISE"}),
    ]
    ways = {setting.name: open_channel(setting, Tools()) for setting in settings}
    for name in ("mail", "mail-wrong", "mail-none"):
        ways[name]._tls = server.trust
    return ways, server, slack_server


FAULTS = [
    None,
    (500, {}, f"{CANARY} went wrong at /services/{CANARY}"),
    (404, {}, f"no such hook /services/{CANARY}"),
    (429, {"Retry-After": "1"}, ""),
    "invalid_auth",
    "fatal_error",
    "reset",
    "half",
]
APART = {"phone": (0, 1, 6), "phone-bad": (0,)}
"""Apprise starts a process for each message, a second of processor time: by which faults it is tried."""


def test_no_secret_anywhere(everything, make, caplog, capfd):
    ways, server, slack = everything
    room = make(channels=tuple(ways))
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server's own
    for name in ("urllib3", "slack_sdk", "apprise", "requests", "smtplib", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    said: list[str] = []
    for number, fault in enumerate(FAULTS):
        slack.faults = [fault] * len(ways)
        server.faults = [["451 later", "554 no", "reset", None][number % 4]]
        room.tell(room.development(f"The water rose by {number} feet."))
        if number < 2:
            said.append(repr(deliver(room.context, channels=ways)))
        room.clock.pass_(days=1)
        for way in ways.values():
            if way.name in APART and number not in APART[way.name]:
                continue
            try:
                answer = way.send(Message(f"k{number}", _notice(), NOW, ("W",)))
                assert isinstance(answer, Sent | Failed)
                said += [repr(answer), repr(way.check()), repr(way), repr(vars(way))]
            except Exception:
                said.append(traceback.format_exc())
                raise
    with room.context.db.read() as conn:
        for table in metadata.sorted_tables:
            said += [repr(row) for row in conn.execute(sa.select(table))]
    out, err = capfd.readouterr()
    for text in (caplog.text, out, err, *said):
        assert CANARY not in text, text[max(0, text.index(CANARY) - 300) :][:600]
    assert any(CANARY in token for *_, token in slack.calls), "the secrets were really used"
    assert any("refused the login" in text for text in said)


def _notice():
    from alerts.view import NoticeView

    return NoticeView("A test", ("Nothing.",))
