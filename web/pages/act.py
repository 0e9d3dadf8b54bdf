"""Acting: useful, not news, not my topic, mute, snooze, merge, split, move, retry; and undo for each."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Body, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from settings.limits_web import LOG_LINES, SNOOZE_DAYS, SNOOZE_DAYS_MOST
from storage.deciding import unmending
from storage.telling import feedback
from web import acts, build, shapes
from web.cursor import MOST_ID
from web.flash import lead
from web.routes import CHANGES, FORM, Id, for_people, for_programs
from web.site import Here, Site
from web.view import page

people, programs = for_people(), for_programs("acting")
Number = Annotated[int, Form(ge=1, le=MOST_ID)]
Days = Annotated[int, Form(ge=1, le=SNOOZE_DAYS_MOST)]
Back = Annotated[str, Form(max_length=2000)]
Act = Literal["useful", "not-news", "not-my-topic", "mute", "snooze"]
Silence = Literal["mute", "snooze"]
Text = Annotated[str, Form(max_length=200)]


def said(site: Site) -> shapes.Said_:
    """What people said and did, newest first."""
    with site.db.read() as conn:
        rows = [build.said(row, row.headline) for row in feedback.newest(conn, LOG_LINES)]
        events = unmending.by_people(conn, LOG_LINES)
    rows += [
        shapes.Said(
            id=event.id,
            at=event.at,
            kind=event.kind,
            text=build.changed(event),
            story_id=event.story_id,
            watch=None,
            until=None,
            undo=f"/api/changes/{event.id}/undo",
        )
        for event in events
    ]
    return shapes.Said_(items=sorted(rows, key=lambda each: (each.at, each.id), reverse=True))


@people.get("/said")
def said_page(request: Request, site: Here) -> HTMLResponse:
    return page(request, "said.html", "What you said", found=said(site))


@people.post("/alerts/{alert_id}/{kind}", dependencies=FORM)
def of_alert(
    request: Request, site: Here, alert_id: Id, kind: Act, days: Days = SNOOZE_DAYS, back: Back = ""
) -> Response:
    done = acts.of_alert(site, alert_id, kind, days)
    return lead(request, back or f"/alerts/{alert_id}", done)


@people.post("/stories/{story_id}/{kind}", dependencies=FORM)
def of_story(
    request: Request,
    site: Here,
    story_id: Id,
    kind: Literal["mute", "snooze", "merge", "split", "again"],
    days: Days = SNOOZE_DAYS,
    into: Annotated[int | None, Form(ge=1, le=MOST_ID)] = None,
    article: Annotated[list[int] | None, Form()] = None,
    watch: Text = "",
) -> Response:
    if kind == "merge":
        if into is None:
            raise HTTPException(422, "Name the story that it is part of.")
        done = acts.merge(site, story_id, into)
    elif kind == "split":
        done = acts.split(site, story_id, _ids(article))
    elif kind == "again":
        done = acts.again(site, story_id=story_id)
    else:
        done = acts.silence(site, kind, days, story_id=story_id, watch=watch or None)
    return lead(request, f"/stories/{done.story_id or story_id}", done)


@people.post("/articles/{article_id}/move", dependencies=FORM)
def move(request: Request, site: Here, article_id: Id, to: Number) -> Response:
    done = acts.move(site, article_id, to)
    return lead(request, f"/stories/{done.story_id}", done)


@people.post("/articles/{article_id}/again", dependencies=FORM)
def again(request: Request, site: Here, article_id: Id) -> Response:
    return lead(request, f"/articles/{article_id}", acts.again(site, article_id=article_id))


@people.post("/silence", dependencies=FORM)
def silence(
    request: Request,
    site: Here,
    kind: Annotated[Silence, Form()] = "mute",
    source: Text = "",
    phrase: Text = "",
    watch: Text = "",
    days: Days = SNOOZE_DAYS,
) -> Response:
    done = acts.silence(site, kind, days, source=source or None, phrase=phrase or None, watch=watch or None)
    return lead(request, "/said", done)


@people.post("/deliveries/{delivery_id}/retry", dependencies=FORM)
def retry(request: Request, site: Here, delivery_id: Id) -> Response:
    return lead(request, "/alerts?state=waiting", acts.retry(site, delivery_id))


@people.post("/deliveries/retry", dependencies=FORM)
def retry_all(request: Request, site: Here) -> Response:
    return lead(request, "/alerts?state=waiting", acts.retry(site, None))


@people.post("/feedback/{feedback_id}/undo", dependencies=FORM)
def undo_feedback(request: Request, site: Here, feedback_id: Id, back: Back = "/said") -> Response:
    return lead(request, back, acts.undo_feedback(site, feedback_id))


@people.post("/changes/{event_id}/undo", dependencies=FORM)
def undo_change(request: Request, site: Here, event_id: Id, back: Back = "") -> Response:
    done = acts.undo_change(site, event_id)
    return lead(request, back or f"/stories/{done.story_id}", done)


def _ids(given: list[int] | None) -> list[int]:
    if not given or not all(1 <= each <= MOST_ID for each in given):
        raise HTTPException(422, "Choose the articles that leave.")
    return given


# -- for programs ----------------------------------------------------------------------------------


@programs.get("/said")
def list_said(site: Here) -> shapes.Said_:
    """Feedback, mutes, merges, splits and moves that hold, newest first, each with what takes it back."""
    return said(site)


@programs.post("/feedback", responses=CHANGES)
def say(site: Here, opinion: Annotated[shapes.Opinion, Body()]) -> shapes.Done:
    """Useful, not-news or not-my-topic of an alert; mute or snooze an alert's story, a story, a source or a
    phrase."""
    days = opinion.days or SNOOZE_DAYS
    if opinion.kind not in acts.ACTS or not 1 <= days <= SNOOZE_DAYS_MOST:
        raise HTTPException(422, f"kind is one of {', '.join(acts.ACTS)}; days from 1 to {SNOOZE_DAYS_MOST}.")
    for number in (opinion.alert, opinion.story_id):
        if number is not None and not 1 <= number <= MOST_ID:
            raise HTTPException(422, "There is no such id.")
    if opinion.alert is not None:
        return acts.of_alert(site, opinion.alert, opinion.kind, days)
    if opinion.kind not in acts.SILENCES:
        raise HTTPException(422, f"{opinion.kind} is said of an alert.")
    return acts.silence(
        site,
        opinion.kind,
        days,
        story_id=opinion.story_id,
        source=opinion.source,
        phrase=opinion.phrase,
        watch=opinion.watch,
    )


@programs.post("/feedback/{feedback_id}/undo", responses=CHANGES)
def take_back(site: Here, feedback_id: Id) -> shapes.Done:
    """Take back what was said."""
    return acts.undo_feedback(site, feedback_id)


@programs.post("/changes/{event_id}/undo", responses=CHANGES)
def put_back(site: Here, event_id: Id) -> shapes.Done:
    """Undo a person's merge, split or move."""
    return acts.undo_change(site, event_id)


