"""Who is told what, and why not: one pure function of (event, watch, state, now).

A development that a watch does not match never comes here, and is not logged. Whatever does is told, or held
for a reason that is kept with its figures.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.inert import plain
from models.nouns import Development, EventKind, Reason
from settings import words
from settings.limits_alerts import (
    BUDGET_LEAST_HISTORY,
    FEEDBACK_MOST,
    FEEDBACK_NOVELTY_STEP,
    FEEDBACK_STEP,
    NIGHT_TOLD_FOR,
    RECONSIDER_FOR,
)
from settings.schema import WatchSetting


class Rule(enum.StrEnum):
    """Why something that matched, or nearly did, was not told."""

    KIND_NOT_WANTED = "kind-not-wanted"
    MUTED = "muted"
    SNOOZED = "snoozed"
    NO_CHANNEL = "no-channel"
    ALREADY_TOLD = "already-told"
    TOO_FEW_PUBLISHERS = "too-few-publishers"
    BELOW_NOVELTY = "below-novelty"
    BELOW_IMPORTANCE = "below-importance"
    TOO_OLD = "too-old"
    QUIET_HOURS = "quiet-hours"
    BUDGET = "budget"
    NEARLY_ABOUT = "nearly-about"
    """All else matched, and its meaning is a little under the watch's cut: listed, so that the watch can be mended."""
    BURST_CONTROL = "burst-control"
    """Told, but later, or as one message with others: decided by the channel, not by a watch."""


RECONSIDERED = {Rule.TOO_FEW_PUBLISHERS: RECONSIDER_FOR, Rule.QUIET_HOURS: NIGHT_TOLD_FOR}
"""Held for now, and for how long: decided again when more have reported it, or when the night is over."""

DIGESTED = (Rule.BUDGET, Rule.QUIET_HOURS)
"""Held for the digest."""

ON_PURPOSE = (Rule.MUTED, Rule.SNOOZED, Rule.NO_CHANNEL, Rule.ALREADY_TOLD, Rule.KIND_NOT_WANTED)
"""Held because a person said so, or was told already: nothing was missed."""


NO_HISTORY = timedelta(0)


@dataclass(frozen=True, slots=True)
class Tell:
    channels: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Hold:
    rule: Rule
    figures: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mute:
    """What a person does not want to hear of: a story, a source or a phrase; for a while, or for good."""

    story_id: int | None = None
    source: str | None = None
    phrase: str | None = None
    until: datetime | None = None
    """None: for good."""
    feedback_id: int = 0


@dataclass(frozen=True, slots=True)
class Shifts:
    """What feedback has done to a watch's cuts."""

    about: float = 0.0
    novelty: float = 0.0


