from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsdelta import cli

Call = Callable[..., Result]


@pytest.fixture
def newsdelta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the command line in a folder of its own; a fault of our own is raised, not swallowed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSDELTA_CONFIG", raising=False)

    def call(*words: str) -> Result:
        result = CliRunner().invoke(cli, list(words), prog_name="newsdelta")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    """Two feeds, one watch, one channel."""
    path = tmp_path / "newsdelta.yaml"
    path.write_text(
        "feeds:\n"
        "  - {name: Alpha, url: http://alpha.example/rss}\n"
        "  - {name: Beta, url: http://beta.example/rss}\n"
        "watches:\n"
        "  - {name: Quakes, words: quake}\n"
        "channels:\n"
        "  - {name: folder, kind: folder, path: out}\n",
        encoding="utf-8",
    )
    return path
