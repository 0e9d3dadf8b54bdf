"""newsdelta stories."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import click

from commands.app import App, pass_app
from commands.numbers import DAYS, WHOLE
from commands.output import ago, json_lines, json_option, say, say_more, table


@click.command()
@click.option(
    "--days", type=DAYS, metavar="N", help="Only those with coverage in the last N days."
)
@click.option("--words", metavar="TEXT", help="Only those whose headline holds TEXT.")
@click.option("--limit", type=WHOLE, default=30, show_default=True, help="At most so many.")
@json_option()
@pass_app
def stories(app: App, days: int | None, words: str | None, limit: int, as_json: bool) -> None:
    """List stories, the one with the latest coverage first.

    \b
    Example:
      newsdelta stories
      newsdelta stories --days 7 --words telegram
      newsdelta stories --json | jq .headline
    """
    from storage.deciding import stories as rows

    now = app.now()
    with app.database() as database, database.read() as conn:
        found = rows.listing(conn, limit + 1, since=now - timedelta(days=days) if days else None, words=words)
    more = len(found) > limit
    del found[limit:]
    if as_json:
        json_lines(asdict(story) for story in found)
    elif not found:
        say("No stories yet. 'newsdelta run' looks for some." if not (days or words) else "No such story.")
    else:
        table(
            ("Story", "Last", "Articles", "Publishers", "Headline"),
            [
                (story.id, ago(story.last_seen, now), story.articles, story.publishers, story.headline)
                for story in found
            ],
            right=(0, 2, 3),
        )
        say_more(more, limit)
