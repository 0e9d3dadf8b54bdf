"""Where the words that were asked for stand in a text: compared as search compares them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from settings import words
from settings.words import And, Not, Or, Term
from storage.letters import plain

_WORD = re.compile(r"(?:[^\W_][\u00ad\u0300-\u036f]*)+")
"""With soft hyphens and the accents that were put after their letters."""


def spans(query: str, text: str) -> list[tuple[int, int]]:
    """From where to where in the text, in order, none over another; of a query that cannot be read, nowhere."""
    try:
        terms = list(_wanted(words.parse(query)))
    except words.QueryMistake:
        return []
    found = [(match.start(), match.end(), _letters(match[0])) for match in _WORD.finditer(text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for term in terms for span in _of(term, text, found)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, query: str) -> Markup:
    """The text for a page, with what was asked for in <mark>."""
    said, at = Markup(), 0
    for start, end in spans(query, text):
        said += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return said + escape(text[at:])


def _wanted(node: words.Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case Not():
            return


def _of(term: Term, text: str, found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    if words.spaceless(term.written):
        yield from (match.span() for match in term.pattern.finditer(text))
        return
    asked = re.findall(r"[^\W_]+", _letters(term.written))
    for at in range(len(found) - len(asked) + 1):
        *whole, last = (letters for _, _, letters in found[at : at + len(asked)])
        ends = last.startswith(asked[-1]) if term.written.endswith("*") else last == asked[-1]
        if ends and whole == asked[:-1]:
            yield found[at][0], found[at + len(asked) - 1][1]


@functools.lru_cache(maxsize=20_000)
def _letters(word: str) -> str:
    return plain(word)
