"""newsdelta why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.output import json_lines, json_option, say

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from steps.context import Context

EXAMPLES = {"article": "301", "story": "17", "watch": "Earthquakes"}
KINDS = tuple(EXAMPLES)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[article|story|watch] WHICH")
@json_option()
@pass_app
def why(app: App, words: tuple[str, ...], as_json: bool) -> None:
    """Why an article is in its story, why it is new or not, and why you were told or were not.

    WHICH is a number, an article's address or a watch's name. A number alone is a story's.

    \b
    Example:
      newsdelta why story 17
      newsdelta why article 301
      newsdelta why https://www.example.org/news/1
      newsdelta why Earthquakes
    """
    from steps.context import open_context

    kind, which = (
        (words[0], " ".join(words[1:])) if len(words) > 1 and words[0] in KINDS else ("", " ".join(words))
    )
    with open_context(app.settings(), app.now, create=False) as context, context.db.read() as conn:
        lines = _explain(app, context, conn, kind, which)
    if as_json:
        json_lines([{"why": lines}])
    else:
        for line in lines:
            say(line)


def _explain(app: App, context: Context, conn: Connection, kind: str, which: str) -> list[str]:
    from models.errors import InputError
    from steps.again import article_at
    from steps.looking import why as reasons

    watch = next((each for each in context.settings.watches if each.name.lower() == which.lower()), None)
    if kind in ("", "watch") and watch is not None:
        return reasons.of_watch(context, conn, watch, app.now())
    if kind == "watch":
        names = ", ".join(each.name for each in context.settings.watches) or "none"
        raise InputError(f"There is no watch '{which}'. There are: {names}.")
    if kind != "story" and which.startswith(("http://", "https://")):
        found = article_at(conn, which)
        if found is None:
            raise InputError(
                f"No article was read from {which}. Does a feed lead there ('newsdelta feeds')? "
                "'newsdelta read ADDRESS' shows what is got from it."
            )
        return reasons.of_article(context, conn, found)
    if not kind and which in KINDS:
        raise InputError(f"Which {which}? Say it like: newsdelta why {which} {EXAMPLES[which]}.")
    if not which.isdecimal() or len(which) > 9:
        what = {
            "article": "neither the number nor the address of an article",
            "story": "not the number of a story: 'newsdelta stories' lists them",
        }.get(kind, "neither a number, nor an address, nor the name of a watch")
        raise InputError(f"'{which}' is {what}.")
    if kind == "article":
        return reasons.of_article(context, conn, int(which))
    return reasons.of_story(context, conn, int(which))
