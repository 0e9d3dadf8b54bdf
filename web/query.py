"""What a person searches for, in the words of a watch, as both databases take it.

The syntax is that of a watch's `words` (settings/words.py): AND, OR, NOT, "phrases", prefix*, parentheses. Case,
accents and '=' are not looked at here, be they written: full-text indexes hold `storage.letters`. Texts in scripts that
write no spaces are looked through as a watch does it.
"""

from __future__ import annotations

import re

from settings import words
from settings.limits_web import QUERY_CHARS
from settings.words import And, Node, Not, Or, QueryMistake, Term
from storage.letters import plain
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
    wanted, fts5 = _fts5(node)
    if not wanted:
        raise CannotSearch("The query only says what must not be there: name a word that must be.")
    holds = (lambda text: words.hits(node, text) is not None) if words.spaceless(query) else None
    return Words(fts5, _tsquery(node), holds)


def _parts(term: Term) -> tuple[list[str], bool]:
    text = plain(term.written.removeprefix("="))
    return re.findall(r"[^\W_]+", text), text.endswith("*")


def _fts5(node: Node) -> tuple[bool, str]:
    """What to look up, and whether this is what is wanted or just what is not: FTS5 has NOT between two parts alone."""
    match node:
        case Term():
            parts, prefix = _parts(node)
            return True, f'"{" ".join(parts)}"' + ("*" if prefix else "")
        case Not(part):
            wanted, text = _fts5(part)
            return not wanted, text
        case Or(parts):  # one of them: not none of them
            return _fts5(Not(And(tuple(map(Not, parts)))))
        case And(parts):
            asked = [_fts5(part) for part in parts]
            there = " AND ".join(text for wanted, text in asked if wanted)
            gone = " OR ".join(text for wanted, text in asked if not wanted)
            return bool(there), f"(({there}) NOT ({gone}))" if there and gone else f"({there or gone})"


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
