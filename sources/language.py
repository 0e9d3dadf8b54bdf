"""The language of a text (py3langid), or what the page claims where the text is too short to tell."""

from __future__ import annotations

import re

import py3langid  # type: ignore[import-untyped]

from settings import limits_sources as limits


def language_of(text: str, claimed: str | None = None) -> str | None:
    """ISO 639-1 code, lower-case; None when neither text nor claim tells."""
    if len(text) >= limits.LANGUAGE_CHARS:
        return str(py3langid.classify(text[: limits.LANGUAGE_SAMPLE_CHARS])[0])
    said = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)", claimed or "")
    return said[1].lower() if said else None
