"""Figures as German, French, Dutch, Spanish and Polish write them: "1.234,5", "1 234,5", "1’234.50", "1,2 Milliarden".

Which language a sentence is in shows in its small words and its units; English ones outnumbered, it is read by this
file. What may be one thing or the other there ("1,234") is not read: a figure read wrongly is worse than none. Numbers
in words are read in English alone.
"""

# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re

from settings.limits_developments import READ_IN_MEMORY

MONTH = (
    r"(?:januar[iy]?|jänner|februar[iy]?|märz|april|mai|mei|juni|juli|august|september|oktober|november|dezember|december"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|maart|augustus"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    r"|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia)"
)
"""A month beside a day, for re.IGNORECASE."""

_OURS = frozenset(
    """the of and to for that with said says at by from be are were have has his her this will but not they who their its
    after which been would than when it more million people percent killed dead injured missing police""".split()
)
_THEIRS = frozenset(
    """und ist nicht sich auf dem das ein eine einen einer eines mit für wird werden wurde wurden sind nach vom zum zur zu
    im auch aus über seit bis gegen rund noch mehr wie habe haben hatte kann prozent millionen milliarden mio mrd menschen
    tote toten jahre jahren tage uhr
    les une dans pour sur avec qui que pas par est sont ont été aux cette plus contre selon milliard milliards morts
    personnes ans heures jours passagers blessés près environ
    het een voor zijn niet ook naar uit werd wordt worden bij aan dat er miljoen miljard procent mensen doden jaar uur tegen
    volgens
    los las una por con para más fue han sido según millones muertos personas años horas días pasajeros heridos
    na się nie jest że po od przez dla oraz są był była było już jak ze tys mld osób osoby lat godz proc zł ofiar roku""".split()
)
_IN_NAMES = frozenset("le la l de du des un die der den von am um van el del al y w z o".split())
"""Words of other languages that names in English have, too: one of them proves nothing."""
_WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_A-Z][^\W\d_]*|(?:Prozent|Milliarden?|Millionen|Mio|Mrd|Menschen|Tote|Uhr|Jahren?)\b)|^\W*([A-Z][^\W\d_]*)")
"""Words without a capital, the first one, and German nouns of measure."""
_ACCENT = re.compile(r"[ß-öø-žα-ωά-ώ]")
_FORM = re.compile(r"\d\.\d{3}(?:\.\d{3}|,\d)|(?<!\d)\d{1,3}[\u00a0\u202f]\d{3}(?!\d)|(?<![\d,-])\d{1,3},\d{1,2}\s?(?:[%€°]|(?:mln|mld|mio|mrd)\b)")
"""How nobody writes a figure in English."""


PLAINLY = 3
"""English words with none of the others by which a sentence is English at a glance: most are."""


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def abroad(text: str) -> bool:
    """Whether a sentence is in another language than English, as far as figures are concerned."""
    plainly = text.split()
    if _THEIRS.isdisjoint(plainly) and len(_OURS.intersection(plainly)) >= PLAINLY:
        return False
    words = [(match[1] or match[0]).lower() for match in _WORD.finditer(text)]
    ours = 2 * sum(word in _OURS for word in words)
    theirs = sum(2 if word in _THEIRS else word in _IN_NAMES or bool(_ACCENT.search(word)) for word in words)
    return theirs > max(ours, 1) or (not ours and bool(_FORM.search(text)))


