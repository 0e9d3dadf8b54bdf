"""The room's own helpers, and a stream to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from room import OTHERS, Room


@pytest.fixture
def room() -> Room:
    """A stream with eight stories that have nothing to do with the ferry."""
    found = Room()
    for news in OTHERS:
        found.read(news)
    return found
