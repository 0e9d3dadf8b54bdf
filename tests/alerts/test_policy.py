"""Who is told and why not: each rule by itself, their order, and the budget."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.policy import (
    Event,
    Hold,
    Mute,
    Rule,
    State,
    Tell,
    budget_cut,
    decide,
    quiet_until,
    shifts,
)
from alerts.why import held
from models.nouns import Development, EventKind, Finding, FindingKind
from settings.schema import WatchSetting

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FINDING = Finding("The toll rose to 11.", FindingKind.CHANGED, 0.9, None, 0, "8", "11")
DEVELOPMENT = Development(1, 7, 3, EventKind.DEVELOPMENT, NOW, 0.9, 2.0, "Toll", (FINDING,), ("Kurier",))
EVENT = Event(DEVELOPMENT, frozenset({5, 6}), ("Kurier", "kurier.example"), "The toll rose to 11.")
STATE = State(ZoneInfo("UTC"), ("mail",))


def watch(**more) -> WatchSetting:
    return WatchSetting.model_validate({"name": "W", "words": "toll"} | more)


def rule(event=EVENT, setting=None, state=STATE, now=NOW) -> Rule | None:
    decision = decide(event, setting or watch(), state, now)
    return decision.rule if isinstance(decision, Hold) else None


def test_tells_by_default():
    assert decide(EVENT, watch(), STATE, NOW) == Tell(("mail",), decide(EVENT, watch(), STATE, NOW).reason)


@pytest.mark.parametrize(
    ("setting", "state", "expected"),
    [
        ({"kinds": ["first"]}, {}, Rule.KIND_NOT_WANTED),
        ({}, {"channels": ()}, Rule.NO_CHANNEL),
        ({}, {"told": {"mail": frozenset({5, 6})}}, Rule.ALREADY_TOLD),
        ({}, {"told": {"mail": frozenset({5})}}, None),
        ({"min_publishers": 2}, {}, Rule.TOO_FEW_PUBLISHERS),
        ({"min_novelty": 0.95}, {}, Rule.BELOW_NOVELTY),
        ({"min_novelty": 0.9}, {}, None),
        ({"min_novelty": 0.9}, {"shifts": shifts(0, 1, 0)}, Rule.BELOW_NOVELTY),
        ({"min_importance": 2.5}, {}, Rule.BELOW_IMPORTANCE),
        ({"min_importance": 2.0}, {}, None),
        ({"quiet_hours": "11:00-13:00"}, {}, Rule.QUIET_HOURS),
        ({"quiet_hours": "12:00-13:00"}, {}, Rule.QUIET_HOURS),
        ({"quiet_hours": "11:00-12:00"}, {}, None),
        ({"quiet_hours": "11:00-13:00", "wake_above": 2.0}, {}, None),
        ({"budget": 2}, {"told_today": 2}, Rule.BUDGET),
        ({"budget": 2}, {"told_today": 1}, None),
        ({}, {"mutes": (Mute(story_id=7),)}, Rule.MUTED),
        ({}, {"mutes": (Mute(story_id=8),)}, None),
        ({}, {"mutes": (Mute(source="KURIER"),)}, Rule.MUTED),
        ({}, {"mutes": (Mute(phrase="rose to"),)}, Rule.MUTED),
        ({}, {"mutes": (Mute(phrase="ose t"),)}, None),
        ({}, {"mutes": (Mute(phrase=" . "),)}, Rule.MUTED),
        ({}, {"mutes": (Mute(phrase="?!"),)}, None),
        ({}, {"mutes": (Mute(phrase=" "),)}, None),
        ({}, {"mutes": (Mute(story_id=7, until=NOW + timedelta(hours=1)),)}, Rule.SNOOZED),
        ({}, {"mutes": (Mute(story_id=7, until=NOW),)}, None),
    ],
)
def test_rules(setting, state, expected):
    assert rule(setting=watch(**setting), state=replace(STATE, **state)) == expected


@pytest.mark.parametrize(
    ("mute", "said"),
    [
        (Mute(story_id=7, until=NOW + timedelta(hours=3), feedback_id=4), "until 4 May 2026, 17:00 CEST: story (feed"),
        (Mute(source="Kurier", feedback_id=5), "muted: source Kurier (feedback 5)"),
    ],
)
def test_a_silence_is_said_with_its_end(mute, said):
    hold = decide(EVENT, watch(), replace(STATE, mutes=(mute,)), NOW)
    assert isinstance(hold, Hold)
    assert said in held(hold.rule, dict(hold.figures), BERLIN)


def test_what_an_older_or_a_newer_program_has_kept_is_said_as_well_as_may_be():
    assert held("already-told", {"since": ""}) == "already told on an earlier day"
    assert held("no-such-rule", {}) == "no-such-rule"
    assert held("kind-not-wanted", {"kind": "no-such-kind"}) == "this watch does not ask for no-such-kind"


@pytest.mark.parametrize(("old", "most", "expected"), [(31, 30, Rule.TOO_OLD), (30, 30, None), (9999, None, None)])
def test_what_was_old_when_it_was_first_read(old, most, expected):
    event = replace(EVENT, old=timedelta(days=old))
    assert rule(event, watch(max_age_days=most)) == expected


def test_told_channel_by_channel():
    state = replace(STATE, channels=("mail", "slack"), told={"mail": frozenset({5, 6})})
    decision = decide(EVENT, watch(), state, NOW)
    assert isinstance(decision, Tell)
    assert decision.channels == ("slack",)


def test_a_waking_story_with_news_is_a_development_too():
    woke = replace(EVENT, development=replace(DEVELOPMENT, kind=EventKind.WAKE))
    assert rule(woke, watch(kinds=["development"])) is None
    assert rule(woke, watch(kinds=["wake"])) is None
    assert rule(woke, watch(kinds=["correction"])) is Rule.KIND_NOT_WANTED


def test_quiet_hours_in_the_readers_zone_and_over_the_change_of_clocks():
    setting = watch(quiet_hours="22:00-07:00")
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # the night in which summer time begins
    assert quiet_until(setting, BERLIN, at).astimezone(UTC) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert quiet_until(setting, BERLIN, datetime(2026, 3, 29, 5, tzinfo=UTC)) is None
    assert quiet_until(setting, BERLIN, datetime(2026, 3, 29, 20, tzinfo=UTC)) is not None


def test_the_budget_picks_nearly_the_best_and_keeps_to_itself():
    """Simulated days of forty events, five alerts: the sum of importance against first come, first served."""
    rng = random.Random(5)
    picked = first = best = 0.0
    history: list[float] = []
    for day in range(60):
        events = sorted((rng.random(), rng.paretovariate(1.5)) for _ in range(40))
        told: list[float] = []
        for at, importance in events:
            cut = budget_cut(5 - len(told), history[-1200:], timedelta(days=min(day, 30)), 1 - at)
            if len(told) < 5 and importance >= cut:
                told.append(importance)
        assert len(told) <= 5
        if day >= 30:
            picked += sum(told)
            first += sum(importance for _, importance in events[:5])
            best += sum(sorted((importance for _, importance in events), reverse=True)[:5])
        history += [importance for _, importance in events]
    assert picked > 0.78 * best, "who sees the whole day in advance"
    assert picked > 1.8 * first, "first come, first served"


def test_feedback_is_bounded():
    assert shifts(0, 100, 100).about == shifts(0, 1000, 1000).about
    assert shifts(3, 3, 3) == shifts(0, 0, 0)
