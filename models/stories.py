"""Which story an article belongs to: decided from what the index keeps of every article, strictly online."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np

from models.nouns import Article, Assignment, Matrix, Passages, Reason, Vector
from models.vocabulary import Vocabulary
from models.words import stem
from settings.limits_stories import JOIN_SIMILARITY, SLEEP_AFTER


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What the index keeps of an article: enough to decide, never its text."""

    article_id: int
    at: float
    """Seconds since the epoch (UTC)."""
    dated: bool
    """Whether the article says when it was published."""
    model: str
    vector: Vector
    """Mean of title and sentences, of unit length."""
    words: tuple[tuple[int, int], ...]
    """(hash of a stem, times it occurs), ascending."""

    def to_bytes(self) -> bytes:
        """As stored."""
        head = {
            "id": self.article_id,
            "at": self.at,
            "dated": self.dated,
            "model": self.model,
            "w": self.words,
        }
        line = json.dumps(head, separators=(",", ":")).encode()
        return line + b"\n" + self.vector.astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, blob: bytes) -> Trace:
        line, _, rest = blob.partition(b"\n")
        head = json.loads(line)
        vector = np.frombuffer(rest, "<f2").astype(np.float32)
        words = tuple((int(a), int(b)) for a, b in head["w"])
        return cls(head["id"], head["at"], head["dated"], head["model"], vector, words)


def trace(article: Article, passages: Passages, vocabulary: Vocabulary) -> Trace:
    """What the index keeps of `article`."""
    rows: Matrix = np.concatenate([passages.title_vector[None], passages.vectors])
    mean = rows.mean(axis=0)
    mean = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float16).astype(np.float32)
    counts = Counter(
        crc32(stem(word).encode()) for each in (passages.title, *passages.sentences) for word in each.words
    )
    return Trace(
        article.id,
        article.when.timestamp(),
        article.published is not None,
        passages.model,
        mean,
        tuple(sorted(counts.items())),
    )


class StoryIndex:
    """Every story's members as traces, and the decision over them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._traces: dict[int, Trace] = {}
        self._story: dict[int, int] = {}

    @classmethod
    def restore(cls, rows: Iterable[tuple[int, Trace]], vocabulary: Vocabulary) -> StoryIndex:
        """The index as it was after these (story id, trace) were added in this order."""
        index = cls(vocabulary)
        for story_id, known in rows:
            index.add(known, story_id)
        return index

    def add(self, known: Trace, story_id: int) -> None:
        """Make an article a member of a story."""
        self._traces[known.article_id] = known
        self._story[known.article_id] = story_id

    def move(self, article_id: int, story_id: int) -> None:
        """Put a member into another story."""
        self._story[article_id] = story_id

    def merge(self, story_id: int, into: int) -> None:
        """Put every member of a story into another."""
        for article_id, story in self._story.items():
            if story == story_id:
                self._story[article_id] = into

    def assign(self, article: Article, passages: Passages) -> Assignment:
        """The story that `article` belongs to, or a new one. Changes nothing."""
        mark = trace(article, passages, self._vocabulary)
        known = [each for each in self._traces.values() if each.model == mark.model]
        if not known:
            return Assignment(None, 0.0, 1.0, Reason("opened", (("stories", 0),)))
        similarity = np.stack([each.vector for each in known]) @ mark.vector
        order = np.argsort(-similarity)
        best = int(order[0])
        story_id = self._story[known[best].article_id]
        rival = next(
            (float(similarity[i]) for i in order if self._story[known[i].article_id] != story_id),
            JOIN_SIMILARITY,
        )
        found = float(similarity[best])
        if found < JOIN_SIMILARITY:
            return Assignment(
                None, found, JOIN_SIMILARITY - found, Reason("opened", (("nearest", round(found, 3)),)),
                nearest_article=known[best].article_id,
            )  # fmt: skip
        last = max(each.at for each in known if self._story[each.article_id] == story_id)
        slept = timedelta(seconds=max(0.0, mark.at - last))
        return Assignment(
            story_id,
            found,
            found - max(rival, JOIN_SIMILARITY),
            Reason("joined", (("similarity", round(found, 3)), ("runner_up", round(rival, 3)))),
            nearest_article=known[best].article_id,
            asleep=slept if slept >= SLEEP_AFTER else None,
        )


def explain(assignment: Assignment) -> str:
    """The decision in one sentence with its figures."""
    figures = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in assignment.reason.figures)
    what = "Opened a new story" if assignment.story_id is None else f"Joined story {assignment.story_id}"
    return f"{what}: {figures}." if figures else f"{what}."


def when(at: float) -> datetime:
    """A trace's time."""
    return datetime.fromtimestamp(at, UTC)
