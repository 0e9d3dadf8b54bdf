"""What a person searches for, in the words of a watch, as both databases take it.

The syntax is that of a watch's `words` (settings/words.py): AND, OR, NOT, "phrases", prefix*, parentheses. Case
and '=' are not looked at here: full-text indexes fold case. Texts in scripts that write no spaces are looked
through as a watch does it.
"""

from __future__ import annotations

import re
import unicodedata

from settings import words
from settings.limits_web import QUERY_CHARS
from settings.words import And, Node, Not, Or, QueryMistake, Term
from storage.looking.search import Words


class CannotSearch(ValueError):
    """Why not, in words."""


def read(query: str) -> Words:
    """Raises CannotSearch with what to write instead."""
    if len(query) > QUERY_CHARS:
        raise CannotSearch(f"The query is longer than {QUERY_CHARS} characters.")
    try:
        node = words.parse(query)
    except QueryMistake as mistake:
        raise CannotSearch(f"The query cannot be read: {mistake}.") from None
    if not _positive(node):
        raise CannotSearch("The query only says what must not be there: name a word that must be.")
    holds = (lambda text: words.hits(node, text) is not None) if words.spaceless(query) else None
    return Words(_fts5(node), _tsquery(node), holds)


def _positive(node: Node) -> bool:
    """Whether it asks for something: nobody wants all articles but some."""
    match node:
        case Term():
            return True
        case Not():
            return False
        case And(parts):
            return any(map(_positive, parts))
        case Or(parts):
            return all(map(_positive, parts))


def _parts(term: Term) -> tuple[list[str], bool]:
    text = unicodedata.normalize("NFKC", term.written.removeprefix("="))
    return re.findall(r"[^\W_]+", text), text.endswith("*")


def _fts5(node: Node) -> str:
    match node:
        case Term():
            parts, prefix = _parts(node)
            return f'"{" ".join(parts)}"' + ("*" if prefix else "")
        case Not(part):
            return _fts5(part)  # reached through And alone, which says NOT
        case Or(parts):
            return "(" + " OR ".join(map(_fts5, parts)) + ")"
        case And(parts):
            wanted = [_fts5(part) for part in parts if not isinstance(part, Not)]
            unwanted = [_fts5(part.part) for part in parts if isinstance(part, Not)]
            text = "(" + " AND ".join(wanted) + ")"
            return f"({text} NOT ({' OR '.join(unwanted)}))" if unwanted else text


def _tsquery(node: Node) -> str:
    match node:
        case Term():
            parts, prefix = _parts(node)
            quoted = [f"'{part}'" for part in parts]
            return "(" + " <-> ".join(quoted) + (":*" if prefix else "") + ")"
        case Not(part):
            return f"!{_tsquery(part)}"
        case Or(parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"
        case And(parts):
            return "(" + " & ".join(map(_tsquery, parts)) + ")"