@programs.post("/stories/{story_id}/merge", responses=CHANGES)
def merge_story(site: Here, story_id: Id, into: Annotated[shapes.Into, Body()]) -> shapes.Done:
    """The story is the same as another: its articles go there and its id leads there."""
    return acts.merge(site, story_id, _id(into.story_id))


@programs.post("/stories/{story_id}/split", responses=CHANGES)
def split_story(site: Here, story_id: Id, leaving: Annotated[shapes.Leaving, Body()]) -> shapes.Done:
    """These articles, with their copies, are another story."""
    return acts.split(site, story_id, _ids(leaving.articles))


@programs.post("/articles/{article_id}/move", responses=CHANGES)
def move_article(site: Here, article_id: Id, into: Annotated[shapes.Into, Body()]) -> shapes.Done:
    """The article, with its copies, belongs to another story."""
    return acts.move(site, article_id, _id(into.story_id))


@programs.post("/articles/{article_id}/again", responses=CHANGES)
def look_again(site: Here, article_id: Id) -> shapes.Done:
    """Have the article's page looked at in the next pass, whatever its turn."""
    return acts.again(site, article_id=article_id)


@programs.post("/stories/{story_id}/again", responses=CHANGES)
def look_at_story_again(site: Here, story_id: Id) -> shapes.Done:
    """Have the story's pages, the newest 100, looked at in the next pass, whatever their turn."""
    return acts.again(site, story_id=story_id)


@programs.post("/deliveries/{delivery_id}/retry", responses=CHANGES)
def retry_delivery(site: Here, delivery_id: Id) -> shapes.Done:
    """Have a failed message tried again."""
    return acts.retry(site, delivery_id)


@programs.post("/deliveries/retry", responses=CHANGES)
def retry_deliveries(site: Here) -> shapes.Done:
    """Have every failed message tried again."""
    return acts.retry(site, None)


def _id(number: int) -> int:
    if not 1 <= number <= MOST_ID:
        raise HTTPException(422, "There is no such story.")
    return number
