"""Articles of an invented story, with vectors from a bag of words: close where words are shared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from models.developments import compare, statements
from models.ledger import Ledger
from models.nouns import Article, Comparison, Matrix, Passages
from models.story.vocabulary import Vocabulary
from models.text.sentences import analyse, split
from models.text.words import stem, words
from models.witness import taken_over

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def vectors(texts: list[str]) -> Matrix:
    rows = np.zeros((len(texts), 256), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in words(text):
            row[int(hashlib.sha256(stem(word).encode()).hexdigest(), 16) % 256] += 1
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return rows


class Newsroom:
    """One story: what each article adds to those before it."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.vocabulary = Vocabulary()
        self.read = 0
        self.stored = 0
        self.texts: list[tuple[str, str]] = []

    def article(
        self, text: str, *, hours: float = 0, title: str = "", publisher: str = ""
    ) -> tuple[Article, Passages]:
        self.read += 1
        at = START + timedelta(hours=hours)
        site = publisher or f"outlet{self.read}.example"
        article = Article(self.read, f"https://{site}/{self.read}", "", title, text, at, at, site, site)
        return article, self.passages(article)

    @staticmethod
    def passages(article: Article) -> Passages:
        sentences = split(article.text)
        return Passages(
            article_id=article.id,
            model="words",
            title=analyse(article.title),
            sentences=sentences,
            title_vector=vectors([article.title])[0],
            vectors=vectors([sentence.text for sentence in sentences]),
        )

    def compare(
        self,
        article: Article,
        passages: Passages,
        previous: Passages | None = None,
        *,
        lately: Sequence[float] = (),
    ) -> Comparison:
        return compare(article, passages, self.ledger, self.vocabulary, previous=previous, lately=lately)

    def keep(self, article: Article, passages: Passages, comparison: Comparison) -> None:
        for statement in statements(article, passages, comparison):
            self.stored += 1
            self.ledger.add(replace(statement, id=self.stored))
        taken = taken_over(passages.sentences, [text for by, text in self.texts if by != article.publisher])
        for index, statement_id in comparison.folds:
            if not taken[index]:
                self.ledger.fold(statement_id, article.publisher)
        self.texts.append((article.publisher, article.text))
        self.vocabulary.add({word for sentence in passages.sentences for word in sentence.words})

    def tell(self, text: str, *, hours: float = 0, title: str = "", publisher: str = "") -> Comparison:
        article, passages = self.article(text, hours=hours, title=title, publisher=publisher)
        comparison = self.compare(article, passages)
        self.keep(article, passages, comparison)
        return comparison
