"""What the watches look at of one development, and whether one of them wants to know."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from alerts import about, policy, words
from alerts.view import AlertView
from models.nouns import Development, Matrix, Story, Vector
from settings.limits_alerts import ABOUT_STATEMENTS_READ
from settings.schema import WatchSetting
from steps.context import Context
from storage import evidence, stories
from storage.watching import FeedbackRow


class Material:
    """A development with its article, story and vectors, read once for all watches."""

    def __init__(
        self,
        conn: Connection,
        context: Context,
        development: Development,
        stories_read: dict[int, Matrix] | None = None,
    ) -> None:
        """`stories_read`: vectors of stories, kept by a caller that looks at many developments at once."""
        self._stories_read = {} if stories_read is None else stories_read
        self.conn = conn
        self.context = context
        self.development = development
        self.statements = evidence.statement_ids(conn, development.id)
        self.story = _story(conn, development.story_id)
        self.article = evidence.cited(conn, [development.article_id], text=True)[development.article_id]
        sentences = " ".join(finding.sentence for finding in development.findings)
        self.text = "\n".join(
            (development.headline, self.article.title, sentences, self.story.headline, self.article.text)
        )
        self.view: AlertView | None = None
        """What an alert shows, whatever watch it is for; made when the first one is told."""
        self._vectors: about.Vectors | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        article = self.article
        return tuple(name for name in (article.feed, article.site, article.publisher) if name)

    def vectors(self) -> about.Vectors:
        if self._vectors is None:
            model = self.context.encoder.name
            development = self.development
            story_id = development.story_id
            if story_id not in self._stories_read:
                self._stories_read[story_id] = evidence.story_vectors(
                    self.conn, story_id, model, ABOUT_STATEMENTS_READ
                )
            self._vectors = about.Vectors(
                new=evidence.new_vectors(self.conn, development.id, development.article_id, model),
                story=self._stories_read[story_id],
            )
        return self._vectors


def _story(conn: Connection, story_id: int) -> Story:
    story = stories.get(conn, story_id)
    if story is None:
        raise LookupError(f"a development of story {story_id}, which is not there")
    return story


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a watch wants to know, and why (not), in words."""

    matched: bool
    why: str


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
        if near.over(moved.about) < 0:
            return Verdict(False, f"it is about something else ({near.said(moved.about)})")
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
            rows = evidence.new_vectors(material.conn, development_id, 0, model)
            if len(rows):
                found.append(rows.mean(axis=0))
    return found
