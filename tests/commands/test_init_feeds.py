"""init and feeds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from pytest_httpserver import HTTPServer

from commands.feed_words import what_is_wrong
from models.nouns import Feed, Problem
from settings.load import load
from storage.database import Database
from storage.reading import feeds

Call = Callable[..., Result]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_init_writes_a_file_that_is_right(newsdelta: Call, tmp_path: Path) -> None:
    result = newsdelta("init")
    assert result.exit_code == 0
    assert "newsdelta check" in result.output
    assert len(load(tmp_path / "newsdelta.yaml").feeds) == 12


def test_init_does_not_overwrite(newsdelta: Call, settings_file: Path) -> None:
    before = settings_file.read_text()
    result = newsdelta("init")
    assert result.exit_code == 2
    assert "is there already" in result.output
    assert settings_file.read_text() == before
    assert newsdelta("init", "--force").exit_code == 0
    assert settings_file.read_text() != before


def test_init_makes_the_folder_that_its_example_names(newsdelta: Call, tmp_path: Path) -> None:
    assert newsdelta("init", "--config", "news/newsdelta.yaml").exit_code == 0
    assert len(load(tmp_path / "news" / "newsdelta.yaml").feeds) == 12


def test_init_says_when_it_cannot_write(newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = newsdelta("init", "--config", "file/newsdelta.yaml")
    assert result.exit_code == 2
    assert "file/newsdelta.yaml cannot be written: Not a directory" in result.output


def test_feeds_are_listed_before_they_were_ever_asked(newsdelta: Call, settings_file: Path) -> None:
    result = newsdelta("feeds")
    assert result.exit_code == 0
    assert [line.split()[1] for line in result.output.splitlines()] == ["Feed", "Alpha", "Beta"]
    assert "not asked yet" in result.output


def test_a_feeds_own_interval_is_shown(newsdelta: Call, settings_file: Path) -> None:
    text = settings_file.read_text().replace("name: Beta,", "name: Beta, every: 15 min,")
    settings_file.write_text(text)
    shown = {line.split()[1]: line for line in newsdelta("feeds").output.splitlines()}
    assert "now (every 15 min)" in shown["Beta"]
    assert "every" not in shown["Alpha"]


def test_feeds_as_json(newsdelta: Call, settings_file: Path) -> None:
    lines = [json.loads(line) for line in newsdelta("feeds", "--json").output.splitlines()]
    assert [line["name"] for line in lines] == ["Alpha", "Beta"]
    assert lines[0]["state"] == "not asked yet"
    assert lines[0]["next_poll"] is None


def test_a_feed_is_paused_and_resumed(newsdelta: Call, settings_file: Path) -> None:
    assert newsdelta("feeds", "pause", "alpha").output == "Alpha is paused.\n"
    assert "paused" in newsdelta("feeds").output
    assert newsdelta("feeds", "resume", "http://alpha.example/rss").exit_code == 0
    assert "paused" not in newsdelta("feeds").output


def test_a_feed_is_retired(newsdelta: Call, settings_file: Path) -> None:
    assert newsdelta("feeds", "retire", "Beta").exit_code == 0
    assert "Retired on" in newsdelta("feeds", "--failing").output
    assert newsdelta("feeds", "resume", "Beta").exit_code == 0
    assert newsdelta("feeds", "--failing").output == "Every feed is fine.\n"


def test_a_feed_is_due_when_a_person_says_so(newsdelta: Call, settings_file: Path) -> None:
    assert newsdelta("feeds", "retire", "Beta").exit_code == 0
    assert newsdelta("feeds", "poll", "Beta").output == "Beta is due at the next pass.\n"
    assert newsdelta("feeds", "--failing").output == "Every feed is fine.\n"


def test_a_feed_is_taken_out(newsdelta: Call, settings_file: Path) -> None:
    settings_file.write_text(
        "feeds:\n  - name: Alpha # mine\n    url: http://alpha.example/rss\n  - http://b.example/\n"
    )
    assert newsdelta("feeds", "remove", "b.example").exit_code == 0
    assert settings_file.read_text() == "feeds:\n  - name: Alpha # mine\n    url: http://alpha.example/rss\n"
    assert "b.example" not in newsdelta("feeds").output


def test_a_feed_is_taken_out_by_its_id(newsdelta: Call, settings_file: Path) -> None:
    settings_file.write_text("feeds:\n  - {name: A, url: http://a.example/}\n  - {name: B, url: http://b.example/}\n")
    listed = [json.loads(line) for line in newsdelta("feeds", "--json").output.splitlines()]
    second = next(each for each in listed if "b.example" in each["url"])
    assert newsdelta("feeds", "remove", str(second["id"])).exit_code == 0
    assert settings_file.read_text() == "feeds:\n  - {name: A, url: http://a.example/}\n"
    assert newsdelta("feeds", "remove", "99").exit_code == 2


@pytest.mark.parametrize("what", ["pause", "resume", "retire", "poll", "remove"])
def test_a_feed_that_is_not_there(what: str, newsdelta: Call, settings_file: Path) -> None:
    result = newsdelta("feeds", what, "Gamma")
    assert result.exit_code == 2
    assert "feed 'Gamma'" in result.output


FEED = Feed(1, "http://a.example", "A", last_good=NOW - timedelta(hours=3))


def test_what_is_wrong_with_a_feed_is_said_in_a_sentence() -> None:
    problem = Problem("status", "The server answers 404: there is nothing at this address")
    failing = Feed(
        1, "http://a.example", "A", problem=problem, failures=4, failing_since=NOW - timedelta(hours=30)
    )
    assert failing.state == "failing"
    assert what_is_wrong(failing, NOW, UTC) == (
        "The server answers 404: there is nothing at this address, "
        "since 2026-03-01 06:00 (30 h ago), 4 times in a row."
    )
    assert FEED.state == "fine"
    assert what_is_wrong(FEED, NOW, UTC) is None


def test_a_feed_that_was_long_due_is_not_called_fine(
    newsdelta: Call, settings_file: Path
) -> None:
    """No pass runs, or none comes as far as it: after three passes (every 15 minutes) since it was due this is said."""
    newsdelta("feeds")
    now = datetime.now(UTC)
    with Database.open(str(settings_file.with_name("newsdelta.db"))) as db, db.write() as conn:
        for feed, minutes in zip(feeds.listing(conn), (40, 62), strict=True):
            due = now - timedelta(minutes=minutes)
            feeds.save(conn, replace(feed, last_good=now - timedelta(hours=3), next_poll=due))
    alpha, beta = (json.loads(line) for line in newsdelta("feeds", "--json").output.splitlines())
    assert (alpha["state"], alpha["what_is_wrong"]) == ("fine", None)
    assert beta["state"] == "not polled"
    assert beta["what_is_wrong"] == f"Due since {due:%Y-%m-%d %H:%M} (1 h ago), not polled."
    listed = newsdelta("feeds", "--failing").output
    assert "not polled" in listed
    assert "Alpha" not in listed
    newsdelta("feeds", "pause", "Beta")
    assert newsdelta("feeds", "--failing").output == "Every feed is fine.\n"


def test_a_feed_that_fails_and_is_not_asked_again_says_both() -> None:
    failing = Feed(1, "http://a.example", "A", problem=Problem("status", "It answers 404."), failures=1)
    assert what_is_wrong(failing, NOW, ZoneInfo("Europe/Berlin"), NOW - timedelta(hours=5)) == (
        "It answers 404; due since 2026-03-02 08:00 (5 h ago), not polled."
    )


RSS = "<rss version='2.0'><channel><title>The  Daily Dam</title><item><title>x</title></item></channel></rss>"


def test_a_feed_is_added_under_the_name_that_it_gives(
    newsdelta: Call, settings_file: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/dam").respond_with_data(RSS, content_type="application/rss+xml")
    httpserver.expect_request("/page").respond_with_data(
        "<html><p>Hello</p></html>", content_type="text/html"
    )
    text = settings_file.read_text() + "network: {allow_private: [localhost]}\n"
    settings_file.write_text(text)
    url = httpserver.url_for("/dam")
    result = newsdelta("feeds", "add", url)
    assert result.exit_code == 0, result.output
    assert [feed.name for feed in load(settings_file).feeds] == ["Alpha", "Beta", "The Daily Dam"]
    assert "Nothing to add" in newsdelta("feeds", "add", url).output
    after = settings_file.read_text()
    for wrong in (httpserver.url_for("/page"), httpserver.url_for("/none"), "ftp://x.example/"):
        assert newsdelta("feeds", "add", wrong).exit_code == 2
    assert settings_file.read_text() == after


def test_a_site_with_several_feeds_lets_a_person_choose(
    newsdelta: Call, settings_file: Path, httpserver: HTTPServer
) -> None:
    page = "<html><head>{}</head><body><p>Hello</p></body></html>".format(
        "".join(
            f"<link rel='alternate' type='application/rss+xml' href='/{name}'>" for name in ("one", "two")
        )
    )
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    for name in ("one", "two"):
        httpserver.expect_request(f"/{name}").respond_with_data(
            RSS.replace("The  Daily Dam", f"Dam {name}"), content_type="application/rss+xml"
        )
    settings_file.write_text(settings_file.read_text() + "network: {allow_private: [localhost]}\n")
    result = newsdelta("feeds", "add", httpserver.url_for("/"))
    assert result.exit_code == 2
    assert "has 2 feeds" in result.output
    assert httpserver.url_for("/two") in result.output
    assert len(load(settings_file).feeds) == 2
    assert newsdelta("feeds", "add", httpserver.url_for("/"), "--all").exit_code == 0
    assert [feed.name for feed in load(settings_file).feeds][2:] == ["Dam one", "Dam two"]


def test_feeds_come_in_and_go_out_as_opml(newsdelta: Call, settings_file: Path, tmp_path: Path) -> None:
    out = newsdelta("opml", "export")
    assert out.exit_code == 0
    assert 'xmlUrl="http://alpha.example/rss"' in out.stdout
    (tmp_path / "more.opml").write_text(
        "<opml version='2.0'><head/><body><outline text='News'>"
        "<outline text='Beta' xmlUrl='http://other.example/rss'/>"
        "<outline text='Again' xmlUrl='http://alpha.example/rss'/>"
        "<outline text='Odd' xmlUrl='feed:nonsense'/></outline></body></opml>"
    )
    result = newsdelta("opml", "import", "more.opml")
    assert result.output.splitlines() == [
        "1 feed added to newsdelta.yaml, 1 listed already.",
        "Left out, since its address is no http(s) address: Odd",
    ]
    assert [feed.name for feed in load(settings_file).feeds] == ["Alpha", "Beta", "Beta 2"]
    assert newsdelta("opml", "import", "none.opml").exit_code == 2
    (tmp_path / "not.opml").write_text("hello")
    assert newsdelta("opml", "import", "not.opml").exit_code == 2
    assert newsdelta("opml", "export", "--out", "feeds.opml").output == "3 feeds written to feeds.opml.\n"
    assert (tmp_path / "feeds.opml").exists()


def test_an_export_does_not_overwrite_the_settings(newsdelta: Call, settings_file: Path) -> None:
    before = settings_file.read_text()
    result = newsdelta("opml", "export", "--out", "./newsdelta.yaml")
    assert result.exit_code == 2
    assert "would overwrite the settings" in result.output
    assert settings_file.read_text() == before


def test_a_bad_address_holds_up_no_good_one(newsdelta: Call, settings_file: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/dam").respond_with_data(RSS, content_type="application/rss+xml")
    httpserver.expect_request("/gone").respond_with_data("gone", status=404)
    settings_file.write_text(settings_file.read_text() + "network: {allow_private: [localhost]}\n")
    good, bad = httpserver.url_for("/dam"), httpserver.url_for("/gone")
    result = newsdelta("feeds", "add", bad, good)
    assert result.exit_code == 2
    assert "1 feed added" in result.output
    assert f"Not added:\n{bad}: " in result.output
    assert good in settings_file.read_text()
    assert bad not in settings_file.read_text()
