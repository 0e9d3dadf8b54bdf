"""`newsdelta demo`, as the first thing that a person sees."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

MEANS_NOTHING = re.compile(r"Traceback|WARN|ERROR|INFO|Exception|prefect\.|0x[0-9a-f]{6}")


def demo(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newsdelta", "demo", *words],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def test_the_demo_tells_and_shows_where_and_says_nothing_else(tmp_path: Path) -> None:
    done = demo("--passes", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert not MEANS_NOTHING.search(done.stdout), MEANS_NOTHING.search(done.stdout)
    assert "2/2" in done.stdout
    assert "Winter Regatta" in done.stdout
    letters = list((tmp_path / "demo-out" / "mail").glob("*.eml"))
    assert letters
    assert not [each.name for each in letters if "monitoring-pass" in each.name]  # no alarm about itself
    assert f"{len(letters)} letters" in done.stdout
    assert len(list((tmp_path / "demo-out" / "mail").glob("*.html"))) == len(letters)
    screen = done.stdout.splitlines()[-24:]  # what a person sees when it is over: counts, and what comes next
    assert any(re.match(r"12 feeds, \d+ entries, \d+ articles.* 2 alerts, in \d+ s\.$", line) for line in screen)
    assert any("demo-out/mail" in line for line in screen)
    assert any(line.endswith("--config demo-out/newsdelta.yaml web") for line in screen)
    assert any("newsdelta init" in line for line in screen)


def test_the_demo_takes_no_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    done = demo("--out", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert "holds something else" in done.stderr
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"
