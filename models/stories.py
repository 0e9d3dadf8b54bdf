"""Which story an article belongs to: joined, opened or woken, strictly online and explained.

A new article is weighed against single members, never against a centroid, which comes to resemble everything
as a story grows. Each pair's figures give the log-odds that the two are on one event (logistic regression,
weights in `story_weights.py`, learned by `bench/train_stories.py`); a story's score is the mean of its best
member's and of its best few's, so that one look-alike does not pull an article into a large story.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from models.embeddings import reads_many_languages
from models.nouns import Article, Assignment, Matrix, Passages, Reason, Vector
from models.story_features import FEATURES, WORD_FEATURES, vector_features, word_features
from models.story_index import VectorIndex, WordIndex
from models.story_weights import BOTH, JOIN_AT, WORDS_ONLY
from models.trace import Look, Trace, look, trace, weigh
from models.vocabulary import Vocabulary
from settings.limits_stories import (
    MEMBER_UNSEEN,
    MEMBERS_WEIGHED,
    RARE_SEEN,
    SLEEP_AFTER,
    STORIES_RANKED,
    VECTOR_CANDIDATES,
    WORD_CANDIDATES,
)

__all__ = ["Pair", "StoryIndex", "Trace", "explain", "trace"]

_BOTH = np.array([BOTH[name] for name in FEATURES], np.float32)
_COSINE, _MEANING = FEATURES.index("words"), FEATURES.index("lead")
_WORDS = np.array([WORDS_ONLY[name] for name in WORD_FEATURES], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A new article beside a known one: the log-odds that they are on the same event, and what gave them."""

    slot: int
    odds: float
    figures: Vector
    """In the order of FEATURES; not a number where the two have no vectors of one model."""


