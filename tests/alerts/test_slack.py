"""Slack through its own client against a local API server: threads, roots, retries, idempotency."""

from __future__ import annotations

import json
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytest_httpserver import HTTPServer

from alerts import render_html, render_slack, render_text
from alerts.channels.slack import SlackWay
from alerts.channels.slack_webhook import SlackWebhookWay
from alerts.message import Failed, Message, Sent, Thread
from alerts.view import DigestView, FoldView
from settings.limits_alerts import DIGEST_HELD_SHOWN, DIGEST_SHOWN, WITNESSES_SHOWN
from settings.schema import SlackChannel, SlackWebhookChannel
from steps.deliver import deliver

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TOKEN = "xoxb-canary-slack"


@pytest.fixture
def way(slack_server, monkeypatch):
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    setting = SlackChannel.model_validate(
        {
            "kind": "slack",
            "name": "slack",
            "token": "env:SLACK_TOKEN",
            "channel": "#news",
            "api_url": slack_server.url,
        }
    )
    return SlackWay(setting, timeout_s=2)


def message(content, **more) -> Message:
    return Message("k1", content, NOW, ("Ferries",), **more)


def test_opens_a_thread_and_answers_it(way, slack_server, examples):
    first = way.send(message(examples["alert"]))
    assert isinstance(first, Sent)
    thread = Thread(first.reference, first.reference, first.place)
    assert isinstance(way.send(message(examples["correction"], thread=thread)), Sent)
    posted = [given for method, given, _ in slack_server.calls if method == "chat.postMessage"]
    assert "thread_ts" not in posted[0]
    assert posted[1]["thread_ts"] == first.reference
    assert posted[1]["channel"] == "C1"
    assert str(posted[1]["reply_broadcast"]).lower() in ("1", "true"), (
        "a correction is said beyond its thread"
    )
    (update,) = [given for method, given, _ in slack_server.calls if method == "chat.update"]
    assert update["ts"] == first.reference
    assert "Correction" in update["text"]
    assert (update["parse"], str(update["link_names"]).lower()) in (("none", "false"), ("none", "0"))
    assert all(token == f"Bearer {TOKEN}" for *_, token in slack_server.calls)
    assert {str(posted[0][f"unfurl_{what}"]).lower() for what in ("links", "media")} <= {"0", "false"}
    assert isinstance(way.send(message(examples["alert"], thread=thread)), Sent)
    *_, quiet = [given for method, given, _ in slack_server.calls if method == "chat.postMessage"]
    assert str(quiet["reply_broadcast"]).lower() in ("0", "false"), "what is not loud stays in its thread"
    assert quiet["client_msg_id"] == posted[0]["client_msg_id"], "by which Slack knows a second attempt"
    assert quiet["metadata"] == posted[0]["metadata"]


@pytest.mark.parametrize(
    ("fault", "retry"),
    [
        ((429, {"Retry-After": "7"}, "{}"), True),
        ((500, {}, ""), True),
        ((503, {}, "<html>"), True),
        ((200, {}, "<html>"), True),
        ((200, {}, "[1]"), True),
        ((200, {}, '{"ok": true}'), True),
        ((200, {"Content-Type": "application/gzip"}, "no JSON"), True),
        ("half", True),
        ("reset", True),
        ("internal_error", True),
        ("invalid_auth", True),
        ("channel_not_found", True),
        ("is_archived", True),
        ("msg_too_long", False),
    ],
)
def test_refusals_by_class(way, slack_server, examples, fault, retry):
    slack_server.faults = [fault]
    answer = way.send(message(examples["notice"]))
    assert isinstance(answer, Failed)
    assert answer.problem.retry == retry
    assert TOKEN not in repr(answer)
    if isinstance(fault, tuple) and fault[0] == 429:
        assert answer.retry_after == 7.0
    assert isinstance(way.send(message(examples["notice"])), Sent)


def test_what_arrived_without_an_answer_is_not_sent_again(way, slack_server, examples):
    slack_server.faults = ["accept-and-reset"]
    answer = way.send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert answer.maybe_sent
    again = way.send(message(examples["alert"], maybe_sent=True))
    assert isinstance(again, Sent)
    assert again.duplicate
    assert len(slack_server.messages) == 1


def test_what_may_have_arrived_is_sent_again_where_slack_does_not_say(way, slack_server, examples):
    """A bot without channels:history: Slack itself knows a second attempt by its client_msg_id."""
    slack_server.refused = {"conversations.history": "missing_scope"}
    again = way.send(message(examples["alert"], maybe_sent=True))
    assert isinstance(again, Sent)
    assert not again.duplicate
    assert [method for method, *_ in slack_server.calls] == ["conversations.history", "chat.postMessage"]
    assert len(slack_server.messages) == 1


