"""What the demo says."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.output import clean, count

if TYPE_CHECKING:
    from alerts.view import AlertView

SHOWN = 3
"""Alerts that are shown whole: all of the demo's were 1,700 lines, in which the counts were lost."""

RULE = "─" * 78


def beginning(feeds: int, times: Sequence[datetime], address: str) -> Iterator[str]:
    yield f"A newsroom of {feeds} invented outlets now runs at {address}. newsdelta watches it from"
    yield f"{times[0]:%-d %B %Y} to {times[-1]:%-d %B %Y} in {len(times)} passes; only the clock is set."


def passed(number: int, total: int, at: datetime, counts: Mapping[str, Mapping[str, Any]]) -> str:
    """One line a pass."""
    decided = counts.get("decide", {})
    told = [
        count(decided.get("decided", 0), "article"),
        count(decided["copies"], "copy", "copies") if decided.get("copies") else "",
        count(decided["stories"], "new story", "new stories") if decided.get("stories") else "",
        count(decided["developments"], "development") if decided.get("developments") else "",
    ]
    sent = counts.get("deliver", {}).get("sent", 0)
    line = f"{number:>3}/{total}  {at:%a %d %b %H:%M}  " + ", ".join(each for each in told if each)
    return f"{line}  →  {count(sent, 'alert')}" if sent else line


def ending(config: Path, out: Path, seconds: float) -> Iterator[str]:
    """A few alerts as a person would read them; then, within a screen, what was counted and what to look at next."""
    from alerts import render_text, view
    from settings.load import load
    from storage.database import Database
    from storage.running import counts
    from storage.telling import watching

    with Database.open(load(config).database_url()) as db, db.read() as conn:
        all_of_it = counts.count(conn)
        rows = watching.alert_rows(conn, most=1000)
    views = [view.alert_from_json(row.view) for row in reversed(rows)]
    shown = chosen(views)
    if shown:
        yield ""
        yield f"{len(shown)} of the {count(len(views), 'alert')}, whole:"
    for each in shown:
        yield RULE
        yield from (clean(line) for line in render_text.render(each).splitlines())
    yield RULE
    yield (
        f"{count(all_of_it.feeds, 'feed')}, {count(all_of_it.entries, 'entry', 'entries')}, "
        f"{count(all_of_it.articles, 'article')} ({count(all_of_it.copies, 'copy', 'copies')}), "
        f"{count(all_of_it.stories, 'story', 'stories')}, {count(all_of_it.developments, 'development')}, "
        f"{count(all_of_it.alerts, 'alert')}, in {seconds:.0f} s."
    )
    yield ""
    mail = out / "mail"
    call = f"{_command()} --config {config}"
    yield "What to look at next (the newsroom is gone, so links to its pages lead nowhere):"
    yield f"  {mail}"
    yield f"      the mail: {count(len(sorted(mail.glob('*.eml'))), 'letter')} (.eml), each also as a page (.html)"
    yield f"  {call} web"
    yield "      the pages: what was new day by day, each story, each article sentence by sentence"
    if shown:
        yield f"  {call} why story {shown[0].story_id}"
        yield "      why it was told to whom, and to whom not"
    yield ""
    yield "To go live:"
    yield f"  {_command()} init     writes newsdelta.yaml: feeds, what you want to be told, and where"
    yield f"  {_command()} check    says whether the feeds, the mail server and Slack answer"
    yield f"  {_command()} up       watches until you stop it"


def chosen(views: Sequence[AlertView]) -> list[AlertView]:
    """A few that show what newsdelta does, in the order in which they were told: a figure that changed, a correction,
    a story that woke, and where these are missing the first of a story and what came then; of each the shortest."""
    sorts: tuple[Callable[[AlertView], bool], ...] = (
        lambda each: each.kind == "development" and any(one.old and one.new for one in each.changes),
        lambda each: each.kind == "correction",
        lambda each: each.kind == "wake",
        lambda each: each.kind == "first",
        lambda each: each.kind == "development",
    )
    found: list[int] = []
    for sort in sorts:
        places = [place for place, each in enumerate(views) if place not in found and sort(each)]
        if places and len(found) < SHOWN:
            found.append(min(places, key=lambda place: (_length(views[place]), place)))
    return [views[place] for place in sorted(found)]


def _length(each: AlertView) -> int:
    return sum(len(one.sentence) + len(one.known or "") for one in each.changes)


def _command() -> str:
    """How this newsdelta is called from here: `make demo` leaves it in .venv/bin, where no shell looks."""
    called = Path(sys.argv[0])
    return "newsdelta" if shutil.which("newsdelta") or called.name != "newsdelta" else str(called)
