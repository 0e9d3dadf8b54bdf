"""The headline: which of the page's own claims to believe, without the site's name.

A page makes up to five claims: its h1, `og:title`, JSON-LD `headline`, `<title>` and `twitter:title`. On a third of
news pages they differ: one headline for readers, one for sharing, one for search engines. The rule, in order:

1. JSON-LD that tells its `headline` from an `alternativeHeadline` is an editor's work and is believed; unless the
   alternative is the h1, for then the page itself shows the other one.
2. og is believed, unless it carries the site's name (a copy of `<title>`), or stands alone, and either two of the
   other claims agree while a third differs, or all are one and `<title>` is it bare (nothing generated it).
3. Otherwise the claims vote, og like `<title>` then.

Claims are compared without case, spaces and punctuation. Of those that agree the one written is og's, else the
JSON-LD's, where it came without the site's name: an h1 loses the mark between kicker and headline.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

from settings import limits_sources as limits
from sources import plain
from sources.document import Document
from sources.plain import folded

_SEPARATOR = re.compile(r"\s+[|·•*»–—-]{1,2}\s+|\s*[|｜ㅣ]\s*|\s+::\s+|：(?=[^：]*$)")
_BAR = re.compile(r"\s*[|｜ㅣ]\s*")
_JOINED = re.compile(r"\s*[-–—|·:：/]\s*")
_PLACES = ("og", "ld", "title", "h1", "twitter")
_VOTES = {"ld": 1.7, "h1": 1.0, "og": 0.4, "title": 0.4, "twitter": 0.0}
"""What each claim counts for where og is not believed as such."""


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    cut: bool = False
    """Whether it came with more: the site's name, a section."""


def title_of(page: Document, site_names: tuple[str, ...]) -> str:
    """The page's headline by the rule above, at most `TITLE_CHARS` long; '' when it has none."""
    said = _said(page)
    names = tuple(filter(None, site_names))
    claims = {place: _without_site(place, said, names) for place in _PLACES if place in said}
    nothing = {"", *map(folded, names)}
    claims = {place: claim for place, claim in claims.items() if folded(claim.text) not in nothing}
    if not claims:
        return ""
    whole = [claim.text for claim in claims.values() if not _CUT.search(claim.text)]
    keys = {place: folded(_completed(claim.text, whole)) for place, claim in claims.items()}
    alternatives = {folded(_completed(a, whole)) for a in map(_clean, page.ld("alternativeHeadline")) if a}
    chosen = _chosen(keys, {place for place, claim in claims.items() if claim.cut}, alternatives)
    agreeing = [claim for claim in claims.values() if folded(claim.text) == chosen]
    return next((c for c in agreeing if not c.cut), agreeing[0]).text[: limits.TITLE_CHARS]


def claims_of(page: Document) -> frozenset[str]:
    """Everything on the page that claims to be its headline, folded: what is not a line of its text."""
    return frozenset(folded(text) for text in _said(page).values()) - {""}


def _chosen(keys: dict[str, str], cut: set[str], alternatives: set[str]) -> str:
    """The key of the claim that is believed; `cut` are the places whose claims came with more."""
    if "ld" in keys and alternatives and keys.get("h1") not in alternatives:
        return keys["ld"]
    if "og" in keys and "og" not in cut:
        others = Counter(keys[place] for place in ("h1", "ld", "title") if place in keys)
        if keys["og"] in others or not others:
            return keys["og"]
        most, count = others.most_common(1)[0]
        written = len(others) > 1 or (count > 2 and "title" not in cut)
        return most if count > 1 and written else keys["og"]
    return max(keys.values(), key=lambda key: sum(_VOTES[place] for place, k in keys.items() if k == key))


def _completed(text: str, whole: list[str]) -> str:
    """A claim that was cut off stands for the whole one that begins like it."""
    cut = _CUT.search(text) or len(text) >= limits.CUT_TITLE_CHARS
    start = folded(_CUT.sub("", text))
    return max((w for w in whole if cut and start and folded(w).startswith(start)), key=len, default=text)


_CUT = re.compile(r"\s*(?:…|\.\.\.)$")


def _said(page: Document) -> dict[str, str]:
    said = {
        "h1": page.first("//article//h1") or page.first("//main//h1") or page.first("//h1"),
        "og": next(page.said("og:title"), None),
        "ld": next((v for v in page.ld("headline") if isinstance(v, str)), None) or next(page.said("headline"), None),
        "title": page.first("//head/title") or page.first("//title"),
        "twitter": next(page.said("twitter:title"), None),
    }
    return {place: clean for place, text in said.items() if (clean := _clean(text))}


def _clean(text: object) -> str:
    if not isinstance(text, str):
        return ""
    text = unescape(unescape(text))
    if "<" in text:
        text = plain.from_html(text)
    return plain.one_line(text.replace("\u00ad", "").replace("\u2060", ""))


def _without_site(place: str, said: dict[str, str], names: tuple[str, ...]) -> _Claim:
    """The claim without what follows or precedes a separator and names the site or its section."""
    text = said[place]
    shorter = {folded(o) for p, o in said.items() if p != place and len(o) < len(text)}
    if place in ("og", "ld") and folded(said.get("og", "")) == folded(said.get("ld", "")):
        shorter.discard(folded(said.get("h1", "")))  # both say more than the h1, and mean it
    while True:
        parts = list(_SEPARATOR.finditer(text))
        joined = [cut for cut in _JOINED.finditer(text) if 2 * cut.start() > len(text)]
        for cut in parts + joined:  # another claim says exactly what is left of a separator
            if folded(text[: cut.start()]) in shorter:
                return _Claim(text[: cut.start()].strip(), cut=True)
        for cut in _BAR.finditer(text):  # or right of a bar
            if folded(text[cut.end() :]) in shorter:
                return _Claim(text[cut.end() :].strip(), cut=True)
        if parts and text[: parts[-1].start()].strip() and _is_site(text[parts[-1].end() :], names):
            text = text[: parts[-1].start()].strip()
        elif parts and folded(text[: parts[0].start()]) in {folded(n) for n in names}:
            text = text[parts[0].end() :].strip()
        else:
            return _Claim(text, cut=text != said[place])


def _is_site(segment: str, names: tuple[str, ...]) -> bool:
    tail, words = folded(segment), set(re.findall(r"\w+", segment.casefold()))
    for name in names:
        key = folded(name)
        if not tail or not key:
            continue
        if tail == key or (len(key) > 3 and (key in tail or tail in key)):
            return True
        if set(re.findall(r"\w+", name.casefold())) <= words and len(words) <= limits.SITE_NAME_WORDS:
            return True
    return False
