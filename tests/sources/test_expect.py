"""The 2,138 documents that others test their parsers with: none raises, and they are read as they say they should be.

Of feedparser's `Expect:` comments those are asked of us that feedparser itself passes, in every field that we keep;
HTML is compared by its words, since we keep plain text.
"""

from __future__ import annotations

import calendar
import io
import re
import tarfile
import unicodedata
from html import unescape
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from bench.figures.expectations import Unusual, expectation
from models.nouns import Entry
from sources.feed.parse import ParsedFeed, parse_feed

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds" / "feeds.tar.gz"


OTHERWISE = ("_crazy.xml", "_iframe.xml", "xml_malicious_comment", "nested_cdata", "svgtitle", "svgdesc", "mathml",
             "linenoise", "http_content_language", "http_entry_id_base_content_location")  # fmt: skip
"""Where HTML5 and we read otherwise than feedparser: scripts, frames and drawings have no words, a comment ends with
-->, a header other than Content-Type is not looked at, and an id is opaque, not an address to be made whole."""


def _corpus() -> dict[str, bytes]:
    if not CORPUS.exists():
        pytest.skip("../shared/data/feeds is not there: other projects' test feeds are not part of this one")
    with tarfile.open(CORPUS) as tar:
        files = [m for m in tar if m.isfile() and "LICENSE" not in m.name]
        return {m.name: f.read() for m in files if (f := tar.extractfile(m)) is not None}


def test_no_document_raises_and_each_is_read_as_it_says() -> None:
    corpus = _corpus()
    assert len(corpus) >= 2138 - 4
    passed = compared = 0
    differ = []
    for name, body in corpus.items():
        expected = expectation(body)
        headers = expected.headers if expected else {}
        read = parse_feed(body, headers.get("content-type"), headers.get("content-location", "http://example.com/"))
        if expected is None:
            continue
        theirs = feedparser.parse(io.BytesIO(body), response_headers=dict(headers))
        try:
            if not expected.holds(theirs):
                continue
        except Unusual:
            continue
        passed += 1
        if read.problem is not None and read.problem.code in ("cut-short", "entities", "not-a-feed"):
            continue
        keys = {e.get("id") or e.get("link") or str((e.get("title"), *_texts(e))) for e in theirs.entries}
        if len(read.entries) != len(keys):
            differ.append(f"{name}: {len(read.entries)} entries, not {len(keys)}")
        for path, value in expected.equalities():
            if path[:1] == ("entries",) and value in (texts := _texts(theirs.entries[path[1]])):
                value = max(texts, key=len)  # of summary and contents we keep the longest
            agreed = _agrees(read, path, value)
            compared += agreed is not None
            if agreed is False and not any(part in name for part in OTHERWISE):
                differ.append(f"{name}: {path} is not {value!r}")
    assert differ == []
    assert passed > 2000
    assert compared > 1180


def _agrees(read: ParsedFeed, path: tuple[Any, ...], value: Any) -> bool | None:
    """Whether we hold what is expected; None for what we do not keep."""
    match path:
        case ("feed", "title") | ("feed", "title_detail", "value"):
            return _same(read.title, value)
        case ("feed", "link"):
            return bool(read.link == value) if _is_web(value) else None
        case ("feed", "language"):
            return bool(read.language == value[:12])
        case ("feed", "ttl"):
            return read.ttl_s == int(value) * 60
        case ("version",):
            return bool(read.version == value)
        case ("entries", int(n), *field) if n < len(read.entries):
            return _entry_agrees(read.entries[n], field, value)
    return None


def _entry_agrees(entry: Entry, field: list[Any], value: Any) -> bool | None:
    match field:
        case ["title"] | ["title_detail", "value"]:
            return _same(entry.title or "", value)
        case ["description" | "summary"] | ["summary_detail" | "content" | "description", *_, "value"]:
            return _same(entry.text, value)
        case ["link"]:
            return bool(entry.url == value) if _is_web(value) else None
        case ["id" | "guid"]:
            return bool(entry.key == value.strip())
        case ["authors", int(n), "name"]:
            return bool(entry.authors[n] == value)
        case ["author_detail", "name"]:
            return entry.authors[:1] == (value,)
        case ["published_parsed"]:
            return entry.published is not None and entry.published.timestamp() == calendar.timegm(value)
        case ["updated_parsed"]:
            return entry.updated is not None and entry.updated.timestamp() == calendar.timegm(value)
    return None


def _is_web(link: Any) -> bool:
    return isinstance(link, str) and link.startswith(("http://", "https://"))


def _texts(entry: Any) -> list[str]:
    """Whatever feedparser has for an entry's text."""
    return [said["value"] for said in (*entry.get("content", ()), entry.get("summary_detail") or {}) if "value" in said]


def _same(ours: str, html: str) -> bool:
    """Whether our plain text and an HTML fragment have the same letters, however the entities are written."""
    bare = re.sub(r"<(?:[!/]|[a-z])[^<>]*>", "", html, flags=re.I)
    return ours == html or _letters(ours) in (_letters(bare), _letters(unescape(bare)), _letters(html))


def _letters(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff\x00-\x1f\x7f]+", "", unicodedata.normalize("NFC", unescape(text)))
