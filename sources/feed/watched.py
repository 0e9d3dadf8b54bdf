"""A plain page watched for changes, as a feed of one entry whose key changes with its text."""

from __future__ import annotations

import hashlib

from models.nouns import Entry, Problem
from settings import limits_sources as limits
from sources import plain
from sources.feed.parse import ParsedFeed
from sources.page.extract import read_page

PAGE_KEY = "page:"
"""Begins the key of an entry whose page is to be read again though its address is known."""


def parse_page(body: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """The page's text as one entry. A changed text is a new entry on the same address: a revision.

    White space, case and punctuation are no change, nor is the furniture around the text.
    """
    reading = read_page(body, url, content_type=content_type)
    if not reading.text:
        return ParsedFeed(problem=reading.problem or Problem("empty-page", "There is no text on the page."))
    said = hashlib.sha256(plain.folded(reading.text).encode("utf-8", "replace")).hexdigest()
    entry = Entry(
        key=PAGE_KEY + said,
        url=url,
        title=reading.title or None,
        published=None,
        updated=reading.updated,
        text=reading.text[: limits.ENTRY_CHARS],
        language=reading.language,
    )
    return ParsedFeed(title=reading.title, entries=(entry,), link=url, version="page")
