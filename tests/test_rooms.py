"""The larger rooms say what is in them: where a thing is, and where a new one goes."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOMS = ("flows", "models", "settings", "sources", "steps", "storage")
WITHIN = (
    "models.change",
    "models.novelty",
    "models.story",
    "models.text",
    "sources.asking",
    "sources.feed",
    "sources.page",
)


@pytest.mark.parametrize("room", ROOMS + WITHIN)
def test_a_room_names_each_of_its_files(room: str) -> None:
    said = importlib.import_module(room)
    assert said.__doc__ is not None
    assert said.__file__ is not None
    inside = list(Path(said.__file__).parent.iterdir())
    files = {path.stem for path in inside if path.suffix in (".py", ".pyx") or (path / "__init__.py").exists()}
    named = set(re.findall(r"`(\w+)`", said.__doc__))
    assert named == files - {"__init__"}, f"write new files into {room}/__init__.py, beside what they belong to"
