"""The language of a text (py3langid), or what the page claims where the text does not clearly say otherwise."""

from __future__ import annotations

import py3langid  # type: ignore[import-untyped]

from settings import limits_sources as limits
from settings.languages import language


def language_of(text: str, claimed: str | None = None) -> str | None:
    """ISO 639-1 code, lower-case; None when neither text nor claim tells.

    A claim is believed unless the text is clearly in another language: templates claim English for news in Zulu, and
    of a short report in English one in thirty reads a little more like Nigerian Pidgin.
    """
    said = language(claimed) if claimed else None
    if len(text) < limits.LANGUAGE_CHARS:
        return said
    ranked = [(str(code), float(odds)) for code, odds in py3langid.rank(text[: limits.LANGUAGE_SAMPLE_CHARS])]
    (read, most), (_, next_most) = ranked[:2]
    if said is not None:
        next_most = max((odds for code, odds in ranked if language(code) == said), default=float("-inf"))
    return language(read) or read if most - next_most >= limits.LANGUAGE_SURE else said
