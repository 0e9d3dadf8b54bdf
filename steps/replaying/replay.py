"""An archive through the code that live articles go through, strictly online, into a database of its own.

Copies first, then vectors, then story, comparison and watches, article by article in the archive's order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from models.copies import CopyIndex, fingerprint, says_more
from models.embeddings import VectorCache, passages_of_all
from models.errors import InputError
from models.nouns import Article, Development, EventKind, Nearest, Passages
from models.stories import StoryIndex
from models.story.vocabulary import Vocabulary
from settings.limits_decide import REPLAY_BATCH
from steps.context import Context, Progress
from steps.deciding.decide_article import Decided, decide_article, decide_copy
from steps.deciding.memory import Memory
from steps.replaying.archive import UNDATED, Line, out_line, read_archive
from steps.replaying.survey import Survey
from steps.telling.match import match
from storage.reading import articles


@dataclass(frozen=True, slots=True)
class ReplayCounts:
    articles: int = 0
    copies: int = 0
    stories: int = 0
    developments: int = 0


def replay(
    context: Context,
    source: Path,
    out: Path,
    *,
    given_stories: bool = False,
    progress: Progress | None = None,
    warn: Callable[[str], object] | None = None,
) -> ReplayCounts:
    """Write one line an article to `out`, in the order of `source`. `warn` is told, before the first is sent, what the
    lines do not tell.

    `context.db` must be a database made for this replay. With `given_stories` each line's `story` is taken as
    the story and only developments are decided. InputError names the line that cannot be used.
    """
    found = Survey.of(read_archive(source, given_stories))  # every line is checked before the first is sent
    if warn:
        for remark in found.remarks():
            warn(f"{source}: {remark}")
    try:
        with out.open("w", encoding="utf-8") as sink:
            lines = read_archive(source, given_stories, found.begins or UNDATED)
            return _Replay(context, given_stories).run(lines, sink, found.total, progress)
    except OSError as error:
        raise InputError(
            f"{out}: cannot be written ({error.strerror}); give a path in a folder of yours"
        ) from error


class _Replay:
    """State of one replay: what live passes rebuild from the database, and the archive's own ids."""

    def __init__(self, context: Context, given_stories: bool) -> None:
        self._now = UNDATED
        # Watches live in the archive's time, not in ours.
        self._context = Context(
            context.db, context.settings, lambda: self._now, context.rng, {"encoder": context.encoder}
        )
        self._given = given_stories
        self._memory = Memory(Vocabulary(), StoryIndex(Vocabulary()), lambda: context.encoder)
        self._copies = CopyIndex()
        self._vectors = VectorCache()
        self._names: dict[int, str] = {}
        self._stories: dict[str, int] = {}
        self._story_of: dict[int, str | None] = {}

    def run(
        self, lines: Iterator[Line], sink: IO[str], total: int, progress: Progress | None
    ) -> ReplayCounts:
        counts = ReplayCounts()
        while batch := list(islice(lines, REPLAY_BATCH)):
            passages = self._embed(batch)
            with self._context.db.write() as conn:
                for line, read in zip(batch, passages, strict=True):
                    decided = self._decide(conn, line, *read)
                    sink.write(json.dumps(self._out(line, decided), ensure_ascii=False) + "\n")
                    counts = _count(counts, decided)
                    if progress:
                        progress("replay", counts.articles, total)
            sink.flush()
        return counts

    def _embed(self, batch: Sequence[Line]) -> list[tuple[Article, Passages | None, Nearest | None]]:
        """Each article with its passages, or with what it is a copy of: copies cost no embedding."""
        context = self._context
        with context.db.write() as conn:
            read = [self._store(conn, line) for line in batch]
        copies: dict[int, Nearest] = {}
        with context.db.read() as conn:
            for line, article in zip(batch, read, strict=True):
                found = self._copy(conn, line, article)
                if found:
                    copies[article.id] = found
        fresh = [article for article in read if article.id not in copies]
        embedded = {
            passages.article_id: passages
            for passages in passages_of_all(fresh, context.encoder, self._vectors)
        }
        return [(article, embedded.get(article.id), copies.get(article.id)) for article in read]

    def _store(self, conn: Connection, line: Line) -> Article:
        article = line.article()
        if articles.by_url(conn, article.canonical_url) is not None:
            # Two lines of an archive are two articles, whatever address they share.
            article = replace(article, canonical_url=f"{line.url}#{line.id}")
        article_id, _ = articles.store(conn, article)
        article = replace(article, id=article_id)
        self._names[article.id] = line.id
        self._story_of[article.id] = line.story
        return article

    def _copy(self, conn: Connection, line: Line, article: Article) -> Nearest | None:
        known = fingerprint(article.text)
        found = self._copies.find(known)
        if found and self._given and self._story_of[found.article_id] != line.story:
            found = None  # the label puts it elsewhere
        if found and says_more(article.text, articles.get(conn, found.article_id).text):
            found = None
        if found is None:
            self._copies.add(article.id, known)
            return None
        return Nearest(found.article_id, "", found.containment)

    def _decide(
        self,
        conn: Connection,
        line: Line,
        article: Article,
        passages: Passages | None,
        copied: Nearest | None,
    ) -> tuple[Decided, Nearest | None]:
        self._now = line.at
        if passages is None:
            if copied is None:
                raise LookupError(f"article {line.id} was neither embedded nor found to be a copy")
            return decide_copy(conn, article, copied.article_id, line.at, copied.similarity), copied
        given = self._stories.get(line.story) if self._given and line.story is not None else None
        decided = decide_article(
            conn,
            self._memory,
            article,
            passages,
            line.at,
            self._tell,
            given=given,
            open_given=self._given and given is None,
        )
        if self._given and line.story is not None:
            self._stories[line.story] = decided.story_id
        return decided, None

    def _tell(self, conn: Connection, told: Sequence[Development]) -> object:
        return match(conn, self._context, told)

    def _out(self, line: Line, decided: tuple[Decided, Nearest | None]) -> dict[str, object]:
        what, copied = decided
        story = line.story if self._given and line.story is not None else str(what.story_id)
        return out_line(line.id, story, what.comparison, copied, self._names)


def _count(counts: ReplayCounts, decided: tuple[Decided, Nearest | None]) -> ReplayCounts:
    what, _ = decided
    return ReplayCounts(
        articles=counts.articles + 1,
        copies=counts.copies + (what.comparison is None),
        stories=counts.stories + (what.assignment.story_id is None),
        developments=counts.developments + sum(EventKind.DEVELOPMENT in each.kinds for each in what.told),
    )
