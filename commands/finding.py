"""What `newsdelta check` finds."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass
from typing import Any


class Level(enum.StrEnum):
    FINE = "fine"
    NOTE = "note"
    """It works, but somebody should know."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    about: str
    """What was looked at: 'feed BBC', 'channel mail'."""
    text: str
    """How it is, in a sentence."""
    mend: str = ""
    """What to do about it."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def fine(about: str, text: str) -> Finding:
    return Finding(Level.FINE, about, text)


def note(about: str, text: str, mend: str = "") -> Finding:
    return Finding(Level.NOTE, about, text, mend)


def wrong(about: str, text: str, mend: str = "") -> Finding:
    return Finding(Level.WRONG, about, text, mend)
