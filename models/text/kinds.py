"""What kind of sentence it is: a statement, or one of the kinds that explain and never trigger."""

# ruff: noqa: E501 — word lists and patterns read better whole

from __future__ import annotations

import re

from models.nouns import SentenceKind

_BOILERPLATE = re.compile(
    r"""^(?:(?:top|bottom)\ of\ page|comments?\b|advertisements?\b|share\b(?:\ this)?|related\b(?:\ (?:articles|stories|links|topics))?
    |read\ (?:more|also|next|on)|more\ (?:on|from|stories)\b|see\ also|sign\ up|subscribe|follow\ us|newsletter|click\ here|skip\ to
    |watch(?:\ now|\ live|:)|listen\ to|continue\ reading|log\ ?in\b|email\ this|(?:loading|menu|home|search|print|save)\W*$
    |copyright|©|all\ rights\ reserved|writer:|by:|posted\ by|editorial\ team|tags?:|topics?:|source:|view\ (?:comments|gallery)
    |lesen\ sie\ (?:auch|mehr)|mehr\ zum\ thema|(?:à\ )?lire\ (?:aussi|également)|inscrivez-vous\ à|abonnez-vous\b|lees\ (?:ook|meer)\b
    |lea\ también|lee\ también|leer\ más|te\ puede\ interesar|suscr[íi]b(?:ete|ase)\b|(?:czytaj|zobacz|przeczytaj)\ (?:też|także|również|więcej)
    |zapisz\ się\ (?:do|na)|schrijf\ (?:je|u)\ in\b|melden\ sie\ sich\b.{1,60}newsletter
    |updated?:?\s*$|published:?\s*$|\d+\ min(?:ute)?s?\ read|reporting\ by|editing\ by|writing\ by|additional\ reporting)
    |all\ rights\ reserved|terms\ of\ (?:service|use)|privacy\ policy|cookie\ (?:policy|settings|preferences)|accept\ (?:all\ )?cookies
    |^to\ (?:continue|keep)\ reading|(?:subscribe|log\ ?in|sign\ (?:in|up)|register)\ (?:now\ )?to\ (?:continue|keep)\ reading
    |commenting\ policy|moderat(?:e|ing)\ comments|sign\ up\ (?:for|to)\ (?:our|the)|subscribe\ to\ (?:our|the)
    |follow\ (?:us|me|him|her)\ on|(?:is|are)\ not\ responsible\ for\ the\ content|contributed\ to\ this\ (?:report|story|article)
    |may\ not\ be\ (?:published|reproduced|rewritten)|this\ (?:site|website)\ uses|enable\ javascript|your\ browser
    |get\ (?:the\ latest|breaking)\ news|download\ (?:our|the)\ app|(?:like|find)\ us\ on\ facebook|^[^\s@]+@[^\s@.]+\.[^\s@]+$""",
    re.IGNORECASE | re.VERBOSE,
)
_HELLO = r"""(?:hello|hi|(?:good|happy)\ (?:morning|afternoon|evening|day)|guten\ (?:morgen|tag|abend)|bonjour|bonsoir
    |buen[oa]s\ (?:días|tardes|noches)|goede(?:morgen|middag|navond)|dzień\ dobry|dobry\ wieczór)
    (?:,?\ (?:there|again|and|und|et|y|en|i|to|you|all|everyone|everybody|folks|readers|friends|zusammen|à\ tous|a\ todos))*"""
