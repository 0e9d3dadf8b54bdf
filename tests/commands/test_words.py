"""How things are said: figures, times, and what strangers wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from commands.output import ago, clean, count, json_text, size, span, table
from commands.pass_words import has_failed, sentences
from steps.shift import PassReport

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07",
        "a\rb",
        "a\x08\x08b",
        "\x9b31m",
        "\u202egnp.exe",
        "\u2066x\u2069",
        "\u061cx",
        "a\x00b",
    ],
)
def test_nothing_that_a_terminal_would_obey_gets_through(hostile: str) -> None:
    shown = clean(hostile)
    assert all(ord(letter) >= 32 and not 0x7F <= ord(letter) <= 0x9F for letter in shown)
    assert not set(shown) & set("\u202e\u2066\u2069\u061c")
    as_json = json_text({"title": hostile})
    assert clean(as_json) == as_json, "nor as JSON, which says the same"
    assert json.loads(as_json) == {"title": hostile}


def test_text_stays_on_one_line() -> None:
    assert clean("one\ntwo\tthree") == "one two three"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (172799, "47 h"),
        (172800, "2 days"),
    ],
)
def test_lengths_of_time(seconds: int, said: str) -> None:
    assert span(timedelta(seconds=seconds)) == said


def test_times_before_and_after_now() -> None:
    assert ago(None, NOW) == "never"
    assert ago(NOW - timedelta(minutes=5), NOW) == "5 min ago"
    assert ago(NOW + timedelta(hours=3), NOW) == "in 3 h"
    assert ago(NOW + timedelta(microseconds=3), NOW) == "just now", "entries of one pass are microseconds apart"


def test_figures() -> None:
    assert count(1, "story", "stories") == "1 story"
    assert count(1200, "story", "stories") == "1,200 stories"
    assert size(512) == "512 bytes"
    assert size(381_000) == "381 KB"
    assert size(2_100_000_000) == "2.1 GB"


def report(**counts: dict[str, object]) -> PassReport:
    return PassReport("monitor", NOW, NOW + timedelta(seconds=12), counts)


def test_a_pass_in_words() -> None:
    said = list(
        sentences(
            report(
                fetch={"feeds": 1, "unchanged": 0, "failed": 0, "entries": 1, "seconds": 0.3},
                decide={"decided": 2, "stories": 2, "failed": ["article 7: ValueError: x\x1b[0m"]},
                deliver={"sent": 0, "problems": [["mail", "the login was refused"]]},
            )
        )
    )
    assert said == [
        "fetch     1 feed asked, 1 new entry",
        "decide    2 decided, 2 new stories",
        "          article 7: ValueError: x[0m",
        "deliver   nothing to do",
        "          mail: the login was refused",
        "Done in 12 s.",
    ]


def test_what_counts_as_failed() -> None:
    assert not has_failed(report(fetch={"failed": 3}))
    assert has_failed(report(decide={"failed": ["x"]}))
    assert has_failed(report(deliver={"failed": 1}))
    assert has_failed(report(deliver={"problems": [["mail", "refused"]]}))


def test_another_pass_at_work_is_said_and_is_no_failure() -> None:
    busy = PassReport("monitor", NOW, NOW, busy=True)
    assert list(sentences(busy)) == ["Another pass is at work. It does what there is to do."]
    assert not has_failed(busy)


def test_a_table_with_room_and_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(1, "BBC", "There is nothing at this address any more, or just now."), (20, "Deutsche Welle", "")]
    table(("Id", "Feed", "What is wrong"), rows, right=(0,))
    assert capsys.readouterr().out.splitlines() == [
        "Id  Feed            What is wrong",
        " 1  BBC             There is nothing at this address any more, or just now.",
        "20  Deutsche Welle",
    ]
    monkeypatch.setenv("COLUMNS", "50")
    table(("Id", "Feed", "What is wrong"), rows, right=(0,))
    assert capsys.readouterr().out.splitlines() == [
        "Id  Feed",
        " 1  BBC",
        "      There is nothing at this address any more,",
        "      or just now.",
        "20  Deutsche Welle",
    ]
