"""What some bytes are, whatever their server calls them."""

from __future__ import annotations

import pytest

from models.nouns import Entry, PageKind
from sources.page.extract import read_page
from sources.shape import is_binary

PAGE = "<html><head><title>Brücke über die Лена</title></head><body><p>橋は閉鎖。 The bridge is shut.</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_a_page_is_text_in_any_encoding(encoding: str) -> None:
    assert not is_binary(PAGE.encode(encoding))


def test_japanese_by_escapes_is_text() -> None:
    assert not is_binary("<p>橋は閉鎖された</p>".encode("iso2022_jp") * 20)


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\1\xf4\x08\x06\0\0\0",
        b"SQLite format 3\0\x10\0\x02\x02\0\x40\x20\x20\0\0\0\x0b" + bytes(range(256)),
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" + bytes(range(64)),
    ],
)
def test_what_is_no_text_is_no_article(body: bytes) -> None:
    """A PDF that its server calls text/html was stored as an article of garbage."""
    reading = read_page(body, "https://example.org/report")
    assert (reading.kind, reading.text) == (PageKind.EMPTY, "")
    assert reading.problem is not None
    assert reading.problem.code == "not-a-page"
    entry = Entry("1", "https://example.org/report", "Bridge", None, text="The bridge is closed, the report says.")
    assert read_page(body, "https://example.org/report", entry).text == entry.text, "the feed's own stands in"
