"""Search compares letters as a watch's words without accents do, and in lower case: Łódź and LODZ are lodz, Straße is
strasse, ΛΌΓΟΣ and λόγος are one, while й is no и. SQLite asks `plain_letters` itself; PostgreSQL is told it in SQL."""

from __future__ import annotations

from settings import words

LETTERS = "plain_letters"
"""The function's name in the triggers that keep SQLite's indexes (migration 0012). They fill them by it and take out by
it what they put in: whoever changes what it says of a text makes the indexes anew by a migration."""
INDEXED_CHARS = 200_000
"""PostgreSQL's tsvector holds 1 MB at most: the longest articles are indexed by their beginning."""
_TEXTS = {"articles": "title || ' ' || text", "developments": "headline"}
_PAIRS = {"ß": "ss", "œ": "oe", "æ": "ae", "þ": "th"}


def plain(text: str) -> str:
    """The text as the indexes hold it, and as a query is put to them."""
    return words.bare(words.normal(text).lower()).replace("ς", "σ")


def plain_letters(text: str | None) -> str | None:
    """`plain`, of what may be NULL."""
    return None if text is None else plain(text)


def tsvector(table: str) -> str:
    """SQL of what PostgreSQL's index holds of a row; word for word that of the index. Migration 0012 holds it as it was
    then."""
    text = f"lower(left({_TEXTS[table]}, {INDEXED_CHARS}))"
    told = f"translate({text}, 'łøđðıς\u00ad', 'loddiσ')"
    for letter, pair in _PAIRS.items():
        told = f"replace({told}, '{letter}', '{pair}')"
    marks = r"'([a-z\u0370-\u03ff])[\u0300-\u036f]+', '\1', 'g'"
    bare = f"normalize(regexp_replace(normalize({told}, NFKD), {marks}), NFC)"
    # marks that are heaped on one letter are put in order by comparing each with each: 100,000 of them take minutes
    heaped = rf"{text} ~ '[^\u0001-\u02ff]{{200}}'"
    return f"to_tsvector('simple', left(CASE WHEN {heaped} THEN {text} ELSE {bare} END, {INDEXED_CHARS}))"
