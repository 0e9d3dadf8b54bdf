"""Addresses as strangers write them, in feeds and on pages: made whole, or none."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from settings import limits_sources as limits

_ABSOLUTE = re.compile(r"https?://", re.I)
_BREAKS = re.compile(r"[\t\r\n]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def whole(link: object, base: str) -> str | None:
    """The http(s) address that `link` means in what came from `base`; None where it means none: another scheme, too
    many letters, brackets that never close, a port that is no number, half of a surrogate pair. What this gives,
    urllib can take apart.

    >>> whole("../1?x", "https://lom.example/news/"), whole("http://[lom", ""), whole("mailto:a@b.example", "")
    ('https://lom.example/1?x', None, None)
    """
    address = seen(str(link or "").strip())
    if not address or len(address) > limits.URL_CHARS:
        return None
    try:
        if not _ABSOLUTE.match(address):
            address = urljoin(base, address)
        _, size = urlsplit(address).port, len(address.encode())
    except ValueError:  # UnicodeError among them
        return None
    return address if _ABSOLUTE.match(address) and size <= limits.URL_BYTES else None


def seen(address: str) -> str:
    """The address without line breaks, and with what nobody sees, or a terminal obeys, in per cent: as browsers do
    (WHATWG URL, 4.4). It stands in logs, in the settings and on a terminal."""
    return _UNSEEN.sub(lambda found: quote(found[0]), _BREAKS.sub("", address))
