"""Codes of languages, each language by one code (BCP 47; names and aliases are those of Unicode's CLDR, in babel)."""

from __future__ import annotations

import functools
import re

_SHORTENED = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)")
_ONE_CODE = {"nb": "no", "fil": "tl"}
"""What pages say of themselves, and what their texts are read as (py3langid)."""


@functools.lru_cache(maxsize=1024)
def language(code: str) -> str | None:
    """The language of a code or tag: "en" of "en-GB" and "eng", "de" of "ger", "no" of "nb". None: there is no such."""
    found = _SHORTENED.match(code)
    if found is None:
        return None
    from babel.core import Locale, get_global  # a tenth of a second, for those who name a language

    short = found[1].lower()
    short = get_global("language_aliases").get(short, short).partition("_")[0]
    return _ONE_CODE.get(short, short) if short in Locale("en").languages else None
