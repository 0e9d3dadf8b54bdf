"""What the watches look at of one development, and whether one of them wants to know."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from alerts import about, policy
from alerts.view import AlertView
from models.nouns import Development, Matrix, Story, Vector
from settings import words
from settings.limits_alerts import ABOUT_NEARLY, ABOUT_STATEMENTS_READ
from settings.schema import WatchSetting
from steps.context import Context
from storage.deciding import stories
from storage.reading import feeds
from storage.telling import evidence
from storage.telling.feedback import FeedbackRow

MATERIAL_AT_ONCE = 200
"""Developments whose articles, with their texts, are in hand at once: some megabytes."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the database has of some developments, by id."""

    statements: dict[int, frozenset[int]]
    stories: dict[int, Story]
    articles: dict[int, evidence.Cited]
    articles_of: dict[int, int]
    """The article of each development."""
    new: dict[int, Matrix]
    """Vectors of what is new in each; read for all of them when they are first asked for."""
    vectors: dict[int, Matrix]
    """Of stories; as `new`, and kept for the developments that are read next."""

    @staticmethod
    def of(conn: Connection, found: Sequence[Development], vectors: dict[int, Matrix] | None = None) -> _Read:
        return _Read(
            evidence.statements_of(conn, [each.id for each in found]),
            stories.many(conn, [each.story_id for each in found]),
            evidence.cited(conn, [each.article_id for each in found], text=True),
            {each.id: each.article_id for each in found},
            {},
            {} if vectors is None else vectors,
        )

    def vectors_of(self, conn: Connection, development: Development, model: str) -> about.Vectors:
        if not self.new:
            self.new.update(evidence.new_vectors(conn, self.articles_of, model))
            sizes = {each: story.articles for each, story in self.stories.items() if each not in self.vectors}
            self.vectors.update(evidence.story_vectors(conn, sizes, model, ABOUT_STATEMENTS_READ))
        return about.Vectors(new=self.new[development.id], story=self.vectors[development.story_id])


class Material:
    """A development with its article, story and vectors, read once for all watches."""

    def __init__(
        self,
        conn: Connection,
        context: Context,
        development: Development,
        read: _Read | None = None,
    ) -> None:
        read = self._read = read or _Read.of(conn, [development])
        self.conn = conn
        self.context = context
        self.development = development
        self.statements = read.statements[development.id]
        self.story = read.stories[development.story_id]
        self.article = read.articles[development.article_id]
        sentences = " ".join(finding.sentence for finding in development.findings)
        self.text = "\n".join(
            (development.headline, self.article.title, sentences, self.story.headline, self.article.text)
        )
        self.view: AlertView | None = None
        """What an alert shows, whatever watch it is for; made when the first one is told."""
        self._vectors: about.Vectors | None = None
        self._silence: feeds.Silence | None = None

    @classmethod
    def many(cls, conn: Connection, context: Context, found: Sequence[Development]) -> Iterator[Material]:
        """Of many developments, in their order: read some hundred at a time, and each story's vectors once."""
        vectors: dict[int, Matrix] = {}
        for start in range(0, len(found), MATERIAL_AT_ONCE):
            some = found[start : start + MATERIAL_AT_ONCE]
            read = _Read.of(conn, some, vectors)
            for development in some:
                yield cls(conn, context, development, read)

    @property
    def sources(self) -> tuple[str, ...]:
        article = self.article
        return tuple(name for name in (article.feed, article.site, article.publisher) if name)

    @property
    def old(self) -> timedelta:
        """How old the article, or its revision, was when it was read."""
        return self.article.seen - self.article.at

    @property
    def silence(self) -> feeds.Silence:
        """The feeds that are not heard."""
        if self._silence is None:
            self._silence = feeds.silence(self.conn)
        return self._silence

    def vectors(self) -> about.Vectors:
        if self._vectors is None:
            model = self.context.encoder.name
            self._vectors = self._read.vectors_of(self.conn, self.development, model)
        return self._vectors


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a watch wants to know, and why (not), in words."""

    matched: bool
    why: str
    nearly: tuple[tuple[str, float | str], ...] = ()
    """The figures of a near miss: all but the meaning matched, and that nearly did."""


def matches(
    watch: WatchSetting, material: Material, moved: policy.Shifts, feedback: Sequence[FeedbackRow] = ()
) -> Verdict:
    """All that the watch asks for must hold: language, source, words and meaning."""
    language = material.article.language
    if watch.languages and language and language.split("-")[0] not in watch.languages:
        return Verdict(False, f"it is in {language}")
    reasons: list[str] = []
    if watch.sources:
        source = about.source_hit(watch.sources, material.sources)
        if source is None:
            return Verdict(False, "it is from none of the watch's sources")
        reasons.append(f"from {source}")
    if watch.words:
        found = words.hits(words.parse(watch.words), material.text)
        if found is None:
            return Verdict(False, "the watch's words do not match")
        reasons.append("the words " + ", ".join(dict.fromkeys(found)) if found else "none of the words left out")
    if watch.about:
        vectors = material.vectors()
        sought = _about_vector(material, watch.about, feedback)
        near = about.closeness(sought, vectors.new, vectors.story)
        over = near.over(moved.about)
        if over < -ABOUT_NEARLY:
            return Verdict(False, f"it is about something else ({near.said(moved.about)})")
        if over < 0:
            what, cosine, enough = near.better(moved.about)
            figures = (("what", what), ("cosine", cosine), ("enough", enough))
            return Verdict(False, f"it is nearly what the watch asks for ({near.said(moved.about)})", figures)
        reasons.append(f"about what was asked for ({near.said(moved.about)})")
    return Verdict(True, "; ".join(reasons))


_VECTORS: weakref.WeakKeyDictionary[Context, dict[object, Vector]] = weakref.WeakKeyDictionary()


def _about_vector(material: Material, sentence: str, feedback: Sequence[FeedbackRow]) -> Vector:
    """The watch's sentence as a vector, moved by what people said of its alerts; made once a context."""
    said = tuple(
        (row.kind, row.development_id)
        for row in feedback
        if row.kind in ("useful", "not-my-topic") and row.development_id is not None
    )
    known = _VECTORS.setdefault(material.context, {})
    if (sentence, said) not in known:
        plain = known.get(sentence)
        if plain is None:
            plain = known[sentence] = material.context.encoder.encode([sentence])[0]
        known[sentence, said] = about.moved(
            plain, _told(material, said, "useful"), _told(material, said, "not-my-topic")
        )
    return known[sentence, said]


def _told(material: Material, said: Sequence[tuple[str, int | None]], kind: str) -> list[Vector]:
    """What was new in the alerts of which this was said, one vector each."""
    model = material.context.encoder.name
    found: list[Vector] = []
    for each, development_id in said:
        if each == kind and development_id is not None:
            rows = evidence.new_vectors(material.conn, {development_id: 0}, model)[development_id]
            if len(rows):
                found.append(rows.mean(axis=0))
    return found
