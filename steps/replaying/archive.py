"""The lines of an archive that `replay` reads, and the line that it writes for each."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import InputError
from models.nouns import Article, Comparison, Finding, Nearest, Role
from storage.text import storable

UNDATED = datetime(2100, 1, 1, tzinfo=UTC)
"""When the articles of an archive without dates count as read: a constant, so that replaying gives the same at any
time, and later than any day that one of them may say it is of (`dates.dateline` takes none still to come)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One article of an archive. `at` is when it counts as published."""

    number: int
    id: str
    url: str
    title: str
    text: str
    published: datetime | None
    at: datetime
    source: str
    story: str | None
    language: str | None
    """As the archive says; None: its text tells, as that of a live article does."""
    keys: frozenset[str]
    """That the line has, read or not."""

    def article(self, article_id: int = 0) -> Article:
        """The article that it stands for."""
        from sources.page.language import language_of  # loads what tells languages, which no look at the lines needs

        return Article(
            id=article_id,
            url=self.url,
            canonical_url=self.url,
            title=self.title,
            text=self.text,
            published=self.published,
            seen=self.at,
            site=self.source,
            publisher=self.source,
            language=language_of(self.text, self.language),
        )


READ = ("id", "url", "title", "text", "published", "source", "story", "language")
"""The keys of a line that are read."""


def read_archive(path: Path, given_stories: bool, at: datetime = UNDATED) -> Iterator[Line]:
    """The articles of a JSONL file (also packed by gzip), in its order. A line that cannot be used is an InputError.

    An undated one counts as published with the last dated one before it, at first `at`.
    """
    ids: set[str] = set()
    if path.exists() and not path.is_file():
        raise InputError(
            f"{path}: is no file, and an archive is read twice; write what comes from there to a file first"
        )
    try:
        raw_bytes = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the path of a JSONL file") from error
    with raw_bytes, gzip.open(raw_bytes) if _packed(path, raw_bytes) else raw_bytes as unpacked:
        try:
            for number, raw in enumerate(unpacked, start=1):
                where = f"{path}, line {number}"
                if not (text := _decoded(where, raw, number == 1)):
                    continue
                line = _line(where, number, text, at, given_stories)
                if line.id in ids:
                    raise InputError(f"{where}: the id {line.id!r} stands twice; ids must differ")
                ids.add(line.id)
                at = line.at
                yield line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"{path}: is no whole gzip file ({error}); pack it again") from error


def _packed(path: Path, raw: io.BufferedReader) -> bool:
    """Whether a file is packed: by its name, or by how it begins."""
    return path.suffix == ".gz" or raw.peek(2).startswith(b"\x1f\x8b")


def _decoded(where: str, raw: bytes, first: bool) -> str:
    """The text of a line, with or without the mark that some editors put at the beginning of a file."""
    try:
        return raw.decode("utf-8-sig" if first else "utf-8").strip()
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: is not UTF-8 text (byte {error.start + 1} of the line); convert the file to UTF-8"
        ) from error


def _line(where: str, number: int, raw: str, before: datetime, given_stories: bool) -> Line:
    try:
        value = json.loads(raw)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        raise InputError(f"{where}: is not JSON ({what} at column {error.colno}); one object a line") from error
    except (ValueError, RecursionError) as error:  # thousands of digits; thousands of brackets
        raise InputError(
            f"{where}: holds a number of too many digits or brackets within too many others; leave that key out"
        ) from error
    if not isinstance(value, dict):
        raise InputError(f"{where}: holds {type(value).__name__}; expected an object with id, url, title, text")
    identity = value.get("id")
    if identity is None or identity == "":
        raise InputError(f"{where}: has no `id`; every article needs one")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise InputError(f"{where}: `id` is {type(identity).__name__}; expected text or a whole number")
    identity = storable(str(identity))
    text = {name: _text(where, value, name) for name in ("url", "title", "text", "source", "language")}
    published = _time(where, value.get("published"))
    story = value.get("story")
    if story is None and given_stories:
        raise InputError(f"{where}: has no `story`; --given-stories needs one in every line")
    return Line(
        number=number,
        id=identity,
        url=text["url"] or f"urn:newsdelta:replay:{identity}",
        title=text["title"],
        text=text["text"],
        published=published,
        at=published or before,
        source=text["source"] or "unknown",
        story=None if story is None else storable(str(story)),
        language=text["language"] or None,
        keys=frozenset(value),
    )


def _text(where: str, value: dict[str, Any], name: str) -> str:
    given = value.get(name)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise InputError(f"{where}: `{name}` is {type(given).__name__}; expected text")
    return storable(given)  # half a surrogate pair, as JSON's escapes may give it, is no text to the model either


def _time(where: str, value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str):
            raise ValueError("not text")
        stamp = datetime.fromisoformat(value)
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the latter: in UTC before the year 1 or after 9999
        raise InputError(f"{where}: `published` is {value!r}; expected ISO 8601, e.g. 2026-03-02T08:00:00Z") from error


def out_line(
    identity: str,
    story: str,
    comparison: Comparison | None,
    copied: Nearest | None,
    names: dict[int, str],
) -> dict[str, Any]:
    """The object that `replay` writes for an article. `names`: the archive's id for each article's own."""
    if comparison is None:
        nearest = copied and {
            "id": names[copied.article_id],
            "similarity": round(copied.similarity, 4),
            "why": "the same text",
        }
        return {
            "id": identity,
            "story": story,
            "role": Role.COPY.value,
            "development": False,
            "novelty": 0.0,
            "importance": 0.0,
            "new": [],
            "nearest": nearest,
        }
    near = comparison.nearest
    return {
        "id": identity,
        "story": story,
        "role": comparison.role.value,
        "development": comparison.development,
        "novelty": round(comparison.novelty, 6),
        "importance": round(comparison.importance, 6),
        "new": [_finding(finding, names) for finding in comparison.findings],
        "nearest": near
        and {
            "id": names[near.article_id],
            "similarity": round(near.similarity, 4),
            "why": comparison.reason.code,
        },
    }


def _finding(finding: Finding, names: dict[int, str]) -> dict[str, Any]:
    near = finding.nearest
    return {
        "sentence": finding.sentence,
        "kind": finding.kind.value,
        "nearest": near
        and {
            "article": names[near.article_id],
            "sentence": near.sentence,
            "similarity": round(near.similarity, 4),
        },
        "names": list(finding.names),
        "numbers": list(finding.numbers),
        "quotes": list(finding.quotes),
    }
