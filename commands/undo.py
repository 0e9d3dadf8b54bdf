"""newsdelta undo: what has been said of alerts, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.output import day, json_lines, json_option, say, table

if TYPE_CHECKING:
    from storage.watching import FeedbackRow


@click.command()
@click.argument("number", required=False, type=click.IntRange(1))
@json_option()
@pass_app
def undo(app: App, number: int | None, as_json: bool) -> None:
    """Take back a useful, not-news, not-my-topic, mute or snooze; without a number, list what holds.

    \b
    Example:
      newsdelta undo
      newsdelta undo 4
    """
    from models.errors import InputError
    from storage import watching

    with app.database() as database:
        if number is None:
            with database.read() as conn:
                found = watching.feedback_of(conn)
        else:
            with database.write() as conn:
                if not watching.undo_feedback(conn, number, app.now()):
                    raise InputError(
                        f"There is nothing {number} that holds. 'newsdelta undo' lists what does."
                    )
            say(f"{number} is taken back.")
            return
    if as_json:
        json_lines(found)
    elif not found:
        say("Nothing has been said that could be taken back.")
    else:
        table(
            ("Number", "When", "What", "Of", "For", "Until"),
            [
                (
                    row.id,
                    day(row.at),
                    row.kind,
                    _of(row),
                    row.watch or "all",
                    day(row.until) if row.until else "",
                )
                for row in found
            ],
            right=(0,),
        )


def _of(row: FeedbackRow) -> str:
    if row.source or row.phrase:
        return row.source or f"'{row.phrase}'"
    return f"story {row.story_id}"
