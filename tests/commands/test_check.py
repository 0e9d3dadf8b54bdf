"""check: what is wrong is named, and how to mend it."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from distributed import LocalCluster
from pytest_httpserver import HTTPServer

from commands import check_channels, check_feeds, check_local, check_runner
from commands.at_once import begun
from commands.check_channels import Asked
from commands.finding import Finding, Level, fine
from settings.limits import NAMES_ASKED
from settings.load import load
from settings.schema import FolderChannel, RunnerSetting, SmtpChannel

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
Call = Callable[..., Result]
RSS = "<rss version='2.0'><channel><title>T</title>{}</channel></rss>"
ITEM = "<item><title>Dam holds</title><link>http://127.0.0.1/1</link></item>"


def write(path: Path, server: HTTPServer, **more: str) -> None:
    root = server.url_for("").rstrip("/")
    parts = {
        "contact": "contact: me@example.org\n",
        "feeds": "feeds:\n"
        + "".join(
            f"  - {{name: {name}, url: '{root}/{name}'}}\n"
            for name in ("fine", "empty", "moved", "gone", "page")
        ),
        "watches": "watches:\n  - {name: w, words: quake}\n",
        "channels": "channels:\n  - {name: folder, kind: folder, path: out}\n",
        "network": "network: {allow_private: [127.0.0.1, localhost]}\n",
    }
    path.write_text("".join((parts | more).values()), encoding="utf-8")


def serve(server: HTTPServer) -> None:
    server.expect_request("/fine").respond_with_data(RSS.format(ITEM), content_type="application/rss+xml")
    server.expect_request("/empty").respond_with_data(RSS.format(""), content_type="application/rss+xml")
    server.expect_request("/moved").respond_with_data(
        "", status=301, headers={"Location": server.url_for("/fine")}
    )
    server.expect_request("/gone").respond_with_data("gone", status=410)
    server.expect_request("/page").respond_with_data("<html><p>Hello</p></html>", content_type="text/html")


def findings(result: Result) -> dict[str, dict[str, str]]:
    return {line["about"]: line for line in map(json.loads, result.stdout.splitlines())}


def test_every_feed_and_channel_is_tried(newsdelta: Call, tmp_path: Path, httpserver: HTTPServer) -> None:
    serve(httpserver)
    write(tmp_path / "newsdelta.yaml", httpserver)
    result = newsdelta("check", "--send", "--json")
    found = findings(result)
    assert result.exit_code == 1
    levels = {about: each["level"] for about, each in found.items()}
    assert levels == {
        "newsdelta.yaml": "fine",
        "database": "fine",
        "model": "fine",
        "feed fine": "fine",
        "feed empty": "note",
        "feed moved": "note",
        "feed gone": "wrong",
        "feed page": "wrong",
        "channel folder (folder)": "fine",
    }
    assert "has moved to" in found["feed moved"]["text"]
    assert "feeds add" in found["feed gone"]["mend"]
    assert len(list((tmp_path / "out").glob("*.eml"))) == 1


def test_a_watched_page_is_no_feed_and_right_so(newsdelta: Call, tmp_path: Path, httpserver: HTTPServer) -> None:
    notices = "<html><body><article><p>{}</p></article></body></html>"
    said = "The bridge over the river is closed to lorries of more than seven tonnes until further notice."
    httpserver.expect_request("/notices").respond_with_data(notices.format(said), content_type="text/html")
    httpserver.expect_request("/bare").respond_with_data(notices.format(""), content_type="text/html")
    root = httpserver.url_for("")
    pages = "".join(f"  - {{name: {name}, url: '{root}{name}', watched: true}}\n" for name in ("notices", "bare"))
    write(tmp_path / "newsdelta.yaml", httpserver, feeds=f"feeds:\n{pages}")
    found = findings(newsdelta("check", "--json"))
    assert (found["feed notices"]["level"], found["feed notices"]["text"]) == ("fine", "a page with text to watch")
    assert found["feed bare"]["level"] == "wrong"
    assert "feed's address" not in found["feed bare"]["mend"]


def test_when_all_is_well_the_exit_code_says_so(
    newsdelta: Call, tmp_path: Path, httpserver: HTTPServer
) -> None:
    serve(httpserver)
    feeds = f"feeds:\n  - {{name: fine, url: '{httpserver.url_for('/fine')}'}}\n"
    write(tmp_path / "newsdelta.yaml", httpserver, feeds=feeds)
    result = newsdelta("check")
    assert result.exit_code == 0
    assert "Everything is fine." in result.output
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_what_is_wrong_with_the_settings_is_said_offline(
    newsdelta: Call, tmp_path: Path, httpserver: HTTPServer
) -> None:
    write(
        tmp_path / "newsdelta.yaml",
        httpserver,
        contact="",
        watches="watches:\n  - {name: w, words: 'quake', sources: [Nobody, example.org, fine]}\n",
        channels="",
    )
    result = newsdelta("check", "--offline")
    assert result.exit_code == 1
    assert "no feed is called 'Nobody'" in result.output
    assert "example.org'" not in result.output
    assert "no channels" in result.output
    assert "Set 'contact'" in result.output
    (tmp_path / "newsdelta.yaml").write_text("feeds: []\n")
    assert "newsdelta feeds add ADDRESS" in newsdelta("check", "--offline").output
    assert "feed " not in result.output.replace("no feed", "").replace("feeds", "")


@pytest.mark.parametrize(("mode", "noted"), [(0o600, False), (0o640, False), (0o644, True), (0o602, True)])
def test_a_secret_that_everybody_on_the_machine_may_read_is_noted(mode: int, noted: bool, tmp_path: Path) -> None:
    secret = tmp_path / "a token"
    secret.write_text("x")
    secret.chmod(mode)
    path = tmp_path / "newsdelta.yaml"
    path.write_text("feeds: [http://example.org/feed]\nweb: {token: 'file:a token'}\n", encoding="utf-8")
    found = [each for each in check_local.settings_found(path, load(path)) if each.about == str(secret)]
    assert [(each.level, each.mend) for each in found] == [(Level.NOTE, f"chmod 600 '{secret}'")] * noted


def test_pages_that_a_proxy_would_open_or_lead_astray_are_noted(newsdelta: Call, tmp_path: Path) -> None:
    path = tmp_path / "newsdelta.yaml"
    settings = "feeds: [http://example.org/feed]\nwatches: [{name: w, words: quake}]\n"
    for web, texts in (
        ("{url: https://news.example.org/}", ["whoever reaches news.example.org comes in"]),
        ("{url: https://news.example.org/, user_header: X-User}", []),
        ("{url: https://example.org/news/, token: env:TOKEN}", ["leads below /news/"]),
        ("{url: http://127.0.0.1:8765/}", []),
    ):
        path.write_text(f"{settings}web: {web}\n", encoding="utf-8")
        looked_at = check_local.settings_found(path, load(path, check_secrets=False))
        found = [each for each in looked_at if "web.url" in each.about]
        assert [each.level for each in found] == [Level.NOTE] * len(texts)
        assert all(text in each.text for text, each in zip(texts, found, strict=True))


def test_meaning_in_a_language_that_the_model_does_not_read_is_noted(newsdelta: Call, tmp_path: Path) -> None:
    watches = (
        "feeds: [https://example.org/rss]\nchannels: [{name: t, kind: terminal}]\ncontact: me@example.org\nwatches:\n"
        "  - {name: a, about: strikes at ports, languages: [en, ger]}\n"
        "  - {name: b, words: Streik, languages: [de]}\n"
        "  - {name: c, about: strikes at ports}\n"
    )
    for model, times in (("", 1), ("model: {name: org/paraphrase-multilingual-mini}\n", 0)):
        (tmp_path / "newsdelta.yaml").write_text(watches + model, encoding="utf-8")
        settings = load(tmp_path / "newsdelta.yaml")
        said = check_local.settings_found(tmp_path / "newsdelta.yaml", settings)
        found = [each for each in said if "model" in each.text]
        assert [each.level for each in found] == [Level.NOTE] * times
        assert all("watches[1].about" in each.about and "in de," in each.text for each in found)


def test_a_channel_that_refuses_is_wrong_and_says_how_to_mend_it(
    newsdelta: Call, tmp_path: Path, httpserver: HTTPServer
) -> None:
    serve(httpserver)
    channels = (
        "channels:\n  - {name: mail, kind: smtp, host: 127.0.0.1, port: 9, security: none, "
        "sender: a@example.org, to: [b@example.org]}\n"
    )
    write(tmp_path / "newsdelta.yaml", httpserver, channels=channels)
    found = findings(newsdelta("check", "--json"))
    assert found["channel mail (smtp)"]["level"] == "wrong"
    assert "127.0.0.1:9" in found["channel mail (smtp)"]["text"]
    assert found["channel mail (smtp)"]["mend"]


def test_a_certificate_that_nobody_here_trusts_names_where_to_name_it(
    newsdelta: Call, tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook was told to look at 'port' and 'security', which only mail has."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with HTTPServer(host="localhost", port=0, ssl_context=tls) as server:
        server.expect_request("/feed").respond_with_data(RSS.format(ITEM), content_type="application/rss+xml")
        (tmp_path / "newsdelta.yaml").write_text(
            f"feeds: [{{name: house, url: '{server.url_for('/feed')}'}}]\n"
            f"channels: [{{name: hook, kind: webhook, url: '{server.url_for('/hook')}'}}]\n"
            "watches: [{name: w, words: quake}]\nnetwork: {allow_private: [localhost]}\n",
            encoding="utf-8",
        )
        found = findings(newsdelta("check", "--json"))
        for about in ("feed house", "channel hook (webhook)"):
            assert "SSL_CERT_FILE" in found[about]["mend"]
            assert "security" not in found[about]["mend"]
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        found = findings(newsdelta("check", "--json"))
        assert found["feed house"]["level"] == "fine"
        assert found["channel hook (webhook)"]["level"] == "note"


def test_a_webhook_of_slacks_that_was_removed_says_so(
    newsdelta: Call, tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(httpserver)
    httpserver.expect_request("/services/T/B/X").respond_with_data("no_service", status=404)
    monkeypatch.setenv("HOOK", httpserver.url_for("/services/T/B/X"))
    channels = "channels:\n  - {name: team, kind: slack-webhook, url: 'env:HOOK'}\n"
    write(tmp_path / "newsdelta.yaml", httpserver, channels=channels)
    found = findings(newsdelta("check", "--send", "--json"))["channel team (slack-webhook)"]
    assert (found["level"], found["text"]) == ("wrong", "Slack's webhook answered 404: no_service")
    assert "make a new one" in found["mend"]
    found = findings(newsdelta("check", "--json"))["channel team (slack-webhook)"]
    assert (found["level"], found["mend"]) == ("note", "Add --send to try it.")
    httpserver.clear()
    serve(httpserver)
    login = "<html>Log in to this network"
    httpserver.expect_request("/services/T/B/X").respond_with_data(login, content_type="text/html")
    found = findings(newsdelta("check", "--send", "--json"))["channel team (slack-webhook)"]
    assert (found["level"], "but not 'ok'" in found["text"]) == ("wrong", True)
    assert "login page" in found["mend"]


def test_without_a_network_one_line_says_so(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> dict[str, Finding]:
        return {each.about: each for each in check_feeds.feeds(load(tmp_path / "newsdelta.yaml"), NOW)}

    serve(httpserver)
    away = "".join(f"  - {{name: {name}, url: 'http://{name}.invalid/rss'}}\n" for name in ("a", "b"))
    write(tmp_path / "newsdelta.yaml", httpserver, feeds="feeds:\n" + away)
    (one,) = told().values()
    assert one.level is Level.WRONG
    assert "no host of the 2 feeds is known" in one.text
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert "proxy" not in told()["network"].mend
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert "never through the proxy" in told()["network"].mend
    here = f"  - {{name: fine, url: '{httpserver.url_for('/fine')}'}}\n"
    write(tmp_path / "newsdelta.yaml", httpserver, feeds="feeds:\n" + away + here)
    assert {about: each.level.value for about, each in told().items()} == {
        "feed a": "wrong",
        "feed b": "wrong",
        "feed fine": "fine",
    }


def test_how_often_a_feed_is_to_be_asked(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve(httpserver)
    url = httpserver.url_for("/fine")
    feeds = "".join(
        f"  - {{name: {name}, url: '{url}?{name}', every: {often}}}\n" for name, often in (("a", "15 min"), ("b", "5m"))
    )
    write(tmp_path / "newsdelta.yaml", httpserver, feeds="feeds:\n" + feeds)
    found = list(check_feeds.feeds(load(tmp_path / "newsdelta.yaml"), NOW))
    assert [(each.about, each.level) for each in found if each.level is not Level.FINE] == [("feed b", Level.NOTE)]
    assert "to be asked every 5 min, and passes come every 15 min" in found[0].text
    said = {each.about: each.text for each in found if each.level is Level.FINE}
    assert said["feed a"].endswith("; asked every 15 min")
    more = "".join(f"  - {{name: {name}, url: '{url}?{name}', every: 10 min}}\n" for name in "cdef")
    write(tmp_path / "newsdelta.yaml", httpserver, feeds="feeds:\n" + feeds + more)
    notes = [
        each for each in check_feeds.feeds(load(tmp_path / "newsdelta.yaml"), NOW) if each.level is Level.NOTE
    ]
    assert [(each.about, each.text) for each in notes] == [
        (
            "5 feeds",
            "are to be asked as often as every 5 min (b, c, d and 2 more), and passes come every 15 min"
            " ('schedule.monitor')",
        )
    ]


def test_a_name_server_that_never_answers_costs_seconds_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not ten a host, one after another; channels that need the network are not waited for either."""
    monkeypatch.setattr(check_feeds, "NAMES_WITHIN_S", 0.2)
    monkeypatch.setattr(check_channels, "NAMES_WITHIN_S", 0.2)
    feeds = "".join(f"  - {{name: f{number}, url: 'https://f{number}.example/rss'}}\n" for number in range(200))
    (tmp_path / "newsdelta.yaml").write_text("feeds:\n" + feeds)
    asked, never = [], threading.Event()

    def resolve(host: str, port: int) -> list[Any]:
        asked.append(host)
        never.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "away")

    (one,) = check_feeds.feeds(load(tmp_path / "newsdelta.yaml"), NOW, resolve)
    assert "no host of the 200 feeds is known" in one.text
    assert len(asked) == NAMES_ASKED
    mail = SmtpChannel(name="mail", kind="smtp", host="f.example", sender="a@example.org", to=("b@example.org",))
    folder = FolderChannel(name="out", kind="folder", path=str(tmp_path))
    silent = [Asked(each, time.monotonic(), Future()) for each in (mail, folder)]
    silent[1].found.set_result([fine("channel out (folder)", "can be written into")])
    said = [(each.about, each.text) for each in check_channels.answers(silent, away=True)]
    assert said == [("channel mail (smtp)", "has not answered so far"), ("channel out (folder)", "can be written into")]
    never.set()


