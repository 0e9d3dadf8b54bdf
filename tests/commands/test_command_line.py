"""The command line as a whole: help, exit codes, --config, and what a wrong call is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import commands.reference as reference
from commands.app import App
from commands.catalogue import CATALOGUE
from commands.group import REPORT_TO
from models.errors import DatabaseLocked, InputError, SettingsError, StorageError
from newsdelta import cli
from storage.database import Database

COMMANDS = list(reference.every_command(cli))
ROOT = Path(__file__).resolve().parents[2]


def program(*words: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The real command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "newsdelta", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("path", [path for path, _ in COMMANDS], ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*path, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"newsdelta {' '.join(path)}" in result.output.split("Example:")[1]
    assert "--config" in result.output


def test_every_command_is_in_the_catalogue_once() -> None:
    names = [name for group in CATALOGUE.values() for name in group]
    assert len(names) == len(set(names))
    assert {path[0] for path, _ in COMMANDS} <= set(names)


@pytest.mark.parametrize("name", ["init", "check", "run", "read", "replay", "stories", "story", "feeds"])
def test_the_commands_that_others_rely_on(name: str) -> None:
    assert name in {path[0] for path, _ in COMMANDS}


def test_docs_are_what_the_code_says() -> None:
    """Out of date? `python -m commands.reference docs`."""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference.commands(cli)
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == reference.settings()


def test_every_key_of_the_settings_is_explained() -> None:
    lines = reference.settings().splitlines()
    bare = [line for line in lines if line.startswith("| `") and line.split(" | ")[1].strip() == ""]
    assert not bare


def test_help_is_quick_and_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from newsdelta import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    for module in (
        "torch",
        "prefect",
        "sqlalchemy",
        "pydantic",
        "sentence_transformers",
        "trafilatura",
        "numpy",
    ):
        assert module not in loaded, f"{module} is loaded for --help"
    # processor time, since the machine may be busy with something else
    before = os.times()
    program("--help", cwd=tmp_path)
    after = os.times()
    assert after.children_user - before.children_user < 0.5


def test_a_wrong_command_is_told_the_near_one(tmp_path: Path) -> None:
    done = program("storys", cwd=tmp_path)
    assert done.returncode == 2
    assert "Did you mean 'story'?" in done.stderr or "Did you mean 'stories'?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--frob"],
        ["stories", "--frob"],
        ["story"],
        ["story", "x"],
        ["stories", "--limit", "0"],
        ["feeds", "frob"],
        ["replay"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_exit_code_2_and_a_sentence(words: list[str]) -> None:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2
    assert "Error: " in result.output


def test_without_settings_a_command_says_how_to_get_some(tmp_path: Path) -> None:
    done = program("stories", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "newsdelta.yaml: there is no such file. Write one with 'newsdelta init'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "named"),
    [
        ("--config a.yaml stories", None, "a.yaml"),
        ("stories --config a.yaml", None, "a.yaml"),
        ("feeds pause x --config a.yaml", None, "a.yaml"),
        ("stories", "b.yaml", "b.yaml"),
        ("stories --config a.yaml", "b.yaml", "a.yaml"),
        ("stories", None, "newsdelta.yaml"),
    ],
)
def test_config_before_after_and_from_the_environment(
    words: str, environment: str | None, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, words.split(), env={"NEWSDELTA_CONFIG": environment})
    assert result.exit_code == 2
    assert result.output.startswith(f"newsdelta: {named}: there is no such file")


def test_settings_mistakes_are_listed_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "newsdelta.yaml").write_text("tiemzone: UTC\nfeeds: x\n")
    done = program("stories", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "newsdelta: newsdelta.yaml:1: tiemzone: no such key. Did you mean 'timezone'?",
        "newsdelta.yaml:2: feeds: is not a list. Write [one, two], or one a line with '- ' before each.",
    ]


def _failing(error: Exception) -> click.Command:
    @click.command()
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code"),
    [(SettingsError("s"), 2), (InputError("i"), 2), (StorageError("d"), 1), (DatabaseLocked("l"), 1)],
)
def test_an_expected_error_is_a_sentence_and_an_exit_code(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(cli), "get_command", lambda *_: _failing(error))
    result = CliRunner().invoke(cli, ["anything"])
    assert result.exit_code == code
    assert result.output.startswith(f"newsdelta: {error}")


def test_a_servers_words_in_an_error_are_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(cli), "get_command", lambda *_: _failing(InputError("packed as \x1b[2J\x9b1m.\nTwo.")))
    assert CliRunner().invoke(cli, ["anything"]).output.startswith("newsdelta: packed as [2J1m.\nTwo.")


def test_ctrl_c_is_no_failure_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(cli), "get_command", lambda *_: click.Command("x", callback=stopped))
    result = CliRunner().invoke(cli, ["x"])
    assert result.exit_code == 130
    assert result.output.strip() == "Stopped."


def test_a_fault_of_our_own_is_loud_and_says_where_to_take_it(tmp_path: Path) -> None:
    code = (
        "import click, newsdelta; from commands.group import CommandLine, run\n"
        "def bug(*_): raise ZeroDivisionError('bug')\n"
        "CommandLine.get_command = lambda *_: click.Command('x', callback=bug)\n"
        "newsdelta.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "x"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "ZeroDivisionError: bug" in done.stderr
    assert REPORT_TO in done.stderr


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m newsdelta --help | head -1",
        shell=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Usage:")
    assert done.stderr == ""


@pytest.mark.parametrize("listening", [True, False])
def test_a_pipe_that_breaks_elsewhere_is_told(listening: bool, tmp_path: Path) -> None:
    """As that to a child that could not begin: click ends a command without a word, taking it for `| head`."""
    code = (
        "import click, newsdelta; from commands.group import CommandLine\n"
        "def broken(*_): click.echo('begun'); raise BrokenPipeError(32, 'Broken pipe')\n"
        "CommandLine.get_command = lambda *_: click.Command('x', callback=broken)\n"
        "newsdelta.main()"
    )
    reader, writer = os.pipe()
    if not listening:
        os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", code, "x"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    if listening:
        os.close(reader)
    assert (REPORT_TO in done.stderr) is listening


def test_no_colours_in_a_pipe(tmp_path: Path) -> None:
    program("init", cwd=tmp_path)
    done = program("feeds", cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "BBC" in done.stdout


def test_the_app_knows_the_time() -> None:
    assert abs(App().now().timestamp() - time.time()) < 60


def test_a_terminal_that_knows_few_letters_gets_the_others_as_question_marks(settings_file: Path) -> None:
    text = settings_file.read_text(encoding="utf-8").replace("name: Alpha", 'name: "„Alpha“"')
    settings_file.write_text(text, encoding="utf-8")
    few = {"PYTHONIOENCODING": "latin-1"}
    Database.open(str(settings_file.parent / "newsdelta.db")).close()
    said = program("feeds", cwd=settings_file.parent, env=few)
    assert said.returncode == 0, said.stderr
    assert "?Alpha?" in said.stdout
    exact = program("feeds", "--json", cwd=settings_file.parent, env=few)
    assert sorted(json.loads(line)["name"] for line in exact.stdout.splitlines()) == ["Beta", "„Alpha“"]


def test_a_demo_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()  # root, too, can make no folder in a file
    said = program("demo", "--out", "file/demo", cwd=tmp_path)
    assert said.returncode == 2
    assert said.stderr == "newsdelta: file/demo cannot be written: Not a directory. Name another folder with --out.\n"
