"""The root of all of newsdelta's errors, and the one that is about settings.

They stand here, below every other room, and are handed on by `models.errors`, which draws the whole tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class NewsdeltaError(Exception):
    """What went wrong, where, and what to do about it, in one sentence a person can act on."""

    retry = False
    """Whether doing the same again later may work."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing in the settings that is not right."""

    file: Path
    line: int | None
    """Counted from 1; None when it is about the file as a whole."""
    key: str
    """As a person would say it: `watches[2].channels`; empty when it is about the file as a whole."""
    what: str
    right: str
    """What would be right."""

    def __str__(self) -> str:
        place = str(self.file) if self.line is None else f"{self.file}:{self.line}"
        key = f" {self.key}:" if self.key else ""
        right = f" {self.right}" if self.right else ""
        return f"{place}:{key} {self.what}.{right}"


class SettingsError(NewsdeltaError):
    """One or more mistakes in the settings, each with file, line, key and what would be right."""

    def __init__(self, message: str = "", mistakes: Sequence[Mistake] = ()) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(message or "\n".join(map(str, self.mistakes)))
