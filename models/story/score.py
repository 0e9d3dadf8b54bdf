"""How much speaks for a story: from the log-odds of its members, the time between, and what else runs beside."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.story.weights import CROWDED, JOIN_AT
from settings.limits_stories import (
    GAP_AT_MOST_DAYS,
    MEMBER_UNSEEN,
    MEMBERS_WEIGHED,
    NEAR_ODDS,
    PAUSE_ODDS,
    PAUSED_MEMBERS,
    REPORTED_DAYS,
    RUNNING_WITHIN,
    SLEPT_ODDS,
    UNDATED_BESIDE,
    WINDOW_FROM,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What runs beside an article: the stories in its language with an article within RUNNING_WITHIN of it; for an
    undated one, all that were read of last."""

    stories: frozenset[int]
    beyond: bool
    """Whether anything is known from further away, so that few stories mean a thin stream and not a new one."""

    def others(self, *story_ids: int) -> int:
        """How many run beside, but for these."""
        return len(self.stories) - sum(story_id in self.stories for story_id in set(story_ids))


def running(
    at: npt.NDArray[np.float64], stories: npt.NDArray[np.int64], mark: float, everything: bool
) -> Beside:
    """What runs beside an article of the time `mark` among dated articles of one language, in the order in which they
    came, of these times (seconds) and stories. They are `everything` that is known, or what came last: if that does not
    reach back past the article (a feed that comes late), the stories of the first days that it does reach count as
    beside it, and nothing is known of how thin its own days were."""
    within = RUNNING_WITHIN.total_seconds()
    near = np.abs(at - mark) <= within
    if not everything and len(at):
        half, few = (len(at) + 1) // 2, int(len(at) * WINDOW_FROM)
        begins = float(np.partition(at, few)[few])
        # An archive that comes newest first has read what came after.
        if begins >= mark - within and at[:half].mean() <= at[-half:].mean():
            near |= np.abs(at - begins - within) <= within
            return Beside(frozenset(stories[near].tolist()), False)
    return Beside(frozenset(stories[near].tolist()), not near.all())


def story_score(odds: list[float], members: int) -> float:
    """A story's log-odds from those of its weighed members (best first) and its size."""
    few = min(members, MEMBERS_WEIGHED)
    best = (odds + [MEMBER_UNSEEN] * few)[:few]
    return 0.5 * best[0] + 0.5 * sum(best) / few


def most_near(beside: int) -> float:
    """Log-odds that nearness adds at most where so many other stories run beside."""
    return NEAR_ODDS / (1 + max(0, beside))


def nearness(days: float, beside: int, members: int) -> float:
    """Log-odds that the days between an article and a story's nearest member add or take, where so many other stories
    run beside: the fewer they are, the more it says. A pause counts in full against a story that few articles came to,
    and more the longer it slept."""
    young = min(1.0, PAUSED_MEMBERS / members)
    slept = math.log(max(1.0, days / GAP_AT_MOST_DAYS))
    pause = young * (PAUSE_ODDS + SLEPT_ODDS * slept) / (1 + max(0, beside))
    return most_near(beside) * math.exp(-days / REPORTED_DAYS) - pause


def to_join(dated: bool, beside: Beside) -> float:
    """The score (log-odds) of a story from which an article joins it: the more stories run beside it, the likelier one
    of them is only like it. Of all that were read of last, an undated article takes a share to be of its days."""
    running_beside = len(beside.stories) if dated else max(1.0, UNDATED_BESIDE * len(beside.stories))
    return JOIN_AT + CROWDED * math.log1p(running_beside)


def probability(odds: float) -> float:
    """Log-odds as a probability, to four places."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)
