"""Articles made ready to decide, batch by batch; what goes wrong with one stays with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from models.copies import CopyIndex, Fingerprint, fingerprint, says_more
from models.embeddings import Encoder, VectorCache, passages_of_all
from models.nouns import Article, Passages
from models.text.parts import Parts
from settings.limits_storage import COPY_WINDOW, EMBED_BATCH
from steps.context import BUGS, Context, Progress
from steps.counts import EmbedCounts
from steps.together import keep_each
from storage.reading import articles, fingerprints
from storage.reading import passages as passage_rows

Prints = dict[tuple[int, int], bytes]
"""Fingerprints by article and revision, as they are stored: a kilobyte each."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A batch whose texts are with the model; nothing is kept anywhere else until it is committed."""

    articles: tuple[Article, ...]
    prints: Sequence[Fingerprint]
    copies: dict[int, int]
    within: CopyIndex
    """What is no copy of the batch."""
    passages: Future[list[Passages]]


def embed_all(
    context: Context,
    waiting: Sequence[int],
    progress: Progress | None,
    meanwhile: Callable[[], object],
) -> EmbedCounts:
    """Tell copies apart among the articles of these ids, and give the others their vectors. `meanwhile` is called
    while the model is at work."""
    with context.db.read() as conn:
        # An archive's articles are as old as they say, and their copies are sought among their own time's.
        oldest = min(context.clock(), articles.get(conn, waiting[0]).when)
        prints = _prints(conn, waiting)
        wanted = map(Fingerprint.from_bytes, prints.values())
        index = CopyIndex.among(fingerprints.since(conn, oldest - COPY_WINDOW), wanted)
    thread = ThreadPoolExecutor(1, "with-the-model")
    try:
        embedding = _Embedding(context, index, prints, thread)
        batches = [waiting[start : start + EMBED_BATCH] for start in range(0, len(waiting), EMBED_BATCH)]
        for number, batch in enumerate(batches):
            embedding.begin_ahead(batches[number : number + 2])
            meanwhile()
            keep_each(batch, embedding.keep, embedding.set_aside)
            if progress:
                progress("embed", number * EMBED_BATCH + len(batch), len(waiting))
        return embedding.counts
    finally:
        thread.shutdown(wait=False, cancel_futures=True)  # a pass that is stopped waits for no vectors


def _prints(conn: Connection, ids: Sequence[int]) -> Prints:
    found: Prints = {}
    for start in range(0, len(ids), EMBED_BATCH):
        for article in articles.many(conn, ids[start : start + EMBED_BATCH]):
            found[article.id, article.revision] = fingerprint(article.text).to_bytes()
    return found


def _print_of(article: Article, known: Prints) -> Fingerprint:
    """Of a page that has changed since then none is known."""
    its = known.get((article.id, article.revision))
    return fingerprint(article.text) if its is None else Fingerprint.from_bytes(its)


def take_back(context: Context, ready: Sequence[int]) -> None:
    """Vectors that an earlier program, or another model, made and this one cannot use are made again."""
    with context.db.read() as conn:
        useless = [
            article.id
            for article in articles.many(conn, ready)
            if articles.copy_of(conn, article.id) is None
            and not passage_rows.fits(conn, article, context.encoder.name, context.parts)
        ]
    if useless:
        with context.db.write() as conn:
            for article_id in useless:
                articles.wait_for_vectors(conn, article_id)


