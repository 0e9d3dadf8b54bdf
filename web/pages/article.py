"""One article, sentence by sentence."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from web import shapes
from web.reads import article as reads
from web.routes import Id, for_people, for_programs
from web.site import Here
from web.view import page

people, programs = for_people(), for_programs("articles")


@people.get("/articles/{article_id}")
def article(request: Request, site: Here, article_id: Id) -> HTMLResponse:
    found = reads.article(site, article_id)
    return page(request, "article.html", found.article.title, found=found)


@programs.get("/articles/{article_id}")
def one_article(site: Here, article_id: Id) -> shapes.Article:
    """An article, and what each of its sentences is in its story."""
    return reads.article(site, article_id)
