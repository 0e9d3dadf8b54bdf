"""The text of an article out of its page: candidates, and the stated rule that chooses among them.

Candidates: what trafilatura finds on the page, and the JSON-LD `articleBody`. See `choose`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trafilatura import bare_extraction

from sources import plain
from sources.document import Document


@dataclass(frozen=True, slots=True)
class Body:
    text: str
    source: str

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", self.text.lower())


def from_page(page: Document) -> Body:
    """What trafilatura takes for the article."""
    found = bare_extraction(
        page.tree, url=page.url, include_comments=False, include_tables=True, with_metadata=False
    )
    text = found.text if found is not None and not isinstance(found, dict) else ""
    return Body(text or "", "page")


def from_ld(page: Document) -> Body:
    """What the page's JSON-LD gives as its text."""
    texts = [plain.from_html(v.replace("\r\n", "\n")) for v in page.ld("articleBody") if isinstance(v, str)]
    return Body(max(texts, key=len, default=""), "json-ld")
