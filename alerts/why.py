"""Why something was held back, in a sentence with its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts import say
from alerts.inert import inert
from alerts.policy import Rule
from models.nouns import EventKind

KINDS = {
    EventKind.FIRST: "first reports of a story",
    EventKind.DEVELOPMENT: "developments",
    EventKind.WAKE: "stories that wake",
    EventKind.CORRECTION: "corrections",
    EventKind.BURST: "bursts",
    EventKind.CONFIRMED: "confirmations",
}


EFFECTS = {
    "useful": "more like it gets through",
    "not-news": "the watch asks for more that is new",
    "not-my-topic": "the watch takes 'about' more strictly",
}


def effect(kind: str, about: str | None) -> str:
    """What a person's word on an alert does to a watch that is, or is not, `about` something."""
    if kind == "not-my-topic" and not about:
        return "the watch has no 'about', so nothing changes: narrow its 'words' or 'sources', or mute the story"
    return EFFECTS[kind]


def held(rule: str, figures: Mapping[str, float | str], zone: ZoneInfo = say.UTC) -> str:
    """'importance 1.20 is below the cut of 2.05 for a budget of 5 a day'."""

    def number(name: str) -> str:
        value = figures.get(name, 0)
        return (
            f"{value:.2f}"
            if isinstance(value, float) and not value.is_integer()
            else f"{value:g}"
            if isinstance(value, int | float)
            else inert(str(value))
        )

    match rule:
        case Rule.KIND_NOT_WANTED:
            kind = str(figures.get("kind", ""))
            what = KINDS.get(EventKind(kind), kind) if kind in set(EventKind) else kind
            return f"this watch does not ask for {what}"
        case Rule.MUTED:
            return f"muted: {inert(str(figures.get('what', '')))} (feedback {number('feedback')})"
        case Rule.SNOOZED:
            what = inert(str(figures.get("what", "")))
            return f"snoozed until {_moment(figures, 'until', zone)}: {what} (feedback {number('feedback')})"
        case Rule.NO_CHANNEL:
            return "the settings named no channel to tell it on"
        case Rule.ALREADY_TOLD:
            return f"already told on {_moment(figures, 'since', zone)}"
        case Rule.TOO_FEW_PUBLISHERS:
            return f"{number('publishers')} of the {number('least')} independent publishers asked for"
        case Rule.BELOW_NOVELTY:
            return f"novelty {number('novelty')} is below {number('least')}"
        case Rule.BELOW_IMPORTANCE:
            return f"importance {number('importance')} is below {number('least')}"
        case Rule.TOO_OLD:
            return f"{number('days')} days old when it was first read; the most is {number('most')}"
        case Rule.QUIET_HOURS:
            return f"quiet hours until {_moment(figures, 'until', zone)}"
        case Rule.BUDGET if "cut" in figures:
            return (
                f"importance {number('importance')} is below the cut of {number('cut')} "
                f"for a budget of {number('budget')} a day"
            )
        case Rule.BUDGET:
            return f"the day's budget of {number('budget')} was spent"
        case Rule.NEARLY_ABOUT:
            return f"nearly what the watch asks for ({number('what')}: {number('cosine')}; enough: {number('enough')})"
        case Rule.BURST_CONTROL if "until" in figures:
            until = _moment(figures, "until", zone)
            return (
                f"burst control: {inert(str(figures.get('channel', '')))} was sent {number('messages')} messages "
                f"within {number('seconds')} seconds; the rest goes as one after {until}"
            )
        case Rule.BURST_CONTROL:
            return (
                f"burst control: one of {number('alerts')} alerts within {number('seconds')} seconds, which "
                f"{inert(str(figures.get('channel', '')))} was sent as one message"
            )
    return rule


def _moment(figures: Mapping[str, float | str], name: str, zone: ZoneInfo) -> str:
    value = str(figures.get(name, ""))
    try:
        return say.moment(datetime.fromisoformat(value), zone)
    except ValueError:
        return value or "an earlier day"
