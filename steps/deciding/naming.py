"""What a story is called: its most central article's title, and the names that most of its articles hold."""

from __future__ import annotations

from sqlalchemy import Connection

from models.story.names import central, key_names
from models.story.trace import Trace
from settings.limits_decide import NAMED_BY, NAMED_OFTEN
from storage.deciding import ledger, stories, traces
from storage.reading import articles


def grown(articles_in_story: int) -> bool:
    """Whether a story of this many articles is named anew: often while it is small, then when it doubles."""
    small = 1 < articles_in_story <= NAMED_OFTEN
    return small or articles_in_story & (articles_in_story - 1) == 0


def name(conn: Connection, story_id: int) -> None:
    """Give the story its headline and names from the members that it began with and had last."""
    looked = [Trace.from_bytes(each) for each in traces.of_story(conn, story_id, NAMED_BY)]
    if not looked:
        return
    chosen = articles.get(conn, central(looked))
    names = key_names(ledger.names_by_article(conn, [each.article_id for each in looked]))
    stories.rename(conn, story_id, chosen.title or None, names)
