"""What is to be said of an archive before it is replayed: what its lines do not tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from steps.replaying.archive import READ, Line


@dataclass(slots=True)
class Survey:
    """Counts over the lines of an archive, for its reader."""

    total: int = 0
    begins: datetime | None = None
    """The first date that it gives."""
    bare: int = 0
    first_bare: int = 0
    back: int = 0
    first_back: int = 0
    keys: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Survey:
        """Of all lines; an archive's mistakes come through."""
        found, newest = cls(), None
        for line in lines:
            found.total += 1
            found.begins = found.begins or line.published
            found.keys |= line.keys
            if not line.text.strip():
                found.bare += 1
                found.first_bare = found.first_bare or line.number
            if line.published and newest and line.published < newest:
                found.back += 1
                found.first_back = found.first_back or line.number
            newest = line.published or newest
        return found

    def remarks(self) -> Iterator[str]:
        """In sentences; none where all is as it seems."""
        if not self.total:
            yield "holds no article."
            return
        of = f"of {self.total:,} lines"
        if self.bare:
            have = "has" if self.bare == 1 else "have"
            yield f"{self.bare:,} {of} {have} no `text`, the first is line {self.first_bare}: decided by title alone."
        if "published" not in self.keys:
            yield "no line has `published`: all count as read at once, in the file's order."
        if {"text", "published"} - self.keys and (others := sorted(self.keys - set(READ))):
            yield f"what it has beside is not read ({', '.join(others[:12])}); read are {', '.join(READ)}."
        if self.back:
            are = "is" if self.back == 1 else "are"
            yield (
                f"{self.back:,} {of} {are} dated before the line above, the first is line {self.first_back}: each is "
                "decided by what stands above it; sort them by `published` to have them as they came."
            )
