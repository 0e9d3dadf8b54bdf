"""The headline: which of the page's own claims to believe, without the site's name.

A page makes up to five claims: its h1, `og:title`, JSON-LD `headline`, `<title>` and `twitter:title`. On two fifths of
news pages they differ: one headline for readers, one for sharing, one for search engines. The rule, in order:

1. JSON-LD that tells its `headline` from an `alternativeHeadline` is an editor's work and is believed; unless the
   alternative is the h1, for then the page itself shows the other one. A JSON-LD headline on its own is believed as
   well where the page's address spells it: what the article was called when it was published.
2. og is believed, unless it carries the site's name (a copy of `<title>`), or stands alone, and either two of the
   other claims agree while a third differs, or all are one and `<title>` is it bare (nothing generated it). Where h1
   and JSON-LD agree, `<title>` does not, and what the page tells newsletters and counters does, h1 is believed.
3. Otherwise the claims vote, og like `<title>` then.

Claims are compared without case, spaces and punctuation. Of those that agree the one written is og's, else the
JSON-LD's, where it came without the site's name: an h1 loses the mark between kicker and headline. Where h1 and the
chosen claim set two different kickers before the same headline, neither belongs to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote, urlsplit

from settings import limits_sources as limits
from sources import plain
from sources.page.document import Document, shown
from sources.page.sitenames import Claim, named, spellings, without_site
from sources.plain import folded

_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_PLACES = ("og", "ld", "title", "h1", "twitter")
_TOOLS = ("sailthru.title", "parsely-title", "cxenseparse:title")
"""The headline as told to newsletters (Sailthru) and counters of readers (Parse.ly, Cxense): one witness more."""
_VOTES = {"ld": 1.3, "h1": 1.0, "og": 0.4, "title": 0.4, "twitter": 0.0}
"""What each claim counts for where og is not believed as such: most JSON-LD, but less than what readers see and one
other claim together."""


def title_of(page: Document, site_names: tuple[str, ...]) -> str:
    """The page's headline by the rule above, at most `TITLE_CHARS` long; '' when it has none."""
    claims = believable(page, site_names)
    if not claims:
        return ""
    whole = [claim.text for claim in claims.values() if not _CUT.search(claim.text)]
    keys = {place: folded(_completed(claim.text, whole)) for place, claim in claims.items()}
    cut = {place for place, claim in claims.items() if claim.cut}
    alternatives = {folded(_completed(a, whole)) for a in map(_clean, page.ld("alternativeHeadline")) if a}
    if "ld" in keys and _spelled_by_address(claims["ld"].text, keys, page.url):
        chosen = keys["ld"]
    else:
        chosen = _chosen(keys, cut, alternatives, {folded(told) for told in page.said(*_TOOLS)})
    agreeing = [claim for claim in claims.values() if folded(claim.text) == chosen]
    title = next((c for c in agreeing if not c.cut), agreeing[0]).text
    return _without_kicker(title, page)[: limits.TITLE_CHARS]


def believable(page: Document, site_names: tuple[str, ...]) -> dict[str, Claim]:
    """Each place's claim (og, ld, title, h1, twitter), without the site's name; those that say nothing else left out.

    `site_names` are names and hosts of the site, as far as known.
    """
    said = _said(page)
    sections = (*page.said("article:section"), *(s for s in page.ld("articleSection") if isinstance(s, str)))
    names = named(site_names, frozenset(map(folded, sections)))
    claims = {place: without_site(place, said, names) for place in _PLACES if place in said}
    return {place: claim for place, claim in claims.items() if folded(claim.text) not in names.folded | {""}}


def claims_of(page: Document) -> frozenset[str]:
    """Everything on the page that claims to be its headline, folded: what is not a line of its text."""
    return frozenset(folded(text) for text in _said(page).values()) - {""}


def _chosen(keys: dict[str, str], cut: set[str], alternatives: set[str], tools: set[str]) -> str:
    """The key of the claim that is believed; `cut` are the places whose claims came with more."""
    if "ld" in keys and alternatives and keys.get("h1") not in alternatives:
        return keys["ld"]
    if "og" in keys and "og" not in cut:
        others = Counter(keys[place] for place in ("h1", "ld", "title") if place in keys)
        if keys.get("h1") in tools and keys["h1"] == keys.get("ld") and keys["og"] not in tools and len(others) > 1:
            return keys["h1"]
        if others[keys["og"]] or not others:
            return keys["og"]
        most, count = others.most_common(1)[0]
        written = len(others) > 1 or (count > 2 and "title" not in cut)
        return most if count > 1 and written else keys["og"]
    return max(keys.values(), key=lambda key: sum(_VOTES[place] for place, k in keys.items() if k == key))


def _spelled_by_address(headline: str, keys: dict[str, str], url: str) -> bool:
    """Whether JSON-LD's headline stands alone against an h1 and og that agree, and the address spells it."""
    alone = "h1" in keys and keys["h1"] == keys.get("og") and keys["ld"] != keys.get("title")
    if not alone or keys["ld"] in keys["h1"]:  # a part of the others stands in the address with them
        return False
    address = folded(unquote(urlsplit(url).path))
    words = len(re.findall(r"\w+", headline))
    return words >= limits.ADDRESS_WORDS and any(spelled in address for spelled in spellings(headline))


def _without_kicker(title: str, page: Document) -> str:
    """The headline alone, where the h1 holds it in an element of its own, behind another kicker than the title's."""
    for heading in page.tree.iter("h1"):
        parts = [plain.one_line(e.text_content()) for e in heading.iterchildren("span")]
        parts = [part for part in parts if folded(part)]
        if len(parts) == 2 and folded("".join(parts)) == folded(heading.text_content()):
            kicker, headline = parts
            before = folded(title).removesuffix(folded(headline))
            if before not in (folded(title), folded(kicker), ""):
                return headline
    return title


def _completed(text: str, whole: list[str]) -> str:
    """A claim that was cut off stands for the whole one that begins like it."""
    cut = _CUT.search(text) or len(text) >= limits.CUT_TITLE_CHARS
    start = folded(_CUT.sub("", text))
    return max((w for w in whole if cut and start and folded(w).startswith(start)), key=len, default=text)


def _said(page: Document) -> dict[str, str]:
    said = {
        "og": next(page.said("og:title"), None),
        "ld": next((v for v in page.ld("headline") if isinstance(v, str)), None) or next(page.said("headline"), None),
        "title": page.first("//head/title") or page.first("//title"),
        "twitter": next(page.said("twitter:title"), None),
    }
    told = {place: clean for place, text in said.items() if (clean := _clean(text))}
    heading = _clean(_heading(page, told.values()))
    return {"h1": heading, **told} if heading else told


def _heading(page: Document, told: Iterable[str]) -> str | None:
    """What readers see as the headline: the first h1, of an article before others; where that one is no claim's better
    part (it names a section, or the site), the heading that is."""
    first = page.first("//article//h1") or page.first("//main//h1") or page.first("//h1")
    claims = [folded(each) for each in told]
    ranked = sorted(page.tree.iter("h1", "h2", "h3"), key=lambda heading: heading.tag != "h1")
    for said in (first or "", *map(shown, ranked)):
        key = folded(said)
        if key and any(key in claim and 2 * len(key) > len(claim) for claim in claims):
            return said
    return first


def _clean(text: object) -> str:
    if not isinstance(text, str):
        return ""
    text = unescape(unescape(text))
    if "<" in text:
        text = plain.from_html(text)
    return plain.one_line(text.replace("\u00ad", "").replace("\u2060", ""))
