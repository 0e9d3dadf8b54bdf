"""newsdelta merge, split and move: a person's word on which story an article belongs to, kept for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.numbers import WHOLE
from commands.output import count, say

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT = "No later pass undoes that; 'newsdelta undo c{}' does."


@click.command()
@click.argument("story_id", metavar="STORY", type=WHOLE)
@click.argument("into", metavar="INTO", type=WHOLE)
@pass_app
def merge(app: App, story_id: int, into: int) -> None:
    """STORY is the same as INTO: its articles go there, and its id leads there from now on.

    \b
    Example:
      newsdelta merge 23 17
    """
    from models.errors import InputError
    from steps.deciding import by_hand

    with changing(app) as (conn, standing):
        source, target = standing(story_id), standing(into)
        if source == target:
            if story_id == into:
                raise InputError(f"Story {into} is to be merged into itself: name two stories.")
            raise InputError(f"Stories {story_id} and {into} are one already.")
        number = by_hand.merge(conn, source, target, app.now())
    say(f"Story {source} is part of story {target} now. {_KEPT.format(number)}")


@click.command()
@click.argument("story_id", metavar="STORY", type=WHOLE)
@click.argument("article_ids", metavar="ARTICLE...", nargs=-1, required=True, type=WHOLE)
@pass_app
def split(app: App, story_id: int, article_ids: tuple[int, ...]) -> None:
    """These articles of STORY, and all with the same text, are another story.

    \b
    Example:
      newsdelta split 17 301 305
    """
    from models.errors import InputError
    from steps.deciding import by_hand

    with changing(app) as (conn, standing):
        story = standing(story_id)
        try:
            new, number = by_hand.split(conn, story, article_ids, app.now())
        except (ValueError, LookupError):
            raise InputError(
                f"Some of story {story}'s own articles must leave and some must stay: "
                f"'newsdelta story {story}' lists them."
            ) from None
    say(f"{count(len(article_ids), 'article')} left story {story} for story {new}. {_KEPT.format(number)}")


@click.command()
@click.argument("article_id", metavar="ARTICLE", type=WHOLE)
@click.argument("to", metavar="STORY", type=WHOLE)
@pass_app
def move(app: App, article_id: int, to: int) -> None:
    """ARTICLE, and all with the same text, belong to STORY.

    \b
    Example:
      newsdelta move 301 23
    """
    from models.errors import InputError
    from steps.deciding import by_hand
    from storage.deciding import stories

    with changing(app) as (conn, standing):
        target = standing(to)
        source = stories.story_of(conn, article_id)
        if source is None:
            raise InputError(f"There is no article {article_id} in any story.")
        if source == target:
            raise InputError(f"Article {article_id} is in story {target} already.")
        number = by_hand.move(conn, article_id, target, app.now())
    say(f"Article {article_id} belongs to story {target} now. {_KEPT.format(number)}")


@contextmanager
def changing(app: App) -> Iterator[tuple[Connection, Callable[[int], int]]]:
    """A transaction while no pass is at work (a pass keeps stories in memory), and what finds a story."""
    from models.errors import InputError
    from steps.stillness import nobody_works
    from storage.deciding import stories

    with app.database() as database, database.write() as conn:
        nobody_works(conn, app.now())

        def standing(story_id: int) -> int:
            if stories.get(conn, story_id) is None:
                raise InputError(f"There is no story {story_id}. 'newsdelta stories' lists them.")
            return stories.resolve(conn, story_id)

        yield conn, standing
