"""What a person does to stories: done as `mending` does it, kept for good, and the stories are named anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from steps.deciding import naming
from storage.deciding import mending, stories, unmending
from storage.deciding.unmending import Undone


def merge(conn: Connection, source: int, target: int, at: datetime) -> int:
    """All of `source` goes to `target`. The number by which it is taken back."""
    mending.merge(conn, source, target, at, by_person=True, figures={})
    return _named(conn, target)


def split(conn: Connection, story_id: int, leaving: Sequence[int], at: datetime) -> tuple[int, int]:
    """`leaving` and all that is the same text open a new story: its id, and the number by which it is taken back.
    ValueError and LookupError as `mending.split`."""
    new = mending.split(conn, story_id, leaving, at, by_person=True, figures={})
    return new, _named(conn, story_id, new)


def move(conn: Connection, article_id: int, target: int, at: datetime) -> int:
    """One article, and all that is the same text, goes to another story. The number by which it is taken back."""
    source = stories.story_of(conn, article_id)
    mending.move(conn, article_id, target, at, by_person=True)
    return _named(conn, *([] if source is None else [source]), target)


def undo(conn: Connection, number: int) -> Undone:
    """Take back what has this number. CannotUndo and LookupError as `unmending.undo`."""
    done = unmending.undo(conn, number)
    for each in (done.story_id, done.other_id):
        naming.name(conn, each)
    return done


def _named(conn: Connection, *story_ids: int) -> int:
    for each in story_ids:
        naming.name(conn, each)
    return unmending.last_event(conn)
