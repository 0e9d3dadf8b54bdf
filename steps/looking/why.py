"""Why: in sentences, for an article, a story or a watch. Reads and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import say, why
from alerts.inert import inert
from models.errors import InputError
from models.nouns import Development, EventKind
from models.text.sentences import split
from models.witness import taken_over
from settings.limits_alerts import ROWS_OF_WATCH
from settings.limits_developments import EARLIER_CHARACTERS, EARLIER_TEXTS
from settings.limits_events import TAKEN_MOSTLY
from settings.schema import WatchSetting
from steps.context import Context
from steps.looking import reasons
from steps.telling.match import shifts_of
from steps.telling.material import Material, matches
from steps.telling.showing import outlet
from storage.deciding import developments, stories
from storage.reading import articles
from storage.telling import evidence, holding, watching
from storage.telling import feedback as feedback_rows

WATCH_DAYS = 7
"""How far back a watch is explained."""


def of_article(context: Context, conn: Connection, article_id: int) -> list[str]:
    """Why this story, why (not) new, and what came of it for every watch."""
    member = stories.member(conn, article_id)
    if member is None:
        cited = evidence.cited(conn, [article_id])
        if not cited:
            raise InputError(
                f"There is no article {article_id}. 'newsdelta story ID' lists a story's with their numbers."
            )
        return [f"Article {article_id} has not been decided yet."]
    whence = outlet(evidence.cited(conn, [article_id])[article_id])
    story = stories.get(conn, stories.resolve(conn, member.story_id))
    name = f"story {story.id} ({inert(story.headline)})" if story else f"story {member.story_id}"
    lines = [
        f"Article {article_id}, “{inert(member.title)}”, from {inert(whence)}, belongs to {name}.",
        f"Why this story: {inert(why_in_story(conn, member))}.",
        f"{inert(reasons.of_role(member.role, member.why))}.",
    ]
    if member.nearest:
        lines.append(
            f"What was known and comes nearest to it stands in article {member.nearest.article_id}: "
            f"“{say.quoted(member.nearest.sentence)}”"
        )
    lines += _others_words(conn, member)
    found = developments.of_article(conn, article_id)
    lines += _readings(conn, article_id, found, context.settings.zone())
    lines.append(f"In figures: {inert(in_figures(member))}.")
    if not found:
        lines.append("No development rests on it, so no watch was asked.")
    for development in found:
        lines += _of_development(context, conn, development)
    return lines


def why_in_story(conn: Connection, member: stories.Member) -> str:
    """`reasons.of_story`, with the article that decided it by its title, and the words that both share."""
    number = member.copy_of or member.nearest_article
    near = evidence.cited(conn, [number]).get(number) if number else None
    called = f"article {near.id}, “{say.title(near.title)}” ({outlet(near)})" if near else ""
    return reasons.of_story(member.reason, called, f"{member.title}\n{articles.get(conn, member.article_id).text}")


def in_figures(member: stories.Member) -> str:
    """What both decisions rest on, for those who know what the figures mean."""
    parts = [f"{reasons.figures(member.reason)}, similarity {member.similarity:.2f}, margin {member.margin:.2f}"]
    if member.why:
        parts.append(reasons.figures(member.why))
    if member.novelty is not None:
        parts.append(f"novelty {member.novelty:.2f}, importance {member.importance or 0.0:.2f}")
    if member.nearest:
        parts.append(f"nearest known sentence {member.nearest.similarity:.2f}")
    return "; ".join(parts)


def of_story(context: Context, conn: Connection, story_id: int) -> list[str]:
    """What there was to tell of a story, and who was told or not."""
    now_id = stories.resolve(conn, story_id) if stories.get(conn, story_id) else story_id
    story = stories.get(conn, now_id)
    if story is None:
        raise InputError(f"There is no story {story_id}. 'newsdelta stories' lists them.")
    lines = []
    if now_id != story_id:
        lines.append(f"Story {story_id} was merged into story {now_id}.")
    since = say.day(story.first_seen, context.settings.zone())
    size = f"{say.count(story.articles, 'article')} by {say.count(story.publishers, 'independent publisher')}"
    lines.append(f"Story {story.id}, “{inert(story.headline)}”, since {since}: {size}.")
    found = developments.of_story(conn, story.id)
    if not found:
        lines.append("There was nothing to tell of it.")
    for development in found:
        lines += _of_development(context, conn, development)
    return lines


def of_watch(context: Context, conn: Connection, watch: WatchSetting, now: datetime) -> list[str]:
    """What a watch asks for, how feedback has moved it, and what it held back lately and why."""
    zone = ZoneInfo(context.settings.zone_of(watch))
    feedback = feedback_rows.of(conn, watch.name)
    moved = shifts_of(feedback, watch.name)
    lines = [
        f"Watch {inert(watch.name)} is told on: {', '.join(context.settings.channels_of(watch)) or 'none'}."
    ]
    if moved.about or moved.novelty:
        lines.append(
            f"Feedback has moved its cut of meaning by {moved.about:+.2f} and its least novelty by "
            f"{moved.novelty:+.2f}; 'newsdelta undo' lists what was said and takes it back."
        )
    for row in feedback:
        if row.kind in ("mute", "snooze") and (row.until is None or row.until > now):
            what = f"story {row.story_id}" if row.story_id else inert(row.source or row.phrase or "")
            end = f" until {say.moment(row.until, zone)}" if row.until else ""
            lines.append(f"Silent: {what}{end} (feedback {row.id}).")
    since = now - timedelta(days=WATCH_DAYS)
    told = watching.alert_rows(conn, watch=watch.name, since=since, most=ROWS_OF_WATCH)
    held = holding.rows(conn, watch=watch.name, since=since, most=ROWS_OF_WATCH)
    lines.append(f"In the last {WATCH_DAYS} days: {say.count(len(told), 'alert')}, {len(held)} held back.")
    for kept in held:
        later = " Told later." if kept.released else ""
        lines.append(
            f"{say.moment(kept.at, zone)}: “{say.title(kept.headline)}” was not told: "
            f"{why.held(kept.rule, kept.figures, zone)}.{later}"
        )
    return lines


def _others_words(conn: Connection, member: stories.Member) -> Iterator[str]:
    """What an article took over from others word for word, as far as the texts are still kept."""
    if member.copy_of:
        publisher = outlet(evidence.cited(conn, [member.copy_of])[member.copy_of])
        yield f"It is a copy of article {member.copy_of}, from {inert(publisher)}, so it is no independent witness."
        return
    near = [each for each in (member.nearest_article, member.nearest and member.nearest.article_id) if each]
    earlier = evidence.written_before(conn, member.article_id, near, EARLIER_TEXTS, EARLIER_CHARACTERS)
    sentences = split(articles.get(conn, member.article_id).text)
    taken = sum(taken_over(sentences, [text for _, _, text in earlier]))
    if not taken:
        return
    counts = "" if (member.taken or 0.0) < TAKEN_MOSTLY else ", and its publisher does not count for it"
    most = max(earlier, key=lambda each: sum(taken_over(sentences, [each[2]])))
    yield (
        f"Taken over word for word: {taken} of its {say.count(len(sentences), 'sentence')}, above all from article "
        f"{most[0]}, from {inert(most[1])}. Of what it took over it is no independent witness{counts}."
    )


def _readings(conn: Connection, article_id: int, told: Sequence[Development], zone: ZoneInfo) -> Iterator[str]:
    """Each later reading of its page that had another text, and what came of it."""
    now = articles.get(conn, article_id)
    newest = articles.Revision(article_id, now.revision, now.title, now.text, now.seen)
    before, *later = *articles.revisions_of(conn, article_id), newest
    for each in later:
        old, new = ([" ".join(sentence.text.split()) for sentence in split(text.text)] for text in (before, each))
        added, gone = len(set(new) - set(old)), len(set(old) - set(new))
        if not before.text or not each.text:
            differs = "with another text, which is no longer kept"
        elif added:
            differs = f"with {say.count(added, 'sentence')} that {'was' if added == 1 else 'were'} not there before"
        else:
            differs = f"without {say.count(gone, 'sentence')} of before" if gone else "with another headline"
        rests = [one for one in told if dict(one.details).get("revision") == each.revision]
        rests = rests or [one for one in told if one.kind is EventKind.CORRECTION and not one.details]
        came = " and ".join(f"a {one.kind.value} rests on it" for one in rests) or "nothing in that was news"
        yield f"Its page was read again on {say.moment(each.seen, zone)}, {differs}: {came}."
        before = each


def _of_development(context: Context, conn: Connection, development: Development) -> Iterator[str]:
    novelty = f"novelty {development.novelty:.2f}, importance {development.importance:.2f}"
    at = say.moment(development.at, context.settings.zone())
    yield (
        f"{at}, {development.kind.value}: “{say.title(development.headline)}” "
        f"({novelty}, {say.count(max(1, len(development.witnesses)), 'independent publisher')})."
    )
    material: Material | None = None
    for watch in context.settings.watches:
        zone = ZoneInfo(context.settings.zone_of(watch))
        told = watching.alert_rows(conn, watch=watch.name, development_ids=[development.id])
        if told:
            fate = ", ".join(f"{each.channel} {each.state}" for each in told[0].deliveries) or "no channel"
            because = str(told[0].view.get("why") or "")
            yield (
                f"  {inert(watch.name)} was told on {say.moment(told[0].at, zone)} ({fate})"
                + (f": {inert(because)}." if because else ".")
            )
            continue
        held = holding.rows(conn, watch=watch.name, development_ids=[development.id])
        if held:
            later = " A digest told it." if held[0].released else ""
            yield (
                f"  {inert(watch.name)} was not told: {why.held(held[0].rule, held[0].figures, zone)}.{later}"
            )
            continue
        material = material or Material(conn, context, development)
        feedback = feedback_rows.of(conn, watch.name)
        verdict = matches(watch, material, shifts_of(feedback, watch.name), feedback)
        if verdict.matched:
            yield f"  {inert(watch.name)} matches now and was not asked then: it was made or changed since."
        else:
            yield f"  {inert(watch.name)} does not ask for it: {verdict.why}."