def shifts(useful: int, not_news: int, not_my_topic: int) -> Shifts:
    """How far so many pieces of feedback move a watch's cuts. Undone feedback is simply not counted."""

    def bounded(value: float) -> float:
        return max(-FEEDBACK_MOST, min(FEEDBACK_MOST, value))

    return Shifts(
        about=bounded(FEEDBACK_STEP * (not_my_topic - useful)),
        novelty=bounded(FEEDBACK_NOVELTY_STEP * (not_news - useful)),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """A development as the policy sees it."""

    development: Development
    statements: frozenset[int]
    """Ids of the statements that it rests on."""
    sources: tuple[str, ...]
    """Names under which its article's source is known: feed, site, publisher."""
    text: str
    """What a muted phrase is looked for in."""
    old: timedelta = timedelta(0)
    """How old its article, or what changed in it, was when it was first read."""

    @property
    def publishers(self) -> int:
        return max(1, len(self.development.witnesses))


@dataclass(frozen=True, slots=True)
class State:
    """What the database knows that bears on one watch and one event."""

    zone: ZoneInfo
    channels: tuple[str, ...]
    told: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Channel to those of the event's statements that it has been told for this watch."""
    told_first: datetime | None = None
    told_today: int = 0
    """Alerts of this watch since midnight, in its zone."""
    history: Sequence[float] = ()
    """Importance of all that passed every rule before the budget, over the last 30 days."""
    history_span: timedelta = NO_HISTORY
    mutes: tuple[Mute, ...] = ()
    shifts: Shifts = Shifts()


def decide(event: Event, watch: WatchSetting, state: State, now: datetime) -> Tell | Hold:
    """Tell, or hold and why. The first rule that holds is the one that is named."""
    development = event.development
    if not development.kinds & {EventKind(kind) for kind in watch.kinds} and not _awaited(event, watch):
        return Hold(Rule.KIND_NOT_WANTED, (("kind", development.kind.value),))
    muted = _muted(event, state.mutes, now)
    if muted:
        return muted
    if not state.channels:
        return Hold(Rule.NO_CHANNEL)
    channels = _untold(event, state)
    if not channels:
        when = state.told_first.isoformat() if state.told_first else ""
        return Hold(Rule.ALREADY_TOLD, (("since", when), ("statements", len(event.statements))))
    if event.publishers < watch.min_publishers:
        return Hold(
            Rule.TOO_FEW_PUBLISHERS, (("publishers", event.publishers), ("least", watch.min_publishers))
        )
    least = watch.min_novelty + state.shifts.novelty
    if development.novelty < least:
        return Hold(
            Rule.BELOW_NOVELTY, (("novelty", round(development.novelty, 3)), ("least", round(least, 3)))
        )
    if development.importance < watch.min_importance:
        return Hold(
            Rule.BELOW_IMPORTANCE,
            (("importance", round(development.importance, 3)), ("least", watch.min_importance)),
        )
    if watch.max_age_days is not None and event.old > timedelta(days=watch.max_age_days):
        return Hold(Rule.TOO_OLD, (("days", event.old.days), ("most", watch.max_age_days)))
    wakes = kept_until(development.importance, watch, state.zone, now)
    if wakes:
        return Hold(
            Rule.QUIET_HOURS, (("until", wakes.isoformat()), ("importance", round(development.importance, 3)))
        )
    if watch.budget is not None:
        over = _over_budget(development.importance, watch.budget, state, now)
        if over:
            return over
    return Tell(channels, Reason("told", (("importance", round(development.importance, 3)),)))


def unless_nearly(decided: Tell | Hold, nearly: tuple[tuple[str, float | str], ...]) -> Tell | Hold | None:
    """What becomes of a near miss, by what would have been decided had it matched: None, nothing is kept, where it was
    held on purpose. `nearly`: its figures; none, and it did match."""
    if not nearly:
        return decided
    return None if isinstance(decided, Hold) and decided.rule in ON_PURPOSE else Hold(Rule.NEARLY_ABOUT, nearly)


def _awaited(event: Event, watch: WatchSetting) -> bool:
    """A confirmation brings what a watch for several publishers was waiting for, whatever kind it is."""
    return event.development.kind is EventKind.CONFIRMED and watch.min_publishers > 1


def _untold(event: Event, state: State) -> tuple[str, ...]:
    """The channels to which the event brings a statement that they were not told.

    A burst is about no statement, and a confirmation about statements already told: each is told for itself.
    """
    if event.development.kind in (EventKind.BURST, EventKind.CONFIRMED) or not event.statements:
        return state.channels
    return tuple(
        channel for channel in state.channels if event.statements - state.told.get(channel, frozenset())
    )


def _muted(event: Event, mutes: Sequence[Mute], now: datetime) -> Hold | None:
    sources = {source.casefold() for source in event.sources}
    for mute in mutes:
        if mute.until is not None and mute.until <= now:
            continue
        what = ""
        if mute.story_id is not None and mute.story_id == event.development.story_id:
            what = "story"
        elif mute.source is not None and mute.source.casefold() in sources:
            what = f"source {mute.source}"
        elif mute.phrase is not None and _holds(event.text, mute.phrase):
            what = f"phrase {plain(mute.phrase)}"
        if what:
            figures: tuple[tuple[str, float | str], ...] = (("what", what), ("feedback", mute.feedback_id))
            if mute.until is None:
                return Hold(Rule.MUTED, figures)
            return Hold(Rule.SNOOZED, (*figures, ("until", mute.until.isoformat())))
    return None


def _holds(text: str, phrase: str) -> bool:
    try:
        return words.hits(words.parse('"' + phrase.replace('"', " ") + '"'), text) is not None
    except words.QueryMistake:  # nothing but punctuation: never blanks alone, which stand in every text
        bare = phrase.strip().casefold()
        return bool(bare) and bare in text.casefold()


def kept_until(importance: float, watch: WatchSetting, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours end that keep back what is so important; None when none do."""
    loud = watch.wake_above is not None and importance >= watch.wake_above
    return None if loud else quiet_until(watch, zone, now)


def quiet_until(watch: WatchSetting, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours end that `now` lies in; None when it lies in none."""
    if watch.quiet_hours is None:
        return None
    local = now.astimezone(zone)
    if local.time() not in watch.quiet_hours:
        return None
    end = datetime.combine(local.date(), watch.quiet_hours.end, zone)
    return (
        end
        if end > local
        else datetime.combine(local.date() + timedelta(days=1), watch.quiet_hours.end, zone)
    )


def midnight(zone: ZoneInfo, now: datetime) -> datetime:
    """The start of the day that `now` lies in, in that zone."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def _over_budget(importance: float, budget: int, state: State, now: datetime) -> Hold | None:
    left = budget - state.told_today
    if left <= 0:
        return Hold(Rule.BUDGET, (("budget", budget), ("told today", state.told_today)))
    cut = budget_cut(left, state.history, state.history_span, _day_left(state.zone, now))
    if importance < cut:
        return Hold(
            Rule.BUDGET, (("budget", budget), ("importance", round(importance, 3)), ("cut", round(cut, 3)))
        )
    return None


def _day_left(zone: ZoneInfo, now: datetime) -> float:
    since = (now - midnight(zone, now)) / timedelta(days=1)
    return min(1.0, max(0.0, 1.0 - since))


def budget_cut(left: int, history: Sequence[float], span: timedelta, day_left: float) -> float:
    """The importance from which one of the `left` alerts is spent now, with `day_left` of the day to come.

    The budget-ratio policy for choosing the best of what arrives one by one (Arlotto and Gurvich, "Uniformly
    bounded regret in the multisecretary problem", 2019): the cut is the quantile of the past that lets as
    many through as are left. It loses a bounded amount against one who sees the whole day in advance.
    """
    if span < BUDGET_LEAST_HISTORY or not history:
        return 0.0
    to_come = len(history) / (span / timedelta(days=1)) * day_left
    if to_come <= left:
        return 0.0
    ranked = sorted(history, reverse=True)
    return ranked[min(len(ranked) - 1, int(len(ranked) * left / to_come))]
