"""Which of a page's claims is its headline: each alone, the rule, and a learned choice with publishers left out.

    python -m bench title_choice

The learned choice is logistic regression over pairs of claims of one page (the right one less a wrong one), on what a
claim is and which others agree with it; it is judged on publishers that it has not seen. `with the rule` knows the
rule's answer as well. The rule itself was found looking at all of these pages, so it is judged kindly.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from bench.learning.logistic import Array, fit
from bench.pages import DATA, folded
from sources import plain
from sources.page import document
from sources.page.extract import site_of
from sources.page.sitenames import Claim, named, spellings, without_site
from sources.page.titles import believable, title_of

RIDGES = (0.3, 1.0, 3.0)


@dataclass(frozen=True)
class Page:
    publisher: str
    gold: str
    rule: str
    claims: dict[str, Claim]
    groups: dict[str, dict[str, float]]
    """By folded headline, what is known of it."""
    alone: dict[str, bool]
    """Whether og and `<title>` lose the site's name also where no other claim tells where the headline ends."""


def _read() -> Iterator[Page]:
    for line in (DATA / "pages.jsonl").read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        page = document.parse(gzip.decompress((DATA / row["file"]).read_bytes()), row["url"])
        assert page is not None
        names = (site_of(page), urlsplit(row["url"]).hostname or "")
        claims, rule = believable(page, names), title_of(page, names)
        edited = any(page.ld("alternativeHeadline"))
        groups = {k: _figures(k, claims, edited, row["url"]) for k in {plain.folded(c.text) for c in claims.values()}}
        given = {"og": next(page.said("og:title"), ""), "title": page.first("//title") or ""}
        bare = {place: without_site(place, {place: told}, named(names)).text for place, told in given.items() if told}
        same = {place: plain.folded(claim.text) for place, claim in claims.items()}
        alone = {place: plain.folded(text) == same.get(place) for place, text in bare.items()}
        publisher = re.sub(r"_\d{4}_.*", "", row["file"].rpartition("/")[2])
        yield Page(publisher, row["title"], rule, claims, groups, alone)


def _figures(key: str, claims: dict[str, Claim], edited: bool, url: str) -> dict[str, float]:
    """What a claim is, who agrees, whether the address spells it: nothing that depends on a page's length or site."""
    keys = {place: plain.folded(claim.text) for place, claim in claims.items()}
    mine = {place for place, k in keys.items() if k == key}
    bare = "title" in claims and not claims["title"].cut
    text = next(claim.text for place, claim in claims.items() if keys[place] == key)
    others = [k for k in keys.values() if k != key]
    said = {place: place in mine for place in ("h1", "ld", "title", "twitter")}
    figures = said | {
        "og": "og" in mine and not claims["og"].cut,
        "og-cut": "og" in mine and claims["og"].cut,
        "og-alone-bare": mine - {"twitter"} == {"og"} and bare,
        "all-but-og": {"h1", "ld", "title"} <= mine and "og" not in mine,
        "ld-edited": "ld" in mine and edited,
        "title-bare": "title" in mine and bare,
        "spelled": any(s in plain.folded(urlsplit(url).path) for s in spellings(text)),
        "part": any(key in other for other in others),
    }
    return {name: float(value) for name, value in figures.items()}


def _learned(pages: list[Page], ridge: float, with_rule: bool) -> int:
    """On how many pages a choice learned from the other publishers' pages is right."""
    right = 0
    for publisher in {page.publisher for page in pages}:
        rows = [row for page in pages if page.publisher != publisher for row in _pairs(page, with_rule)]
        both = np.array(rows + [-row for row in rows])
        labels = np.array([1.0] * len(rows) + [0.0] * len(rows))
        columns = [str(n) for n in range(both.shape[1])]
        found = fit(both, labels, columns, ridge)
        weights = np.array([found[c] for c in columns])
        for page in (p for p in pages if p.publisher == publisher):
            best = max(sorted(page.groups), key=lambda key: float(_row(page, key, with_rule) @ weights))
            right += best == plain.folded(page.gold)
    return right


def _pairs(page: Page, with_rule: bool) -> list[Array]:
    gold = plain.folded(page.gold)
    wrong = [key for key in page.groups if key != gold]
    return [_row(page, gold, with_rule) - _row(page, key, with_rule) for key in wrong] if gold in page.groups else []


def _row(page: Page, key: str, with_rule: bool) -> Array:
    figures = list(page.groups[key].values())
    return np.array(figures + ([float(key == plain.folded(page.rule))] if with_rule else []))


def main() -> int:
    if not DATA.exists():
        print(f"{DATA} is not there: the pages are not part of the project.")
        return 1
    pages = list(_read())
    same = [page for page in pages if folded(page.rule) == folded(page.gold)]
    oracle = [page for page in pages if plain.folded(page.gold) in page.groups]
    differ = [page for page in pages if len(page.groups) > 1]
    print(f"{len(pages)} pages of {len({p.publisher for p in pages})} publishers; claims differ on {len(differ)}")
    for name, found in (("the rule", same), ("an oracle, punctuation aside,", oracle)):
        print(f"  {name} is right on {len(found)}, where claims differ on {sum(p in found for p in differ)}")
    for place in ("og", "ld", "h1", "title", "twitter"):
        have = [p for p in pages if place in p.claims]
        right = sum(folded(p.claims[place].text) == folded(p.gold) for p in have)
        told = sum(p.alone[place] for p in have if place in p.alone)
        by_itself = f"; by itself as bare on {told}" if told else ""
        print(f"  {place:8} claimed on {len(have)}, right on {right}{by_itself}")
    for ridge in RIDGES:
        learned, with_rule = _learned(differ, ridge, False), _learned(differ, ridge, True)
        print(f"  learned, publishers left out, ridge {ridge}: {learned} of {len(differ)}; with the rule {with_rule}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