@pytest.mark.parametrize("trusted", [True, False])
def test_the_token_is_shown_to_no_server_that_nobody_vouches_for(examples, certificate, monkeypatch, trusted):
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with HTTPServer(host="localhost", port=0, ssl_context=tls) as server:
        server.expect_request("/api/chat.postMessage").respond_with_json({"ok": True, "channel": "C1", "ts": "1.0"})
        setting = SlackChannel(
            kind="slack", name="slack", token="env:SLACK_TOKEN", channel="#news", api_url=server.url_for("/api/")
        )
        trust = ssl.create_default_context(cafile=str(certificate[0])) if trusted else None
        answer = SlackWay(setting, timeout_s=2, tls=trust).send(message(examples["alert"]))
        assert len(server.log) == trusted
    if trusted:
        assert isinstance(answer, Sent)
    else:
        assert isinstance(answer, Failed)
        assert (answer.problem.code, answer.problem.retry, answer.maybe_sent) == ("tls", True, False)


def test_a_server_that_answers_no_handshake_is_given_up(examples, monkeypatch):
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/api/"
        setting = SlackChannel(kind="slack", name="slack", token="env:SLACK_TOKEN", channel="#news", api_url=url)
        answer = SlackWay(setting, timeout_s=1).send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.text) == ("timeout", "Slack did not answer in time")
    assert answer.problem.retry


def test_what_arrived_in_a_thread_is_found_there(way, slack_server, examples):
    root = way.send(message(examples["alert"]))
    thread = Thread(root.reference, root.reference, root.place)
    slack_server.faults = ["accept-and-reset"]
    answer = replace(message(examples["correction"], thread=thread), key="k2")
    assert isinstance(way.send(answer), Failed)
    assert way.send(replace(answer, maybe_sent=True)).duplicate
    method, asked, _ = slack_server.calls[-1]
    assert (method, asked["ts"], asked["channel"]) == ("conversations.replies", root.reference, root.place)
    assert len(slack_server.messages) == 2


def test_the_end_of_a_story_is_said_in_its_thread_and_leaves_its_root(way, slack_server, examples):
    root = way.send(message(examples["alert"]))
    notice = message(examples["notice"], thread=Thread(root.reference, root.reference, root.place))
    assert isinstance(way.send(notice), Sent)
    assert [method for method, *_ in slack_server.calls] == ["chat.postMessage"] * 2
    assert slack_server.messages[-1]["thread_ts"] == root.reference


def test_through_the_outbox_once_each_in_one_thread(make, way, slack_server):
    room = make(channels=("slack",))
    story = room.story()
    faults = [
        (429, {"Retry-After": "30"}, "{}"),
        "accept-and-reset",
        "half",
        None,
        "reset",
        (502, {}, ""),
        None,
        None,
    ]
    for number, fault in enumerate(faults):
        room.tell(room.development(f"The water rose by {number} feet.", story))
        slack_server.faults = [fault]
        deliver(room.context, channels={"slack": way})
        room.clock.pass_(hours=2)
    slack_server.faults = []
    for _ in range(3):
        deliver(room.context, channels={"slack": way})
        room.clock.pass_(hours=2)
    said = json.dumps(slack_server.messages)
    for number in range(len(faults)):
        assert f"rose by {number} feet" in said
    keys = [each["metadata"]["event_payload"]["key"] for each in slack_server.messages]
    assert len(keys) == len(set(keys))
    root = slack_server.messages[0]["ts"]
    assert {each.get("thread_ts") for each in slack_server.messages} <= {None, root}
    assert slack_server.messages[-1]["thread_ts"] == root


def test_an_answer_that_is_no_json_is_said_by_its_status(way, slack_server, examples):
    slack_server.faults = [(500, {}, "no_service")]
    answer = way.send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert answer.problem.text == "answered 500"
    assert answer.problem.retry


def test_what_a_digest_held_back_can_be_read(examples):
    """As in the mail: a link to each, apart from the stories above."""
    blocks = render_slack.render(message(replace(examples["digest"], more=1234)))
    [held] = [number for number, block in enumerate(blocks) if "Held back" in json.dumps(block)]
    assert blocks[held - 1] == {"type": "divider"}
    links = [part for part in blocks[held]["elements"][0]["elements"] if part["type"] == "link"]
    assert [part["url"] for part in links] == [each.url for each in examples["digest"].held]
    assert "And 1,234 more" in json.dumps(blocks)
    assert "And 1,234 more" in render_text.render(replace(examples["digest"], more=1234))


