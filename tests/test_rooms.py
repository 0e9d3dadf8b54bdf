"""The larger rooms say what is in them: where a thing is, and where a new one goes. What the documents say of tests is
so: the file is there, and the test is in it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from bench.__main__ import GROUPS, LONG

HOME = Path(__file__).parents[1]

ROOMS = ("alerts", "commands", "flows", "models", "settings", "sources", "steps", "storage", "web")
WITHIN = (
    "bench.corpora",
    "bench.figures",
    "bench.learning",
    "bench.worlds",
    "models.change",
    "models.novelty",
    "models.story",
    "models.text",
    "sources.asking",
    "sources.feed",
    "sources.page",
    "steps.deciding",
    "steps.looking",
    "steps.reading",
    "steps.replaying",
    "steps.telling",
    "storage.deciding",
    "storage.looking",
    "storage.reading",
    "storage.running",
    "storage.telling",
)


@pytest.mark.parametrize("room", ROOMS + WITHIN)
def test_a_room_names_each_of_its_files(room: str) -> None:
    said = importlib.import_module(room)
    assert said.__doc__ is not None
    assert said.__file__ is not None
    inside = list(Path(said.__file__).parent.iterdir())
    files = {path.stem for path in inside if path.suffix in (".py", ".pyx") or (path / "__init__.py").exists()}
    named = set(re.findall(r"`(\w+)`", said.__doc__))
    missing = f"write new files into {room}/__init__.py, beside what they belong to"
    assert named == files - {"__init__", "__main__"}, missing


def test_each_benchmark_can_be_run_by_its_name() -> None:
    files = {path.stem for path in (HOME / "bench").glob("*.py")} - {"__init__", "__main__"}
    assert files == {name for names in (*GROUPS.values(), LONG) for name in names}


def _promises(document: Path) -> list[tuple[str, str]]:
    """(File, name) of each test that a document names, the file that stands before it on its line."""
    found = []
    for line in document.read_text().splitlines():
        file = ""
        for named in re.findall(r"`((?:tests/[\w/]+\.py)|(?:test_\w+)(?:\.py)?)`", line):
            if named.startswith("tests/"):
                file = named
                found.append((file, ""))
            elif not named.endswith(".py"):
                found.append((file, named))
    return found


DOCUMENTS = ["SECURITY.md", "README.md", *(f"docs/{path.name}" for path in (HOME / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_is_where_it_says(document: str) -> None:
    everywhere = "".join(path.read_text() for path in (HOME / "tests").rglob("*.py"))
    for file, name in _promises(HOME / document):
        assert not file or (HOME / file).exists(), f"{document} names {file}"
        held_in = (HOME / file).read_text() if file else everywhere
        assert f"def {name}(" in held_in or not name, f"{document} says that {name} is in {file or 'some test'}"


def test_each_promise_of_security_names_what_holds_it() -> None:
    rows = [line for line in (HOME / "SECURITY.md").read_text().splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith("| promise ")]
    assert len(promises) > 20
    assert [row for row in promises if "`test" not in row.rpartition(" | ")[2]] == []
