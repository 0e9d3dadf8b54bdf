"""Changes to newsdelta.yaml: what is meant changes, every other letter stays."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from settings.edit import add_feeds, put_watch, remove_feed, remove_watch
from settings.errors import SettingsError
from settings.load import load
from settings.template import TEMPLATE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "newsdelta.yaml"
    path.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def changes(path: Path) -> list[str]:
    before = TEMPLATE.read_text(encoding="utf-8").splitlines()
    after = path.read_text(encoding="utf-8").splitlines()
    return [line for line in difflib.ndiff(before, after) if line[0] in "+-"]


def test_feeds_are_added_behind_the_others(path: Path) -> None:
    new = [
        {"url": "https://new.example.org/rss", "name": "BBC"},
        {"url": "https://www.cbc.ca/webfeed/rss/rss-world"},
    ]
    assert add_feeds(path, new) == 1
    assert changes(path) == ["+   - name: BBC 2", "+     url: https://new.example.org/rss"]
    assert add_feeds(path, new) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("feeds: []\nwatches: []\n", "feeds:\n  - {}\nwatches: []\n"),
        ("feeds: [ ] # none yet\n# the end", "feeds: # none yet\n  - {}\n# the end"),
        ("feeds: [\n]", "feeds:\n  - {}\n"),
    ],
)
def test_an_empty_list_in_brackets_is_begun(before: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "newsdelta.yaml"
    path.write_text(before)
    add_feeds(path, [{"url": "https://new.example.org/rss"}])
    assert path.read_text() == after.format("url: https://new.example.org/rss")


def test_a_feed_goes_by_name_or_address(path: Path) -> None:
    assert remove_feed(path, "Sky News")
    assert remove_feed(path, "https://feeds.bbci.co.uk/news/world/rss.xml")
    assert not remove_feed(path, "Sky News")
    assert [line[0] for line in changes(path)] == ["-"] * 4
    assert len(load(path).feeds) == 10


def test_adding_and_removing_leaves_the_file_as_it_was(path: Path) -> None:
    add_feeds(path, [{"url": "https://new.example.org/rss"}])
    remove_feed(path, "https://new.example.org/rss")
    put_watch(path, {"name": "New", "words": "x"})
    remove_watch(path, "New")
    assert changes(path) == []


def test_a_watch_is_changed_key_by_key(path: Path) -> None:
    put_watch(
        path,
        {"name": "Quakes", "words": "quake: NOT drill", "min_publishers": None}
        | {"languages": ["en", "de"], "budget": 3},
        instead_of="Earthquakes",
    )
    assert changes(path) == [
        "-   - name: Earthquakes",
        "+   - name: Quakes",
        '-     words: earthquake OR aftershock* OR "tsunami warning"',
        "+     words: 'quake: NOT drill'",
        "-     min_publishers: 2",
        "+     languages: [en, de]",
        "+     budget: 3",
    ]
    watch = load(path).watches[1]
    assert (watch.name, watch.words, watch.languages) == ("Quakes", "quake: NOT drill", ("en", "de"))


def test_what_means_the_same_is_not_written(path: Path) -> None:
    """As a page does it that shows every key and writes every key back."""
    for watch in load(path).watches:
        put_watch(path, watch.model_dump(mode="json"), instead_of=watch.name)
    assert changes(path) == []
    watch = load(path).watches[0]
    put_watch(
        path, watch.model_dump(mode="json") | {"budget": None, "min_publishers": 3}, instead_of=watch.name
    )
    assert changes(path) == ["-     budget: 5", "+     min_publishers: 3"]
    put_watch(path, {"min_publishers": 1}, instead_of=watch.name)
    assert changes(path) == ["-     budget: 5"]
    new = watch.model_copy(update={"name": "New", "budget": None, "digest": None})
    put_watch(path, new.model_dump(mode="json"))
    assert changes(path)[1:] == ["+   - name: New", f"+     about: {watch.about}"]


def test_what_would_be_wrong_is_refused_and_the_file_stays(path: Path) -> None:
    before = path.read_bytes()
    wrong = ({"name": "x", "words": "y", "budget": 0}, {"name": "Earthquakes", "words": "z"}, {"name": "x"})
    for watch in wrong:
        with pytest.raises(SettingsError):
            put_watch(path, watch)
    with pytest.raises(SettingsError, match="no watch 'nobody'"):
        put_watch(path, {"name": "x"}, instead_of="nobody")
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["newsdelta.yaml"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "\nfeeds:\n  - url: https://a.org/\n"),
        ("timezone: UTC", "timezone: UTC\n\nfeeds:\n  - url: https://a.org/\n"),
        ("feeds:\n# none yet\nweb: {}\n", "feeds:\n  - url: https://a.org/\n# none yet\nweb: {}\n"),
        (
            "feeds:\n- https://b.org/ # mine\n\n# end",
            "feeds:\n- https://b.org/ # mine\n- url: https://a.org/\n\n# end",
        ),
        ("feeds:\n- https://b.org/", "feeds:\n- https://b.org/\n- url: https://a.org/\n"),
        (
            "feeds:\n  - {url: https://b.org/}\nweb: {}",
            "feeds:\n  - {url: https://b.org/}\n  - url: https://a.org/\nweb: {}",
        ),
    ],
)
def test_lists_as_people_write_them(text: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text(text)
    assert add_feeds(path, [{"url": "https://a.org/"}]) == 1
    assert path.read_text() == after
    assert remove_feed(path, "https://a.org/")
    load(path)


WATCHES = (
    "watches:\n"
    "  # about a\n"
    "  - name: a\n"
    "    words: x\n"
    "\n"
    "  # about b\n"
    "  - name: b\n"
    "    words: x  # mine\n"
    "  # about c\n"
    "  - name: c\n"
    "    words: x\n"
    "  # the end\n"
    "web: {}\n"
)


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_what_is_put_back_stands_where_it_was(name: str, tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text(WATCHES)
    line = remove_watch(path, name)
    put_watch(path, {"name": name, "words": "x"}, line=line)
    assert path.read_text() == (WATCHES.replace("  # mine", "") if name == "b" else WATCHES)


@pytest.mark.parametrize(
    ("line", "names"),
    [(0, "dabc"), (1, "dabc"), (2, "dabc"), (3, "adbc"), (4, "adbc"), (7, "abdc"), (11, "abcd"), (99, "abcd")],
)
def test_where_a_watch_is_put_back_once_the_file_is_another(line: int, names: str, tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text(WATCHES)
    put_watch(path, {"name": "d", "words": "x"}, line=line)
    assert "".join(each.name for each in load(path).watches) == names
    remove_watch(path, "d")
    assert path.read_text() == WATCHES


def test_the_only_watch_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text("watches:\n  - name: a\n    words: x\nweb: {}\n")
    put_watch(path, {"name": "a", "words": "x"}, line=remove_watch(path, "a"))
    assert path.read_text() == "watches:\n  - name: a\n    words: x\nweb: {}\n"


def test_a_list_on_one_line_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text("timezone: UTC\nfeeds: [https://b.org/]\n")
    with pytest.raises(SettingsError, match=r"n\.yaml:2: feeds: does not have one item a line"):
        add_feeds(path, [{"url": "https://a.org/"}])


def test_keys_of_every_shape_can_be_set_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text(
        "watches:\n"
        "  - about: |\n"
        "      one\n"
        "      two\n"
        "    name: w  # first\n"
        "    sources:\n"
        "      - a\n"
        "      - b\n"
        "    budget:\n"
        "# end\n"
    )
    put_watch(path, {"about": "three", "sources": ["*"], "budget": 2}, instead_of="w")
    assert path.read_text() == (
        "watches:\n  - about: three\n    name: w  # first\n    sources: ['*']\n    budget: 2\n# end\n"
    )
    put_watch(path, {"about": None, "budget": None}, instead_of="w")
    assert path.read_text() == "watches:\n  - name: w  # first\n    sources: ['*']\n# end\n"


def test_a_file_that_is_wrong_already_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text("tiemzone: UTC\n")
    with pytest.raises(SettingsError, match=r"n\.yaml:1: tiemzone"):
        add_feeds(path, [{"url": "https://a.org/"}])


def test_a_file_that_cannot_be_written_stays_whole_and_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match=r"newsdelta\.yaml cannot be written: No space left"):
        add_feeds(path, [{"url": "https://a.org/"}])
    assert changes(path) == []
    assert list(path.parent.iterdir()) == [path]
    path.unlink()
    with pytest.raises(SettingsError, match=r"newsdelta\.yaml cannot be read: No such file"):
        add_feeds(path, [{"url": "https://a.org/"}])


def test_the_files_mode_stays(path: Path) -> None:
    path.chmod(0o600)
    add_feeds(path, [{"url": "https://a.org/"}])
    assert path.stat().st_mode & 0o777 == 0o600
