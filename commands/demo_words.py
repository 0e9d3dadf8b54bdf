"""What the demo says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from commands.output import clean, count

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
    """Counts, every alert as a person would read it, where the mail is, and what comes next."""
    from alerts import render_text, view
    from settings.load import load
    from storage import counts, watching
    from storage.database import Database

    with Database.open(load(config).database_url()) as db, db.read() as conn:
        all_of_it = counts.count(conn)
        alerts = watching.alert_rows(conn, most=1000)
    yield ""
    for row in reversed(alerts):
        yield RULE
        yield from (clean(line) for line in render_text.render(view.alert_from_json(row.view)).splitlines())
    yield RULE
    yield ""
    yield (
        f"{count(all_of_it.feeds, 'feed')}, {count(all_of_it.entries, 'entry', 'entries')}, "
        f"{count(all_of_it.articles, 'article')} ({count(all_of_it.copies, 'copy', 'copies')}), "
        f"{count(all_of_it.stories, 'story', 'stories')}, {count(all_of_it.developments, 'development')}, "
        f"{count(all_of_it.alerts, 'alert')}, in {seconds:.0f} s."
    )
    mail = out / "mail"
    letters = sorted(mail.glob("*.eml"))
    yield f"The mail: {count(len(letters), 'letter')} (.eml), each also as a page (.html), in {mail}."
    yield f"Look around: newsdelta --config {config} stories"
    yield ""
    yield "To go live:"
    yield "  newsdelta init     writes newsdelta.yaml: feeds, what you want to be told, and where"
    yield "  newsdelta check    says whether the feeds, the mail server and Slack answer"
    yield "  newsdelta up       watches until you stop it"
