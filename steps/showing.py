"""An alert's view, from what the database knows of its development now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import view
from models.nouns import EventKind, Finding, FindingKind
from settings.limits_alerts import CHANGES_SHOWN, COVERAGE_DAYS, COVERAGE_LEAST_DAYS
from steps import links
from steps.context import Context
from steps.material import Material
from storage import evidence
from storage.evidence import Cited


def build_view(
    conn: Connection, context: Context, watch: str, material: Material, why: str, now: datetime
) -> view.AlertView:
    """The alert with its evidence as it is known now."""
    development = material.development
    carrying = evidence.carried_by(conn, development.id) or [development.article_id]
    findings = development.findings[:CHANGES_SHOWN]
    near = [finding.nearest.article_id for finding in findings if finding.nearest]
    known = evidence.cited(conn, [*carrying, *near, development.article_id])
    corrects = None
    if development.kind is EventKind.CORRECTION:
        corrects = evidence.earlier_told(conn, watch, development.story_id, [development.article_id, *near])
    kinds = (development.kind.value, *sorted(development.kinds - {development.kind}))
    setting = next(each for each in context.settings.watches if each.name == watch)
    loud = development.kind in (EventKind.CORRECTION, EventKind.WAKE, EventKind.BURST)
    if setting.wake_above is not None:
        loud = loud or development.importance >= setting.wake_above
    age = (development.at - material.story.first_seen).days + 2
    days = max(COVERAGE_LEAST_DAYS, min(age, COVERAGE_DAYS))
    return view.AlertView(
        watch=watch,
        kinds=kinds,
        headline=development.headline or material.article.title,
        story_id=development.story_id,
        story=material.story.headline,
        since=min(material.story.first_seen, development.at),
        at=development.at,
        article=_source(known[development.article_id]),
        changes=tuple(_change(finding, known) for finding in findings),
        witnesses=tuple(_witness(known[each]) for each in carrying if each in known),
        copies=evidence.copies_of(conn, development.id),
        articles=max(1, material.story.articles),
        publishers=max(1, material.story.publishers),
        novelty=development.novelty,
        importance=development.importance,
        development_id=development.id,
        why=why,
        details=development.details,
        coverage=evidence.a_day(conn, development.story_id, development.at, days),
        heard=links.heard(conn, now, ZoneInfo(context.settings.zone_of(setting)), only_when_short=True),
        language=material.article.language,
        corrects=corrects,
        loud=loud,
    )


def _source(article: Cited) -> view.Source:
    return view.Source(article.title, article.url, article.site, article.publisher, article.at)


def _witness(article: Cited) -> view.Witness:
    return view.Witness(article.publisher, article.url, article.site, article.at)


def _change(finding: Finding, known: dict[int, Cited]) -> view.Change:
    nearest = finding.nearest
    source = known.get(nearest.article_id) if nearest else None
    return view.Change(
        sentence=finding.sentence,
        changed=finding.kind is FindingKind.CHANGED,
        old=finding.old,
        new=finding.new,
        known=nearest.sentence if nearest else None,
        known_from=_source(source) if source else None,
        similarity=nearest.similarity if nearest else None,
    )
