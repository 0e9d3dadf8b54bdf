"""Pages that a person wants to be looked at again: in the next pass, instead of when their turn comes.

Only the time is another, and the site's robots.txt is asked for anew. It is obeyed, and the pace at each host and how
many of its pages one pass asks for are as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from models.errors import InputError
from settings.limits_storage import AGAIN_PAGES
from sources.addresses import whole
from sources.asking.robots import site_of
from sources.canonical import canonical_url
from storage.deciding import stories
from storage.reading import articles, checks, entries, robots


def article_at(conn: Connection, address: str) -> int | None:
    """The article that was read from an address, as a feed gave it or with other tracking."""
    found = entries.articles_of_urls(conn, [address]).get(address)
    if found is not None:
        return found
    article = articles.by_url(conn, canonical_url(address)) if whole(address, "") else None
    return article.id if article else None


def article(conn: Connection, article_id: int, now: datetime) -> str:
    """What is asked for again, in words. InputError when there is no such article, or no page behind it."""
    try:
        found = articles.get(conn, article_id)
    except LookupError:
        raise InputError(f"There is no article {article_id}. 'newsdelta story ID' shows a story's.") from None
    if found.canonical_url.startswith(articles.PAGELESS):
        raise InputError(f"Article {article_id} stood in its feed alone: there is no page to look at.")
    _soon(conn, [article_id], now)
    return f"Article {article_id} ({found.title or found.url}) is looked at again"


def address(conn: Connection, url: str, now: datetime) -> str:
    """What is asked for again, in words: the article's page, or one that a feed leads to and that gave nothing so
    far. InputError when nothing leads there."""
    found = article_at(conn, url)
    if found is not None:
        return article(conn, found, now)
    if not entries.ask_again(conn, url):
        raise InputError(
            f"No feed has led to {url}. 'newsdelta read ADDRESS' shows what is got from it; 'newsdelta feeds' lists "
            "the feeds."
        )
    _ask_robots(conn, [url])
    return f"{url}, which gave no article so far, is asked for again"


def story(conn: Connection, story_id: int, now: datetime) -> str:
    """What is asked for again, in words: the newest AGAIN_PAGES pages of a story. InputError when there are none."""
    found = stories.get(conn, stories.resolve(conn, story_id)) if stories.get(conn, story_id) else None
    if found is None:
        raise InputError(f"There is no story {story_id}. 'newsdelta stories' lists them.")
    ids = articles.with_pages(conn, found.id, AGAIN_PAGES + 1)
    if not ids:
        raise InputError(f"Story {story_id} stood in feeds alone: there are no pages to look at.")
    _soon(conn, ids[:AGAIN_PAGES], now)
    pages = f"The newest {AGAIN_PAGES} pages" if len(ids) > AGAIN_PAGES else f"{len(ids)} page{'s' * (len(ids) > 1)}"
    return f"{pages} of story {found.id} ({found.headline}) {'is' if len(ids) == 1 else 'are'} looked at again"


def _soon(conn: Connection, article_ids: Sequence[int], now: datetime) -> None:
    checks.soon(conn, article_ids, now)
    _ask_robots(conn, [each.url for each in articles.many(conn, article_ids)])


def _ask_robots(conn: Connection, urls: Iterable[str]) -> None:
    robots.forget(conn, {site for url in urls if (site := site_of(url))})