class StoryIndex:
    """Every story's members as traces, and the decision over them. Holds nothing that its rows do not."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._traces: list[Trace] = []
        self._slot: dict[int, int] = {}
        self._story: list[int] = []
        self._members: dict[int, list[int]] = {}
        self._words = WordIndex()
        self._vectors: dict[str, VectorIndex] = {}
        self._together: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = {}

    @classmethod
    def restore(
        cls,
        rows: Iterable[tuple[int, Trace]],
        vocabulary: Vocabulary,
        links: Iterable[tuple[int, int, bool]] = (),
    ) -> StoryIndex:
        """The index as it was after these (story id, trace) were added in this order.

        `links` are what persons decided: (article, article, together or apart).
        """
        index = cls(vocabulary)
        for story_id, known in rows:
            index._place(known, story_id)
        index._words.fill(index._traces)
        by_model: dict[str, list[int]] = {}
        for slot, known in enumerate(index._traces):
            by_model.setdefault(known.model, []).append(slot)
        for model, slots in by_model.items():
            space = index._space(model, index._traces[slots[0]].rows.shape[1])
            for first in range(0, len(slots), 4096):
                block = slots[first : first + 4096]
                space.add(block, np.stack([index._traces[slot].rows for slot in block]))
        for first_article, second_article, together in links:
            index.link(first_article, second_article, together)
        return index

    # -- what it holds -------------------------------------------------------------------------------

    def add(self, known: Trace, story_id: int) -> None:
        """Make an article a member of a story; a new id opens the story."""
        if known.article_id in self._slot:
            self.move(known.article_id, story_id)
            return
        slot = self._place(known, story_id)
        self._words.add(slot, known)
        self._space(known.model, known.rows.shape[1]).add([slot], known.rows[None])

    def move(self, article_id: int, story_id: int) -> None:
        """Put a member into another story. An article that the index does not know (a copy) is no matter."""
        slot = self._slot.get(article_id)
        if slot is None:
            return
        old = self._members[self._story[slot]]
        old.remove(slot)
        if not old:
            del self._members[self._story[slot]]
        self._story[slot] = story_id
        self._members.setdefault(story_id, []).append(slot)

    def merge(self, story_id: int, into: int) -> None:
        """Put every member of `story_id` into the story `into`."""
        for slot in self._members.pop(story_id, []) if story_id != into else []:
            self._story[slot] = into
            self._members.setdefault(into, []).append(slot)

    def split(self, article_ids: Iterable[int], into: int) -> None:
        """Put these members into a story of their own."""
        for article_id in article_ids:
            self.move(article_id, into)

    def link(self, first: int, second: int, together: bool) -> None:
        """What a person decided on two articles; no decision of the index goes against it."""
        links, other = (self._together, self._apart) if together else (self._apart, self._together)
        for a, b in ((first, second), (second, first)):
            links.setdefault(a, set()).add(b)
            other.get(a, set()).discard(b)

    def __len__(self) -> int:
        return len(self._traces)

    def stories(self) -> Iterable[int]:
        """Ids of the stories that have members."""
        return self._members.keys()

    def members(self, story_id: int) -> list[Trace]:
        """A story's members in the order in which they came."""
        return [self._traces[slot] for slot in sorted(self._members.get(story_id, ()))]

    def story_of(self, article_id: int) -> int | None:
        """The story that an article is in."""
        slot = self._slot.get(article_id)
        return None if slot is None else self._story[slot]

    def apart(self, first_story: int, second_story: int) -> bool:
        """Whether a person keeps articles of these two stories apart."""
        second = {self._traces[slot].article_id for slot in self._members.get(second_story, ())}
        return any(
            self._apart.get(self._traces[slot].article_id, set()) & second
            for slot in (self._members.get(first_story, ()) if self._apart else ())
        )

    # -- the decision --------------------------------------------------------------------------------

    def assign(self, article: Article, passages: Passages) -> Assignment:
        """The story that `article` belongs to, or a new one. Changes nothing."""
        new = look(article, passages, self._vocabulary)
        bound = self._bound(article.id)
        if bound is not None:
            return Assignment(bound, 1.0, 1.0, Reason("linked"), nearest_article=None)
        pairs = self.pairs(new)
        ranked = self._rank(pairs, self._forbidden(article.id))
        if not ranked:
            return Assignment(None, 0.0, 1.0, Reason("opened", (("compared", len(pairs)),)))
        (score, story_id, best), rest = ranked[0], ranked[1:]
        sure = probability(score - JOIN_AT)
        rival = probability(rest[0][0] - JOIN_AT) if rest else 0.0
        figures = (
            *self._figures(new, best),
            ("probability", round(sure, 3)),
            ("runner-up", round(rival, 3)),
            ("members", len(self._members[story_id])),
        )
        nearest = self._traces[best.slot].article_id
        if score < JOIN_AT:
            return Assignment(
                None, sure, round(0.5 - sure, 4), Reason("opened", figures), nearest_article=nearest
            )
        last = max(self._traces[slot].at for slot in self._members[story_id])
        slept = timedelta(seconds=max(0.0, new.trace.at - last))
        asleep = slept if slept >= SLEEP_AFTER else None
        return Assignment(
            story_id,
            sure,
            round(sure - max(rival, 0.5), 4),
            Reason("woke" if asleep else "joined", figures),
            nearest_article=nearest,
            asleep=asleep,
        )

    def pairs(self, new: Look, most_words: int = WORD_CANDIDATES) -> list[Pair]:
        """The candidates for a new article, each weighed, in the order of their arrival."""
        mark = new.trace
        space = self._vectors.get(mark.model)
        slots = set(self._words.find(new, most_words).tolist())
        if space is not None:
            slots |= set(space.find(mark.rows, VECTOR_CANDIDATES).tolist())
        many = reads_many_languages(mark.model)
        chosen = sorted(
            slot
            for slot in slots
            if self._traces[slot].article_id != mark.article_id
            and (many or not mark.language or self._traces[slot].language in (None, mark.language))
        )
        if not chosen:
            return []
        odds, table = self._weigh(new, [self._traces[slot] for slot in chosen])
        return [
            Pair(slot, each, row) for slot, each, row in zip(chosen, odds.tolist(), table, strict=True)
        ]

    def _weigh(self, new: Look, known: Sequence[Trace]) -> tuple[Vector, Matrix]:
        """Log-odds and figures between a new article and each known one."""
        mark = new.trace
        space = self._vectors.get(mark.model)
        words = word_features(new, known)
        odds = words @ _WORDS + WORDS_ONLY["bias"]
        same = [i for i, each in enumerate(known) if each.model == mark.model]
        vectors = np.full((len(known), len(FEATURES) - len(WORD_FEATURES)), np.nan, np.float32)
        if same and space is not None:
            vectors[same] = vector_features(mark, np.stack([known[i].rows for i in same]), space.background)
            odds[same] = np.hstack([words[same], vectors[same]]) @ _BOTH + BOTH["bias"]
        return odds, np.hstack([words, vectors])

    def odds(self, known: Trace, others: Sequence[Trace]) -> list[float]:
        """Log-odds that an article and each of `others` are on one event, as if it came now."""
        found: list[float] = self._weigh(self.known(known), others)[0].tolist()
        return found

    def known(self, known: Trace) -> Look:
        """A known article as a new one that nobody remembers the words of: rare is what weighed as rare."""
        rare = known.weights >= weigh(RARE_SEEN, self._vocabulary.n)
        return Look(known, ("",) * len(known.terms), np.where(rare, 0, RARE_SEEN + 1).astype(np.float32))

    def story_at(self, slot: int) -> int:
        """The story of the article that came as number `slot`."""
        return self._story[slot]

    def together(self, article_id: int) -> bool:
        """Whether a person put this article where it is."""
        return bool(self._together.get(article_id))

    def _rank(self, pairs: Iterable[Pair], forbidden: set[int]) -> list[tuple[float, int, Pair]]:
        """(score, story, its best pair), best first; of equals the older story."""
        by_story: dict[int, list[Pair]] = {}
        for pair in pairs:
            story_id = self._story[pair.slot]
            if story_id not in forbidden:
                by_story.setdefault(story_id, []).append(pair)
        ranked = []
        # A score is never above the best pair's, so the stories behind the best pairs are enough.
        best = sorted(by_story, key=lambda s: (-max(p.odds for p in by_story[s]), s))[:STORIES_RANKED]
        for story_id in best:
            theirs = by_story[story_id]
            theirs.sort(key=lambda pair: -pair.odds)
            ranked.append(
                (story_score([p.odds for p in theirs], len(self._members[story_id])), story_id, theirs[0])
            )
        return sorted(ranked, key=lambda each: (-each[0], each[1]))

    def _figures(self, new: Look, pair: Pair) -> tuple[tuple[str, float | str], ...]:
        """What speaks for a pair, for people: the rarest words in both, the cosines and the days between."""
        known = self._traces[pair.slot]
        shared = np.isin(new.trace.terms, known.terms)
        telling = [new.words[i] for i in new.trace.order.tolist() if shared[i]][:4]
        found: list[tuple[str, float | str]] = [("shared", ", ".join(telling) or "nothing")]
        found.append(("words", round(float(pair.figures[_COSINE]), 3)))
        meaning = float(pair.figures[_MEANING])
        if not math.isnan(meaning):
            found.append(("meaning", round(meaning, 3)))
        if new.trace.dated and known.dated:
            found.append(("days", round(abs(new.trace.at - known.at) / 86400, 1)))
        return tuple(found)

    def _bound(self, article_id: int) -> int | None:
        """The story that a person put this article into, through another article."""
        stories = {self.story_of(other) for other in self._together.get(article_id, ())} - {None}
        return min(s for s in stories if s is not None) if stories else None

    def _forbidden(self, article_id: int) -> set[int]:
        stories = (self.story_of(other) for other in self._apart.get(article_id, ()))
        return {story for story in stories if story is not None}

    def _place(self, known: Trace, story_id: int) -> int:
        slot = len(self._traces)
        self._traces.append(known)
        self._slot[known.article_id] = slot
        self._story.append(story_id)
        self._members.setdefault(story_id, []).append(slot)
        return slot

    def _space(self, model: str, dim: int) -> VectorIndex:
        if model not in self._vectors:
            self._vectors[model] = VectorIndex(dim)
        return self._vectors[model]


