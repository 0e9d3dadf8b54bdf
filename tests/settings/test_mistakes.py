"""Each kind of mistake in newsdelta.yaml: told with file, line, key, what is wrong, what would be right."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from settings.errors import Mistake, NewsdeltaError, SettingsError
from settings.limits import MISTAKES_SHOWN, SETTINGS_BYTES
from settings.load import load, parse

WATCH = "watches:\n  - name: w\n    words: quake\n"
SMTP = """\
channels:
  - name: mail
    kind: smtp
    host: mail.example.org
    sender: a@example.org
    to: [b@example.org]
"""


def mistakes(text: str, tmp_path: Path, environment: dict[str, str] | None = None) -> tuple[Mistake, ...]:
    path = tmp_path / "newsdelta.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(path, environment=environment or {})
    assert all(mistake.file == path for mistake in caught.value.mistakes)
    assert isinstance(caught.value, NewsdeltaError)
    return caught.value.mistakes


CASES = {
    "unknown key": ("tiemzone: UTC\n", 1, "tiemzone", "no such key", "'timezone'"),
    "unknown key, nothing near": ("frobnicate: 1\n", 1, "frobnicate", "no such key", "Known keys: contact"),
    "unknown key in a watch": (WATCH + "    buget: 3\n", 4, "watches[1].buget", "no such key", "'budget'"),
    "unknown key in a channel": (SMTP + "    prot: 25\n", 7, "channels[1].prot", "no such key", "'port'"),
    "unknown key in a group": ("web:\n  prot: 1\n", 2, "web.prot", "no such key", "'port'"),
    "feed without http": (
        "feeds:\n  - url: example.org\n",
        2,
        "feeds[1].url",
        "not an http(s) address",
        "http://",
    ),
    "feed that is no address": (
        "feeds:\n  - nonsense\n",
        2,
        "feeds[1].url",
        "not an http(s) address",
        "http://",
    ),
    "feed by file": ("feeds:\n  - file:///etc/passwd\n", 2, "feeds[1].url", "not an http(s)", "http://"),
    "feed with what nobody sees": ('feeds:\n  - "http://a.org/\\u202e"\n', 2, "feeds[1].url", "not an http(s)", "http://"),
    "feed that a terminal obeys": ('feeds:\n  - "http://a.org/\\e[2J"\n', 2, "feeds[1].url", "not an http(s)", "http://"),
    "feed with a bad port": ("feeds:\n  - http://a:x/\n", 2, "feeds[1].url", "not an address", "http://"),
    "feed with a password": ("feeds:\n  - http://u:p@a.org/\n", 2, "feeds[1].url", "password", "no password"),
    "feed without address": ("feeds:\n  - name: x\n", 2, "feeds[1].url", "is missing", ""),
    "a source longer than any site": (
        f"watches:\n  - name: w\n    sources: [{'a' * 254}]\n",
        3,
        "watches[1].sources[1]",
        "is longer than 253 letters",
        "Shorten it.",
    ),
    "a source of nothing": (WATCH + '    sources: [" "]\n', 4, "watches[1].sources[1]", "is empty", "text"),
    "a source over two lines": (WATCH + '    sources: ["a\\nb"]\n', 4, "watches[1].sources[1]", "one line", "line"),
    "more sources than anyone means": (
        f"watches:\n  - name: w\n    sources: [{', '.join(['a'] * 1001)}]\n",
        3,
        "watches[1].sources",
        "holds more than 1,000",
        "Shorten it.",
    ),
    "bad time zone": ("\ntimezone: Mars/Base\n", 2, "timezone", "not a time zone", "Europe/Berlin"),
    "zone of a watch": (
        WATCH + "    timezone: ../../etc\n",
        4,
        "watches[1].timezone",
        "not a time zone",
        "UTC",
    ),
    "bad cron": (
        "schedule:\n  monitor: 99 * * * *\n",
        2,
        "schedule.monitor",
        "not a cron line",
        "Five fields",
    ),
    "six fields": ("schedule:\n  upkeep: 0 0 * * * *\n", 2, "schedule.upkeep", "not a cron line", "Five"),
    "a date that never comes": ("schedule:\n  upkeep: 0 0 31 2 *\n", 2, "schedule.upkeep", "cron", "Five"),
    "bad digest": (
        WATCH + "    digest: daily at 7\n",
        4,
        "watches[1].digest",
        "does not say when",
        "daily 07:00",
    ),
    "bad quiet hours": (
        WATCH + "    quiet_hours: 22-7\n",
        4,
        "watches[1].quiet_hours",
        "quiet",
        "22:00-07:00",
    ),
    "no quiet at all": (
        WATCH + "    quiet_hours: 7:00-7:00\n",
        4,
        "watches[1].quiet_hours",
        "quiet",
        "22:00",
    ),
    "how often without a unit": (
        "feeds:\n  - {url: 'https://a.example/rss', every: 15}\n",
        2,
        "feeds[1].every",
        "'15' does not say how often",
        "15 min",
    ),
    "too often": (
        "feeds:\n  - url: https://a.example/rss\n    every: 1 minute\n",
        3,
        "feeds[1].every",
        "oftener than a publisher can be asked",
        "from 5 min to 7 days",
    ),
    "too seldom": (
        "feeds:\n  - url: https://a.example/rss\n    every: 99999 days\n",
        3,
        "feeds[1].every",
        "too seldom",
        "from 5 min to 7 days",
    ),
    "channel nobody defined": (
        SMTP + WATCH + "    channels: [mial]\n",
        10,
        "watches[1].channels[1]",
        "no channel 'mial'",
        "'mail'",
    ),
    "channel, none defined": (
        WATCH + "    channels:\n      - mail\n",
        5,
        "watches[1].channels[1]",
        "no channel",
        "Define it",
    ),
    "feed twice": (
        "feeds:\n  - http://a.org/\n  - http://a.org/\n",
        3,
        "feeds[2]",
        "already on line 2",
        "once",
    ),
    "feed's name twice": (
        "feeds:\n  - {name: A, url: http://a.org/}\n  - {name: A, url: http://b.org/}\n",
        3,
        "feeds[2].name",
        "already on line 2",
        "once",
    ),
    "watch's name twice": (
        WATCH + "  - {name: w, words: x}\n",
        4,
        "watches[2].name",
        "already on line 2",
        "once",
    ),
    "key twice": ("timezone: UTC\ntimezone: UTC\n", 2, "", "duplicate key 'timezone'", "once"),
    "bad kind of alert": (
        WATCH + "    kinds: [frist]\n",
        4,
        "watches[1].kinds[1]",
        "none of them",
        "'first'",
    ),
    "bad kind of channel": (
        "channels:\n  - name: x\n    kind: slak\n",
        3,
        "channels[1].kind",
        "no kind 'slak'",
        "'slack'",
    ),
    "no kind of channel": ("channels:\n  - name: x\n", 2, "channels[1].kind", "has no 'kind'", "terminal"),
    "bad security": (SMTP + "    security: ssl\n", 7, "channels[1].security", "'ssl' is none", "starttls"),
    "bad mail address": (SMTP + "    sender2: x\n", 7, "channels[1].sender2", "no such key", "'sender'"),
    "nobody to mail": (
        SMTP.replace("[b@example.org]", "[]"),
        6,
        "channels[1].to",
        "is empty",
        "at least one",
    ),
    "no sender": (SMTP.replace("a@e", "e"), 5, "channels[1].sender", "not a mail address", "name@example.org"),
    "an address that no server takes": (
        SMTP.replace("b@example.org", "Bär <b@bär.example>"),
        6,
        "channels[1].to[1]",
        "few mail servers take",
        "xn--",
    ),
    "a header in a sender": (
        SMTP.replace("a@example.org", '"A\\nBcc: x <a@example.org>"'),
        5,
        "channels[1].sender",
        "not a mail address",
        "name@example.org",
    ),
    "a login for all to read": (
        SMTP + "    user: me\n    password: env:X\n    security: none\n",
        2,
        "channels[1]",
        "unencrypted",
        "starttls",
    ),
    "half a login": (SMTP + "    user: me\n", 2, "channels[1]", "half of a login", "both"),
    "bad host": (SMTP.replace("mail.example.org", "http://x"), 4, "channels[1].host", "name of a host", "IP"),
    "watch of nothing": ("watches:\n  - name: w\n", 2, "watches[1]", "watches nothing", "'about'"),
    "open door": ("web:\n  host: 0.0.0.0\n", 1, "web", "open the pages", "token"),
    "too small": (WATCH + "    budget: 0\n", 4, "watches[1].budget", "0 is out of range", "at least 1"),
    "too large": (WATCH + "    min_novelty: 2\n", 4, "watches[1].min_novelty", "out of range", "at most 1"),
    "not a number": (WATCH + "    budget: many\n", 4, "watches[1].budget", "not a number", "whole"),
    "no number at all": (WATCH + "    budget: .nan\n", 4, "watches[1].budget", "not a number", "whole"),
    "endless number": (WATCH + f"    budget: '{'9' * 5000}'\n", 4, "watches[1].budget", "not a number", "whole"),
    "folder that is no text": ("model: {path: 3}\n", 1, "model.path", "not text", "quotes"),
    "a page nobody names": ("feeds:\n  - {url: 'http://a.org/', watched: true}\n", 2, "feeds[1]", "no name", "'name'"),
    "a cluster for nothing": ("runner: {workers: 2}\n", 1, "runner", "not used", "dask"),
    "two clusters": ("runner: {kind: dask, scheduler: 'tcp://a:1', workers: 2}\n", 1, "runner", "and workers", "or"),
    "no scheduler": ("runner: http://a:1\n", 1, "runner.scheduler", "not the address of a Dask", "tcp://"),
    "a scheduler's port": ("runner: tcp://a:99999\n", 1, "runner.scheduler", "not the address of a Dask", "tcp://"),
    "no such runner": ("runner: cloud\n", 1, "runner.kind", "'cloud' is none of them", "here, dask"),
    "half a number": (WATCH + "    budget: 1.5\n", 4, "watches[1].budget", "not a number", "whole"),
    "not text": ("timezone: 1\n", 1, "timezone", "not text", "quotes"),
    "not true or false": (
        WATCH + "    digest_when_empty: x\n",
        4,
        "watches[1].digest_when_empty",
        "neither",
        "true",
    ),
    "not a list": (WATCH + "    channels: mail\n", 4, "watches[1].channels", "not a list", "[one, two]"),
    "watches not a list": ("watches: x\n", 1, "watches", "not a list", "- "),
    "group not a group": ("web: 8080\n", 1, "web", "not a group of keys", "indented"),
    "watch not a group": ("watches:\n  - hello\n", 2, "watches[1]", "not a group of keys", "indented"),
    "no name": ("watches:\n  - words: x\n", 2, "watches[1].name", "is missing", ""),
    "empty name": ("watches:\n  - {name: '', words: x}\n", 2, "watches[1].name", "is empty", "some text"),
    "long name": (
        f"watches:\n  - {{name: {'x' * 81}, words: x}}\n",
        2,
        "watches[1].name",
        "80 letters",
        "Shorten",
    ),
    "name over two lines": (
        'watches:\n  - {name: "a\\nb", words: x}\n',
        2,
        "watches[1].name",
        "one line",
        "one",
    ),
    "bad language": (
        WATCH + "    languages: [english]\n",
        4,
        "watches[1].languages[1]",
        "language code",
        "ISO 639",
    ),
    "no such language": (
        WATCH + "    languages: [en, qq]\n",
        4,
        "watches[1].languages[2]",
        "'qq' is not a language code",
        "ISO 639",
    ),
    "another database": ("database: mysql://x/y\n", 1, "database", "not a database", "postgresql://"),
    "no database": ("database: ''\n", 1, "database", "not the address of a database", "newsdelta.db"),
    "no place of a secret": ("database: env:1x\n", 1, "database", "environment variable", "env:NAME"),
    "not YAML": ("feeds: [\n", 2, "", "is not YAML", "that line"),
    "a tab": ("web:\n\thost: x\n", 2, "", "is not YAML", "that line"),
    "a list": ("- a\n- b\n", 1, "", "not a list of keys", "feeds"),
    "just a word": ("hello\n", 1, "", "not a list of keys", "feeds"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_says_where_what_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    text, line, key, what, right = CASES[case]
    (mistake,) = mistakes(text, tmp_path)
    assert (mistake.line, mistake.key) == (line, key)
    assert what in mistake.what
    assert right in mistake.right
    assert str(mistake).startswith(f"{tmp_path / 'newsdelta.yaml'}:{line}:")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = mistakes(
        """\
        tiemzone: UTC
        feeds:
          - nonsense
        watches:
          - {name: w, words: x, channels: [nobody], digest: never}
          - {name: w, words: x AND (y}
        schedule: {monitor: often}
        """,
        tmp_path,
    )
    assert [mistake.line for mistake in found] == [1, 3, 5, 5, 6, 6, 7]
    assert {mistake.key for mistake in found} == {
        "tiemzone",
        "feeds[1].url",
        "watches[1].channels[1]",
        "watches[1].digest",
        "watches[2].name",
        "watches[2].words",
        "schedule.monitor",
    }


def test_mistakes_are_bounded(tmp_path: Path) -> None:
    text = "feeds:\n" + "".join(f"  - nonsense{number}\n" for number in range(500))
    assert len(mistakes(text, tmp_path)) == MISTAKES_SHOWN


SECRET_KEYS = {
    "channels[1].password": SMTP + "    user: me\n    password: hunter2\n",
    "channels[1].token": "channels:\n  - {name: s, kind: slack, channel: C1, token: hunter2}\n",
    "channels[1].url": "channels:\n  - {name: s, kind: slack-webhook, url: 'https://hunter2'}\n",
    "channels[1].secret": "channels:\n  - {name: s, kind: webhook, url: 'https://a.org', secret: hunter2}\n",
    "web.token": "web: {token: hunter2}\n",
    "database": "database: postgresql://me:hunter2@host/db\n",
}


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_a_secret_in_the_file_is_refused_and_never_repeated(key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(SECRET_KEYS[key], tmp_path / "newsdelta.yaml")
    (mistake,) = caught.value.mistakes
    assert mistake.key == key
    assert "env:NAME" in mistake.right
    error: BaseException | None = caught.value
    while error is not None:  # nor by an error that led to it
        assert "hunter2" not in str(error) + repr(error)
        error = error.__cause__


def test_a_channels_secret_is_the_channels_own_affair(tmp_path: Path) -> None:
    """Everything else goes on: fetching, deciding, and the channels whose secrets are there."""
    path = tmp_path / "newsdelta.yaml"
    path.write_text(SMTP + "    user: me\n    password: env:NEWSDELTA_TEST_PASSWORD\n")
    (channel,) = load(path, environment={}).channels
    assert str(channel.password) == "env:NEWSDELTA_TEST_PASSWORD"  # type: ignore[union-attr]


def test_a_secret_that_is_not_there(tmp_path: Path) -> None:
    text = SMTP + "web:\n  token: env:NEWSDELTA_TEST_PASSWORD\n"
    (mistake,) = mistakes(text, tmp_path)
    assert (mistake.line, mistake.key) == (8, "web.token")
    assert "NEWSDELTA_TEST_PASSWORD is not set" in mistake.what
    path = tmp_path / "newsdelta.yaml"
    load(path, environment={"NEWSDELTA_TEST_PASSWORD": "x"})
    load(path, environment={}, check_secrets=False)


def test_a_secrets_file_that_is_not_there(tmp_path: Path) -> None:
    text = "contact: me@example.org\nweb:\n  port: 8765\n  token: file:secrets/pages\n"
    (mistake,) = mistakes(text, tmp_path)
    assert (mistake.line, mistake.key) == (4, "web.token")
    assert str(tmp_path / "secrets" / "pages") in mistake.what
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "pages").write_text("")
    assert "is empty" in mistakes(text, tmp_path)[0].what
    (tmp_path / "secrets" / "pages").write_bytes(b"\xff\xfe\x00")
    assert "is not text" in mistakes(text, tmp_path)[0].what
    (tmp_path / "secrets" / "pages").write_text("a-long-word-of-my-own\n")
    settings = load(tmp_path / "newsdelta.yaml", environment={})
    assert settings.web.token is not None
    assert settings.web.token.reveal() == "a-long-word-of-my-own"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("contact: \0\n", "is not YAML"),
        ("timezone: 2026-13-45\n", "a date or a number that is none"),
        (WATCH + f"    budget: {'9' * 5000}\n", "a date or a number that is none"),
        ("feeds: " + "[" * 5000, "nested too deeply"),
        ("#" * (SETTINGS_BYTES + 1), "is larger than"),
    ],
    ids=["a letter without shape", "a date", "a number", "brackets", "size"],
)
def test_what_yaml_gives_up_on_is_a_mistake_like_others(text: str, what: str, tmp_path: Path) -> None:
    """Passes go on by the last good file; a traceback would end them."""
    (mistake,) = mistakes(text, tmp_path)
    assert what in mistake.what
    assert (mistake.line, mistake.key) == (None, "")


def test_files_that_cannot_be_settings(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    with pytest.raises(SettingsError, match=r"none\.yaml.*no such file.*newsdelta init"):
        load(missing)
    with pytest.raises(SettingsError, match="is a folder"):
        load(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path / "file" / "newsdelta.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: Zürich\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load(tmp_path / "latin.yaml")
