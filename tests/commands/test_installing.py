"""`make install` takes minutes: it says what it is at, and fails when pip does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
import venv
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
PROGRESS = ("bash", str(ROOT / "deploy" / "progress.sh"))
SAID = [f"Collecting package-{number}==1.0 (from -r requirements.lock (line {number}))" for number in range(1, 61)]
SAID += [
    "  Downloading large-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (180.9 MB)",
    "  Downloading small-1.0-py3-none-any.whl (1.2 MB)",
    "Installing collected packages: large, small",
    "Successfully installed large-2.13.0 small-1.0",
]


def test_what_is_pinned_runs_on_the_oldest_python_that_is_promised() -> None:
    """Debian 12 has 3.11.2: a package that asks for 3.11.5 ended `make install` there in pip's own words."""
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    oldest = promised.removeprefix(">=") + ".0"
    asked = {}
    for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M):
        with suppress(PackageNotFoundError):  # one for another platform
            asked[name] = ",".join(metadata(name).get_all("Requires-Python", []))
    assert len(asked) > 100
    assert {name: wants for name, wants in asked.items() if oldest not in SpecifierSet(wants)} == {}


def test_what_pip_says_is_told_in_a_few_lines() -> None:
    done = subprocess.run([*PROGRESS, "60"], input="\n".join(SAID) + "\n", capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "  25 of 60 packages looked up",
        "  50 of 60 packages looked up",
        "  fetching large-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (180.9 MB)",
        "  all are here: now they are unpacked (a minute or two)",
    ]


def test_silence_is_told_as_going_on() -> None:
    environment = os.environ | {"EVERY_S": "1"}
    with subprocess.Popen(
        [*PROGRESS, "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline().startswith("  ... ")
        running.stdin.close()


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_the_makefile_shows_it_and_fails_with_pip(tmp_path: Path) -> None:
    """With a Python whose pip refuses, nothing counts as installed."""
    fake = tmp_path / "env" / "bin" / "python"
    fake.parent.mkdir(parents=True)
    fake.write_text("#!/bin/sh\necho 'Installing collected packages: x'\nexit 1\n")
    fake.chmod(0o755)
    done = subprocess.run(
        ["make", "install", f"VENV={tmp_path / 'env'}", "PYTHON=python3"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "now they are unpacked" in done.stdout
    assert not list((tmp_path / "env").glob(".installed-*"))


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
@pytest.mark.parametrize("gone", ["folder", "python"])
def test_an_installation_that_was_moved_is_made_anew(gone: str, tmp_path: Path) -> None:
    """Or one whose Python went with an upgrade: its programs name both by their paths."""
    made = tmp_path / "made"
    venv.create(made, with_pip=False)
    asked = ["make", "-n", "install", f"VENV={made}"]
    key = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("/.installed-")[-1]
    (made / f".installed-{key.split()[0]}").touch()
    assert "made anew" not in subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    if gone == "folder":
        made = made.rename(tmp_path / "moved")
    else:
        (made / "bin" / "python").unlink()
    asked[-1] = f"VENV={made}"
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"{made} was made in another folder, or by a Python that is gone: it is made anew." in said
    assert f"rm -rf {made}" in said
    assert "Installing what requirements.lock names" in said
