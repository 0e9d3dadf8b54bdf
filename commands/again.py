"""newsdelta again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.numbers import MOST, WHOLE
from commands.output import clean, say

if TYPE_CHECKING:
    from sqlalchemy import Connection


@click.command()
@click.argument("which", nargs=-1, metavar="[ARTICLE|ADDRESS]...")
@click.option("--story", "story_ids", type=WHOLE, multiple=True, metavar="ID", help="A story's pages, the newest 100.")
@pass_app
def again(app: App, which: tuple[str, ...], story_ids: tuple[int, ...]) -> None:
    """Look at pages again in the next pass: you know that one has changed, or is there at last.

    By itself newsdelta looks again 1, 6 and 24 hours after it first read a page. ARTICLE is a number, as 'story'
    shows it. A page is asked for as politely as always; what has changed on it is told as ever.

    \b
    Example:
      newsdelta again 301
      newsdelta again https://www.example.org/news/1
      newsdelta again --story 17
    """
    from models.errors import InputError
    from steps import again as pages

    ways: list[Callable[[Connection], str]] = [partial(_page, each, app.now()) for each in which]
    ways += [partial(pages.story, story_id=each, now=app.now()) for each in story_ids]
    if not which and not story_ids:
        raise click.UsageError("give an article's number or address, or --story with a story's id.")
    said: list[str] = []
    wrong: list[str] = []
    with app.database() as database, database.write() as conn:
        for way in ways:
            try:
                said.append(f"{clean(way(conn))} in the next pass.")
            except InputError as error:
                wrong.append(str(error))
    for line in said:
        say(line)
    if said:
        say("'newsdelta run' makes one now.")
    if wrong:
        raise InputError("\n".join(wrong))


def _page(which: str, now: datetime, conn: Connection) -> str:
    from models.errors import InputError
    from steps import again as pages

    if which.startswith(("http://", "https://")):
        return pages.address(conn, which, now)
    if which.isascii() and which.isdecimal() and 1 <= int(which[:20]) <= MOST:
        return pages.article(conn, int(which), now)
    raise InputError(f"'{clean(which)}' is neither the number nor the address of an article.")
