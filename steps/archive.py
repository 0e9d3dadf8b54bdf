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
        from sources.language import language_of  # loads what tells languages, which no look at the lines needs

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
    """The articles of a JSONL file (also .gz), in its order. A line that cannot be used is an InputError.

    An undated one counts as published with the last dated one before it, at first `at`.
    """
    ids: set[str] = set()
    try:
        raw_bytes = path.open("rb")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); give the path of a JSONL file"
        ) from error
    with raw_bytes, gzip.open(raw_bytes) if path.suffix == ".gz" else raw_bytes as unpacked:
        try:
            # with or without the mark that some editors put at the beginning
            for number, raw in enumerate(io.TextIOWrapper(unpacked, encoding="utf-8-sig"), start=1):
                if not raw.strip():
                    continue
                line = _line(f"{path}, line {number}", number, raw, at, given_stories)
                if line.id in ids:
                    raise InputError(
                        f"{path}, line {number}: the id {line.id!r} stands twice; ids must differ"
                    )
                ids.add(line.id)
                at = line.at
                yield line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"{path}: is no whole gzip file ({error}); pack it again") from error
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: is not UTF-8 text (byte {error.start}); convert it to UTF-8"
            ) from error


def _line(where: str, number: int, raw: str, before: datetime, given_stories: bool) -> Line:
    try:
        value = json.loads(raw)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where}: is not JSON ({error.msg} at column {error.colno}); one object a line"
        ) from error
    if not isinstance(value, dict):
        raise InputError(
            f"{where}: holds {type(value).__name__}; expected an object with id, url, title, text"
        )
    identity = value.get("id")
    if not isinstance(identity, str | int) or identity == "":
        raise InputError(f"{where}: has no `id`; every article needs one")
    text = {name: _text(where, value, name) for name in ("url", "title", "text", "source")}
    published = _time(where, value.get("published"))
    story = value.get("story")
    if story is None and given_stories:
        raise InputError(f"{where}: has no `story`; --given-stories needs one in every line")
    return Line(
        number=number,
        id=str(identity),
        url=text["url"] or f"urn:newsdelta:replay:{identity}",
        title=text["title"],
        text=text["text"],
        published=published,
        at=published or before,
        source=text["source"] or "unknown",
        story=None if story is None else str(story),
        language=language if isinstance(language := value.get("language"), str) else None,
        keys=frozenset(value),
    )


def _text(where: str, value: dict[str, Any], name: str) -> str:
    given = value.get(name)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise InputError(f"{where}: `{name}` is {type(given).__name__}; expected text")
    return given


def _time(where: str, value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str):
            raise ValueError("not text")
        stamp = datetime.fromisoformat(value)
    except ValueError as error:
        raise InputError(
            f"{where}: `published` is {value!r}; expected ISO 8601, e.g. 2026-03-02T08:00:00Z"
        ) from error
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)


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
