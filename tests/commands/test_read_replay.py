"""read and replay, in the forms that others rely on."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Call = Callable[..., Result]
PAGE = """<html lang="en"><head><title>Dam holds | The Dam</title>
<link rel="canonical" href="https://dam.example/news/dam-holds">
<meta property="article:published_time" content="2026-03-02T08:00:00+01:00"></head>
<body><nav>Home</nav><article><h1>Dam holds</h1>
<p>The dam above the town of Port Vell held on Monday after two days of heavy rain in the hills.</p>
<p>Engineers who had watched it through the night said that the water had begun to fall at dawn.</p>
<p>Families who had been told to leave their houses on Saturday may return on Tuesday morning.</p>
</article></body></html>"""
FEED = """<rss version="2.0"><channel><title>The Dam</title>
<item><title>Dam holds</title><link>https://dam.example/1</link><description>It held.</description></item>
<item><title>Dam still holds</title></item></channel></rss>"""
KEYS = {"input", "url", "canonical_url", "title", "text", "published", "authors", "language", "kind"}
KINDS = {"article", "consent", "paywall", "error", "empty", "live-blog", "entry"}


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_saved_page_and_a_feed_as_json(newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "feed.xml").write_text(FEED)
    result = newsdelta(
        "read",
        "page.html.gz",
        "feed.xml",
        "--url",
        "https://dam.example/news/dam-holds?utm_source=x",
        "--json",
    )
    assert result.exit_code == 0
    page, first, second = lines(result)
    for each in (page, first, second):
        assert set(each) >= KEYS
        assert each["kind"] in KINDS
    assert page["input"] == "page.html.gz"
    assert page["canonical_url"] == "https://dam.example/news/dam-holds"
    assert page["title"] == "Dam holds"
    assert page["published"] == "2026-03-02T08:00:00+01:00"
    assert page["kind"] == "article"
    assert "Engineers who had watched" in page["text"]
    assert (first["kind"], first["title"], first["published"]) == ("entry", "Dam holds", None)
    assert second["url"] is None


def test_for_people_and_with_nothing_that_their_terminal_would_obey(newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("Families", "\u202eFamilies"))
    item = {"id": "1", "title": "Dam \x1b[31mholds\x07", "content_text": "It \x1b]0;x\x07held."}
    (tmp_path / "feed.json").write_text(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "D", "items": [item]})
    )
    result = newsdelta("read", "page.html", "feed.json", "--url", "https://dam.example/1")
    assert result.exit_code == 0
    assert "published  2026-03-02T08:00:00+01:00 (" in result.output
    assert "  Engineers who had watched it through the night" in result.output
    assert "held." in result.output
    assert not set(result.output) & set("\x1b\x07\u202e")


def test_an_address_that_is_none_is_said(newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>It rains.</p>")
    result = newsdelta("read", "page.html", "--url", "http://[dam")
    assert result.exit_code == 2
    assert "--url: 'http://[dam' is not an http(s) address." in result.output


def test_what_cannot_be_read_is_said(newsdelta: Call, tmp_path: Path) -> None:
    result = newsdelta("read", "none.html")
    assert result.exit_code == 2
    assert "none.html: the file cannot be read (No such file or directory)" in result.output
    (tmp_path / "bad.html.gz").write_bytes(b"no gzip")
    assert newsdelta("read", "bad.html.gz").exit_code == 2
    answered = newsdelta("read", "http://127.0.0.1:9/", "--json")
    assert answered.exit_code == 1
    [line] = lines(answered)
    assert line["problem"]


QUAKE = (
    "A quake hit the harbour town of Port Vell on Monday and eight people were killed, Ana Reyes said. "
    "Rescue teams with dogs searched below collapsed houses through the night, and families slept in "
    "the school while engineers looked at the bridge over the river and the road to the hospital."
)
ARCHIVE: list[dict[str, Any]] = [
    {"id": "a", "url": "https://a.example/1", "title": "Quake hits Port Vell", "source": "a.example",
     "text": QUAKE,
     "published": "2026-03-02T08:00:00Z", "story": "quake", "gold": {"x": 1}},
    {"id": "b", "url": "https://b.example/1", "title": "Port Vell quake", "source": "b.example",
     "text": QUAKE,
     "published": None, "story": "quake"},
    {"id": 3, "url": "https://c.example/1", "title": "Ferry strike begins", "source": "c.example",
     "text": "Ferry crews in Marland walked out on Wednesday over pay, their union said.",
     "published": "2026-03-04T08:00:00+02:00", "story": "ferry"},
]  # fmt: skip


@pytest.mark.parametrize("given", [False, True])
def test_an_archive_comes_back_line_for_line(given: bool, newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in ARCHIVE))
    words = ["replay", "in.jsonl", "--out", "out.jsonl", "--keep", "kept.db"]
    result = newsdelta(*words, *(["--given-stories"] if given else []))
    assert result.exit_code == 0
    assert "3 articles: 1 copy" in result.stdout
    out = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["id"] for line in out] == ["a", "b", "3"]
    for line in out:
        assert set(line) == {"id", "story", "role", "development", "novelty", "importance", "new", "nearest"}
        assert isinstance(line["story"], str)
        assert isinstance(line["development"], bool)
        assert 0 <= line["novelty"] <= 1
    assert out[0]["story"] == out[1]["story"] != out[2]["story"]
    assert out[1]["role"] == "copy"
    assert out[1]["nearest"]["id"] == "a"
    if given:
        assert [line["story"] for line in out] == ["quake", "quake", "ferry"]
    assert newsdelta(*words).exit_code == 2, "a replay has a database of its own"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "line 1: is not JSON"),
        ("[]", "line 1: holds list"),
        ("{}", "line 1: has no `id`"),
        ('{"id": "a"}\n{"id": "a"}', "line 2: the id 'a' stands twice"),
        ('{"id": "a", "published": "yesterday"}', "line 1: `published` is 'yesterday'"),
        ('{"id": "a", "published": "0001-01-01T00:00:00+05:00"}', "line 1: `published` is '0001-"),
        ('[{"id": "a"},\n', "line 1: is not JSON (Expecting value at column 14)"),
        ('{"id": "a', "line 1: is not JSON (Unterminated string starting at column 8)"),
        ('{"id": true}', "line 1: `id` is bool; expected text or a whole number"),
        ('{"id": 1.5}', "line 1: `id` is float"),
        ('{"id": "a", "language": 5}', "line 1: `language` is int; expected text"),
        ('{"id": ' + "1" * 5000 + "}", "line 1: holds a number of too many digits"),
        ("\n" + "[" * 100_000, "line 2: holds a number of too many digits or brackets within"),
        (b"\n" * 500 + '{"id": "b", "title": "Café"}'.encode("latin-1"), "line 501: is not UTF-8"),
        ('{"id": "a"}'.encode("utf-16"), "line 1: is not UTF-8 text (byte 1 of the line)"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(text: str | bytes, what: str, newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = newsdelta("replay", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 2
    assert f"in.jsonl, {what}" in result.output


def test_what_can_be_read_only_once_is_refused(newsdelta: Call, tmp_path: Path) -> None:
    """It would be checked, and then there would be nothing left to decide."""
    os.mkfifo(tmp_path / "in")
    result = newsdelta("replay", "in", "--out", "out.jsonl")
    assert result.exit_code == 2
    assert "in: is no file, and an archive is read twice" in result.output


def test_half_a_pair_of_surrogates_is_no_text(newsdelta: Call, tmp_path: Path) -> None:
    row = r'{"id": "a\ud83d", "title": "Dam\ud83d", "text": "The dam above Port Vell \ud800 held on Monday."}'
    (tmp_path / "in.jsonl").write_text(row)
    assert newsdelta("replay", "in.jsonl", "--out", "out.jsonl").exit_code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "a?"


def test_stories_must_be_given_for_given_stories(newsdelta: Call, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}')
    result = newsdelta("replay", "in.jsonl", "--out", "out.jsonl", "--given-stories")
    assert result.exit_code == 2
    assert "has no `story`" in result.output


def test_a_replay_overwrites_neither_its_archive_nor_its_database(newsdelta: Call, tmp_path: Path) -> None:
    text = '{"id": "a", "text": "x"}\n'
    (tmp_path / "in.jsonl").write_text(text)
    result = newsdelta("replay", "in.jsonl", "--out", "./in.jsonl")
    assert result.exit_code == 2
    assert "would overwrite the archive" in result.output
    assert newsdelta("replay", "in.jsonl", "--out", "new", "--keep", "new").exit_code == 2
    assert (tmp_path / "in.jsonl").read_text() == text
    assert not (tmp_path / "new").exists()


def test_lines_without_text_are_said_once(newsdelta: Call, tmp_path: Path) -> None:
    rows = [
        {"id": 1, "title": "Bridge closed in Lom", "text": "The bridge in Lom is closed for a week, the mayor said."},
        {"id": 2, "title": "Ferry sinks", "txt": "A ferry sank off the eastern quay at noon."},
        {"id": 3, "title": "Ferry raised", "text": " "},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = newsdelta("replay", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 0
    said = "in.jsonl: 2 of 3 lines have no `text`, the first is line 2: decided by title alone."
    assert result.stderr.count(said) == 1
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3
    (tmp_path / "in.jsonl").write_text(json.dumps(rows[0]) + "\n")
    assert "no `text`" not in newsdelta("replay", "in.jsonl", "--out", "out.jsonl").stderr


HALM = {"id": 1, "title": "Two die in Halm", "text": "Two people died in Halm on Monday.", "published": "2026-09-14"}


def test_what_an_archive_does_not_tell_is_said(newsdelta: Call, tmp_path: Path) -> None:
    def said(*rows: dict[str, object]) -> str:
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        result = newsdelta("replay", "in.jsonl", "--out", "out.jsonl")
        assert result.exit_code == 0
        return " ".join(line for line in result.stderr.splitlines() if line.startswith("newsdelta: in.jsonl:"))

    assert said(HALM) == ""
    assert "holds no article" in said()
    other = said({"id": 1, "headline": "Two die in Halm", "body": "Two people died in Halm.", "date": "2026-09-14"})
    assert "no line has `published`" in other
    assert "not read (body, date, headline); read are id, url, title, text, published" in other
    turned = said(HALM, HALM | {"id": 2, "text": "Three died in Halm.", "published": "2026-09-12"})
    assert "1 of 2 lines is dated before the line above, the first is line 2" in turned


def test_an_archive_may_be_packed_and_may_begin_with_a_mark(newsdelta: Call, tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + json.dumps(HALM).encode()
    (tmp_path / "in.jsonl").write_bytes(text)
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(text))
    (tmp_path / "packed.jsonl").write_bytes(gzip.compress(text))
    for name in ("in.jsonl", "in.jsonl.gz", "packed.jsonl"):
        assert newsdelta("replay", name, "--out", "out.jsonl").exit_code == 0
        assert json.loads((tmp_path / "out.jsonl").read_text())["role"] == "first"
    (tmp_path / "half.gz").write_bytes(gzip.compress(text)[:-12])
    result = newsdelta("replay", "half.gz", "--out", "out.jsonl")
    assert result.exit_code == 2
    assert "is no whole gzip file" in result.output


def test_a_replay_keeps_languages_apart_as_a_live_run_does(newsdelta: Call, tmp_path: Path) -> None:
    """The model reads English: an article in German is no report of a story in English, whatever names both give."""
    english = "Haverlin recalls Tensolar in Ysmere after four patients fall ill, said Imre Soltane of the board."
    english += " Nobody should stop the treatment without speaking to a doctor first."
    german = "Haverlin ruft Tensolar in Ysmere zurück, nachdem vier Patienten erkrankten, sagte Imre Soltane vom Amt."
    german += " Niemand sollte die Behandlung abbrechen, ohne vorher mit dem Arzt zu sprechen."
    rows = [
        {"id": number, "title": "Haverlin, Tensolar", "text": text, "published": "2026-09-14", "language": language}
        for number, (text, language) in enumerate([(english, None), (german, None), (english + " Ysmere.", "en")])
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert newsdelta("replay", "in.jsonl", "--out", "out.jsonl").exit_code == 0
    stories = [json.loads(line)["story"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert stories[0] == stories[2] != stories[1]