_SCALES = (
    (r"(?:mil\s+millones|mrd\.?|mld\.?|milliarden?|milliards?|miljard|miliard\w*)", 1e9, "billion"),
    (r"(?:billionen?|billions?|billón|billones|biljoen|bilion\w*)", 1e12, "trillion"),
    (r"(?:mio\.?|mln\.?|millionen|millions?|millón|millones|miljoen|milion\w*)", 1e6, "million"),
    (r"(?:tausend|tsd\.?|duizend|mille|mil|tys\.?|tysi\w+)", 1e3, ""),
)
_SCALE = "|".join(pattern for pattern, _, _ in _SCALES)
_COUNTED = r"(?:Menschen|Tote|personnes|morts|mensen|doden|personas|muertos|osób|ofiar|euros?|€)"
_FIGURE = re.compile(
    rf"""(?P<date>\b\d{{1,2}}(?:\.|er|º)?\s+(?:de\s+)?{MONTH}\b(?:\s+(?:del?\s+)?(?:19|20)\d\d\b)?
    |\b\d{{1,2}}(?P<_by>[./-])\s?\d{{1,2}}(?P=_by)\s?(?:19|20)?\d\d\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}\.\s?\d{{1,2}}\.(?!\d)
    |\b(?:um|om|gegen|tegen|godz\.?|godzinie|o|las)\s+\d{{1,2}}[.:]\d\d\b(?![.,]?\d|\s?(?:%|[^\W\d]*ro[cz]))
    |\b\d{{1,2}}(?:[.:]\d\d)?\s?(?:Uhr|uur)\b|\b\d{{1,2}}\s?h(?:\s?\d\d)?\b|\b\d{{1,2}}\s?:\s?\d\d(?::\d\d)?\b
    |\b\d{{1,3}}(?:ers?|ère|re|e|es|ème|º|ª|ste|de)\b
    |(?<![\d,.$€£¥])(?:19|20)\d\d(?!\d|,\d|\s?%|[.'’\s]\d{{3}}(?!\d)|\.\d|\s?{_COUNTED})\b)
    |(?<![\d.,])(?P<digits>\d{{1,3}}(?:(?P<_sep>[.'’\s])\d{{3}}(?:(?P=_sep)\d{{3}})*)(?:,\d+|(?<=['’]\d\d\d)\.\d+)?
    |\d{{1,3}}(?:,\d{{3}})+\.\d+|\d{{1,3}}(?:,\d{{3}}){{2,}}|\d+(?:[.,]\d+)?)(?!\d|[.,]\d)
    (?:[\s-]{{0,2}}(?P<scale>{_SCALE})(?![^\W_]))?
    (?P<percent>\s?%|[\s-]{{0,2}}(?:prozent\w*|procent\w*|proc\.|pour\s+cent|por\s+ciento))?""",
    re.IGNORECASE | re.VERBOSE,
)


def figures(text: str) -> list[tuple[str, int, int]]:
    """Each figure of such a sentence, in the spelling of models/text/numbers.py, with where it stands."""
    found = []
    for match in _FIGURE.finditer(text):
        if match["date"]:
            continue
        plain = _plain(match["digits"], bool(match["scale"] or match["percent"]))
        if plain is not None:
            label = _scaled(plain, match["scale"]) + ("%" if match["percent"] else "")
            found.append((label, match.start(), match.end()))
    return found


def _plain(digits: str, measured: bool) -> str | None:
    """"1.234,5" as "1234.5"; None where a mark may part thousands as well as decimals. `measured`: as a share or in
    millions, where three decimals are likelier than thousands."""
    whole, comma, rest = digits.partition(",")
    if re.fullmatch(r"0\.\d+", digits):
        plain = digits
    elif digits.count(",") > 1 or re.fullmatch(r"\d+,[\d,]*\.\d+", digits):
        plain = digits.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:[.'’\s]\d{3})+", whole):
        plain = re.sub(r"[.'’\s]", "", whole) + (f".{rest}" if comma else "")
    elif re.fullmatch(r"[\d'’]+\.\d+", digits):
        plain = re.sub(r"['’]", "", digits)
    elif len(rest) == 3 and whole != "0" and not measured:
        return None
    else:
        plain = f"{whole}.{rest}" if comma else whole
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") if plain.lstrip("0")[:1].isdigit() else f"0{plain.lstrip('0')}"


def _scaled(plain: str, scale: str | None) -> str:
    for pattern, times, name in _SCALES if scale else ():
        if re.fullmatch(pattern, scale or "", re.IGNORECASE):
            return f"{plain} {name}" if name else f"{float(plain) * times:.10g}"
    return plain
