"""Stories: the list, and one story from all sides."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from models.nouns import Role
from settings.limits_web import LIST_LIMIT_MOST, MEMBERS, STATEMENTS, STORIES_SHOWN, STORY_LOG_LINES, TIMELINE
from web import shapes
from web.cursor import MOST_ID
from web.reads import developments as development_reads
from web.reads import story as reads
from web.routes import After, Before, Id, for_people, for_programs
from web.site import Here
from web.view import page

people, programs = for_people(), for_programs("stories")
Limit = Annotated[int, Query(ge=1, le=LIST_LIMIT_MOST)]


@people.get("/stories")
def stories(request: Request, site: Here, before: Before = None) -> HTMLResponse:
    return page(request, "stories.html", "Stories", found=reads.listing(site, before, STORIES_SHOWN))


@people.get("/stories/{story_id}")
def story(
    request: Request,
    site: Here,
    story_id: Id,
    before: Before = None,
    was: Annotated[int | None, Query(ge=1, le=MOST_ID)] = None,
) -> Response:
    found = reads.story(site, story_id)
    if found.merged_from is not None:
        return RedirectResponse(f"/stories/{found.id}?was={story_id}", 302)
    return page(
        request,
        "story.html",
        found.headline,
        story=found,
        was=was,
        before=before,
        found=development_reads.of_story(site, found.id, before),
        members=reads.members(site, found.id, most=10),
        similar=reads.similar(site, found.id),
        log=reads.log(site, found.id, STORY_LOG_LINES),
        roles=list(Role),
    )


@people.get("/stories/{story_id}/timeline")
def story_timeline(request: Request, site: Here, story_id: Id, before: Before = None) -> HTMLResponse:
    """To print, or to be taken along into a text of one's own."""
    story, _ = reads.brief(site, story_id)
    found = development_reads.of_story(site, story.id, before, TIMELINE, oldest_first=True)
    return page(request, "story_timeline.html", f"Timeline: {story.headline}", story=story, found=found)


@people.get("/stories/{story_id}/articles")
def story_articles(
    request: Request,
    site: Here,
    story_id: Id,
    before: Before = None,
    role: Role | None = None,
    copies_of: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> HTMLResponse:
    found = reads.members(site, story_id, before=before, role=role and role.value, copies_of=copies_of)
    story, counts = reads.brief(site, story_id)
    return page(
        request,
        "story_articles.html",
        f"Articles: {story.headline}",
        story=story,
        roles=counts,
        found=found,
        role=role,
        copies_of=copies_of,
    )


@people.get("/stories/{story_id}/statements")
def story_statements(request: Request, site: Here, story_id: Id, after: After = 0) -> HTMLResponse:
    found = reads.statements(site, story_id, after)
    story, _ = reads.brief(site, story_id)
    return page(
        request,
        "story_statements.html",
        f"Statements: {story.headline}",
        story=story,
        found=found,
        after=after,
    )


@people.get("/stories/{story_id}/log")
def story_log(request: Request, site: Here, story_id: Id) -> HTMLResponse:
    story, _ = reads.brief(site, story_id)
    title = f"Told and held back: {story.headline}"
    return page(request, "story_log.html", title, story=story, log=reads.log(site, story_id))


@programs.get("/stories")
def list_stories(site: Here, before: Before = None, limit: Limit = STORIES_SHOWN) -> shapes.Stories:
    """By their last coverage, newest first."""
    return reads.listing(site, before, limit)


@programs.get("/stories/{story_id}")
def one_story(site: Here, story_id: Id) -> shapes.Story:
    """A story under its present id: a merged one answers with what it is part of."""
    return reads.story(site, story_id)


@programs.get("/stories/{story_id}/developments")
def developments_of_story(
    site: Here, story_id: Id, before: Before = None, limit: Limit = 20, oldest_first: bool = False
) -> shapes.Developments:
    """What there was to tell of it, newest first or oldest first."""
    number = reads.number(site, story_id)
    return development_reads.of_story(site, number, before, limit, oldest_first=oldest_first)


@programs.get("/stories/{story_id}/articles")
def articles_of_story(
    site: Here, story_id: Id, before: Before = None, role: Role | None = None, limit: Limit = MEMBERS
) -> shapes.Members:
    """Its articles, newest first, with their roles and the reasons; copies only when asked for by `role`."""
    reads.number(site, story_id)
    return reads.members(site, story_id, before=before, role=role and role.value, most=limit)


@programs.get("/stories/{story_id}/statements")
def statements_of_story(
    site: Here, story_id: Id, after: After = 0, limit: Limit = STATEMENTS
) -> shapes.Statements:
    """Its ledger: what was said, by whom first, and who said it since."""
    reads.number(site, story_id)
    return reads.statements(site, story_id, after, limit)


@programs.get("/stories/{story_id}/similar")
def similar_stories(site: Here, story_id: Id) -> shapes.SimilarStories:
    """Other stories, by meaning."""
    reads.number(site, story_id)
    return reads.similar(site, story_id)


@programs.get("/stories/{story_id}/log")
def log_of_story(site: Here, story_id: Id) -> shapes.Log:
    """Which watches were told of it, and what was held back and why."""
    reads.number(site, story_id)
    return reads.log(site, story_id)
