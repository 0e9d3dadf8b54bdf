"""The query of a watch's `words`: AND, OR, NOT, "phrases", prefix*, parentheses and case.

    quake OR aftershock*             one of them, the second with any ending
    "tsunami warning" NOT drill      side by side means AND
    US AND (ban OR banned)           an abbreviation in capitals is matched as written: US is not 'us'
    =Apple                           matched in exactly this case; everything else in any case
    cote, lodz, strasse              also Côte, Łódź, Straße; a word with its accents is matched with them

Operators are written in capitals. NOT binds closest, then AND, then OR.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

FORM = "Like 'quake OR aftershock*', or '\"tsunami warning\" NOT drill'."
"""What is right, beside a mistake."""


class QueryMistake(ValueError):
    """A query that cannot be read: what was expected, and where."""

    def __init__(self, query: str, position: int, expected: str) -> None:
        self.position = position
        """0-based offset into the query."""
        self.expected = expected
        where = f"at character {position + 1}" if position < len(query) else "at the end"
        super().__init__(f"{where} of the query {query!r}: {expected}")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or prefix as it was written."""

    written: str
    pattern: re.Pattern[str]
    accents: bool = True
    """Whether accents must be as they were written; else a text is read without them."""


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


Node = Term | Not | And | Or


@functools.lru_cache(maxsize=1024)
def parse(query: str) -> Node:
    """The query as a tree. Raises QueryMistake."""
    return _Reader(query).read()


def hits(node: Node, text: str) -> tuple[str, ...] | None:
    """The words of the query that the text holds, as they were written; None when it does not match."""
    return _hits(node, *_read(text))


def spaceless(query: str) -> bool:
    """Whether the query has words of a script that writes no spaces: they are found anywhere in a text."""
    return bool(_SPACELESS.search(query))


def _hits(node: Node, text: str, plain: str) -> tuple[str, ...] | None:
    match node:
        case Term(written, pattern, accents):
            return (written,) if pattern.search(text if accents else plain) else None
        case Not(part):
            return () if _hits(part, text, plain) is None else None
        case And(parts):
            found: tuple[str, ...] = ()
            for part in parts:
                some = _hits(part, text, plain)
                if some is None:
                    return None
                found += some
            return found
        case Or(parts):
            each = [_hits(part, text, plain) for part in parts]
            if all(some is None for some in each):
                return None
            return tuple(word for some in each if some is not None for word in some)


def normal(text: str) -> str:
    """As queries and texts are compared: compatible letters alike, without soft hyphens, one apostrophe."""
    if text.isascii():  # nearly all titles: nothing but the apostrophe to see to
        return text.replace("`", "'")
    text = composed("NFKC", text).replace("\u00ad", "")
    return text.replace("’", "'").replace("‘", "'").replace("`", "'")


def bare(text: str) -> str:
    """A normal text without the accents of Latin and Greek letters: 'Łódź' is 'Lodz', 'Straße' 'Strasse'. Other scripts
    keep their marks: й is no и."""
    if text.isascii():
        return text
    stripped = _ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(_NO_ACCENT)))
    return unicodedata.normalize("NFC", stripped)


_ACCENTS = re.compile(r"(?<=[A-Za-z\u0370-\u03ff])[\u0300-\u036f]+")
NO_ACCENT = {
    "ł": "l", "Ł": "L", "ß": "ss", "ẞ": "SS", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i",
}  # fmt: skip
"""Letters that Unicode does not take apart, and full-text indexes do not fold."""
_NO_ACCENT = str.maketrans(NO_ACCENT)


@functools.lru_cache(maxsize=4)
def _read(text: str) -> tuple[str, str]:
    """A text as it is compared, with its accents and without; kept for the next watch's words."""
    read = normal(text)
    return read, bare(read)


def composed(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in a form of Unicode's, in time that grows with its length: marks that are heaped on one letter are put
    in order by comparing each with each, which takes 100,000 of them 19 s. Beyond 30, which no language has on a letter
    (Unicode Standard Annex 15, 13), they are left out."""
    return unicodedata.normalize(form, _HEAP.sub(_unheaped, text))


_MOST_MARKS = 30
_HEAP = re.compile(r"(?:[^\w\s]|[\uff9e\uff9f]){31,}")
"""Where marks may be heaped: none is a letter to `re` but the two halfwidth ones of Japanese."""


def _unheaped(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for letter in found[0]:
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" or letter in "\uff9e\uff9f" else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


_TOKEN = re.compile(r'\s+|(?P<open>\()|(?P<close>\))|(?P<term>=?(?:"[^"]*"|[^\s()"]+)\*?)|(?P<quote>=?")')
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MOST_DEPTH = 50


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens: list[tuple[str, str, int]] = []
        for found in _TOKEN.finditer(query):
            kind = found.lastgroup
            if kind == "quote":
                raise QueryMistake(query, found.start(), 'this quotation mark is never closed; write "…"')
            if kind:
                operator = found[0] in ("AND", "OR", "NOT")
                self.tokens.append((found[0] if operator else kind, found[0], found.start()))
        self.at = 0

    def read(self) -> Node:
        if not self.tokens:
            raise QueryMistake(self.query, 0, 'expected a word, a "phrase" or a prefix*')
        node = self._or(0)
        if self._next() is not None:  # only a stray ) can be left
            raise QueryMistake(self.query, self._where(), "this ) closes nothing")
        return node

    def _next(self) -> str | None:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def _where(self) -> int:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.query)

    def _or(self, depth: int) -> Node:
        parts = [self._and(depth)]
        while self._next() == "OR":
            self.at += 1
            parts.append(self._and(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self._next() not in (None, "OR", "close"):
            if self._next() == "AND":
                self.at += 1
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Node:
        if depth > _MOST_DEPTH:
            raise QueryMistake(self.query, self._where(), f"nested deeper than {_MOST_DEPTH}")
        kind = self._next()
        where = self._where()
        if kind in (None, "AND", "OR", "close"):
            after = f" after {self.tokens[self.at - 1][1]}" if self.at else ""
            raise QueryMistake(
                self.query, where, f'expected a word, a "phrase", a prefix* or ({after}'.rstrip()
            )
        text = self.tokens[self.at][1]
        self.at += 1
        if kind == "NOT":
            return Not(self._one(depth + 1))
        if kind == "open":
            node = self._or(depth + 1)
            if self._next() != "close":
                raise QueryMistake(self.query, where, "this ( is never closed")
            self.at += 1
            return node
        return self._term(text, where)

    def _term(self, written: str, where: int) -> Term:
        exact = written.startswith("=")
        body = normal(written.removeprefix("="))
        prefix = body.endswith("*")
        body = body.removesuffix("*").strip('"')
        if "*" in body:
            raise QueryMistake(self.query, where, "a * may only stand at the end of a word or phrase")
        parts = re.findall(r"[^\W_]+", body)
        if not parts:
            raise QueryMistake(self.query, where, f"{written} holds no letter or digit; expected a word")
        abbreviation = len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 1
        flags = re.NOFLAG if exact or abbreviation else re.IGNORECASE
        spaceless = bool(_SPACELESS.search(body))
        pattern = (
            r"[\W_]{1,5}".join(map(re.escape, parts))
            if '"' in written
            else r"[\W_]{0,3}".join(map(re.escape, parts))
        )
        if not spaceless:
            pattern = r"(?<![^\W_])" + pattern + ("" if prefix else r"(?![^\W_])")
        return Term(written, re.compile(pattern, flags), accents=exact or abbreviation or bare(body) != body)
