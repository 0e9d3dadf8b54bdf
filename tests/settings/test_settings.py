"""What a right newsdelta.yaml comes to."""

from __future__ import annotations

import logging
import pickle
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from settings.errors import SettingsError
from settings.languages import language
from settings.load import load, parse, read_tree, secrets_in
from settings.places import key_of, line_of
from settings.schedules import missed, missed_before, written
from settings.schema import FeedSetting, FolderChannel, RunnerSetting, Settings, SmtpChannel, WatchSetting
from settings.secrets import Secret
from settings.template import TEMPLATE
from settings.values import QuietHours, every


def test_the_template_is_right(tmp_path: Path) -> None:
    settings = parse(TEMPLATE.read_text(encoding="utf-8"), tmp_path / "newsdelta.yaml", environment={})
    assert len(settings.feeds) == 12
    assert all(feed.url.startswith("https://") for feed in settings.feeds)
    assert len(settings.watches) == 2
    assert [channel.kind for channel in settings.channels] == ["terminal", "folder"]


def test_the_template_with_everything_commented_in_is_right(tmp_path: Path) -> None:
    """What stands there as a comment works when a person takes the # away, and names every key there is."""
    opened = [
        re.sub(r"^( *)# ((?: *- )? *[a-z_]+:.*)$", r"\1\2", line)
        for line in TEMPLATE.read_text(encoding="utf-8").splitlines()
    ]
    text = "\n".join(opened).replace("channels: [mail]", "channels: [mail, slack]")
    environment = dict.fromkeys(
        (
            "NEWSDELTA_MAIL_PASSWORD",
            "NEWSDELTA_SLACK_TOKEN",
            "NEWSDELTA_SLACK_WEBHOOK",
            "NEWSDELTA_HOOK_SECRET",
            "NEWSDELTA_APPRISE",
            "NEWSDELTA_WEB_TOKEN",
        ),
        "x",
    )
    settings = parse(text, tmp_path / "newsdelta.yaml", environment=environment)
    assert len(settings.channels) == 8
    assert settings.contact == "you@example.org"
    assert settings.watches[1].channels == ("mail", "slack")
    missing = _keys_left_out(settings)
    assert not missing, f"the template does not mention {missing}"


def _keys_left_out(settings: object) -> set[str]:
    template = TEMPLATE.read_text(encoding="utf-8")
    from pydantic import BaseModel

    def keys(part: BaseModel) -> set[str]:
        found = set(type(part).model_fields)
        for key in type(part).model_fields:
            value = getattr(part, key)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, BaseModel):
                    found |= keys(item)
        return found

    assert isinstance(settings, BaseModel)
    return {key for key in keys(settings) if f"{key}:" not in template} - {"api_url", "publisher"}


def test_an_empty_file_is_a_settings_file(tmp_path: Path) -> None:
    settings = parse("", tmp_path / "newsdelta.yaml")
    assert settings.database_url() == f"sqlite:///{tmp_path / 'newsdelta.db'}"
    assert settings.timezone == "UTC"
    assert settings.feeds == ()


def test_paths_start_from_the_yamls_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "newsdelta.yaml").write_text(
        "database: data/news.db\nchannels:\n  - {name: f, kind: folder, path: out}\nmodel: {path: m}\n"
    )
    monkeypatch.chdir(tmp_path)
    settings = load("deep/newsdelta.yaml")
    assert settings.database_url() == f"sqlite:///{folder / 'data' / 'news.db'}"
    channel = settings.channels[0]
    assert isinstance(channel, FolderChannel)
    assert channel.path == folder / "out"
    assert settings.model.path == folder / "m"


def test_a_server_as_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        parse("database: postgresql://me@host/news", tmp_path / "x").database_url()
        == "postgresql://me@host/news"
    )
    monkeypatch.setenv("NEWSDELTA_TEST_DATABASE", "postgresql://me:hunter2@host/news")
    settings = parse("database: env:NEWSDELTA_TEST_DATABASE", tmp_path / "x")
    assert settings.database_url() == "postgresql://me:hunter2@host/news"
    assert "hunter2" not in repr(settings)


def test_a_feed_may_be_its_address_alone(tmp_path: Path) -> None:
    settings = parse(
        "feeds: ['https://www.example.org/rss', {url: 'https://b.org/', publisher: B}]", tmp_path / "x"
    )
    assert [feed.name for feed in settings.feeds] == ["example.org", "b.org"]
    assert settings.feeds[1].publisher == "B"


