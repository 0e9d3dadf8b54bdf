"""Which developments a watch can match at all, so that a preview reads the texts of these alone.

Never fewer than match: what the full-text index cannot tell (scripts without spaces, words with letters beyond
Latin, Greek and Cyrillic) is let through and read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from alerts import about
from settings import words
from settings.schema import WatchSetting
from settings.words import And, Node, Not, Or, Term
from storage.letters import plain
from storage.looking import prefilter
from storage.looking.prefilter import Light

MOST_PARTS = 4
"""Of one term, like covid-19-test: each further part doubles the ways in which it may be written together."""
_INDEXED = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u04ff]+\*?")


def candidates(conn: Connection, watch: WatchSetting, since: datetime, until: datetime) -> list[int] | None:
    """Ids of the developments in [since, until) that can match, oldest first; None: all of them can."""
    node = words.parse(watch.words) if watch.words else None
    # PostgreSQL's index splits words otherwise: example.com is one to it
    asked = node if conn.dialect.name == "sqlite" and node and any(map(_indexed, _terms(node))) else None
    if asked is None and not watch.sources and not watch.languages:
        return None
    found = [each for each in prefilter.span(conn, since, until) if _from(watch, each)]
    if asked is None or not found:
        return [each.id for each in found]
    lowest = min(each.article_id for each in found)
    lowered = [plain(each.headlines) for each in found]
    passing = _passing(conn, asked, found, lowered, lowest)
    return [each.id for number, each in enumerate(found) if number in passing]


def _from(watch: WatchSetting, each: Light) -> bool:
    """As `steps.telling.material.matches` looks at language and source."""
    if watch.languages and each.language and each.language.split("-")[0] not in watch.languages:
        return False
    return not watch.sources or about.source_hit(watch.sources, each.sources) is not None


def _passing(
    conn: Connection, node: Node, found: Sequence[Light], lowered: Sequence[str], lowest: int
) -> set[int]:
    match node:
        case Term():
            parts = _indexed(node)
            if parts is None:
                return set(range(len(found)))
            written = [part.removesuffix("*") for part in parts]
            holding = prefilter.articles_with(conn, parts, '"' in node.written, lowest)
            return {
                number
                for number, (each, text) in enumerate(zip(found, lowered, strict=True))
                if each.article_id in holding or all(part in text for part in written)
            }
        case Not():
            return set(range(len(found)))
        case And(nodes):
            return set.intersection(*(_passing(conn, part, found, lowered, lowest) for part in nodes))
        case Or(nodes):
            return set.union(*(_passing(conn, part, found, lowered, lowest) for part in nodes))


def _terms(node: Node) -> list[Term]:
    match node:
        case Term():
            return [node]
        case Not():
            return []
        case And(parts) | Or(parts):
            return [term for part in parts for term in _terms(part)]


def _indexed(term: Term) -> list[str] | None:
    """The term's words as the index has them, the last with its *; None when the index cannot be asked for it."""
    body = plain(term.written.removeprefix("="))
    parts = re.findall(r"[^\W_]+", body)
    if len(parts) > MOST_PARTS or not all(map(_INDEXED.fullmatch, parts)):
        return None
    if body.endswith("*"):
        parts[-1] += "*"
    return parts
