"""From what the database says to what pages show: texts made plain and short, addresses checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from alerts import why
from alerts.inert import cut
from alerts.inert import link as link  # strangers' addresses are checked here and nowhere else
from alerts.inert import plain as made_plain
from models import nouns
from settings.limits_stories import SLEEP_AFTER
from settings.limits_web import FINDINGS_SHOWN, SENTENCE_CHARS, TITLE_CHARS, WITNESSES_NAMED
from steps.looking import reasons
from steps.telling.showing import outlet
from storage.looking.pages_alerts import DeliveryLine
from storage.looking.pages_story import Day, MemberLine, StatementLine
from storage.looking.pages_today import Shown
from storage.telling.evidence import Cited
from storage.telling.holding import HeldRow
from web import shapes

NO_TITLE = "(no title)"


def plain(text: str) -> str:
    """As `alerts.inert.plain`, without looking at each letter of a text in which nothing can hide."""
    return " ".join(text.split()) if text.isascii() and text.isprintable() else made_plain(text)


def title(text: str | None) -> str:
    return cut(plain(text or ""), TITLE_CHARS) or NO_TITLE


def sentence(text: str) -> str:
    return cut(plain(text), SENTENCE_CHARS)


def short(text: str | None) -> str | None:
    return cut(plain(text), 80) if text else None


def source(article: Cited) -> shapes.Source:
    return shapes.Source(
        id=article.id,
        title=title(article.title),
        url=link(article.url),
        site=plain(article.site),
        name=plain(outlet(article)),
        publisher=plain(article.publisher),
        at=article.at,
        language=article.language,
    )


def development(shown: Shown, findings: int = FINDINGS_SHOWN) -> shapes.Development:
    each = shown.development
    witnesses = [shown.known[number] for number in shown.carried if number in shown.known]
    return shapes.Development(
        id=each.id,
        story_id=each.story_id,
        story=title(shown.story),
        kind=each.kind.value,
        at=each.at,
        headline=title(each.headline or shown.article.title),
        novelty=round(each.novelty, 3),
        importance=round(each.importance, 3),
        article=source(shown.article),
        findings=[finding(one, shown.known) for one in each.findings[:findings]],
        more_findings=max(0, len(each.findings) - findings),
        witnesses=[source(one) for one in witnesses[:WITNESSES_NAMED]],
        more_witnesses=max(0, len(witnesses) - WITNESSES_NAMED),
        copies=shown.copies,
        asleep_days=_asleep(each.details),
        told=[shapes.Told(watch=plain(watch), alert=alert) for watch, alert in shown.told],
        held=[shapes.Kept(watch=plain(watch), rule=rule) for watch, rule in shown.held],
    )


def _asleep(details: Iterable[tuple[str, float | str]]) -> int | None:
    for name, value in details:
        if "asleep" in name and isinstance(value, int | float):
            return round(value)
    return None


def finding(each: nouns.Finding, known: dict[int, Cited]) -> shapes.Finding:
    near = each.nearest
    cited = known.get(near.article_id) if near else None
    return shapes.Finding(
        sentence=sentence(each.sentence),
        kind=each.kind.value,
        old=short(each.old),
        new=short(each.new),
        novelty=round(each.novelty, 3),
        known=sentence(near.sentence) if near and near.sentence else None,
        known_from=source(cited) if cited else None,
        similarity=round(near.similarity, 3) if near else None,
        names=[plain(name) for name in each.names],
        numbers=[plain(number) for number in each.numbers],
        quotes=[sentence(quote) for quote in each.quotes],
    )


def story_line(row: Any) -> shapes.StoryLine:
    """Of a row of `stories`, or of `models.nouns.Story`."""
    return shapes.StoryLine(
        id=row.id,
        headline=title(row.headline),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        articles=row.articles,
        copies=row.copies,
        publishers=row.publishers,
        language=row.language,
    )


def sleeps(days: Sequence[Day], today: date) -> list[shapes.Sleep]:
    """Stretches without coverage of at least the length that counts as sleep; the last may go on."""
    dates = [day.day for day in days]
    gaps = pairwise(dates)
    found = [
        shapes.Sleep(since=before, until=after, days=(after - before).days, woke=True)
        for before, after in gaps
        if after - before >= SLEEP_AFTER
    ]
    if dates and today - dates[-1] >= SLEEP_AFTER:
        gone = (today - dates[-1]).days
        found.append(shapes.Sleep(since=dates[-1], until=today, days=gone, woke=False))
    return found


def member(line: MemberLine, copies: int = 0) -> shapes.Member:
    return shapes.Member(
        article=source(line.article),
        role=line.role.value,
        why=why_member(line),
        figures=plain("; ".join(reasons.figures(each) for each in (line.assigned, line.judged) if each and each.code)),
        novelty=None if line.novelty is None else round(line.novelty, 3),
        importance=None if line.importance is None else round(line.importance, 3),
        copy_of=line.copy_of,
        nearest=line.copy_of or line.nearest_article,
        copies=copies,
    )


def why_member(line: MemberLine) -> str:
    """What it is in its story and why it belongs to it, in sentences."""
    number = line.copy_of or line.nearest_article
    because = reasons.of_story(line.assigned, f"article {number}" if number else "", line.article.title)
    return in_words(reasons.of_role(line.role, line.judged), because if line.assigned.code else "")


def in_words(role: str, because: str) -> str:
    return plain(f"{role}." + (f" In this story because: {because}." if because else ""))


def statement(line: StatementLine) -> shapes.Statement:
    return shapes.Statement(
        id=line.id,
        text=sentence(line.text),
        at=line.article.at,
        article=source(line.article),
        witnesses=[source(each) for each in line.witnesses],
        more_witnesses=line.more,
    )


def delivery(line: DeliveryLine) -> shapes.Delivery:
    return shapes.Delivery(
        id=line.id,
        what=line.what,
        watch=plain(line.watch) if line.watch else None,
        headline=title(line.headline),
        alert=line.alert_id,
        story_id=line.story_id,
        channel=plain(line.channel),
        state=line.state,
        attempts=line.attempts,
        created=line.created,
        next_try=line.next_try,
        sent_at=line.sent_at,
        problem=plain(line.problem) if line.problem else None,
        folded=line.folded,
    )


def held(line: HeldRow, zone: ZoneInfo) -> shapes.Held:
    return shapes.Held(
        id=line.id,
        watch=plain(line.watch),
        development=line.development_id,
        story_id=line.story_id,
        story=title(line.story),
        headline=title(line.headline),
        at=line.at,
        rule=line.rule,
        why=why.held(line.rule, line.figures, zone),
        released=line.released,
    )


def changed(event: Any) -> str:
    """What was done to stories, of a row of `story_events`."""
    story, other = f"story {event.story_id}", f"story {event.other_id}"
    what = {
        "merge": f"Merged {other} into {story}",
        "split": f"Split {other} off {story}",
        "move": f"Moved article {event.article_id} from {other} to {story}",
    }
    return what.get(str(event.kind), str(event.kind))


SAID = {
    "useful": "Useful",
    "not-news": "Not news",
    "not-my-topic": "Not my topic",
    "mute": "Muted",
    "snooze": "Snoozed",
}


def said(row: Any, headline: str | None = None) -> shapes.Said:
    """Of a row of `feedback`."""
    what = row.phrase and f"“{plain(row.phrase)}”"
    what = what or (row.source and plain(row.source)) or title(headline or f"story {row.story_id}")
    whom = f", for {plain(row.watch)}" if row.watch else ""
    return shapes.Said(
        id=row.id,
        at=row.at,
        kind=row.kind,
        text=f"{SAID.get(row.kind, row.kind)}: {what}{whom}",
        story_id=row.story_id,
        watch=row.watch,
        until=row.until,
        undo=f"/api/feedback/{row.id}/undo",
    )