@pytest.mark.parametrize(
    ("said", "cron"),
    [
        ("daily 07:00", "0 7 * * *"),
        ("daily 7:05", "5 7 * * *"),
        ("Weekly Mon 18:30", "30 18 * * 1"),
        ("weekly sunday 00:00", "0 0 * * 0"),
        ("0 7 * * mon-fri", "0 7 * * mon-fri"),
    ],
)
def test_when_a_digest_is_due(said: str, cron: str, tmp_path: Path) -> None:
    settings = parse(f"watches: [{{name: w, words: x, digest: '{said}'}}]", tmp_path / "x")
    assert settings.watches[0].digest == cron


def test_quiet_hours_over_midnight_and_within_a_day() -> None:
    night = QuietHours(time(22), time(7))
    assert time(23) in night
    assert time(6, 59) in night
    assert time(22) in night
    assert time(7) not in night
    assert time(12) not in night
    lunch = QuietHours(time(12), time(13))
    assert time(12, 30) in lunch
    assert time(13) not in lunch
    assert str(night) == "22:00-07:00"


def test_a_watch_falls_back_on_the_settings(tmp_path: Path) -> None:
    settings = parse(
        "timezone: Europe/Berlin\n"
        "watches: [{name: a, words: x}, {name: b, words: x, channels: [t], timezone: Asia/Tokyo}]\n"
        "channels: [{name: t, kind: terminal}, {name: f, kind: folder, path: o}]",
        tmp_path / "x",
    )
    first, second = settings.watches
    assert settings.channels_of(first) == ("t", "f")
    assert settings.channels_of(second) == ("t",)
    assert settings.zone_of(first) == "Europe/Berlin"
    assert settings.zone_of(second) == "Asia/Tokyo"


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = parse("", tmp_path / "x")
    with pytest.raises(ValueError, match="frozen"):
        settings.timezone = "UTC"  # type: ignore[misc]


CANARY = "canary-5f2b"


