"""Webhook, Apprise, Atom, folder, terminal: what each promises, and how each fails."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from pydantic import TypeAdapter
from pytest_httpserver import HTTPServer

from alerts.channels import open_channel
from alerts.channels.atom import AtomWay, file_name
from alerts.channels.folder import FolderWay
from alerts.channels.post import post, reach
from alerts.channels.slack_webhook import SlackWebhookWay
from alerts.channels.terminal import TerminalWay
from alerts.channels.webhook import WebhookWay
from alerts.message import Failed, Message, Sent, Tools, key, keyed
from alerts.view import AlertView, alert_from_json, digest_from_json, to_json
from settings.schema import AnyChannel, AppriseChannel, SlackWebhookChannel, WebhookChannel

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def message(content, name="k1", **more) -> Message:
    return Message(name, content, NOW, ("Ferries",), **more)


def hook(url, **more) -> WebhookWay:
    setting = WebhookChannel.model_validate({"kind": "webhook", "name": "hook", "url": url, **more})
    return WebhookWay(setting, timeout_s=2, clock=lambda: NOW)


def test_webhook_is_signed(httpserver, examples, monkeypatch):
    monkeypatch.setenv("HOOK_SECRET", "canary-hook")
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    way = hook(httpserver.url_for("/hook"), secret="env:HOOK_SECRET")
    assert isinstance(way.send(message(examples["alert"])), Sent)
    (request, _) = httpserver.log[0]
    stamp, _, mac = request.headers["Newsdelta-Signature"].partition(",v1=")
    body = request.get_data()
    expected = hmac.new(b"canary-hook", stamp.removeprefix("t=").encode() + b"." + body, hashlib.sha256)
    assert hmac.compare_digest(mac, expected.hexdigest())
    assert request.headers["Idempotency-Key"] == "k1"
    document = json.loads(body)
    assert document["schema"] == "newsdelta/1"
    assert document["kind"] == "alert"
    assert alert_from_json(document["content"]) == examples["alert"]


def test_every_status_has_its_class(httpserver, examples):
    for status in (301, 302, 400, 401, 403, 404, 408, 410, 422, 425, 429, 451, 500, 502, 503, 504, 599):
        httpserver.expect_ordered_request("/hook").respond_with_data("no", status=status)
    way = hook(httpserver.url_for("/hook"))
    for status in (301, 302, 400, 401, 403, 404, 408, 410, 422, 425, 429, 451, 500, 502, 503, 504, 599):
        answer = way.send(message(examples["notice"]))
        assert isinstance(answer, Failed), status
        assert answer.problem.retry == (status in (401, 403, 404, 408, 410, 425, 429) or status >= 500), status


def test_a_webhook_that_sends_on_is_not_followed(httpserver, examples):
    for status in (301, 302, 303, 307, 308):
        httpserver.expect_ordered_request("/hook").respond_with_data(
            "", status=status, headers={"Location": httpserver.url_for("/inside")}
        )
        assert isinstance(hook(httpserver.url_for("/hook")).send(message(examples["notice"])), Failed)
    assert [request.path for request, _ in httpserver.log] == ["/hook"] * 5


def test_a_webhook_is_connected_to_but_not_asked(httpserver, monkeypatch):
    url = httpserver.url_for("/hook/canary")
    monkeypatch.setenv("SLACK_HOOK", url)
    setting = SlackWebhookChannel.model_validate({"kind": "slack-webhook", "name": "s", "url": "env:SLACK_HOOK"})
    slack = SlackWebhookWay(setting, timeout_s=2)
    assert hook(url).check() is None
    assert slack.check() is None
    assert not httpserver.log, "nothing is posted"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # taken, and nobody listens
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}/hook/canary"
        monkeypatch.setenv("SLACK_HOOK", dead)
        for problem in (hook(dead).check(), slack.check()):
            assert problem is not None
            assert "refused" in problem.text
            assert "canary" not in problem.text
        assert urlsplit(dead).netloc in str(hook(dead).check())
        secure = hook(url.replace("http:", "https:")).check()
        assert secure is not None
        assert secure.code == "tls"


def test_a_webhook_that_cannot_be_reached_says_where_and_why(examples):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{closed.getsockname()[1]}"
        answer = hook(f"http://{where}/hook").send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert answer.problem.text == f"the webhook at {where} cannot be reached: Connection refused"


def test_a_webhook_whose_name_nobody_knows(examples):
    way = hook("http://desk.invalid/hook/canary")
    answer = way.send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert not answer.maybe_sent
    known = "the webhook at desk.invalid cannot be reached: the name of the host is not known"
    assert (answer.problem.code, answer.problem.text, answer.problem.retry) == ("connection", known, True)
    assert str(way.check()) == str(answer.problem)


def test_a_webhook_behind_a_certificate_that_nobody_vouches_for_gets_nothing(examples, certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with HTTPServer(host="localhost", port=0, ssl_context=tls) as server:
        way = hook(server.url_for("/hook"))
        answer = way.send(message(examples["alert"]))
        problem = way.check()
        assert not server.log
    where = f"no trusted TLS with the webhook at localhost:{server.port}"
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.text, answer.maybe_sent) == ("tls", where, False)
    assert problem is not None
    assert (problem.code, problem.text) == ("tls", where)


def test_a_webhook_that_says_nothing_is_given_up_and_may_have_taken_the_message(examples):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"127.0.0.1:{silent.getsockname()[1]}"
        setting = WebhookChannel(kind="webhook", name="hook", url=f"http://{where}/hook")
        answer = WebhookWay(setting, timeout_s=0.2, clock=lambda: NOW).send(message(examples["alert"]))
        assert isinstance(answer, Failed)
        text = f"the webhook at {where} did not answer in time"
        assert (answer.problem.code, answer.problem.text, answer.maybe_sent) == ("timeout", text, True)
        secure = WebhookChannel(kind="webhook", name="hook", url=f"https://{where}/hook")
        problem = WebhookWay(secure, timeout_s=0.2, clock=lambda: NOW).check()
        assert problem is not None
        assert (problem.code, problem.text) == ("timeout", text)


NO_ADDRESS = ["http://[::1/x", "https://desk.example:99999/x", "ftp://desk.example/x", "https:///x", "desk.example/x"]


@pytest.mark.parametrize("url", [*NO_ADDRESS, f"https://{'d' * 70}.example/hook"])
def test_what_is_no_address_is_not_tried_again(url):
    for problem in (reach(url, "the hook"), getattr(post(url, b"", {}, "the hook"), "problem", None)):
        assert problem is not None
        assert (problem.code, problem.text, problem.retry) == ("address", "the address of the hook is not one", False)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 04 May 2026 12:05:00 GMT", 300.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("999999999999", 6 * 3600.0),
        ("", None),
    ],
)
def test_retry_after(value, seconds):
    from alerts import retry

    assert retry.seconds(value, NOW) == seconds


@pytest.mark.parametrize(
    "setting",
    [
        {"kind": "smtp", "host": "localhost", "sender": "n@desk.example", "to": ["a@desk.example"], "user": "me"}
        | {"password": "env:NOT_SET", "port": 1},
        {"kind": "slack", "channel": "#x", "token": "env:NOT_SET"},
        {"kind": "slack-webhook", "url": "env:NOT_SET"},
        {"kind": "webhook", "url": "http://127.0.0.1:1/", "secret": "env:NOT_SET"},
        {"kind": "apprise", "url": "env:NOT_SET"},
    ],
    ids=lambda setting: setting["kind"],
)
def test_a_secret_that_is_not_set_is_named_and_what_is_to_be_told_waits(setting, examples, mail_server, monkeypatch):
    monkeypatch.delenv("NOT_SET", raising=False)
    if setting["kind"] == "smtp":
        setting = setting | {"port": mail_server().port, "security": "none"}
    way = open_channel(TypeAdapter(AnyChannel).validate_python({"name": "x"} | setting), Tools())
    answer = way.send(message(examples["notice"]))
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.retry, answer.maybe_sent) == ("secret", True, False)
    for problem in (answer.problem, way.check()):
        assert "the environment variable NOT_SET is not set" in problem.text


def test_apprise_sends_the_plain_text(httpserver, examples, monkeypatch):
    httpserver.expect_request("/notify").respond_with_data("ok")
    monkeypatch.setenv("APPRISE", httpserver.url_for("/notify").replace("http://", "json://"))
    setting = AppriseChannel.model_validate({"kind": "apprise", "name": "phone", "url": "env:APPRISE"})
    way = open_channel(setting, Tools())
    assert way.check() is None
    assert isinstance(way.send(message(examples["alert"])), Sent)
    sent = json.loads(httpserver.log[0][0].get_data())
    assert "toll" in sent["title"]
    assert "Eight people are known to have died" in sent["message"]
    httpserver.clear()
    httpserver.expect_request("/notify").respond_with_data("no", status=500)
    answer = way.send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert answer.problem.retry


def test_apprise_believes_the_certificates_that_all_else_believes(certificate, examples, monkeypatch):
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    setting = AppriseChannel.model_validate({"kind": "apprise", "name": "phone", "url": "env:APPRISE"})
    with HTTPServer(host="localhost", port=0, ssl_context=tls) as server:
        server.expect_request("/notify").respond_with_data("ok")
        monkeypatch.setenv("APPRISE", server.url_for("/notify").replace("https://", "jsons://"))
        way = open_channel(setting, Tools())
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert isinstance(way.send(message(examples["alert"])), Sent)
        monkeypatch.delenv("SSL_CERT_FILE")
        assert isinstance(way.send(message(examples["alert"])), Failed)


def test_apprise_names_a_bad_address_without_showing_it(monkeypatch):
    monkeypatch.setenv("APPRISE", "canary://nothing")
    setting = AppriseChannel.model_validate({"kind": "apprise", "name": "phone", "url": "env:APPRISE"})
    problem = open_channel(setting, Tools()).check()
    assert problem is not None
    assert "env:APPRISE" in problem.text
    assert "canary" not in problem.text


def test_apprise_that_is_killed_may_have_sent_it(tmp_path, examples, monkeypatch):
    """As by a machine without memory, whatever it was at."""
    (tmp_path / "apprise.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("APPRISE", "json://localhost/")
    setting = AppriseChannel.model_validate({"kind": "apprise", "name": "phone", "url": "env:APPRISE"})
    answer = open_channel(setting, Tools()).send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.text) == ("apprise-died", "Apprise broke off (status -9)")
    assert (answer.problem.retry, answer.maybe_sent) == (True, True)


def test_atom_keeps_stable_ids_and_replaces_what_is_told_again(tmp_path, examples):
    way = AtomWay("feed", tmp_path)
    for content in (examples["alert"], examples["digest"], examples["alert"], examples["notice"]):
        assert isinstance(way.send(message(content, name=keyed("m", str(id(content))))), Sent)
    feed = ET.fromstring((tmp_path / file_name("Ferries")).read_bytes())
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 4, "the alert, two that only the digest told, the notice"
    assert feed.findtext(f"{ATOM}id").startswith("urn:newsdelta:watch:")
    import feedparser

    parsed = feedparser.parse((tmp_path / file_name("Ferries")).read_bytes())
    assert not parsed.bozo
    assert parsed.entries[-1].link.startswith("https://")


def test_folder_writes_whole_files_or_says_why_not(tmp_path, examples):
    way = FolderWay("box", tmp_path / "out")
    assert isinstance(way.send(message(examples["alert"])), Sent)
    assert isinstance(way.send(message(examples["alert"])), Sent)
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".eml", ".html"]
    (tmp_path / "file").write_text("in the way")
    answer = FolderWay("box", tmp_path / "file").send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert str(tmp_path / "file") in answer.problem.text


def test_atom_and_folder_say_which_folder_is_in_the_way(tmp_path, examples):
    (tmp_path / "file").write_text("in the way")
    for way in (AtomWay("feed", tmp_path / "file"), FolderWay("box", tmp_path / "file" / "below")):
        for problem in (way.check(), way.send(message(examples["alert"])).problem):
            assert (problem.code, problem.retry) == ("folder", True)
            assert problem.text.startswith(f"cannot write into {tmp_path / 'file'}")
    assert AtomWay("feed", tmp_path / "new").check() is None


def test_atom_begins_anew_where_its_file_is_broken(tmp_path, examples):
    file = tmp_path / file_name("Ferries")
    file.write_text("<feed><entry>cut off")
    assert isinstance(AtomWay("feed", tmp_path).send(message(examples["alert"])), Sent)
    assert len(list(ET.fromstring(file.read_bytes()).iter(f"{ATOM}entry"))) == 1


def test_terminal(examples):
    lines: list[str] = []
    assert TerminalWay("t", lines.append).check() is None
    assert not lines, "it is looked at without a word"
    assert isinstance(TerminalWay("t", lines.append).send(message(examples["alert"])), Sent)
    assert "Changed: 8 → 11" in lines[0]


@pytest.mark.parametrize("error", [BrokenPipeError(), UnicodeEncodeError("ascii", "→", 0, 1, "ordinal not in range")])
def test_a_terminal_that_takes_nothing_keeps_what_is_to_be_told(examples, error):
    def broken(_: str) -> None:
        raise error

    answer = TerminalWay("t", broken).send(message(examples["alert"]))
    assert isinstance(answer, Failed)
    assert (answer.problem.code, answer.problem.retry) == ("terminal", True)
    assert answer.problem.text == f"cannot print: {type(error).__name__}"


def test_a_view_survives_its_json(examples):
    for content in examples.values():
        value = json.loads(json.dumps(to_json(content)))
        if isinstance(content, AlertView):
            assert alert_from_json(value) == content
            assert alert_from_json(value | {"from a later version": 1}) == content
    assert digest_from_json(json.loads(json.dumps(to_json(examples["digest"])))) == examples["digest"]


def test_keys_never_collide():
    assert key(1, "a", "b") != key(1, "ab", "")
    assert keyed("a\x00b") != keyed("a", "b")
    assert key(1, "Water", "mail") == key(1, "Water", "mail")
    assert len(key(1, "Water", "mail")) <= 80
