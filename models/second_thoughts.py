"""Second thoughts: stories that have turned out to be one, or to be two.

Pure: it says what should change and why; the storage does it, and keeps its history. A person's links are
never gone against. A merge goes into the older story, whose id and alerts stand; a split leaves the id with
the part that holds the first article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from models.nouns import Reason
from models.stories import StoryIndex
from models.story.score import most_near, probability, story_score, to_join
from settings import limits_stories


@dataclass(frozen=True, slots=True)
class Limits:
    """How far second thoughts may go in one pass."""

    within: timedelta = limits_stories.SECOND_THOUGHTS_WITHIN
    """Only stories with an article as recent as this."""
    merge_odds: float = limits_stories.MERGE_ODDS
    """Log-odds above joining that both stories must have for each other."""
    split_odds: float = limits_stories.SPLIT_ODDS
    """Log-odds below joining at which no member of one part may be nearer to the other."""
    members: int = limits_stories.SECOND_THOUGHTS_MEMBERS
    """Members of a story that are looked at, the newest."""
    merged_members: int = limits_stories.MERGED_MEMBERS
    """Articles of the story that goes, at most: a grown one keeps its id."""
    changes: int = limits_stories.SECOND_THOUGHTS


@dataclass(frozen=True, slots=True)
class Merge:
    """`story_id` is the same as the older story `into`."""

    story_id: int
    into: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Split:
    """These articles are not what the rest of `story_id` is about."""

    story_id: int
    article_ids: tuple[int, ...]
    reason: Reason


def second_thoughts(index: StoryIndex, now: datetime, limits: Limits | None = None) -> list[Merge | Split]:
    """What should change among the stories that are alive at `now`, surest first. Changes nothing."""
    limits = limits or Limits()
    alive = index.alive((now - limits.within).timestamp())
    splits = [found for story in alive if (found := _split(index, story, limits))]
    gone = {each.story_id for each in splits}
    merges: list[tuple[float, Merge]] = []
    for story in alive:
        if story not in gone and len(index.slots(story)) <= limits.merged_members:
            merges += _merges(index, story, gone, limits)
    merges.sort(key=lambda each: (-each[0], each[1].story_id, each[1].into))
    kept: list[Merge | Split] = list(splits)
    touched = set(gone)
    for _, merge in merges:
        if not {merge.story_id, merge.into} & touched:
            touched |= {merge.story_id, merge.into}
            kept.append(merge)
    return kept[: limits.changes]


def _merges(index: StoryIndex, story: int, gone: set[int], limits: Limits) -> list[tuple[float, Merge]]:
    """Older stories that `story` may be one with: each side must score for the other as an article would."""
    toward: dict[int, list[float]] = {}
    mine = index.slots(story)[-limits.members :]
    bar = index.bar(index.known(mine[-1]).trace)
    for slot in mine:
        new = index.known(slot)
        weighed, beside = index.candidates(new), index.beside(new.trace)
        by_story: dict[int, list[float]] = {}
        for near, odds in zip(weighed.slots.tolist(), weighed.odds.tolist(), strict=True):
            other = index.story_at(near)
            if other != story and other not in gone:
                by_story.setdefault(other, []).append(odds)
        for other, its in by_story.items():
            # A pause that kept them apart does so still; nearness has been weighed and was not enough.
            pause = min(0.0, index.nearness(new.trace, other, beside))
            score = story_score(sorted(its, reverse=True), index.size(other)) + pause
            toward.setdefault(other, []).append(score)
    found: list[tuple[float, Merge]] = []
    for other, scores in toward.items():
        unseen = limits_stories.MEMBER_UNSEEN
        score = sum(scores + [unseen] * (len(mine) - len(scores))) / len(mine)
        first, last = index.members(other, slice(1))[0], index.members(story, slice(1))[0]
        older = (first.at, other) < (last.at, story)
        if older and score >= bar + limits.merge_odds and not index.apart(story, other):
            figures = (("probability", probability(score - bar)), ("members", index.size(other)))
            found.append((score, Merge(story, other, Reason("merged", figures))))
    return found


def _split(index: StoryIndex, story: int, limits: Limits) -> Split | None:
    """The part of a story that no longer hangs together with where it began."""
    slots = index.slots(story)[-limits.members :]
    if len(slots) < 4:
        return None
    members = index.members(story, slice(-limits.members, None))
    odds = np.stack([index.weigh(index.known(slot), np.array(slots)).odds for slot in slots])
    odds = np.maximum(odds, odds.T)
    besides = [index.beside(each) for each in members]
    bar = min(to_join(each.dated, beside) for each, beside in zip(members, besides, strict=True))
    # What nearness in time may have joined, where little ran beside, is not taken apart for want of words.
    ease = [
        most_near(beside.others(story)) if each.dated and beside.beyond else 0.0
        for each, beside in zip(members, besides, strict=True)
    ]
    need = bar - limits.split_odds - np.array(ease)
    near = odds >= np.minimum(need[:, None], need)
    part = {0}
    edge = [0]
    while edge:
        at = edge.pop()
        fresh = [i for i in np.flatnonzero(near[at]).tolist() if i not in part]
        part.update(fresh)
        edge += fresh
    rest = [i for i in range(len(members)) if i not in part]
    if len(rest) < 2 or any(index.together(members[i].article_id) for i in rest):
        return None
    highest = float(max(odds[i, j] for i in rest for j in part))
    return Split(
        story,
        tuple(members[i].article_id for i in rest),
        Reason("split", (("probability", probability(highest - bar)), ("leaving", len(rest)))),
    )