class _Embedding:
    """The batches in hand: one that is kept next, and one that the model may go on with at once."""

    def __init__(
        self, context: Context, index: CopyIndex, prints: Prints, thread: ThreadPoolExecutor
    ) -> None:
        self.counts = EmbedCounts()
        self._context, self._index, self._prints, self._thread = context, index, prints, thread
        self._cache = VectorCache()  # of the thread's alone
        self._ahead: dict[tuple[int, ...], _Begun] = {}

    def begin_ahead(self, batches: Sequence[Sequence[int]]) -> None:
        """Hand batches that follow each other to the model, unless they are with it."""
        with suppress(*BUGS):  # met again when the batch's turn comes, where it can be said whose it is
            for batch in map(tuple, batches):
                if batch not in self._ahead:
                    self._ahead[batch] = self._begin(batch)

    def keep(self, ids: Sequence[int]) -> None:
        """Keep what a batch comes to, all of it or, where this raises, nothing."""
        begun = self._ahead.pop(tuple(ids), None)
        if begun is None:
            self._ahead.clear()  # begun after a batch that came to something else
            begun = self._begin(ids)
        try:
            passages = begun.passages.result()
            with self._context.db.write() as conn:
                _keep(conn, begun, passages)
        except BaseException:
            self._ahead.clear()
            raise
        for article, seen in zip(begun.articles, begun.prints, strict=True):
            if article.id not in begun.copies and article.revision == 1:
                self._index.add(article.id, seen)
        self.counts = replace(
            self.counts,
            embedded=self.counts.embedded + len(passages),
            copies=self.counts.copies + len(begun.copies),
        )

    def set_aside(self, article_id: int, bug: Exception) -> None:
        said = f"{type(bug).__name__}: {bug}"
        with self._context.db.write() as conn:
            articles.set_aside(conn, article_id, said)
        failed = (*self.counts.failed, f"article {article_id}: {said}")
        self.counts = replace(self.counts, failed=failed)

    def _begin(self, ids: Sequence[int]) -> _Begun:
        context = self._context
        with context.db.read() as conn:
            batch = tuple(articles.many(conn, ids))
            earlier = [found for each in batch if (found := passage_rows.before(conn, each, context.parts))]
        prints = [_print_of(each, self._prints) for each in batch]
        copies, within = self._copies(batch, prints)
        own = [article for article in batch if article.id not in copies]
        taken_apart = {article.id: context.parts(article) for article in own}
        encoder = context.encoder if own else None  # made here: the thread may outlast the context
        passages = self._thread.submit(self._passages, encoder, own, taken_apart, earlier)
        return _Begun(batch, prints, copies, within, passages)

    def _copies(
        self, batch: tuple[Article, ...], prints: Sequence[Fingerprint]
    ) -> tuple[dict[int, int], CopyIndex]:
        """Copies with their originals, and the fingerprints of the others."""
        copies: dict[int, int] = {}
        within = CopyIndex()
        before = [self._index, *(each.within for each in self._ahead.values()), within]
        with self._context.db.read() as conn:
            for article, seen in zip(batch, prints, strict=True):
                matches = [found for each in before if (found := each.find(seen))]
                match = min(matches, key=lambda found: (-found.containment, found.article_id), default=None)
                # A changed page is found to be a copy of its own earlier reading, which says nothing.
                if (
                    match is not None
                    and match.article_id != article.id
                    and not says_more(article.text, articles.get(conn, match.article_id).text)
                ):
                    copies[article.id] = match.article_id
                else:
                    within.add(article.id, seen)
        return copies, within

    def _passages(
        self,
        encoder: Encoder | None,
        own: Sequence[Article],
        taken_apart: Mapping[int, Parts],
        earlier: Sequence[Passages],
    ) -> list[Passages]:
        """In the thread, one batch after the other, so that no text goes to the model twice."""
        if encoder is None:
            return []
        for known in earlier:
            if known.model == encoder.name:
                self._cache.update(zip((s.text for s in known.sentences), known.vectors, strict=True))
                self._cache[known.title.text] = known.title_vector
        return passages_of_all(own, encoder, self._cache, lambda article: taken_apart[article.id])


def _keep(conn: Connection, done: _Begun, passages: Sequence[Passages]) -> None:
    revision = {article.id: article.revision for article in done.articles}
    # Held up for long (a machine that slept), a pass may find that another one has taken over.
    waits = articles.still_waits(conn, revision, articles.READ)
    own = {article_id for article_id, now in waits.items() if now == revision[article_id]}
    for article, seen in zip(done.articles, done.prints, strict=True):
        if article.id not in own:
            continue
        original = done.copies.get(article.id)
        if original is not None:
            articles.is_copy(conn, article.id, original)
            continue
        fingerprints.save(conn, article.id, article.when, seen)
        articles.embedded(conn, article.id)
    for each in (each for each in passages if each.article_id in own):
        passage_rows.save(conn, revision[each.article_id], each)
