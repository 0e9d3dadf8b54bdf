"""Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Burmese, Khmer): a full-text index takes
a whole line of them for one word. Their texts are known by a partial index, and are looked through one by one."""

from __future__ import annotations

LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Of a regular expression's or GLOB's character class. Migration 0004 holds it as it was then."""

TEXTS = {"articles": "title || ' ' || text", "developments": "headline"}


def condition(table: str, dialect: str) -> str:
    """SQL that is true for rows that hold such letters; word for word that of the partial index."""
    if dialect == "sqlite":
        return f"({TEXTS[table]}) GLOB '*[{LETTERS}]*'"
    return f"({TEXTS[table]}) ~ '[{LETTERS}]'"
