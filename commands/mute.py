"""newsdelta mute and snooze: what a person does not want to hear of, for good or for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import click

from commands.app import App, pass_app
from commands.numbers import DAYS, WHOLE
from commands.output import clean, day, say


def _target(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.argument("story_id", metavar="[STORY]", required=False, type=WHOLE),
        click.option("--source", metavar="NAME", help="A feed, site or publisher instead of a story, known or not."),
        click.option("--phrase", metavar="TEXT", help="Whatever holds this phrase."),
        click.option("--watch", metavar="NAME", help="For one watch; otherwise for all."),
    ):
        command = option(command)
    return command


@click.command()
@_target
@pass_app
def mute(app: App, story_id: int | None, source: str | None, phrase: str | None, watch: str | None) -> None:
    """Tell nothing more of a story, a source or a phrase.

    What is held back stands in 'newsdelta alerts --held' and in the digest.

    \b
    Example:
      newsdelta mute 17
      newsdelta mute --source "Sky News" --watch Earthquakes
      newsdelta mute --phrase "live updates"
    """
    _add(app, "mute", story_id, source, phrase, watch, None)


@click.command()
@_target
@click.option("--days", type=DAYS, default=7, show_default=True, help="For how long.")
@pass_app
def snooze(
    app: App, story_id: int | None, source: str | None, phrase: str | None, watch: str | None, days: int
) -> None:
    """Tell nothing of a story, a source or a phrase for some days.

    \b
    Example:
      newsdelta snooze 17
      newsdelta snooze --phrase election --days 30
    """
    _add(app, "snooze", story_id, source, phrase, watch, app.now() + timedelta(days=days))


def _add(
    app: App,
    kind: str,
    story_id: int | None,
    source: str | None,
    phrase: str | None,
    watch: str | None,
    until: datetime | None,
) -> None:
    from models.errors import InputError
    from storage.deciding import stories
    from storage.telling import feedback

    given = [each for each in (story_id, source, phrase) if str(each or "").strip()]
    if len(given) != 1:
        raise click.UsageError("give one of: a story's id, --source or --phrase.")
    settings = app.settings()
    if watch is not None and watch not in {each.name for each in settings.watches}:
        raise InputError(f"{app.config} has no watch '{watch}'.")
    with app.database(settings) as database, database.write() as conn:
        what = source or f"'{phrase}'"
        if story_id is not None:
            story = stories.get(conn, story_id)
            if story is None:
                raise InputError(f"There is no story {story_id}. 'newsdelta stories' lists them.")
            what = f"Story {story_id} ({story.headline})"
        number = feedback.add(
            conn, kind, app.now(), watch=watch, story_id=story_id, source=source, phrase=phrase, until=until
        )
    whom = f"for {watch}" if watch else "for every watch"
    listed = {each for feed in settings.feeds for each in (feed.name.lower(), (feed.publisher or "").lower())}
    end = f" until {day(until, settings.zone())}" if until else ""
    say(f"{clean(what)} is silent {clean(whom)}{end}. 'newsdelta undo {number}' takes it back.")
    if source and source.lower() not in listed and "." not in source:
        say(f"{app.config} names no feed or publisher '{clean(source)}': is it spelt so? 'newsdelta feeds' lists them.")
