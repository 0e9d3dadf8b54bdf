"""Which story an article belongs to: joined, opened or woken, strictly online and explained.

A new article is weighed against single members, never against a centroid, which comes to resemble everything
as a story grows. Each pair's figures give the log-odds that the two are on one event (logistic regression,
weights in `story/weights.py`, learned by `bench/learning/train_stories.py`); a story's score is the mean of its best
member's and of its best few's, so that one look-alike does not pull an article into a large story.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice

import numpy as np
import numpy.typing as npt

from models.embeddings import reads_many_languages
from models.nouns import Article, Assignment, Passages, Reason, Vector
from models.story import block as story_block
from models.story.features import FEATURES, WORD_FEATURES, Weighed, vector_features, word_features
from models.story.index import VectorIndex, WordIndex
from models.story.links import Links
from models.story.score import Beside, most_near, nearness, probability, running, story_score, to_join
from models.story.shelf import Column, Shelf, Slots, single
from models.story.trace import Look, Trace, look, term, trace, weigh
from models.story.vocabulary import Learned, Vocabulary
from models.story.weights import ACROSS, BOTH, WORDS_ONLY
from settings.limits_stories import (
    LEAST_COSINE,
    MEMBER_UNSEEN,
    MEMBERS_HEARD,
    MEMBERS_TIMED,
    RARE_NAME_SEEN,
    RARE_SEEN,
    READ_AT_ONCE,
    RUNNING_READ,
    SLEEP_AFTER,
    VECTOR_CANDIDATES,
    WORD_CANDIDATES,
)

__all__ = ["StoryIndex", "Trace", "trace"]

Days = npt.NDArray[np.float64]

_BOTH = np.array([BOTH[name] for name in FEATURES], np.float32)
_ACROSS = np.array([ACROSS.get(name, 0.0) for name in FEATURES], np.float32)
_COSINE, _VECTORS = FEATURES.index("words"), len(WORD_FEATURES)
_WORDS = np.array([WORDS_ONLY[name] for name in WORD_FEATURES], np.float32)


class StoryIndex:
    """Every story's members as traces, and the decision over them. Holds nothing that its rows do not."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._shelf = Shelf()
        self._slot: dict[int, int] = {}
        self._story = Column(np.int64)
        """By slot."""
        self._members: dict[int, list[int]] = {}
        self._words = WordIndex()
        self._vectors: dict[str, VectorIndex] = {}
        self._links = Links()
        self._looked: tuple[Article, Passages, Look] | None = None

    @classmethod
    def restore(
        cls,
        rows: Iterable[tuple[int, bytes]],
        vocabulary: Vocabulary,
        links: Iterable[tuple[int, int, bool]] = (),
        blocks: Iterable[tuple[Slots, bytes]] = (),
        expected: int = 0,
    ) -> StoryIndex:
        """The index as it was after these (story id, stored trace) were added in this order.

        `links` are what persons decided: (article, article, together or apart). `blocks` are what came before `rows`,
        as `packed` gave it, with the story of each article. `expected`: how many articles will come, if it is known.
        """
        index = cls(vocabulary)
        shelf = index._shelf
        rows = iter(rows)
        with ThreadPoolExecutor(1) as beside:  # the next rows are fetched while the last ones are shelved
            shelved = beside.submit(shelf.extend, [])
            for stories, packed in blocks:
                index._story.extend(stories)
                shelved.result()
                shelf.make_room(expected)
                shelved = beside.submit(story_block.unpack, shelf, packed)
            while block := list(islice(rows, READ_AT_ONCE)):
                index._story.extend(np.array([story_id for story_id, _ in block], np.int64))
                shelved.result()
                shelved = beside.submit(shelf.extend, [blob for _, blob in block])
            shelved.result()
        index._slot = dict(zip(shelf.article.all.tolist(), range(len(shelf)), strict=True))
        for slot, story_id in enumerate(index._story.all.tolist()):
            index._members.setdefault(story_id, []).append(slot)
        with ThreadPoolExecutor(1) as beside:  # both wait for memory and leave Python's lock
            filled = beside.submit(index._words.fill, shelf)
            for number, model in enumerate(shelf.models):
                leads = shelf.leads[model].all
                index._space(model, leads.shape[1]).fill(np.flatnonzero(shelf.model.all == number), leads)
            filled.result()
        for first_article, second_article, together in links:
            index.link(first_article, second_article, together)
        return index

    def packed(self, first: int, last: int) -> bytes:
        """What the articles are known by that came as number `first`, …, `last` - 1 (from 0), in one piece."""
        return story_block.pack(self._shelf, first, last)

    # -- what it holds -------------------------------------------------------------------------------

    def add(self, known: Trace, story_id: int) -> None:
        """Make an article a member of a story; a new id opens the story."""
        if known.article_id in self._slot:
            self.move(known.article_id, story_id)
            return
        slot = self._shelf.add(known)
        self._slot[known.article_id] = slot
        self._story.extend(np.array([story_id]))
        self._members.setdefault(story_id, []).append(slot)
        self._words.add(slot, known)
        self._space(known.model, len(known.lead)).add(slot, known.lead)

    def learn(self, article_id: int, words: Iterable[str]) -> Learned:
        """Count a member's words in the vocabulary, by story: those that no other article of its story had, of the last
        MEMBERS_HEARD, so that what its articles repeat stays as rare as it is elsewhere."""
        slot = self._slot[article_id]
        last = self.slots(self.story_at(slot))[-MEMBERS_HEARD - 1 :]
        others = [each for each in last if each != slot][-MEMBERS_HEARD:]
        if others:
            places, _ = self._shelf.terms.places(np.array(others))
            heard = set(self._shelf.terms.columns["terms"].all[places].tolist())
            words = {word for word in words if term(word) not in heard}
        learned = Learned(frozenset(words), not others)
        self._vocabulary.add(learned.words, another=learned.opened)
        self._looked = None
        return learned

    def move(self, article_id: int, story_id: int) -> None:
        """Put a member into another story. An article that the index does not know (a copy) is no matter."""
        slot = self._slot.get(article_id)
        if slot is None:
            return
        before = self.story_at(slot)
        old = self._members[before]
        old.remove(slot)
        if not old:
            del self._members[before]
        self._story.all[slot] = story_id
        self._members.setdefault(story_id, []).append(slot)

    def merge(self, story_id: int, into: int) -> None:
        """Put every member of `story_id` into the story `into`."""
        for slot in self._members.pop(story_id, []) if story_id != into else []:
            self._story.all[slot] = into
            self._members.setdefault(into, []).append(slot)

    def split(self, article_ids: Iterable[int], into: int) -> None:
        """Put these members into a story of their own."""
        for article_id in article_ids:
            self.move(article_id, into)

    def link(self, first: int, second: int, together: bool) -> None:
        """What a person decided on two articles; no decision of the index goes against it."""
        self._links.add(first, second, together)

    def __len__(self) -> int:
        return self._story.n

    def stories(self) -> Iterable[int]:
        """Ids of the stories that have members."""
        return self._members.keys()

    def size(self, story_id: int) -> int:
        """How many members a story has."""
        return len(self._members.get(story_id, ()))

    def members(self, story_id: int, some: slice = slice(None)) -> list[Trace]:
        """A story's members, or these of them, in the order in which they came."""
        return [self._shelf.trace(slot) for slot in self.slots(story_id)[some]]

    def slots(self, story_id: int) -> list[int]:
        """Where a story's members stand in the order in which all articles came."""
        return sorted(self._members.get(story_id, ()))

    def alive(self, since: float) -> list[int]:
        """Ids of the stories with a member of this time (seconds since the epoch) or later, ascending."""
        return sorted(set(self._story.all[self._shelf.at.all >= since].tolist()))

    def story_of(self, article_id: int) -> int | None:
        """The story that an article is in."""
        slot = self._slot.get(article_id)
        return None if slot is None else self.story_at(slot)

    def apart(self, first_story: int, second_story: int) -> bool:
        """Whether a person keeps articles of these two stories apart."""
        articles = self._shelf.article.all
        first, second = (set(articles[self._members.get(each, [])].tolist()) for each in (first_story, second_story))
        return any(self._links.apart(article_id) & second for article_id in first)

    # -- the decision --------------------------------------------------------------------------------

    def assign(self, article: Article, passages: Passages) -> Assignment:
        """The story that `article` belongs to, or a new one. Changes nothing."""
        new = self.look(article, passages)
        bound = self._bound(article.id)
        if bound is not None:
            return Assignment(bound, 1.0, 1.0, Reason("linked"), nearest_article=None)
        weighed = self.candidates(new)
        beside = self.beside(new.trace)
        ranked = self._rank(new.trace, weighed, self._forbidden(article.id), beside)
        if not ranked:
            return Assignment(None, 0.0, 1.0, Reason("opened", (("compared", len(weighed.slots)),)))
        (score, story_id, best, near), rest = ranked[0], ranked[1:]
        bar = to_join(new.trace.dated, beside)
        sure = probability(score - bar)
        rival = probability(rest[0][0] - bar) if rest else 0.0
        figures = (
            *self._figures(new, int(weighed.slots[best]), weighed.figures[best]),
            ("probability", round(sure, 3)),
            ("runner-up", round(rival, 3)),
            ("members", len(self._members[story_id])),
            *([("beside", beside.others(story_id))] if new.trace.dated else []),
            *([("nearness", round(near, 2))] if near else []),
        )
        nearest = int(self._shelf.article.all[weighed.slots[best]])
        if score < bar:
            return Assignment(
                None, sure, round(0.5 - sure, 4), Reason("opened", figures), nearest_article=nearest
            )
        last = float(self._shelf.at.all[self._members[story_id]].max())
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

    def bar(self, mark: Trace) -> float:
        """The score (log-odds) of a story from which this article joins it."""
        return to_join(mark.dated, self.beside(mark))

    def beside(self, mark: Trace) -> Beside:
        """What runs beside an article in its language, among what was read last."""
        shelf, first = self._shelf, max(0, len(self) - RUNNING_READ)
        known = shelf.article.all[first:] != mark.article_id
        if mark.dated:
            known &= shelf.dated.all[first:]
        if mark.language and len(shelf.languages) > 2:
            known &= self._spoken(mark.language)[shelf.language.all[first:]]
        at, stories = shelf.at.all[first:], self._story.all[first:]
        if not known.all():
            at, stories = at[known], stories[known]
        return running(at, stories, mark.at, first == 0) if mark.dated else Beside(frozenset(stories.tolist()), False)

    def nearness(self, mark: Trace, story_id: int, beside: Beside, known: Sequence[float] = ()) -> float:
        """Log-odds that the days to a story's nearest member (of the last to come, and of those whose days are known)
        add or take."""
        if not (beside.beyond and mark.dated):
            return 0.0
        its = self._members[story_id]
        days = min(known, default=math.inf)
        if len(its) > len(known):
            days = min(days, float(self._time_apart(mark, np.array(its[-MEMBERS_TIMED:])).min()))
        others = beside.others(story_id, self.story_of(mark.article_id) or story_id)
        return nearness(days, others, len(its)) if days < math.inf else 0.0

    def _time_apart(self, mark: Trace, slots: Slots) -> Days:
        """Days between a dated article and known ones; infinite where these have no date."""
        days: Days = np.abs(self._shelf.at.all[slots] - mark.at) / 86400
        known = self._shelf.dated.all[slots] & (self._shelf.article.all[slots] != mark.article_id)
        return np.where(known, days, np.inf)

    def look(self, article: Article, passages: Passages) -> Look:
        """What is needed of a new article; the last one is kept, since what is decided is then also added."""
        known = self._looked
        if not known or known[0] is not article or known[1] is not passages:
            known = self._looked = article, passages, look(article, passages, self._vocabulary)
        return known[2]

    def candidates(self, new: Look) -> Weighed:
        """The known articles worth comparing with a new one, each weighed, in the order of their arrival."""
        mark, shelf = new.trace, self._shelf
        found = self._words.find(new, shelf, WORD_CANDIDATES)
        space = self._vectors.get(mark.model)
        if space is not None:
            found = np.concatenate([found, space.find(mark.lead.astype(np.float32), VECTOR_CANDIDATES)])
        slots = np.sort(found)
        slots = np.concatenate([slots[:1], slots[1:][slots[1:] > slots[:-1]]])
        keep = shelf.article.all[slots] != mark.article_id
        if mark.language and not reads_many_languages(mark.model):
            keep &= self._spoken(mark.language)[shelf.language.all[slots]]
        return self.weigh(new, slots[keep])

    def weigh(self, new: Look, slots: Slots) -> Weighed:
        """A new article beside the known ones in these slots."""
        mark, shelf = new.trace, self._shelf
        words = word_features(new, shelf, slots)
        odds = words @ _WORDS + WORDS_ONLY["bias"]
        figures = np.full((len(slots), len(FEATURES)), np.nan, np.float32)
        figures[:, :_VECTORS] = words
        if mark.model in self._vectors and len(slots):
            same = np.flatnonzero(shelf.model.all[slots] == shelf.models.index(mark.model))
            leads = single(shelf.leads[mark.model].all[shelf.place.all[slots[same]]])
            background = self._vectors[mark.model].background
            figures[same, _VECTORS:] = vector_features(mark.lead.astype(np.float32), leads, background)
            odds[same] = figures[same] @ _BOTH + BOTH["bias"]
            if mark.language and reads_many_languages(mark.model):
                foreign = same[~self._spoken(mark.language)[shelf.language.all[slots[same]]]]
                odds[foreign] = figures[foreign] @ _ACROSS + ACROSS["bias"]
        return Weighed(slots, odds, figures)

    def _spoken(self, language: str) -> npt.NDArray[np.bool_]:
        """By place in the shelf's languages: whether it may be this one."""
        return np.array([each in (None, language) for each in self._shelf.languages])

    def known(self, slot: int) -> Look:
        """A known article as a new one that nobody remembers the words of: rare is what weighed as rare."""
        known = self._shelf.trace(slot)
        seen = np.array([RARE_SEEN, RARE_NAME_SEEN, RARE_NAME_SEEN + 1], np.float32)
        least = weigh(seen[:2], self._vocabulary.n)
        return Look(known, ("",) * len(known.terms), seen[(known.weights[:, None] < least).sum(axis=1)])

    def story_at(self, slot: int) -> int:
        """The story of the article that came as number `slot`."""
        return int(self._story.all[slot])

    def together(self, article_id: int) -> bool:
        """Whether a person put this article where it is."""
        return bool(self._links.together(article_id))

    def _rank(
        self, mark: Trace, weighed: Weighed, forbidden: set[int], beside: Beside
    ) -> list[tuple[float, int, int, float]]:
        """(score, story, row of its best member, nearness) of the two best, best first; of equals the older story."""
        best = np.argsort(-weighed.odds, kind="stable")
        odds, slots = weighed.odds[best].tolist(), weighed.slots[best]
        days = self._time_apart(mark, slots).tolist()
        by_story: dict[int, list[int]] = {}
        for turn, story_id in enumerate(self._story.all[slots].tolist()):
            if story_id not in forbidden:
                by_story.setdefault(story_id, []).append(turn)
        # Stories stand in the order of their best members, and but for nearness in time a score is at most half of
        # that and half of the better of it and an unseen member.
        most = most_near(len(beside.stories) - 1) if beside.beyond else 0.0
        ranked: list[tuple[float, int, int, float]] = []
        for story_id, turns in by_story.items():
            first = odds[turns[0]]
            if len(ranked) == 2 and 0.5 * (first + max(first, MEMBER_UNSEEN)) + most < -ranked[1][0]:
                break
            near = self.nearness(mark, story_id, beside, [days[turn] for turn in turns])
            score = story_score([odds[turn] for turn in turns], len(self._members[story_id])) + near
            ranked = sorted([*ranked, (-score, story_id, turns[0], near)])[:2]
        return [(-minus, story_id, int(best[turn]), near) for minus, story_id, turn, near in ranked]

    def _figures(self, new: Look, slot: int, figures: Vector) -> tuple[tuple[str, float | str], ...]:
        """What speaks for a pair, for people: the rarest words in both, the cosines and the days between."""
        shelf, mark = self._shelf, new.trace
        theirs = shelf.terms.columns["terms"].all[shelf.terms.of(slot)]
        telling: list[str] = []
        if len(theirs):
            ours = mark.terms[mark.order]
            shared = np.flatnonzero(theirs.take(np.searchsorted(theirs, ours), mode="clip") == ours)[:4]
            telling = [new.words[i] for i in mark.order[shared].tolist()]
        found: list[tuple[str, float | str]] = [("shared", ", ".join(telling) or "nothing")]
        found.append(("words", round(max(0.0, math.exp(figures[_COSINE]) - LEAST_COSINE), 3)))
        if shelf.model_of(slot) == mark.model:
            lead = shelf.leads[mark.model].all[int(shelf.place.all[slot])]
            found.append(("meaning", round(float(lead.astype(np.float32) @ mark.lead), 3)))
        if mark.dated and shelf.dated.all[slot]:
            found.append(("days", round(abs(mark.at - float(shelf.at.all[slot])) / 86400, 1)))
        return tuple(found)

    def _bound(self, article_id: int) -> int | None:
        """The story that a person put this article into, through another article."""
        return min(self._stories_of(self._links.together(article_id)), default=None)

    def _forbidden(self, article_id: int) -> set[int]:
        return self._stories_of(self._links.apart(article_id))

    def _stories_of(self, article_ids: Iterable[int]) -> set[int]:
        return {story for story in map(self.story_of, article_ids) if story is not None}

    def _space(self, model: str, dim: int) -> VectorIndex:
        if model not in self._vectors:
            self._vectors[model] = VectorIndex(dim)
        return self._vectors[model]
