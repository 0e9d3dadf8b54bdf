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