def test_a_bug_in_one_of_several_at_once_is_loud() -> None:
    with pytest.raises(ZeroDivisionError):
        begun(lambda: 1 / 0).result()


def test_a_cluster_is_asked_for_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def said(scheduler: str | None) -> list[tuple[Level, str]]:
        setting = RunnerSetting(kind="dask", scheduler=scheduler)
        return [(each.level, each.text) for each in check_runner.runner(setting)]

    monkeypatch.setattr(check_runner, "RUNNER_WITHIN_S", 0.5)
    assert said(None) == []
    ((level, text),) = said("tcp://127.0.0.1:9")
    assert level is Level.WRONG
    assert text.startswith("the Dask cluster tcp://127.0.0.1:9 does not answer")
    ((level, text),) = said("tls://127.0.0.1:9")
    assert level is Level.WRONG
    assert "TLS" in text
    monkeypatch.setattr(check_runner, "RUNNER_WITHIN_S", 30.0)
    with LocalCluster(n_workers=0, dashboard_address=":0") as cluster:
        where = cluster.scheduler_address
        assert said(where) == [(Level.WRONG, f"the Dask cluster {where} has no workers")]
        cluster.scale(1)
        cluster.wait_for_workers(1, timeout=60)
        assert said(where) == [(Level.FINE, f"{where}, 1 worker")]


