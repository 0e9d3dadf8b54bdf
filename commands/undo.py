"""newsdelta undo: what a person has said and decided, and taking it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.output import day, json_lines, json_option, say, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from storage.deciding.mending import StoryEvent
    from storage.telling.feedback import FeedbackRow

CHANGES_LISTED = 50
"""Merges, splits and moves in the list; older ones are undone by their number all the same."""


@click.command()
@click.argument("number", required=False)
@json_option()
@pass_app
def undo(app: App, number: str | None, as_json: bool) -> None:
    """Take back what you said of an alert, or did to a story; without a number, list what holds.

    A number like 4 is a useful, not-news, not-my-topic, mute or snooze; one like c4 a merge, split or move.

    \b
    Example:
      newsdelta undo
      newsdelta undo 4
      newsdelta undo c2
    """
    if number is None:
        _list(app, as_json)
        return
    found = re.fullmatch(r"(c?)(\d{1,9})", number)
    if found is None:
        raise click.BadParameter(f"'{number}' is not a number like 4 or c4.", param_hint="NUMBER")
    if found[1]:
        _undo_change(app, int(found[2]))
    else:
        _undo_feedback(app, int(found[2]))


def _undo_feedback(app: App, number: int) -> None:
    from models.errors import InputError
    from storage.telling import feedback

    with app.database() as database, database.write() as conn:
        if not feedback.undo(conn, number, app.now()):
            raise InputError(f"There is nothing {number} that holds. 'newsdelta undo' lists what does.")
    say(f"{number} is taken back.")


def _undo_change(app: App, number: int) -> None:
    from commands.decide import changing
    from models.errors import InputError
    from steps.deciding import by_hand
    from storage.deciding import unmending

    with changing(app) as (conn, _):
        try:
            done = by_hand.undo(conn, number)
        except LookupError:
            raise InputError(f"There is no change c{number}. 'newsdelta undo' lists them.") from None
        except unmending.CannotUndo as error:
            raise InputError(f"c{number}: {error}") from None
    say(f"c{number} is taken back: story {done.other_id} is as it was.")


def _list(app: App, as_json: bool) -> None:
    from storage.deciding import unmending
    from storage.telling import feedback

    settings = app.settings()
    zone = settings.zone()
    with app.database(settings) as database, database.read() as conn:
        said = feedback.of(conn)
        changed = unmending.by_people(conn, CHANGES_LISTED)
    if as_json:
        json_lines([*said, *changed])
    elif not said and not changed:
        say("Nothing has been said or done that could be taken back.")
    else:
        table(
            ("Number", "When", "For", "Until", "What"),
            [_said(row, zone) for row in said] + [_changed(event, zone) for event in changed],
            right=(0,),
        )


def _said(row: FeedbackRow, zone: ZoneInfo) -> tuple[object, ...]:
    of = row.source or (f"'{row.phrase}'" if row.phrase else f"story {row.story_id}")
    until = day(row.until, zone) if row.until else ""
    return (row.id, day(row.at, zone), row.watch or "all", until, f"{row.kind} {of}")


def _changed(event: StoryEvent, zone: ZoneInfo) -> tuple[object, ...]:
    match event.kind:
        case "merge":
            what = f"merge story {event.other_id} into {event.story_id}"
        case "split":
            what = f"split story {event.other_id} from {event.story_id}"
        case _:
            what = f"move article {event.article_id} to story {event.story_id}"
    return (f"c{event.id}", day(event.at, zone), "", "", what)
