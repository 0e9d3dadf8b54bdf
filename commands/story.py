"""newsdelta story ID."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.app import App, pass_app
from commands.numbers import WHOLE
from commands.output import clean, count, day, json_lines, json_option, say, span, table

if TYPE_CHECKING:
    from models.nouns import Development, Story
    from storage.stories import Member


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
    from storage import developments, stories

    with app.database() as database, database.read() as conn:
        if stories.get(conn, story_id) is None:
            raise InputError(f"There is no story {story_id}. 'newsdelta stories' lists them.")
        now_called = stories.resolve(conn, story_id)
        found = stories.get(conn, now_called)
        assert found is not None
        told = developments.of_story(conn, now_called)
        members = stories.members_of(conn, now_called)
    if as_json:
        whole = asdict(found) | {
            "developments": [asdict(each) for each in told],
            "members": [asdict(each) for each in members],
        }
        json_lines([whole])
        return
    if now_called != story_id:
        say(f"Story {story_id} is part of story {now_called} now.")
    _print(found, told, members)


def _print(story: Story, told: Sequence[Development], members: Sequence[Member]) -> None:
    say(clean(story.headline), style="bold")
    copies = f"{count(story.copies, 'copy', 'copies')} among them, " if story.copies else ""
    say(
        f"Story {story.id}, {day(story.first_seen)} to {day(story.last_seen)} "
        f"({span(story.last_seen - story.first_seen)}): {count(story.articles, 'article')}, {copies}"
        f"{count(story.publishers, 'independent publisher')}."
    )
    if story.names:
        say("Names: " + clean(", ".join(story.names)))
    by_id = {member.article_id: member for member in members}
    for each in told:
        say()
        say(f"{day(each.at)}  {each.kind.value}: {clean(each.headline)}", style="bold")
        for finding in each.findings:
            change = f" ({clean(finding.old)} -> {clean(finding.new)})" if finding.old and finding.new else ""
            say(f"  {finding.kind.value}{change}: {clean(finding.sentence)}")
            if finding.nearest and finding.nearest.sentence:
                source = by_id.get(finding.nearest.article_id)
                whence = f" [{clean(source.publisher)}, {day(source.at)}]" if source else ""
                say(f"    known so far: {clean(finding.nearest.sentence)}{whence}", style="dim")
        say(f"  carried by: {clean(', '.join(each.witnesses))}")
    say()
    table(
        ("Published", "Role", "Article", "Publisher", "Title"),
        [(day(each.at), each.role.value, each.article_id, each.publisher, each.title) for each in members],
        right=(2,),
    )
