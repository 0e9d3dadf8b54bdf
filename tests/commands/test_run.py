"""The way from a feed to an alert, through the real command line, over real local HTTP; and what can be done
and seen afterwards."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer

from commands.app import App
from newsdelta import cli

Call = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
FEED = """<rss version="2.0"><channel><title>Alpha</title>
<item><title>Quake hits Port Vell, eight dead</title><link>{root}/1.html</link>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Port Vell quake: toll rises to 11</title><link>{root}/2.html</link>
<pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""
PAGE = """<html lang="en"><head><title>{0}</title></head><body><nav>Home | News</nav>
<article><h1>{0}</h1><p>{1}</p><p>{2}</p><p>{3}</p></article><footer>Imprint</footer></body></html>"""
PAGES = (
    (
        "Quake hits Port Vell, eight dead",
        "A strong quake hit the harbour town of Port Vell early on Monday.",
        "Eight people were killed, mayor Ana Reyes said at a press conference in the town hall.",
        "Rescue teams searched through the night for survivors below collapsed houses near the harbour.",
    ),
    (
        "Port Vell quake: toll rises to 11",
        "The death toll of the quake in the harbour town of Port Vell rose to 11 on Tuesday, Reyes said.",
        "Three more bodies were found below collapsed houses near the harbour by rescue teams.",
        "Soldiers from neighbouring Marland joined the search on Tuesday afternoon with dogs and cranes.",
    ),
)


