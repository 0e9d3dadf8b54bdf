"""What a person can do here, each with its way back. Called by the forms and by the JSON API alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from fastapi import HTTPException
from sqlalchemy import Connection

from alerts.why import EFFECTS, effect
from models.errors import InputError
from settings.limits_web import SNOOZE_DAYS
from steps import again as pages
from steps.deciding import by_hand
from steps.stillness import PassAtWork, nobody_works
from storage.deciding import stories, unmending
from storage.reading import articles, feeds
from storage.telling import feedback, outbox, watching
from storage.text import storable
from web import build
from web.shapes import Done
from web.site import Site

SILENCES = ("mute", "snooze")
ACTS = (*EFFECTS, *SILENCES)


# -- what people say -------------------------------------------------------------------------------


def of_alert(site: Site, alert_id: int, kind: str, days: int = SNOOZE_DAYS) -> Done:
    """Useful, not news or not my topic, for the watch that was told; mute or snooze its story there."""
    with site.db.write() as conn:
        rows = watching.alert_rows(conn, ids=[alert_id])
        if not rows:
            raise HTTPException(404, f"There is no alert {alert_id}.")
        row = rows[0]
        if kind in SILENCES:
            return _silence(conn, site, kind, days, story_id=row.story_id, watch=row.watch)
        number = feedback.add(
            conn,
            kind,
            site.clock(),
            watch=row.watch,
            story_id=row.story_id,
            development_id=row.development_id,
        )
        watch = site.watch(row.watch)
        said = effect(kind, watch.about if watch else None)
    return Done(text=f"Noted: {said}.", undo=f"/api/feedback/{number}/undo", story_id=row.story_id)


def silence(
    site: Site,
    kind: str,
    days: int = SNOOZE_DAYS,
    *,
    story_id: int | None = None,
    source: str | None = None,
    phrase: str | None = None,
    watch: str | None = None,
) -> Done:
    """Mute or snooze one of: a story, a source, a phrase; for one watch or for all."""
    source, phrase = storable(source), storable(phrase)
    if sum(bool(each and str(each).strip()) for each in (story_id, source, phrase)) != 1:
        raise HTTPException(422, "Name one of: a story, a source, a phrase.")
    if watch is not None and site.watch(watch) is None:
        raise HTTPException(404, f"There is no watch '{build.plain(watch)}'.")
    with site.db.write() as conn:
        return _silence(conn, site, kind, days, story_id=story_id, source=source, phrase=phrase, watch=watch)


def _silence(
    conn: Connection,
    site: Site,
    kind: str,
    days: int,
    *,
    story_id: int | None = None,
    source: str | None = None,
    phrase: str | None = None,
    watch: str | None = None,
) -> Done:
    what = build.plain(source or "") or f"“{build.plain(phrase or '')}”"
    if story_id is not None:
        story_id = _standing(conn, story_id)
        found = stories.get(conn, story_id)
        what = build.title(found.headline if found else "")
    now = site.clock()
    until = now + timedelta(days=days) if kind == "snooze" else None
    number = feedback.add(
        conn, kind, now, watch=watch, story_id=story_id, source=source, phrase=phrase, until=until
    )
    whom = f" for {build.plain(watch)}" if watch else ""
    end = f" for {days} days" if until else ""
    return Done(
        text=f"Nothing more of {what}{whom}{end}.", undo=f"/api/feedback/{number}/undo", story_id=story_id
    )


def undo_feedback(site: Site, feedback_id: int) -> Done:
    with site.db.write() as conn:
        row = feedback.get(conn, feedback_id)
        if row is None:
            raise HTTPException(404, f"There is nothing {feedback_id} to take back.")
        if not feedback.undo(conn, feedback_id, site.clock()):
            raise HTTPException(409, "That was taken back already.")
    return Done(text="Taken back.", story_id=row.story_id)


# -- stories ---------------------------------------------------------------------------------------


@contextmanager
def _changing(site: Site) -> Iterator[Connection]:
    """A transaction while no pass is at work: a pass keeps stories in memory."""
    with site.db.write() as conn:
        try:
            nobody_works(conn, site.clock())
        except PassAtWork as error:
            raise HTTPException(409, str(error)) from None
        yield conn


def _standing(conn: Connection, story_id: int) -> int:
    if stories.get(conn, story_id) is None:
        raise HTTPException(404, f"There is no story {story_id}.")
    return stories.resolve(conn, story_id)


def _change(text: str, story_id: int, number: int) -> Done:
    return Done(text=text, undo=f"/api/changes/{number}/undo", story_id=story_id)


def merge(site: Site, story_id: int, into: int) -> Done:
    with _changing(site) as conn:
        source, target = _standing(conn, story_id), _standing(conn, into)
        if source == target:
            one = "A story is the same as itself" if story_id == into else f"Stories {story_id} and {into} are one"
            raise HTTPException(409, f"{one} already.")
        number = by_hand.merge(conn, source, target, site.clock())
    return _change(f"Story {source} is part of story {target} now.", target, number)


def split(site: Site, story_id: int, articles: Sequence[int]) -> Done:
    with _changing(site) as conn:
        try:
            new, number = by_hand.split(conn, _standing(conn, story_id), articles, site.clock())
        except (ValueError, LookupError):
            raise HTTPException(
                409, "Some of the story's own articles must leave and some must stay: choose others."
            ) from None
    return _change(f"What you chose is story {new} now.", new, number)


def move(site: Site, article_id: int, to: int) -> Done:
    with _changing(site) as conn:
        target = _standing(conn, to)
        source = stories.story_of(conn, article_id)
        if source is None:
            raise HTTPException(404, f"There is no article {article_id} in any story.")
        if source == target:
            raise HTTPException(409, f"It is in story {target} already.")
        number = by_hand.move(conn, article_id, target, site.clock())
    return _change(f"Article {article_id} belongs to story {target} now.", target, number)


def undo_change(site: Site, event_id: int) -> Done:
    with _changing(site) as conn:
        try:
            done = by_hand.undo(conn, event_id)
        except LookupError:
            raise HTTPException(404, f"There is no change {event_id}.") from None
        except unmending.CannotUndo as error:
            raise HTTPException(409, str(error)) from None
    return Done(text=f"Undone: story {done.other_id} is as it was.", story_id=done.other_id)


# -- deliveries, pages and feeds -------------------------------------------------------------------


def retry(site: Site, delivery_id: int | None) -> Done:
    """Have a failed message tried again, or all of them."""
    with site.db.write() as conn:
        number = outbox.retry(conn, site.clock(), None if delivery_id is None else [delivery_id])
    if not number and delivery_id is not None:
        raise HTTPException(409, "That message has not failed, or was withdrawn.")
    return Done(text=f"{number} to be tried again at the next pass.")


def again(site: Site, *, article_id: int | None = None, story_id: int | None = None) -> Done:
    """Have an article's page, or a story's, looked at in the next pass. Nothing to take back: it only comes before its
    turn."""
    now = site.clock()
    with site.db.write() as conn:
        if article_id is not None and not articles.many(conn, [article_id]):
            raise HTTPException(404, f"There is no article {article_id}.")
        standing = None if story_id is None else _standing(conn, story_id)
        try:
            said = pages.story(conn, standing, now) if standing else pages.article(conn, article_id or 0, now)
        except InputError as error:
            raise HTTPException(409, str(error)) from None
    return Done(text=f"{build.plain(said)} in the next pass.", story_id=standing)


FEED_ACTS = {
    "pause": "is paused",
    "resume": "is due at the next pass",
    "retire": "is retired",
    "poll": "is due at the next pass",
}


def feed(site: Site, feed_id: int, what: str) -> Done:
    """`what`: a key of FEED_ACTS."""
    with site.db.write() as conn:
        found = feeds.get(conn, feed_id)
        if found is None:
            raise HTTPException(404, f"There is no feed {feed_id}.")
        if what in ("pause", "resume"):
            feeds.pause(conn, feed_id, paused=what == "pause")
        elif what == "retire":
            feeds.save(conn, replace(found, retired_at=site.clock()))
        elif found.paused:
            raise HTTPException(409, f"{build.title(found.name)} is paused: resume it, and it is asked.")
        else:
            feeds.poll_soon(conn, feed_id)
    back = {"pause": "resume", "resume": "pause", "retire": "resume"}.get(what)
    undo = f"/api/feeds/{feed_id}/{back}" if back else None
    return Done(text=f"{build.title(found.name)} {FEED_ACTS[what]}.", undo=undo)