def test_a_digest_and_a_notice_lead_to_their_pages_as_in_the_mail(examples):
    page = "https://news.example.org/stories/7"
    for content, target in (
        (replace(examples["notice"], link=page), page),
        (examples["digest"], dict(examples["digest"].links)["Watch"]),
    ):
        assert json.dumps(render_slack.render(message(content))).count(f'"url": "{target}"') == 1
        assert f'href="{target}"' in render_html.render(content)
        assert render_text.render(content).splitlines()[-1].endswith(target)
    hostile = replace(examples["notice"], link="javascript:alert(1)")
    assert '"url"' not in json.dumps(render_slack.render(message(hostile)))
    assert not any("javascript" in said for said in (render_html.render(hostile), render_text.render(hostile)))


def long_digest(examples, stories: int) -> DigestView:
    alerts = [
        replace(examples["alert"], story_id=number, story=f"Story {number}.", development_id=number)
        for number in range(1, stories + 1)
    ]
    digest = examples["digest"]
    return replace(digest, alerts=tuple(alerts), held=digest.held * DIGEST_HELD_SHOWN, more=12)


@pytest.mark.parametrize(("stories", "lines"), [(1, 2), (21, 22), (22, 1), (DIGEST_SHOWN, 1)])
def test_a_digest_shows_all_its_stories(examples, stories, lines):
    """Of forty, each between two lines, Slack showed the first 23, and nothing of what was held back."""
    blocks = render_slack.render(message(long_digest(examples, stories)))
    said = json.dumps(blocks)
    for number in range(1, stories + 1):
        assert said.count(f'"Story {number}."') == 1
    for also in ("And 12 more", "Held back", "38 of 40 feeds heard."):
        assert also in said
    assert blocks.count({"type": "divider"}) == lines
    assert len(blocks) <= 50


def test_more_witnesses_than_are_named_are_counted(examples):
    one, *_ = examples["alert"].witnesses
    alert = replace(examples["alert"], witnesses=(one,) * (WITNESSES_SHOWN + 1234))
    said = json.dumps(render_slack.render(message(alert)))
    assert "and 1,234 more" in said
    assert said.count(one.url) == WITNESSES_SHOWN + 1, "and the article itself"
    assert "  · and 1,234 more" in render_text.render(alert).splitlines()
    none = replace(alert, witnesses=(one,) * WITNESSES_SHOWN)
    for said in (json.dumps(render_slack.render(message(none))), render_text.render(none)):
        assert "more" not in said.split("Story since")[0].split("independent publisher")[1]


def test_within_slacks_limits(examples):
    long = examples["fold"].alerts * 15
    bare = replace(examples["digest"], heard="", links=()), replace(examples["alert"], links=(("Story", "no address"),))
    for content in (*examples.values(), *bare, FoldView(long, more=900), long_digest(examples, DIGEST_SHOWN)):
        blocks = render_slack.render(message(content))
        assert len(blocks) <= 50
        for block in blocks:
            assert block.get("elements", True), "Slack refuses a block that holds nothing"
            if block["type"] == "header":
                assert 0 < len(block["text"]["text"]) <= 150
            for element in block.get("elements", ()):
                for each in element.get("elements", [element]):
                    if "text" in each and isinstance(each["text"], str):
                        assert 0 < len(each["text"]) <= 3000
        assert len(render_slack.fallback(content)) <= 4000


def test_incoming_webhook(slack_server, examples, monkeypatch):
    monkeypatch.setenv("HOOK", slack_server.url + "hook?canary-hook")
    setting = SlackWebhookChannel.model_validate({"kind": "slack-webhook", "name": "hook", "url": "env:HOOK"})
    hook = SlackWebhookWay(setting, timeout_s=2)
    assert hook.check() is None
    assert isinstance(hook.send(message(examples["alert"])), Sent)
    *_, (_, posted, _) = slack_server.calls
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)
    assert posted["blocks"] == render_slack.render(message(examples["alert"]))
    for fault, retry in (
        ((404, {}, "no_service"), True),
        ((429, {"Retry-After": "3"}, ""), True),
        ("reset", True),
        ((200, {}, "<html>Log in to this network: hook?canary-hook"), True),
        ((200, {}, ""), True),
    ):
        slack_server.faults = [fault]
        answer = hook.send(message(examples["alert"]))
        assert isinstance(answer, Failed)
        assert answer.problem.retry == retry
        assert "canary" not in repr(answer)


def test_a_revoked_webhook_says_why_and_never_its_address(slack_server, examples, monkeypatch):
    monkeypatch.setenv("HOOK", slack_server.url + "hook?canary-hook")
    setting = SlackWebhookChannel.model_validate({"kind": "slack-webhook", "name": "hook", "url": "env:HOOK"})
    hook = SlackWebhookWay(setting, timeout_s=2)
    slack_server.faults = [(404, {}, "no_service"), (404, {}, "nobody at hook?canary-hook")]
    said = [hook.send(message(examples["alert"])) for _ in range(2)]
    assert [each.problem.text for each in said if isinstance(each, Failed)] == [
        "Slack's webhook answered 404: no_service",
        "Slack's webhook answered 404",
    ]
