"""What a headline is given with: the site's name, its section, a byline, behind or before a separator."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from settings import limits_sources as limits
from sources.plain import folded
from sources.publisher import registrable

_SEPARATOR = re.compile(r"\s+[|·•*»«›‹–—-]{1,2}\s+|\s*[|｜ㅣ]\s*|\s+::\s+|：(?=[^：]*$)")
_BAR = re.compile(r"\s*[|｜ㅣ]\s*")
_JOINED = re.compile(r"\s*[-–—|·:：/_]\s*")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ı": "i", "ł": "l"}
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the site and the page's section are called."""

    site: tuple[str, ...]
    sections: frozenset[str] = frozenset()
    """Folded."""

    @property
    def folded(self) -> frozenset[str]:
        """Every name of the site, for telling what says nothing else."""
        return frozenset(map(folded, self.site))


@dataclass(frozen=True, slots=True)
class Claim:
    """A headline without what it came with."""

    text: str
    cut: bool = False
    """Whether it came with more."""


def named(site: tuple[str, ...], sections: frozenset[str] = frozenset()) -> Names:
    """Names of a site, some of which may be hosts: these also say it without their suffix.

    >>> named(("www.lomtimes.example",)).site
    ('www.lomtimes.example', 'lomtimes')
    """
    hosts = (registrable(name) for name in site if _HOST.fullmatch(name))
    labels = (label for label in (host.partition(".")[0] for host in hosts) if not label.isdigit())
    return Names(tuple(dict.fromkeys(name for name in (*site, *labels) if name)), sections)


def spellings(text: str) -> tuple[str, str]:
    """A text's letters and digits as an address would write them, with umlauts as two letters and as one.

    >>> spellings("Über Público!")
    ('ueberpublico', 'uberpublico')
    """
    lower = text.casefold()
    return _plain(lower.translate(_UMLAUTS)), _plain(lower)


def _plain(text: str) -> str:
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return folded("".join(bare))


def without_site(place: str, said: Mapping[str, str], names: Names) -> Claim:
    """The claim of this place without what stands beside a separator and names the site or its section, or what
    another of the claims in `said` does without."""
    text = said[place]
    if len(text) > limits.TITLE_CHARS:
        return Claim(text)  # a body in the wrong field: 100 KB of dashes took minutes
    shorter = {folded(o) for p, o in said.items() if p != place and len(o) < len(text)} - names.folded
    if place in ("og", "ld") and folded(said.get("og", "")) == folded(said.get("ld", "")):
        shorter.discard(folded(said.get("h1", "")))  # both say more than the h1, and mean it
    while True:
        parts = list(_SEPARATOR.finditer(text))
        joined = [cut for cut in _JOINED.finditer(text) if 2 * cut.start() > len(text)]
        for cut in parts + joined:  # another claim says exactly what is left of a separator
            if folded(text[: cut.start()]) in shorter:
                return Claim(text[: cut.start()].strip(), cut=True)
        for cut in _BAR.finditer(text):  # or right of a bar
            if folded(text[cut.end() :]) in shorter:
                return Claim(text[cut.end() :].strip(), cut=True)
        shorn = _shorn(text, parts, names, text != said[place])
        if shorn == text:
            return Claim(text, cut=text != said[place])
        text = shorn


def _shorn(text: str, parts: list[re.Match[str]], names: Names, cut: bool) -> str:
    """The text without one part that names the site: the last, all from where it is named, the first."""
    if not parts:
        return text
    ends = [after.start() for after in parts[1:]] + [len(text)]
    for part, end in zip(parts, ends, strict=True):
        last = end == len(text)
        segment, left = text[part.end() : end], text[: part.start()].strip()
        if left and (_is_site(segment, names) if last else folded(segment) in names.folded):
            return left
        if left and last and cut and folded(segment) in names.sections:
            return left
    return text[parts[0].end() :].strip() if folded(text[: parts[0].start()]) in names.folded else text


def _is_site(segment: str, names: Names) -> bool:
    tail, words = folded(segment), _words(segment)
    few = len(re.findall(r"\w+", segment)) <= limits.SITE_NAME_WORDS
    for name in names.site if tail else ():
        key = folded(name)
        if key == tail or key in spellings(segment) or (len(key) > len(tail) > 3 and tail in key):
            return True
        if few and ((len(key) > 3 and key in tail) or (len(key) > 1 and _words(name) <= words)):
            return True
    return False


def _words(text: str) -> set[str]:
    return {spelled for word in re.findall(r"\w+", text) for spelled in spellings(word)}