_GREETING = re.compile(
    rf"""\W*(?:live(?:\W+(?:now|blog|ticker|coverage|reporting|updates?))?|{_HELLO}(?:\ from(?:\ \w+){{1,3}})?
    |(?:{_HELLO}\W+)?(?:(?:a\ )?(?:very\ )?(?:warm\ )?welcome|(?:herzlich\ )?willkommen|bienvenue|bienvenid[oa]s|welkom|witamy)
    (?:\ (?:back|again|all|everyone))*\ (?:to|zum|zu|im|dans|sur|à|a|al|bij|op|w|na)(?:\W+\w+){{0,4}}?\W+(?:live|coverage|(?:live\W?)?(?:blog|ticker)|updates|direct|directo|cobertura|relacji)\b[^,;:\d]{{0,80}}
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""With which a live page begins its day."""
_CAPTION = re.compile(
    r"""^(?:\(?(?:file\ )?(?:photo|image|picture|caption|video|graphic)s?(?:\ credit|\ caption|\ by|\ copyright)?\b\s*[:/—–-]
    |file\ (?:photo|picture|image)|(?:photograph|image|picture)\ (?:by|:)|pictured|in\ this\ (?:undated\ )?(?:photo|image|picture|handout))
    |\((?:photo|image|picture|ap\ photo|getty|reuters/|afp|file|left|right|l|r|above|below)[^)]*\)\s*$
    |(?:getty\ images|ap\ photo|afp/getty|/\s?(?:ap|afp|reuters|epa|pa|getty)|shutterstock|photo:\s?\w+[\w\s/]*)\)?\.?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_MODAL = re.compile(
    r"\b(?:may(?!\s+\d)|[Mm]ight|[Cc]ould|[Ww]ould|[Cc]an|[Ii]f|[Ww]hether|[Ss]hould|must|likely|potential(?:ly)?|possible)\b"
)
_FIRM = re.compile(
    r"""[\"“«]|\d|\b(?:said|says|told|tells|announce[sd]|ordered|ruled|rules\ that|reported|reports\ that|confirm(?:ed|s)
    |den(?:ied|ies)|warn(?:ed|s)|vow(?:ed|s)|threaten(?:ed|s)|agree[sd]|approve[sd]|voted|accuse[sd]|arrest(?:ed|s)|charged
    |kill(?:ed|s)|die[sd]|began|begins|launch(?:ed|es)|reveal(?:ed|s)|suggest(?:ed|s)|insist(?:ed|s)|admit(?:s|ted)|claim(?:ed|s\ that)
    |condemn(?:ed|s)|advise[sd]|accord(?:ing|s)\ to|freed|release[sd]|submit(?:s|ted)|downgrade[sd]|detect(?:ed|s)|sues|sued
    |found|find\ that|testif(?:ied|ies)|conclude[sd]|propose[sd]|reject(?:ed|s)|call(?:ed|s)\ (?:on|for)|urge[sd]|demanded
    |resign(?:ed|s)|concerned|concerns\ that|sends?\ a|sent|scored|responds|responded|monday|tuesday|wednesday|thursday|friday|saturday|sunday
    |today|yesterday|tonight|tomorrow|this\ (?:week|morning|afternoon|evening|month)|last\ (?:week|night))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TERMINAL = re.compile(r"[.!?…。!?｡][\"'”’»)\]\s]*$")
_QUESTION = re.compile(r"[??][\"'”’»)\]\s]*$")
_ASKS = re.compile(r"^\W*\w+(?:\W+\w+){3,}\W*[\"“«][^\"“”«»]*[??][\"”»]\s*$")
"""Somebody is told to have asked something: the question is quoted behind at least four words."""

GREETING_WORDS = 20
"""A longer sentence (words) that begins with a greeting says more than that."""
HEADING_WORDS = 14
"""A line of its own without an end mark and not longer than this (words) is a heading."""
BULLET_WORDS = 8
"""A listed line that ends like a sentence and is at least this long (words) is a statement."""


def kind_of(text: str, *, listed: bool, line: bool) -> SentenceKind:
    """Kind of one sentence; `listed` if a bullet stood before it, `line` if it is all of its line."""
    length = len(text.split())
    ends = bool(_TERMINAL.search(text))
    if _BOILERPLATE.search(text) and (length <= 40):
        return SentenceKind.BOILERPLATE
    if length <= GREETING_WORDS and _GREETING.fullmatch(text):
        return SentenceKind.BOILERPLATE
    if _CAPTION.search(text):
        return SentenceKind.CAPTION
    if _QUESTION.search(text) and not _ASKS.search(text):
        return SentenceKind.QUESTION
    if listed and not (ends and length >= BULLET_WORDS):
        return SentenceKind.BULLET
    if line and not ends and length <= HEADING_WORDS:
        return SentenceKind.HEADING
    if text.rstrip().endswith(("...", "…")) and length <= HEADING_WORDS:
        return SentenceKind.HEADING  # the cut-off line of a link to another article
    if text.rstrip().endswith(":") and length <= HEADING_WORDS:
        return SentenceKind.HEADING  # introduces a list
    if _MODAL.search(text) and not _FIRM.search(text):
        return SentenceKind.HYPOTHETICAL
    return SentenceKind.STATEMENT