def test_a_secret_never_shows(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEWSDELTA_TEST_SECRET", CANARY)
    settings = parse(
        "channels: [{name: m, kind: smtp, host: h, user: u, password: 'env:NEWSDELTA_TEST_SECRET', "
        "sender: a@b.org, to: [c@d.org]}]",
        tmp_path / "x",
    )
    channel = settings.channels[0]
    assert isinstance(channel, SmtpChannel)
    assert channel.password is not None
    assert channel.password.reveal() == CANARY
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").debug("%s %r", settings, channel.password)
    shown = [
        repr(settings),
        str(settings),
        settings.model_dump_json(),
        str(settings.model_dump()),
        f"{channel.password}",
        caplog.text,
        pickle.dumps(channel.password.__reduce_ex__(2)[1:2]).decode("latin-1"),
    ]
    assert all(CANARY not in text for text in shown)
    assert "env:NEWSDELTA_TEST_SECRET" in repr(settings)
    assert [(key_of(place), str(secret)) for place, secret in secrets_in(settings)] == [
        ("channels[1].password", "env:NEWSDELTA_TEST_SECRET")
    ]


def test_a_secret_is_looked_up_when_it_is_needed() -> None:
    secret = Secret("env:SOME_NAME")
    with pytest.raises(SettingsError, match="SOME_NAME is not set"):
        secret.reveal({})
    assert secret.reveal({"SOME_NAME": "one"}) == "one"
    assert secret.reveal({"SOME_NAME": "two"}) == "two"


def test_of_a_secrets_file_only_the_last_line_end_is_no_part_of_it(tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text(" two words \t\r\n", encoding="utf-8", newline="")
    assert Secret(f"file:{kept}").reveal() == " two words \t"


def test_a_secrets_file_is_open_to_all_if_others_may_read_or_write_it(tmp_path: Path) -> None:
    kept = tmp_path / "password"
    assert not Secret(f"file:{kept}").open_to_all(), "that it is not there is told elsewhere"
    kept.touch()
    for mode, open_to_all in ((0o600, False), (0o640, False), (0o604, True), (0o602, True)):
        kept.chmod(mode)
        assert Secret(f"file:{kept}").open_to_all() == open_to_all


@pytest.mark.parametrize("text", ["", "env:", "env:a b", "hunter2", "ENV:X", "file:", "https://x"])
def test_what_is_no_secrets_place(text: str) -> None:
    with pytest.raises(ValueError, match="env:") as caught:
        Secret(text)
    assert "hunter2" not in str(caught.value)


def test_lines_of_what_is_there_and_of_what_is_not() -> None:
    tree = YAML().load("a:\n  - b: 1\n    c: [x,\n     y]\n")
    assert line_of(tree, ("a", 0, "c", 1)) == 4
    assert line_of(tree, ("a", 0, "missing")) == 2
    assert line_of(tree, ("a", 7)) == 1
    assert line_of(tree, ("nowhere",)) is None


def test_both_ways_of_reading_say_the_same(tmp_path: Path) -> None:
    """A file without mistakes is read by the quick loader, one with mistakes by the one that knows lines."""
    text = TEMPLATE.read_text(encoding="utf-8")
    path = tmp_path / "newsdelta.yaml"
    slow = Settings.model_validate(read_tree(text, path), context={"folder": tmp_path})
    assert parse(text, path) == slow


def test_anchors_and_types_that_yaml_has(tmp_path: Path) -> None:
    settings = parse(
        "watches:\n"
        "  - &quake {name: a, words: 'quake', min_importance: 2.50, budget: 0x5}\n"
        "  - {<<: *quake, name: b}\n"
        "feeds:  # none yet\n",
        tmp_path / "x",
    )
    first, second = settings.watches
    assert (second.name, second.words, second.budget, second.min_importance) == ("b", "quake", 5, 2.5)
    assert type(first.name) is str
    assert type(first.min_importance) is float
    assert settings.feeds == ()


@pytest.mark.parametrize(
    ("written", "seconds", "said"),
    [
        ("15 min", 900, "15 min"),
        ("90 minutes", 5400, "90 min"),
        ("2h", 7200, "2 hours"),
        ("hour", 3600, "hour"),
        ("1 Day", 86400, "day"),
        ("7 days", 604800, "7 days"),
    ],
)
def test_how_often_a_feed_is_asked(written: str, seconds: int, said: str) -> None:
    settings = Settings.model_validate({"feeds": [{"url": "https://a.example/rss", "every": written}]})
    often = settings.feeds[0].every
    assert often is not None
    assert often.total_seconds() == seconds
    assert every(seconds) == said
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


def test_what_a_page_says_of_a_time_between_two_minutes() -> None:
    assert every(330) == "6 min"


def test_what_is_right_already_is_taken_as_it_is() -> None:
    quiet, often, kept = QuietHours(time(22), time(7)), timedelta(minutes=15), Secret("env:X")
    feed = FeedSetting(url="https://a.example/rss", every=often)
    watch = WatchSetting(name="w", words="x", quiet_hours=quiet)
    settings = Settings(database=kept, feeds=(feed,), watches=(watch,))
    assert (settings.database, settings.feeds[0].every, settings.watches[0].quiet_hours) == (kept, often, quiet)


def test_a_clusters_address_alone_will_do() -> None:
    runner = Settings.model_validate({"runner": "tcp://dask.example:8786"}).runner
    assert (runner.kind, runner.scheduler) == ("dask", "tcp://dask.example:8786")
    assert Settings.model_validate({"runner": "dask"}).runner == RunnerSetting(kind="dask")


def test_settings_come_through_json_unchanged(tmp_path: Path) -> None:
    """As flows hand them over and pages show them."""
    text = TEMPLATE.read_text(encoding="utf-8") + "web: {token: 'env:X'}\n"
    settings = parse(text, tmp_path / "newsdelta.yaml", check_secrets=False)
    assert any(watch.quiet_hours for watch in settings.watches)
    assert Settings.model_validate_json(settings.model_dump_json()) == settings
    assert Settings.model_validate(settings.model_dump()) == settings


@pytest.mark.parametrize("said", ["daily 07:05", "weekly mon 07:00", "weekly sun 23:30", "*/15 * * * *", "0 7 1 * *"])
def test_a_schedule_is_said_as_it_is_written(said: str) -> None:
    watch = WatchSetting(name="x", words="x", digest=said)
    assert written(watch.digest) == said
    assert WatchSetting(name="x", words="x", digest=written(watch.digest)).digest == watch.digest


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-03-11T11:30", "2026-03-11T08:30"),  # three intervals, though the third run back was at nine
        ("2026-03-11T08:59", "2026-03-10T15:00"),  # it rested at night
        ("2026-03-16T09:00", "2026-03-13T16:00"),  # and over the weekend; a run that is due now is one
    ],
)
def test_what_waits_while_a_schedule_rests_has_missed_nothing(now: str, before: str) -> None:
    zone = ZoneInfo("Europe/Berlin")
    at, first = (datetime.fromisoformat(each).replace(tzinfo=zone).astimezone(UTC) for each in (now, before))
    schedule = ("0 9-17 * * mon-fri", zone)
    assert missed_before(*schedule, at, 3) == first
    assert not missed(*schedule, first, at, 3)
    assert missed(*schedule, first - timedelta.resolution, at, 3)


def test_a_language_has_one_code_however_it_is_written(tmp_path: Path) -> None:
    text = "watches: [{name: w, words: quake, languages: [ger, EN, nb]}]\n"
    settings = parse(text, tmp_path / "newsdelta.yaml")
    assert settings.watches[0].languages == ("de", "en", "no"), "as articles have it"
    assert [language(said) for said in ("", "english", "e", "qq", " en_GB ")] == [None, None, None, None, "en"]
