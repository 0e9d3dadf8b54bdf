"""How much speaks for a story: from the log-odds of its members, the time between, and what else runs beside."""

from __future__ import annotations

import math
from dataclasses import dataclass

from models.story_weights import CROWDED, JOIN_AT
from settings.limits_stories import (
    GAP_AT_MOST_DAYS,
    MEMBER_UNSEEN,
    MEMBERS_WEIGHED,
    NEAR_ODDS,
    PAUSE_ODDS,
    PAUSED_MEMBERS,
    SLEPT_ODDS,
    SOON_DAYS,
    USUAL_RUNNING,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What runs beside an article: the stories in its language with an article within RUNNING_WITHIN of it."""

    stories: frozenset[int]
    beyond: bool
    """Whether anything is known from further away, so that few stories mean a thin stream and not a new one."""


def story_score(odds: list[float], members: int) -> float:
    """A story's log-odds from those of its weighed members (best first) and its size."""
    few = min(members, MEMBERS_WEIGHED)
    best = (odds + [MEMBER_UNSEEN] * few)[:few]
    return 0.5 * best[0] + 0.5 * sum(best) / few


def nearness(days: float, beside: int, members: int) -> float:
    """Log-odds that the days between an article and a story's nearest member add or take, where so many other stories
    run beside: the fewer they are, the more it says. A pause counts in full against a story that few articles came to,
    and more the longer it slept."""
    alone, young = 1 / (1 + max(0, beside)), min(1.0, PAUSED_MEMBERS / members)
    slept = math.log(max(1.0, days / GAP_AT_MOST_DAYS))
    near = NEAR_ODDS * math.exp(-days / SOON_DAYS) - PAUSE_ODDS * young
    return math.sqrt(alone) * near - alone * young * SLEPT_ODDS * slept


def to_join(dated: bool, beside: Beside) -> float:
    """The score (log-odds) of a story from which an article joins it: the more stories run beside it, the likelier one
    of them is only like it."""
    return JOIN_AT + CROWDED * math.log1p(len(beside.stories) if dated else USUAL_RUNNING)


def probability(odds: float) -> float:
    """Log-odds as a probability, to four places."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)
