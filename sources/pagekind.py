"""What kind of page this is: an article, or something that must never become one."""

from __future__ import annotations

from models.nouns import PageKind
from sources.document import Document


def kind_of(page: Document, title: str, text: str) -> PageKind:
    return PageKind.ARTICLE if text else PageKind.EMPTY
