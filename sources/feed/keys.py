"""An entry's identity within its feed."""

from __future__ import annotations

import hashlib

from settings import limits_sources as limits


def key_of(id_: object, url: str | None, title: str | None, text: str) -> str:
    """An entry's identity within its feed: id, else link, else a hash of what it says."""
    named = (str(id_).strip() if id_ else "") or url
    if named and len(named.encode("utf-8", "replace")) <= limits.URL_BYTES:
        return named
    said = named or f"{title}\n{text}"
    return "sha256:" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
