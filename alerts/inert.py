"""Strangers' words made inert: what a page says is shown, and never acts.

Every text that came from outside passes here on its way into a message. HTML and Slack escape on top of it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from settings.limits_alerts import LINK_LENGTH
from settings.words import composed

JOINER = "\u2060"
"""WORD JOINER: invisible, and breaks what a mail program would take for an address."""

_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SCHEME = re.compile(r"(?<=\w):(?=//)|(?i:\b(mailto|javascript|data|tel|file|vbscript)):(?=\S)")
_HOST = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2,24}(?![^\W\d_]))")
_AT = re.compile(r"@(?=[\w!])")


def plain(text: str) -> str:
    """One line, as a person would read it: no control or invisible characters, no line breaks, NFC."""
    text = composed("NFC", text)
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
        if unicodedata.category(letter) not in ("Cs", "Co", "Cn")
    )
    return " ".join(_UNSEEN.sub("", text).split())


def inert(text: str) -> str:
    """`plain`, and nothing in it that a mail program or Slack would make a link or a mention of by itself.

    The letters stay; an invisible joiner parts what makes them an address.
    """
    text = plain(text)
    text = _SCHEME.sub(lambda found: f"{found[1] or ''}:{JOINER}", text)
    text = _AT.sub(f"@{JOINER}", text)
    return _HOST.sub(f"{JOINER}.", text)


def cut(text: str, length: int) -> str:
    """At most `length` characters, cut after a whole word where one ends in the second half."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    space = head.rfind(" ")
    if space >= length // 2:
        head = head[:space]
    return head.rstrip(" .,;:–—-" + JOINER) + "…"


def link(address: str | None) -> str | None:
    """The address if it is safe to link to: http(s), a host, no user name, no blanks or controls, bounded."""
    if not address or len(address) > LINK_LENGTH or re.search(r"[\s\x00-\x20\x7f-\x9f<>\"'`\\|{}^]", address):
        return None
    if _UNSEEN.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        return None
    return address