def story_score(odds: list[float], members: int) -> float:
    """A story's log-odds from those of its weighed members (best first) and its size."""
    few = min(members, MEMBERS_WEIGHED)
    best = (odds + [MEMBER_UNSEEN] * few)[:few]
    return 0.5 * best[0] + 0.5 * sum(best) / few


def explain(assignment: Assignment) -> str:
    """The decision in one sentence with its figures."""
    figures = dict(assignment.reason.figures)
    code = assignment.reason.code
    if code == "copy":
        share = figures.get("containment", 1.0)
        return f"A copy of article {assignment.copy_of}: {share} of the shorter text stands in the other."
    if code == "linked":
        return f"In story {assignment.story_id} because a person put it there."
    if code in ("given", "revision"):
        return f"In story {assignment.story_id} ({code})."
    if "shared" not in figures:
        return "Opened a new story: nothing known is like it."
    days = f", {figures['days']} days apart" if "days" in figures else ""
    meaning = f", meaning {figures['meaning']}" if "meaning" in figures else ""
    what = {"opened": "Opened a new story", "woke": f"Woke story {assignment.story_id}"}.get(
        code, f"Joined story {assignment.story_id}"
    )
    verb = "the nearest article" if code == "opened" else "its nearest article"
    return (
        f"{what}: probability {figures['probability']} against {figures['runner-up']} for the runner-up; "
        f"{verb} {assignment.nearest_article} shares {figures['shared']} "
        f"(words {figures['words']}{meaning}{days}), in a story of {figures['members']}."
    )


def probability(odds: float) -> float:
    """Log-odds as a probability, to four places."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)
