"""Articles made ready to decide, batch by batch; what goes wrong with one stays with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from models.copies import CopyIndex, Fingerprint, fingerprint, says_more
from models.embeddings import VectorCache, passages_of_all
from models.nouns import Article, Passages
from settings.limits_storage import COPY_WINDOW, EMBED_BATCH
from steps.context import Context, Progress
from steps.embed import EmbedCounts
from steps.together import keep_each
from storage import articles, fingerprints
from storage import passages as passage_rows

Prints = dict[tuple[int, int], bytes]
"""Fingerprints by article and revision, as they are stored: a kilobyte each."""


@dataclass(frozen=True, slots=True)
class _Embedded:
    """What one batch comes to; nothing is kept anywhere else until it is committed."""

    articles: tuple[Article, ...]
    prints: Sequence[Fingerprint]
    copies: dict[int, int]
    passages: tuple[Passages, ...]


def embed_all(context: Context, waiting: Sequence[int], progress: Progress | None) -> EmbedCounts:
    """Tell copies apart among the articles of these ids, and give the others their vectors."""
    with context.db.read() as conn:
        # An archive's articles are as old as they say, and their copies are sought among their own time's.
        oldest = min(context.clock(), articles.get(conn, waiting[0]).when)
        prints = _prints(conn, waiting)
        wanted = map(Fingerprint.from_bytes, prints.values())
        index = CopyIndex.among(fingerprints.since(conn, oldest - COPY_WINDOW), wanted)
    cache = VectorCache()
    counts = EmbedCounts()

    def keep(ids: Sequence[int]) -> None:
        nonlocal counts
        counts = _embed_batch(context, index, prints, cache, ids, counts)

    def set_aside(article_id: int, bug: Exception) -> None:
        nonlocal counts
        said = f"{type(bug).__name__}: {bug}"
        with context.db.write() as conn:
            articles.set_aside(conn, article_id, said)
        counts = replace(counts, failed=(*counts.failed, f"article {article_id}: {said}"))

    for start in range(0, len(waiting), EMBED_BATCH):
        keep_each(waiting[start : start + EMBED_BATCH], keep, set_aside)
        if progress:
            progress("embed", min(start + EMBED_BATCH, len(waiting)), len(waiting))
    return counts


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


def _embed_batch(
    context: Context,
    index: CopyIndex,
    prints: Prints,
    cache: VectorCache,
    ids: Sequence[int],
    counts: EmbedCounts,
) -> EmbedCounts:
    with context.db.read() as conn:
        batch = tuple(articles.many(conn, ids))
        earlier = [found for each in batch if (found := passage_rows.before(conn, each, context.parts))]
    done = _work_out(context, index, [_print_of(each, prints) for each in batch], cache, batch, earlier)
    with context.db.write() as conn:
        _keep(conn, done)
    for article, seen in zip(done.articles, done.prints, strict=True):
        if article.id not in done.copies and article.revision == 1:
            index.add(article.id, seen)
    return replace(
        counts,
        embedded=counts.embedded + len(done.passages),
        copies=counts.copies + len(done.copies),
    )


def _work_out(
    context: Context,
    index: CopyIndex,
    prints: Sequence[Fingerprint],
    cache: VectorCache,
    batch: tuple[Article, ...],
    earlier: Sequence[Passages],
) -> _Embedded:
    copies: dict[int, int] = {}
    within = CopyIndex()
    with context.db.read() as conn:
        for article, seen in zip(batch, prints, strict=True):
            match = index.find(seen) or within.find(seen)
            # A changed page is found to be a copy of its own earlier reading, which says nothing.
            if (
                match is not None
                and match.article_id != article.id
                and not says_more(article.text, articles.get(conn, match.article_id).text)
            ):
                copies[article.id] = match.article_id
            else:
                within.add(article.id, seen)
    own = [article for article in batch if article.id not in copies]
    if not own:
        return _Embedded(batch, prints, copies, ())
    for known in earlier:
        if known.model == context.encoder.name:
            cache.update(zip((s.text for s in known.sentences), known.vectors, strict=True))
            cache[known.title.text] = known.title_vector
    return _Embedded(batch, prints, copies, tuple(passages_of_all(own, context.encoder, cache, context.parts)))


def _keep(conn: Connection, done: _Embedded) -> None:
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
    for passages in (each for each in done.passages if each.article_id in own):
        passage_rows.save(conn, revision[passages.article_id], passages)
