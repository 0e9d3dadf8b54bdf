"""A labelled file as the stream that newsdelta would have seen: articles in file order, strictly online.

Copies are not taken out, and stories are given: only developments are measured here.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from models.developments import compare, statements
from models.embeddings import load_encoder, passages_of_all
from models.ledger import Ledger
from models.nouns import Article, Comparison, Passages, Vector
from models.novelty.headed import HEADED
from models.novelty.lately import odds_of
from models.story.vocabulary import Vocabulary
from settings.limits_developments import LATELY

SHARED = Path(__file__).resolve().parents[3] / "shared"
START = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One line of a file: what the pipeline may see, and `gold`, which it may not."""

    article: Article
    passages: Passages
    story: str
    gold: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One item, its story's ledger and the vocabulary as they stood before it, and what was made of it."""

    item: Item
    ledger: Ledger
    vocabulary: Vocabulary
    comparison: Comparison


def read(name: str, cache: Path | None = None, *, exact: bool = False) -> list[Item]:
    """The file ../shared/data/`name`.jsonl with vectors, kept in `cache` (a folder) for the next time. `exact`: in
    float32 on any CPU."""
    articles, golds = [], []
    last = START
    with (SHARED / "data" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            last = _when(row["published"]) or last
            articles.append(_article(number, row, last))
            golds.append(row["gold"])
    vectors = _Vectors(cache / (name.replace("/", "-") + "-exact" * exact + ".npz") if cache else None)
    passages = passages_of_all(articles, _Lazy(exact), vectors)
    vectors.keep()
    return [
        Item(article, read_, gold.get("story") or gold.get("topic") or "", gold)
        for article, read_, gold in zip(articles, passages, golds, strict=True)
    ]


def online(
    items: Sequence[Item], headings: Mapping[str, Mapping[str, float]] = HEADED, remember: int = LATELY
) -> Iterator[Step]:
    """Each item compared with what came before it, then written into its story's ledger. `headings`: see `compare`;
    the share of news is taken from so many articles before."""
    ledgers: dict[str, Ledger] = {}
    lately: deque[float | None] = deque(maxlen=remember)
    vocabulary = Vocabulary()
    stored = 0
    for item in items:
        ledger = ledgers.setdefault(item.story, Ledger())
        odds = [each for each in lately if each is not None]
        comparison = compare(item.article, item.passages, ledger, vocabulary, lately=odds, headings=headings)
        lately.append(odds_of(comparison.reason))
        yield Step(item, ledger, vocabulary, comparison)
        for statement in statements(item.article, item.passages, comparison):
            stored += 1
            ledger.add(replace(statement, id=stored))
        for _, statement_id in comparison.folds:
            ledger.fold(statement_id, item.article.publisher)
        sentences = (item.passages.title, *item.passages.sentences)
        vocabulary.add({word for sentence in sentences for word in sentence.words})


def _when(text: str | None) -> datetime | None:
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _article(number: int, row: dict[str, Any], when: datetime) -> Article:
    source = row["source"] or ""
    return Article(
        id=number,
        url=row["url"],
        canonical_url=row["url"],
        title=row["title"] or "",
        text=row["text"],
        published=when,
        seen=when,
        site=source,
        publisher=source,
    )


class _Lazy:
    """The packaged model, loaded when the first vector is missing."""

    name = "packaged"
    dim = 384

    def __init__(self, exact: bool) -> None:
        self._exact = exact

    def encode(self, texts: Any) -> Any:
        return load_encoder(exact=self._exact).encode(texts) if texts else np.zeros((0, self.dim), np.float32)


class _Vectors(dict[str, Vector]):
    """Vectors by text, kept in one file."""

    def __init__(self, file: Path | None) -> None:
        super().__init__()
        self._file = file
        if file and file.exists():
            stored = np.load(file)
            texts = stored["texts"].tobytes().decode("utf-8").split("\0")
            self.update(zip(texts, stored["vectors"], strict=True))
        self._read = len(self)

    def keep(self) -> None:
        if self._file and len(self) > self._read:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            texts = np.frombuffer("\0".join(self).encode("utf-8"), dtype=np.uint8)
            np.savez(self._file, texts=texts, vectors=np.stack(list(self.values())))