@pytest.fixture(scope="module")
def lived(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder in which one pass has run, and what that pass printed."""
    folder = tmp_path_factory.mktemp("lived")
    with HTTPServer(host="127.0.0.1", port=0) as server:
        root = server.url_for("").rstrip("/")
        server.expect_request("/rss.xml").respond_with_data(
            FEED.format(root=root), content_type="application/rss+xml"
        )
        for number, page in enumerate(PAGES, 1):
            server.expect_request(f"/{number}.html").respond_with_data(
                PAGE.format(*page), content_type="text/html"
            )
        server.expect_request("/site").respond_with_data(
            "<html><p>Hello</p></html>", content_type="text/html"
        )
        server.expect_request("/gone.xml").respond_with_data("gone", status=404)
        server.expect_request("/robots.txt").respond_with_data("", status=404)
        (folder / "newsdelta.yaml").write_text(
            "feeds:\n"
            f"  - {{name: Alpha, url: '{root}/rss.xml'}}\n"
            f"  - {{name: Site, url: '{root}/site'}}\n"
            f"  - {{name: Gone, url: '{root}/gone.xml'}}\n"
            "watches:\n"
            "  - {name: Quakes, words: quake}\n"
            "  - {name: Sure, words: quake, min_importance: 1000000, quiet_hours: '02:00-02:01'}\n"
            "channels:\n"
            "  - {name: folder, kind: folder, path: out}\n"
            "network: {allow_private: [127.0.0.1]}\n",
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-m", "newsdelta", "run"],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    return folder, done


@pytest.fixture
def here(lived: tuple[Path, object], newsdelta: Call) -> Call:
    """The command line in that folder."""
    return lambda *words: newsdelta(*words, "--config", str(lived[0] / "newsdelta.yaml"))


def objects(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_pass_says_what_it_did(lived: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    done = lived[1]
    assert done.returncode == 0, done.stderr
    assert "fetch     3 feeds asked, 2 failed ('newsdelta feeds' says why), 2 new entries" in done.stdout
    assert "2 new articles" in done.stdout
    assert "made" in done.stdout
    assert "Traceback" not in done.stderr
    assert {path.suffix for path in (lived[0] / "out").iterdir()} == {".eml", ".html"}


def test_what_is_wrong_with_each_feed_is_said(here: Call) -> None:
    wrong = {line["name"]: line["what_is_wrong"] for line in objects(here("feeds", "--json"))}
    assert wrong["Alpha"] is None
    assert "404" in str(wrong["Gone"])
    assert "web page, not a feed" in str(wrong["Site"])
    shown = here("feeds", "--failing").output
    assert "Alpha" not in shown
    assert "404" in shown


def test_the_story_is_there_with_its_evidence(here: Call) -> None:
    [story] = objects(here("stories", "--json"))
    assert story["articles"] == 2
    assert str(story["headline"]) in here("stories").output
    shown = here("story", str(story["id"])).output
    assert "first: Quake hits Port Vell" in shown
    assert "carried by: Alpha" in shown
    assert "toll rises to 11" in shown
    [whole] = objects(here("story", str(story["id"]), "--json"))
    assert whole["members"][0]["role"] == "first"  # type: ignore[index]
    assert objects(here("stories", "--json", "--words", "nothing of the kind")) == []
    assert here("stories", "--words", "nothing of the kind").output == "No such story.\n"


def test_alerts_are_listed_with_what_became_of_them(here: Call) -> None:
    rows = objects(here("alerts", "--json"))
    assert {row["watch"] for row in rows} == {"Quakes"}
    assert "folder: sent" in here("alerts").output
    shown = here("alerts", "show", str(rows[0]["id"])).output
    assert "Reported by 1 independent publisher" in shown
    assert here("alerts", "--state", "failed").output == "No such alert.\n"
    assert here("alerts", "retry").output == "Nothing has failed for good; what waits is tried again by itself.\n"
    assert here("alerts", "show", "999").exit_code == 2


def test_what_was_held_back_is_listed_with_the_reason(here: Call) -> None:
    rows = objects(here("alerts", "--held", "--json"))
    assert {(row["watch"], row["rule"]) for row in rows} == {("Sure", "below-importance")}
    assert "is below" in here("alerts", "--held").output


def test_what_a_person_says_is_noted_and_taken_back(here: Call) -> None:
    [first, *_] = objects(here("alerts", "--json"))
    for word in ("useful", "not-news", "not-my-topic"):
        said = here(word, str(first["id"])).output
        assert "takes it back" in said
    assert "has no 'about', so nothing changes" in said
    assert here("mute", str(first["story_id"])).exit_code == 0
    assert here("mute", "--source", "Alpha", "--watch", "Quakes").exit_code == 0
    assert here("snooze", "--phrase", "live updates", "--days", "3").exit_code == 0
    held = objects(here("undo", "--json"))
    assert [row["kind"] for row in held] == ["useful", "not-news", "not-my-topic", "mute", "mute", "snooze"]
    shown = [" ".join(line.split()) for line in here("undo").output.splitlines()]
    whose = [line.partition(" ")[0] for line in shown if line.endswith(("mute Alpha", "snooze 'live updates'"))]
    assert whose == [str(row["id"]) for row in held[-2:]]
    assert any(f"Quakes useful story {first['story_id']}" in line for line in shown)
    for row in held:
        assert here("undo", str(row["id"])).exit_code == 0
    assert here("undo").output == "Nothing has been said or done that could be taken back.\n"
    assert here("undo", str(held[0]["id"])).exit_code == 2


NOT_THERE = [
    *("mute", "mute 1 --source x", "mute 999", "mute 1 --watch x", "useful 999", "story 999"),
    *("merge 1 1", "merge 1 999", "move 999 1", "split 1 999"),
]


@pytest.mark.parametrize("words", NOT_THERE)
def test_what_is_not_there_is_a_sentence(words: str, here: Call) -> None:
    result = here(*words.split())
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_story_is_split_and_merged_and_each_is_taken_back(here: Call) -> None:
    [story] = objects(here("stories", "--json"))
    number = str(story["id"])
    [whole] = objects(here("story", number, "--json"))
    article = str(whole["members"][1]["article_id"])  # type: ignore[index]
    assert here("split", number, article).exit_code == 0
    other = next(str(row["id"]) for row in objects(here("stories", "--json")) if row["id"] != story["id"])
    moved = here("move", article, number)
    assert f"belongs to story {number} now" in moved.output
    assert f"Story {other} is part of story {number} now." in here("story", other).output
    listed = here("undo").output
    assert f"split story {other} from {number}" in listed
    assert f"merge story {other} into {number}" in listed, "a move of all that a story had"
    assert here("move", article, number).exit_code == 2
    assert _take_back(here, moved).exit_code == 0
    merged = here("merge", other, number)
    assert merged.exit_code == 0
    assert "merge story" in here("undo").output
    assert len(objects(here("stories", "--json"))) == 1
    assert _take_back(here, merged).exit_code == 0
    assert _take_back(here, merged).exit_code == 2, "once is enough"
    assert len(objects(here("stories", "--json"))) == 2
    assert here("merge", other, number).exit_code == 0
    assert here("undo", "c999").exit_code == 2
    assert here("undo", "x").exit_code == 2


def _take_back(here: Call, done: Result) -> Result:
    [number] = re.findall(r"newsdelta undo (c\d+)", done.output)
    return here("undo", number)


def test_a_feed_is_asked_again_only_when_it_is_due(here: Call) -> None:
    """Nothing is due now: no request is made (nobody listens there any more), the model is not loaded."""
    [report] = objects(here("run", "--json"))
    assert report["counts"]["fetch"]["feeds"] == 0  # type: ignore[index]
    assert "nothing to do" in here("run").output


def test_why_is_answered_for_a_story_an_article_an_address_and_a_watch(here: Call) -> None:
    [story] = objects(here("stories", "--json"))
    [whole] = objects(here("story", str(story["id"]), "--json"))
    member = whole["members"][0]  # type: ignore[index]
    assert "Quakes was told" in here("why", "story", str(story["id"])).output
    assert here("why", str(story["id"])).output == here("why", "story", str(story["id"])).output
    by_id = here("why", "article", str(member["article_id"])).output
    assert "Why this story: nothing that was read before is like it." in by_id or "Why this story: it tells of" in by_id
    assert by_id.index("Why this story") < by_id.index("In figures: ")
    assert "probability" not in by_id[: by_id.index("In figures: ")]
    assert here("why", member["url"]).output == by_id
    assert "importance" in here("why", "Sure").output
    assert objects(here("why", "quakes", "--json"))[0]["why"]
    for words in (("nobody",), ("watch", "nobody"), ("999",), ("article", "999"), ("http://x.example/",)):
        assert here("why", *words).exit_code == 2


def test_a_watch_is_tried_on_what_is_there(here: Call) -> None:
    lines = objects(here("preview", "Quakes", "--days", "366", "--json"))
    assert all(line["told"] for line in lines)
    assert "held back" in here("preview", "sure", "--days", "366").output
    shown = here("preview", "New", "--words", "Marland", "--days", "366").output
    assert "New would have told" in shown
    assert here("preview", "New").exit_code == 2
    assert here("preview", "x" * 99, "--words", "y").exit_code == 2
    assert "a word" in here("preview", "New", "--words", "a AND (").output


def test_a_digest_and_upkeep_are_run_by_hand(here: Call, lived: tuple[Path, object]) -> None:
    [report] = objects(here("digest", "Quakes", "--json"))
    assert report["counts"]["digest"]["digests"] == 1  # type: ignore[index]
    assert any("digest" in path.name for path in (lived[0] / "out").iterdir())
    assert here("digest", "nobody").exit_code == 2
    [report] = objects(here("upkeep", "--json"))
    assert report["kind"] == "upkeep"


def test_the_doctor_says_how_things_stand(here: Call) -> None:
    found = {line["about"]: line for line in objects_of(here("doctor", "--json"))}
    assert found["alerts"]["text"] == "all delivered"
    assert found["feeds"]["text"] == "1 of 3 fine, 2 failing"
    assert found["feeds"]["level"] == "wrong"
    assert "2 articles" in str(found["holds"]["text"])
    assert "ago" in here("doctor").output


def test_the_doctor_says_that_the_clock_was_ahead(lived: tuple[Path, object]) -> None:
    """It called a pass 'in 29 days' fine."""
    before = App(now=lambda: datetime(2000, 1, 1, tzinfo=UTC))
    asked = ["--config", str(lived[0] / "newsdelta.yaml"), "doctor", "--json"]
    found = {line["about"]: line for line in objects_of(CliRunner().invoke(cli, asked, obj=before))}
    assert found["last pass"]["level"] == "wrong"
    assert "the clock was ahead" in str(found["last pass"]["text"])


def test_a_backup_is_made_listed_and_put_back(here: Call, lived: tuple[Path, object]) -> None:
    [made] = objects(here("backup", "--json"))
    assert made["articles"] == 2
    listed = objects(here("backup", "--list", "--json"))
    assert made in listed
    assert len({str(each["path"]) for each in listed}) == len(listed)
    restored = here("restore", str(made["path"]))
    assert restored.exit_code == 0
    assert "What was there before is" in restored.output
    assert len(objects(here("stories", "--json"))) == 1
    assert here("restore", "nowhere.db").exit_code == 2


def test_a_damaged_database_is_a_sentence_and_its_backups_are_found(
    newsdelta: Call, settings_file: Path
) -> None:
    assert newsdelta("feeds").exit_code == 0
    assert newsdelta("backup").exit_code == 0
    database = settings_file.parent / "newsdelta.db"
    database.write_bytes(b"no database " * 500)
    for words in ("feeds", "stories", "alerts", "doctor", "undo", "story 1", "mute 1", "run", "backup"):
        result = newsdelta(*words.split())
        assert result.exit_code == 1, words
        assert "damaged" in result.output
    [found] = [json.loads(line) for line in newsdelta("backup", "--list", "--json").stdout.splitlines()]
    assert newsdelta("restore", found["path"]).exit_code == 0
    assert newsdelta("feeds").exit_code == 0


def test_a_database_moves(here: Call, tmp_path: Path) -> None:
    result = here("migrate", "--to", str(tmp_path / "other.db"))
    assert result.exit_code == 0
    assert "arrived in" in result.output
    again = here("migrate", "--to", str(tmp_path / "other.db"))
    assert again.exit_code == 1
    assert "in use already" in again.output


def objects_of(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_what_is_shown_to_people_is_in_the_settings_time_zone(lived: tuple[Path, object], newsdelta: Call) -> None:
    """As alerts are; in Tongatapu, 13 hours ahead, each list would show another hour. JSON stays as it is stored."""
    folder = lived[0]
    text = (folder / "newsdelta.yaml").read_text(encoding="utf-8")
    (folder / "tonga.yaml").write_text(f"timezone: Pacific/Tongatapu\n{text}", encoding="utf-8")

    def there(*words: str) -> Result:
        return newsdelta(*words, "--config", str(folder / "tonga.yaml"))

    alert = objects(there("alerts", "--json"))[-1]
    number = str(alert["story_id"])
    [whole] = objects(there("story", number, "--json"))
    hence = ZoneInfo("Pacific/Tongatapu")
    told, published = (
        datetime.fromisoformat(str(each)).astimezone(hence)
        for each in (alert["at"], whole["members"][0]["at"])  # type: ignore[index]
    )
    assert f"{told:%Y-%m-%d %H:%M}" in there("alerts").output
    assert f"{published:%Y-%m-%d %H:%M}" in there("story", number).output
    assert f"{published:%H:%M} +13" in there("alerts", "show", str(alert["id"])).output
    assert f"{published:%H:%M} +13" in there("why", "story", number).output


def test_a_list_that_was_cut_says_so(here: Call) -> None:
    """Both articles were told, or held; more than one, and more than none, of each."""
    for words in (("stories",), ("alerts",), ("alerts", "--held")):
        every = objects(here(*words, "--json"))
        assert "There are more" not in here(*words).output
        if len(every) > 1:
            cut = here(*words, "--limit", str(len(every) - 1))
            assert f"There are more than these {len(every) - 1}" in cut.output
            assert len(objects(here(*words, "--json", "--limit", str(len(every) - 1)))) == len(every) - 1
    assert len(objects(here("alerts", "--held", "--json"))) > 1, "so that one was cut"
