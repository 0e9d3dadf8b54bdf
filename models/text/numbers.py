"""Numbers in a sentence, in one spelling: "1,800", "eleven", "$20bn" and "5 per cent" become "1800", "11",
"20 billion" and "5%". Years, clock times and days of a month are dates, not figures, and are left out. What stands here
reads English; sentences in five other languages are read by models/text/abroad.py.
"""

# ruff: noqa: SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re

from models.text.abroad import abroad, figures
from models.text.dates import MONTH
from settings.limits_developments import READ_IN_MEMORY

_UNITS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "k": 1_000}
_LARGE = {
    "million": "million", "m": "million", "mn": "million", "mln": "million",
    "billion": "billion", "bn": "billion", "b": "billion", "trillion": "trillion", "tn": "trillion",
    "миллион": "million", "млн": "million", "миллиард": "billion", "млрд": "billion",
}  # fmt: skip
_INFLECTED = re.compile(r"(миллион|миллиард)\w*")  # миллиона, миллионов
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_SMALL = "|".join([*_UNITS, *_TENS])
# Times, dates and years are read first and thrown away, so that what is left are figures.
_NUMBER = re.compile(
    rf"(?P<date>\b(?:{_SMALL})\s+(?:o['’]clock|this\s+(?:morning|afternoon|evening)|tonight"
    rf"|in\s+the\s+(?:morning|afternoon|evening))\b|\b\d{{1,2}}\s?:\s?\d\d(?::\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?|\b\d{{1,2}}\s?[ap]\.?m\b\.?"
    rf"|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b"
    rf"|\b{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d\d\b)?|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b"
    rf"(?:,?\s+(?:19|20)\d\d\b)?|(?<![\d,.$€£¥])(?:19|20)\d\ds?(?![\d,%]|\.\d|\s?(?:people|dead|deaths|troops|homes|killed))\b)"
    rf"|(?P<digits>\d{{1,3}}(?:[,  ]\s?\d{{3}})+(?:\.\d+)?|\d+(?:\.\s?\d+|\s?[½¼¾])?)"
    rf"(?:\s?-?\s?(?P<scale>hundred|thousand|million|billion|trillion|mln|mn|bn|tn|k|m|b|млн|млрд|(?:миллион|миллиард)\w{{0,2}})s?(?![^\W_]))?"
    rf"(?P<percent>\s?%|\s?per\s?cents?\b|\s?percentage\b)?"
    rf"|\b(?P<words>(?:{_SMALL}|a\s+hundred|(?:half[\s-])?a[\s-]dozen|half[\s-]dozen|dozens?|hundreds?"
    rf"|half[\s-]a(?=[\s-](?:million|billion|trillion)))"
    rf"(?:[\s-]+(?:and\s+)?(?:{_SMALL}|hundred|thousand|dozen|a\s+half))*)(?:[\s-]+(?P<wscale>million|billion|trillion))?"
    rf"(?P<wpercent>\s?per\s?cents?)?\b",
    re.IGNORECASE,
)


def numbers(text: str) -> tuple[str, ...]:
    """Figures in order of appearance, each once. "one" alone is seldom a figure and is left out."""
    matches = list(_NUMBER.finditer(text))
    if matches and abroad(text):
        return tuple(dict.fromkeys(figure for figure, _, _ in figures(text)))
    return tuple(dict.fromkeys(figure for match in matches if (figure := _figure(match)) is not None))


def value(number: str) -> float:
    """The number that a spelling of `numbers` stands for; "20 billion" is 2e10, "5%" is 5."""
    figure, _, scale = number.rstrip("%").partition(" ")
    return float(figure) * {"million": 1e6, "billion": 1e9, "trillion": 1e12}.get(scale, 1.0)


def _digits(digits: str, scale: str | None) -> str:
    plain = re.sub(r"[,  \s]", "", digits)
    if plain[-1] in _FRACTIONS:
        plain = f"{int(plain[:-1]) + _FRACTIONS[plain[-1]]:.2f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    plain = plain.lstrip("0") or "0"
    if plain.startswith("."):
        plain = "0" + plain
    if scale is None:
        return plain
    scale = scale.casefold()  # as the pattern's IGNORECASE does: K (Kelvin) is a k, ſ an s
    if scale in _SCALES:
        return f"{float(plain) * _SCALES[scale]:.10g}"
    large = _INFLECTED.sub(r"\1", scale)
    return f"{plain} {_LARGE[large]}"


_MOST_SPELLED = 10**15
"""What is more has no name among those read here: "hundred" said again and again, which Python would not even print."""


def _spelled(text: str) -> float | None:
    total, part = 0.0, 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        if total + part > _MOST_SPELLED:
            return None
        if word in ("a", "and"):
            continue
        if word.endswith("s") and word in ("dozens", "hundreds"):
            return None  # "dozens" is no figure
        if word in _UNITS:
            part += _UNITS[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "half":
            part += 0.5
        elif word == "dozen":
            part = (part or 1) * 12
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1_000, 0.0
        else:
            return None
    return total + part


@functools.lru_cache(maxsize=READ_IN_MEMORY)
def located(text: str) -> tuple[tuple[str, int, int], ...]:
    """Each figure with where it stands (start, end)."""
    matches = list(_NUMBER.finditer(text))
    if matches and abroad(text):
        return tuple(figures(text))
    found = []
    for match in matches:
        alone = _NUMBER.match(match.group())  # a year, where only what stands behind it made it a figure
        figure = _figure(alone) if alone and not match["date"] else None
        if figure is not None:
            found.append((figure, *match.span()))
    return tuple(found)


def _figure(match: re.Match[str]) -> str | None:
    if match["date"]:
        return None
    if match["digits"]:
        return _digits(match["digits"], match["scale"]) + ("%" if match["percent"] else "")
    spelled = _spelled(match["words"])
    if spelled is None or (spelled == 1 and not match["wscale"] and not match["wpercent"]):
        return None
    scale = f" {match['wscale'].casefold()}" if match["wscale"] else ""
    return f"{spelled:.16g}{scale}" + ("%" if match["wpercent"] else "")
