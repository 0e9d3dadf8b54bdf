"""Lines that stand on news pages in many languages and say nothing of the news. Whole lines only."""

from __future__ import annotations

import re


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"^\W*(?:" + "|".join(patterns) + r")\W*$", re.I)


CREDIT = _lines(
    r"(?:photos?|fotos?|photograph|images?|bild(?:er|quelle)?|quelle|source|credits?|picture|kuva|ảnh|zdjęcie)"
    r"\s*(?:[:©/|]|by\s|von\s|via\s).{0,120}",
    r"©.{0,120}",
    r".{0,60}/\s*(?:getty|reuters|afp|ap|dpa|epa|imago)\b.{0,30}",
)
"""Whose picture it is."""

DATE = _lines(
    r"(?:stand|(?:last )?updated|published|posted|(?:aktualisiert|veröffentlicht)(?: am)?"
    r"|publi[ée]e? le|mis à jour le|publicado|actualizado|oppdatert|publisert)\b.{0,60}\d.{0,30}",
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\W.{0,30}",
)
"""When it was published."""

FURNITURE = _lines(
    r"(?:back to )?top(?: of (?:the )?page)?",
    r"advertisement|advertising|sponsored|anzeige|werbung|publicit[ée]|publicidad|pubblicità|reklam[ae]?",
    r"article continues? (?:below|after).*|continue reading.*",
    r"read (?:more|also|next)\b.{0,140}|also read\b.{0,140}",
    r"more (?:from|on) .{0,60}",
    r"lesen sie (?:auch|hier|mehr)\b.*|mehr zum thema.*|auch interessant.*|das könnte (?:sie|dich) auch .*",
    r"lire aussi.*|à lire.*|lea también.*|leer más.*|lee también.*|leggi anche.*|leia também.*",
    r"les også.*|läs (?:också|mer|även).*|læs også.*|lees ook.*|lue myös.*",
    r"czytaj (?:też|także|więcej).*|čtěte také.*|читайте также.*|ayrıca oku.*",
    r"(?:sign up|subscribe|follow us|join us)\b.{0,140}|join our .{0,60}",
    r"get the latest .{0,100}newsletter.{0,60}",
    r"(?:share|comments?|print|email|newsletter|related|popular|trending|summary|kommentare|teilen|partager)",
    r"(?:share|save) this.{0,40}|copy link|link copied.{0,20}",
    r"this (?:article|story) (?:was|first|originally) (?:\w+ )?(?:published|appeared).{0,120}",
    r"all rights reserved.{0,80}|skip to .{0,40}|loading.{0,20}|listen to (?:this )?article.{0,40}",
    r"(?:accept|manage|reject) (?:all )?cookies.{0,40}|we use cookies.{0,300}",
    r"il vous reste [\d.,]+ ?% de cet article à lire.{0,80}",
    r".{0,160}\bctrl ?[+-] ?enter\b.{0,60}",  # "Found a mistake? Select it and press Ctrl+Enter"
    r"\d+ min(?:ute)?s? read|externer inhalt.{0,60}|this is a breaking (?:news? )?story.{0,60}",
)
"""Buttons, boxes, and invitations to read something else."""
