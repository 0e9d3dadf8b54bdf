"""What kind of document some bytes are, from their beginning."""

from __future__ import annotations

import codecs
import enum
import re


class Shape(enum.Enum):
    EMPTY = "empty"
    JSON = "json"
    HTML = "html"
    XML = "xml"
    OTHER = "other"


_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def shape_of(body: bytes) -> Shape:
    """JSON starts with a bracket, HTML says so within its first tags, XML with any other tag."""
    head = body[:4096]
    for bom in _BOMS:
        head = head.removeprefix(bom)
    head = head.replace(b"\0", b"").strip()
    if not head:
        return Shape.EMPTY if not body.strip(b"\0 \t\r\n") else Shape.OTHER
    if head[:1] in b"{[":
        return Shape.JSON
    bare = re.sub(rb"^\s*(?:<\?.*?\?>|<!--.*?-->|\s+)*", b"", head, flags=re.S)
    if re.match(rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|p)\b", bare, re.I):
        return Shape.HTML
    return Shape.XML if bare[:1] == b"<" else Shape.OTHER


_WIDE = _BOMS[1:]
_NO_TEXT = bytes({*range(9), *range(14, 27), *range(28, 32)})
"""Bytes that stand in no text but UTF-16 and UTF-32; the escape (27) does in ISO-2022-JP."""


def is_binary(body: bytes) -> bool:
    """Whether some bytes are no text at all: a PDF, a picture, a database, by their beginning and not by what a server
    calls them."""
    head = body[:1024]
    if head.startswith(b"%PDF-"):
        return True
    # UTF-16 or UTF-32 without a mark: NUL is every second byte, or more
    wide = max(head[::2].count(0), head[1::2].count(0)) > 0.4 * len(head)
    if wide or head.startswith(_WIDE):
        return False
    return 50 * (len(head) - len(head.translate(None, _NO_TEXT))) > len(head)
