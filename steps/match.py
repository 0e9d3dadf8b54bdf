"""Developments to watches: who is told, in the transaction that stores the development."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import about, message, policy, view, words
from alerts.policy import Event, Hold, Rule, Tell
from models.nouns import Development, EventKind, Finding, FindingKind, Story, Vector
from settings.limits_alerts import ABOUT_STATEMENTS_READ, BUDGET_HISTORY, CHANGES_SHOWN, COVERAGE_DAYS
from settings.schema import Settings, WatchSetting
from steps import links
from steps.context import Context
from storage import evidence, outbox, stories, watching
from storage.evidence import Cited


@dataclass(frozen=True, slots=True)
class MatchCounts:
    alerts: int = 0
    held: int = 0
    deliveries: int = 0

    def __add__(self, other: MatchCounts) -> MatchCounts:
        return MatchCounts(
            self.alerts + other.alerts, self.held + other.held, self.deliveries + other.deliveries
        )


def match(conn: Connection, context: Context, developments: Sequence[Development]) -> MatchCounts:
    """Tell every watch that wants to know, or keep why not. Called inside the transaction that stored the
    developments; writes alerts with their deliveries, or held rows. Done twice, it writes once."""
    counts = MatchCounts()
    for development in developments:
        if context.settings.watches:
            material = Material(conn, context, development)
            for watch in context.settings.watches:
                counts += tell_watch(conn, context, watch, material)
    return counts


def reconsider(
    conn: Connection, context: Context, watch: WatchSetting, development: Development
) -> MatchCounts:
    """Decide again what was held for this watch."""
    return tell_watch(conn, context, watch, Material(conn, context, development))


class Material:
    """What the watches look at of one development, read once for all of them."""

    def __init__(self, conn: Connection, context: Context, development: Development) -> None:
        self.conn = conn
        self.context = context
        self.development = development
        self.statements = evidence.statement_ids(conn, development.id)
        self.story = _story(conn, development.story_id)
        self.article = evidence.cited(conn, [development.article_id], text=True)[development.article_id]
        sentences = " ".join(finding.sentence for finding in development.findings)
        self.text = "\n".join(
            (development.headline, self.article.title, sentences, self.story.headline, self.article.text)
        )
        self._vectors: about.Vectors | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        article = self.article
        return tuple(name for name in (article.feed, article.site, article.publisher) if name)

    def vectors(self) -> about.Vectors:
        if self._vectors is None:
            model = self.context.encoder.name
            development = self.development
            self._vectors = about.Vectors(
                new=evidence.new_vectors(self.conn, development.id, development.article_id, model),
                story=evidence.story_vectors(self.conn, development.story_id, model, ABOUT_STATEMENTS_READ),
            )
        return self._vectors


def _story(conn: Connection, story_id: int) -> Story:
    story = stories.get(conn, story_id)
    if story is None:
        raise LookupError(f"a development of story {story_id}, which is not there")
    return story


def tell_watch(conn: Connection, context: Context, watch: WatchSetting, material: Material) -> MatchCounts:
    """One watch, one development."""
    development = material.development
    if watching.is_decided(conn, watch.name, development.id):
        return MatchCounts()
    feedback = watching.feedback_of(conn, watch.name)
    moved = _shifts(feedback, watch.name)
    why = _matches(context, watch, material, moved)
    if why is None:
        return MatchCounts()
    now = context.clock()
    event = Event(development, material.statements, material.sources, material.text)
    state = _state(conn, context.settings, watch, event, feedback, moved, now)
    decision = policy.decide(event, watch, state, now)
    if isinstance(decision, Hold):
        watching.hold(conn, watch.name, development.id, now, decision.rule.value, decision.figures)
        return MatchCounts(held=1)
    return _write(conn, context, watch, material, decision, why, now)


def _write(
    conn: Connection,
    context: Context,
    watch: WatchSetting,
    material: Material,
    decision: Tell,
    why: str,
    now: datetime,
) -> MatchCounts:
    development = material.development
    shown = build_view(conn, context, watch.name, material, why, now)
    alert_id = watching.add_alert(
        conn,
        watch.name,
        development.id,
        development.story_id,
        now,
        development.importance,
        view.to_json(shown),
    )
    offered = links.of_alert(context.settings, alert_id, development.story_id)
    watching.set_view(conn, alert_id, view.to_json(view.stamped(shown, alert_id, offered)))
    written = 0
    for channel in decision.channels:
        key = message.key(development.id, watch.name, channel)
        written += outbox.add(conn, channel, key, now, alert_id=alert_id) is not None
    watching.tell(conn, watch.name, decision.channels, material.statements, now, alert_id=alert_id)
    watching.let_go(conn, watch.name, development.id, now)
    return MatchCounts(alerts=1, deliveries=written)


# -- does it match? --------------------------------------------------------------------------------


def _matches(context: Context, watch: WatchSetting, material: Material, moved: policy.Shifts) -> str | None:
    """Why the watch wants to know, in words; None when it does not."""
    article = material.article
    reasons: list[str] = []
    if watch.languages and article.language and article.language.split("-")[0] not in watch.languages:
        return None
    if watch.sources:
        source = about.source_hit(watch.sources, material.sources)
        if source is None:
            return None
        reasons.append(f"from {source}")
    if watch.words:
        found = words.hits(words.parse(watch.words), material.text)
        if found is None:
            return None
        reasons.append("words: " + ", ".join(dict.fromkeys(found)) if found else "words")
    if watch.about:
        vectors = material.vectors()
        near = about.closeness(_about_vector(context, watch.about), vectors.new, vectors.story)
        if near.over(moved.about) < 0:
            return None
        reasons.append(f"about: {near.said()}")
    return "; ".join(reasons)


_VECTORS: weakref.WeakKeyDictionary[Context, dict[str, Vector]] = weakref.WeakKeyDictionary()


def _about_vector(context: Context, sentence: str) -> Vector:
    """The watch's sentence as a vector, made once a context."""
    known = _VECTORS.setdefault(context, {})
    if sentence not in known:
        known[sentence] = context.encoder.encode([sentence])[0]
    return known[sentence]


