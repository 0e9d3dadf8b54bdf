"""Names in a sentence by their capitals: no model, any language that writes names with capitals.

A capital at the start of a sentence proves nothing, so a lone first word counts only when the text writes it
with a capital elsewhere too, or when a run of capitals goes on behind it.
"""

# ruff: noqa: SIM905 — word lists and patterns read better whole

from __future__ import annotations

import re
from collections.abc import Set

from models.text.words import STOP

_WITH_CASE = ((0xC0, 0x250), (0x370, 0x400), (0x400, 0x530))
UPPER = "A-Z" + "".join(chr(c) for a, b in _WITH_CASE for c in range(a, b) if chr(c).isupper())
"""Capitals of Latin, Greek and Cyrillic, for a pattern's brackets: Ż and Ώ are some, ł is none."""
_TOKEN = rf"(?:(?:[{UPPER}]\.\s?){{2,}}|[{UPPER}](?:[^\W_]|['’&-](?=[^\W_])|\.(?=[{UPPER}]))*)"
_JOIN = r"(?:\s+|\s+(?:of|de|la|le|du|des|del|der|von|van|bin|ibn|al|and\sthe|of\sthe)\s+)"
_RUN = re.compile(rf"(?<![^\W_]){_TOKEN}(?:{_JOIN}{_TOKEN})*")
CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat
    sun am pm gmt bst edt est mr mrs ms dr""".split()
)
_NOT_NAMES = STOP | CALENDAR
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLAIN = re.compile(r"(?<![^\W_])[^\W\d_A-ZА-Я][^\W\d_]*")
_OPENS = " \t\n\"'“”‘’«»([•*-–—"
BEHIND = 40
"""Characters behind a word in which the end of a sentence is looked for: marks, blanks and quotation marks, no more."""
_STOPS = ".!?…\"”’'»)"
_ENDS = re.compile(r"[.!?:;…。!?\n]\s*[\"'“”‘’«»(\[]*\s*$")


def names(sentence: str, proper: Set[str] = frozenset()) -> tuple[str, ...]:
    """Names in order of appearance, each once. `proper` are words that the text writes with a capital in the
    middle of its sentences (see `proper_words`), lower-cased. Title Case headlines yield only acronyms and
    what `proper` knows.
    """
    tokens = _WORD.findall(sentence)
    capital = sum(t[0].isupper() for t in tokens if t.lower() not in STOP)
    plain = sum(t[0].islower() for t in tokens if len(t) > 3)  # headlines leave only short words small
    title_case = capital >= 4 and plain <= capital // 4
    found: dict[str, None] = {}
    lead = len(sentence) - len(sentence.lstrip(_OPENS))
    for match in _RUN.finditer(sentence):
        parts = match.group().split()
        starts = match.start() <= lead or bool(_ENDS.search(sentence[max(0, match.start() - BEHIND) : match.start()]))
        while parts and parts[0].lower().strip(".'’") in _NOT_NAMES:
            parts = parts[1:]
            starts = False
        while parts and parts[-1].lower().strip(".'’") in _NOT_NAMES:
            parts = parts[:-1]
        if not parts:
            continue
        if title_case:
            parts = [p for p in parts if (p.isupper() and len(p) > 1) or p.lower() in proper]
            for part in parts:
                found[_tidy(part)] = None
            continue
        alone = len(parts) == 1 and starts
        if alone and not (parts[0][1:] != parts[0][1:].lower() or parts[0].lower() in proper):
            continue
        name = _tidy(" ".join(parts))
        if len(name) > 1:
            found[name] = None
    return tuple(found)


def proper_words(text: str) -> frozenset[str]:
    """Words that `text` writes with a capital inside running sentences and never without one, lower-cased."""
    found: set[str] = set()
    plain: set[str] = set()
    for line in text.split("\n"):
        if len(line) < 40 or line.rstrip()[-1:] not in _STOPS:
            continue  # headings and list items have capitals of their own
        plain.update(_PLAIN.findall(line))
        for match in _RUN.finditer(line):
            parts = match.group().split()
            before = line[max(0, match.start() - 4) : match.start()]
            if not before.strip() or _ENDS.search(before):
                parts = parts[1:]
            found.update(p.lower() for p in parts if p[0].isupper())
    return frozenset(found - plain - _NOT_NAMES)


def _tidy(name: str) -> str:
    name = re.sub(r"['’]s?$", "", name).strip()
    if re.fullmatch(rf"(?:[{UPPER}]\.\s?)+[{UPPER}]?\.?", name):  # "U. S." and "U.S." are one name
        name = re.sub(r"[.\s]", "", name)
    return name
