"""A feed's items, the steps from fetch to embed, and the articles that came of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.nouns import Article
from steps.context import Context
from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from storage.reading import articles
from storage.schema import articles as article_table


def everything(context: Context) -> list[Article]:
    with context.db.read() as conn:
        return [articles.to_article(row) for row in conn.execute(sa.select(article_table).order_by("id"))]


def item(link: str, title: str, text: str = "", guid: str = "") -> str:
    parts = {"link": link, "title": title, "description": text, "guid": guid}
    return "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)


def run(context: Context) -> tuple[Any, Any, Any]:
    return fetch(context), read(context), embed(context)