def test_a_secret_that_is_not_set_is_one_channels_fault(
    newsdelta: Call, tmp_path: Path, httpserver: HTTPServer
) -> None:
    serve(httpserver)
    channels = (
        "channels:\n  - {name: folder, kind: folder, path: out}\n"
        "  - {name: team, kind: slack-webhook, url: 'env:NEWSDELTA_TEST_UNSET'}\n"
    )
    feeds = f"feeds:\n  - {{name: fine, url: '{httpserver.url_for('/fine')}'}}\n"
    write(tmp_path / "newsdelta.yaml", httpserver, channels=channels, feeds=feeds)
    for words in (["check", "--json"], ["check", "--offline", "--json"]):
        result = newsdelta(*words)
        assert result.exit_code == 1
        wrong = {about: each for about, each in findings(result).items() if each["level"] == "wrong"}
        assert list(wrong) == ["channel team (slack-webhook)"]
        assert "NEWSDELTA_TEST_UNSET is not set" in wrong["channel team (slack-webhook)"]["text"]
        assert "Set it" in wrong["channel team (slack-webhook)"]["mend"]


def test_a_pass_does_not_need_every_channels_secret(newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "newsdelta.yaml").write_text(
        "channels:\n  - {name: team, kind: slack-webhook, url: 'env:NEWSDELTA_TEST_UNSET'}\n"
    )
    result = newsdelta("run", "--json")
    assert result.exit_code == 0, result.output
    assert "fetch" in json.loads(result.stdout.splitlines()[-1])["counts"]


def test_a_database_that_is_none(newsdelta: Call, tmp_path: Path, httpserver: HTTPServer) -> None:
    (tmp_path / "newsdelta.db").write_text("this is no database, but it is long enough to be looked at " * 20)
    write(tmp_path / "newsdelta.yaml", httpserver)
    found = findings(newsdelta("check", "--offline", "--json"))
    assert found["database"]["level"] == "wrong"
