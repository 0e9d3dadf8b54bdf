"""newsdelta story ID."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.numbers import WHOLE
from commands.output import clean, count, day, json_lines, json_option, say, span, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from models.nouns import Development, Story
    from storage.deciding.stories import Member


@click.command()
@click.argument("story_id", metavar="ID", type=WHOLE)
@json_option()
@pass_app
def story(app: App, story_id: int, as_json: bool) -> None:
    """Show one story: what was new in it, when, who carried it, and every article with its role.

    \b
    Example:
      newsdelta story 17
    """
    from models.errors import InputError
    from steps.telling.showing import outlet
    from storage.deciding import developments, stories
    from storage.telling import evidence

    settings = app.settings()
    with app.database(settings) as database, database.read() as conn:
        if stories.get(conn, story_id) is None:
            raise InputError(f"There is no story {story_id}. 'newsdelta stories' lists them.")
        now_called = stories.resolve(conn, story_id)
        found = stories.get(conn, now_called)
        assert found is not None
        told = developments.of_story(conn, now_called)
        members = stories.members_of(conn, now_called)
        carrying = {each.id: evidence.carried_by(conn, each.id) for each in told}
        near = {finding.nearest.article_id for each in told for finding in each.findings if finding.nearest}
        wanted = {each.article_id for each in members}.union(near, *carrying.values())
        outlets = {number: outlet(each) for number, each in evidence.cited(conn, wanted).items()}
    if as_json:
        whole = asdict(found) | {
            "developments": [asdict(each) for each in told],
            "members": [asdict(each) for each in members],
        }
        json_lines([whole])
        return
    if now_called != story_id:
        say(f"Story {story_id} is part of story {now_called} now.")
    carried = {each: [outlets[number] for number in numbers] for each, numbers in carrying.items()}
    _print(found, told, members, outlets, carried, settings.zone())


def _print(
    story: Story,
    told: Sequence[Development],
    members: Sequence[Member],
    outlets: Mapping[int, str],
    carried: Mapping[int, Sequence[str]],
    zone: ZoneInfo,
) -> None:
    """`outlets`: what a reader knows each article's by; `carried`: those that carry each development."""
    say(clean(story.headline), style="bold")
    copies = f"{count(story.copies, 'copy', 'copies')} among them, " if story.copies else ""
    say(
        f"Story {story.id}, {day(story.first_seen, zone)} to {day(story.last_seen, zone)} "
        f"({span(story.last_seen - story.first_seen)}): {count(story.articles, 'article')}, {copies}"
        f"{count(story.publishers, 'independent publisher')}."
    )
    if story.names:
        say("Names: " + clean(", ".join(story.names)))
    by_id = {member.article_id: member for member in members}
    for each in told:
        say()
        say(f"{day(each.at, zone)}  {each.kind.value}: {clean(each.headline)}", style="bold")
        for finding in each.findings:
            change = f" ({clean(finding.old)} -> {clean(finding.new)})" if finding.old and finding.new else ""
            say(f"  {finding.kind.value}{change}: {clean(finding.sentence)}")
            if finding.nearest and finding.nearest.sentence:
                source = by_id.get(finding.nearest.article_id)
                whence = f" [{clean(outlets[source.article_id])}, {day(source.at, zone)}]" if source else ""
                say(f"    known so far: {clean(finding.nearest.sentence)}{whence}", style="dim")
        say(f"  carried by: {clean(', '.join(carried[each.id]))}")
    say()
    table(
        ("Published", "Role", "Article", "Outlet", "Title"),
        [
            (day(each.at, zone), each.role.value, each.article_id, outlets[each.article_id], each.title)
            for each in members
        ],
        right=(2,),
    )