# -- what bears on the decision --------------------------------------------------------------------


def _shifts(feedback: Sequence[watching.FeedbackRow], watch: str) -> policy.Shifts:
    kinds = [row.kind for row in feedback if row.watch == watch]
    return policy.shifts(kinds.count("useful"), kinds.count("not-news"), kinds.count("not-my-topic"))


def _state(
    conn: Connection,
    settings: Settings,
    watch: WatchSetting,
    event: Event,
    feedback: Sequence[watching.FeedbackRow],
    moved: policy.Shifts,
    now: datetime,
) -> policy.State:
    zone = ZoneInfo(settings.zone_of(watch))
    channels = settings.channels_of(watch)
    known, first = watching.told_statements(conn, watch.name, channels, event.statements)
    history: list[float] = []
    since: datetime | None = None
    today = 0
    if watch.budget is not None:
        history, since = watching.ranked(conn, watch.name, now - BUDGET_HISTORY, Rule.BUDGET.value)
        today = watching.told_since(conn, watch.name, policy.midnight(zone, now))
    mutes = tuple(
        policy.Mute(
            # a muted story that was merged into another stays muted there
            story_id=None if row.story_id is None else stories.resolve(conn, row.story_id),
            source=row.source,
            phrase=row.phrase,
            until=row.until,
            feedback_id=row.id,
        )
        for row in feedback
        if row.kind in ("mute", "snooze")
    )
    return policy.State(
        zone=zone,
        channels=channels,
        told=known,
        told_first=first,
        told_today=today,
        history=history,
        history_span=(now - since) if since else policy.NO_HISTORY,
        mutes=mutes,
        shifts=moved,
    )


# -- what is shown ---------------------------------------------------------------------------------


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
        coverage=evidence.a_day(conn, development.story_id, development.at, COVERAGE_DAYS),
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
