"""An alert's view, from what the database knows of its development now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import view
from models.nouns import EventKind, Finding, FindingKind
from settings.limits_alerts import CHANGES_SHOWN, COVERAGE_DAYS, COVERAGE_LEAST_DAYS
from settings.schema import WatchSetting
from steps.context import Context
from steps.telling import links
from steps.telling.material import Material
from storage.telling import evidence
from storage.telling.evidence import Cited


def build_view(
    conn: Connection, context: Context, watch: WatchSetting, material: Material, why: str, now: datetime
) -> view.AlertView:
    """The alert with its evidence as it is known now."""
    development = material.development
    if material.view is None:  # the same for every watch
        material.view = _shared(conn, material)
    corrects = None
    if development.kind is EventKind.CORRECTION:
        corrects = _corrects(conn, watch.name, development.findings)
    loud = development.kind in (EventKind.CORRECTION, EventKind.WAKE, EventKind.BURST)
    if watch.wake_above is not None:
        loud = loud or development.importance >= watch.wake_above
    zone = ZoneInfo(context.settings.zone_of(watch))
    return replace(
        material.view,
        watch=watch.name,
        why=why,
        heard=links.heard(material.silence, now, zone, only_when_short=True),
        corrects=corrects,
        loud=loud,
    )


def _shared(conn: Connection, material: Material) -> view.AlertView:
    development, story = material.development, material.story
    carrying = evidence.carried_by(conn, development.id) or [development.article_id]
    findings = development.findings[:CHANGES_SHOWN]
    near = [finding.nearest.article_id for finding in findings if finding.nearest]
    known = evidence.cited(conn, [*carrying, *near, development.article_id])
    said = evidence.said_at(conn, [finding.nearest.statement_id for finding in findings if finding.nearest])
    age = (development.at - story.first_seen).days + 2
    days = max(COVERAGE_LEAST_DAYS, min(age, COVERAGE_DAYS))
    return view.AlertView(
        watch="",
        kinds=(development.kind.value, *sorted(development.kinds - {development.kind})),
        headline=development.headline or material.article.title,
        story_id=development.story_id,
        story=story.headline,
        since=min(story.first_seen, development.at),
        at=development.at,
        article=_source(known[development.article_id]),
        changes=tuple(_change(finding, known, said, development.article_id) for finding in findings),
        witnesses=tuple(_witness(known[each]) for each in carrying if each in known),
        copies=evidence.copies_of(conn, development.id),
        articles=max(1, story.articles),
        publishers=max(1, story.publishers),
        novelty=development.novelty,
        importance=development.importance,
        development_id=development.id,
        details=development.details,
        coverage=evidence.a_day(conn, development.story_id, development.at, days),
        language=material.article.language,
    )


def outlet(article: Cited) -> str:
    """What a reader knows its outlet by; without a feed (an archive) as its publisher."""
    if not article.feed:
        return article.publisher or article.site
    from sources.publisher import outlet_name  # it brings the list of public suffixes

    return outlet_name(article.site, article.publisher, article.feed, article.feed_url, article.feed_publisher)


def _source(article: Cited) -> view.Source:
    return view.Source(
        article.title, article.url, article.site, article.publisher, article.at, outlet(article)
    )


def _witness(article: Cited) -> view.Witness:
    return view.Witness(article.publisher, article.url, article.site, article.at, outlet(article))


def _corrects(conn: Connection, watch: str, findings: Sequence[Finding]) -> str | None:
    """The sentence that is corrected, if the watch was told of it. A changed value before a new sentence."""
    near = [
        finding.nearest
        for finding in sorted(findings, key=lambda finding: finding.kind is not FindingKind.CHANGED)
        if finding.nearest and not gave_the_right_value(finding.nearest.sentence, finding)
    ]
    told = evidence.told_of(conn, watch, [nearest.statement_id for nearest in near])
    return next((nearest.sentence for nearest in near if nearest.statement_id in told), None)


def gave_the_right_value(known: str, finding: Finding) -> bool:
    """Whether a known sentence gives the right value already, and not the one taken back."""
    return bool(finding.old and finding.new and finding.new in known and finding.old not in known)


def _change(
    finding: Finding, known: dict[int, Cited], said: dict[int, datetime], article_id: int
) -> view.Change:
    nearest = finding.nearest
    source = known.get(nearest.article_id) if nearest else None
    if source and nearest and nearest.statement_id in said:
        source = replace(source, at=said[nearest.statement_id])  # its page may have changed since
    return view.Change(
        sentence=finding.sentence,
        changed=finding.kind is FindingKind.CHANGED,
        old=finding.old,
        new=finding.new,
        known=nearest.sentence if nearest else None,
        known_from=_source(source) if source else None,
        similarity=nearest.similarity if nearest else None,
        same_page=nearest is not None and nearest.article_id == article_id,
    )
