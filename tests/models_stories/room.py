# ruff: noqa: E501
"""A stream of invented articles and what a step does with the index, with a small encoder that hashes words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np

from models.embeddings import passages_of
from models.nouns import Article, Matrix, Passages
from models.stories import StoryIndex, Trace, trace
from models.story.vocabulary import Vocabulary
from models.text.words import words

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


class HashingEncoder:
    """Words to fixed random directions: the more words two texts share, the nearer they are."""

    name = "hashing"
    dim = 64

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row += np.random.default_rng(crc32(word.encode())).normal(size=self.dim)
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows


FERRY = (
    "Ferry Aurelia runs aground off Tarn",
    "The ferry Aurelia ran aground off the island of Tarn on Monday evening, the coast guard said. Lifeboats brought 214 passengers ashore. Captain Ola Brandvik, 51, reported a failure of the steering gear.",
)
FERRY_AGAIN = (
    "Passengers rescued as Aurelia hits rocks at Tarn",
    "Lifeboats took 214 passengers off the ferry Aurelia after it ran aground near Tarn. The captain, Ola Brandvik, 51, had told the coast guard that the steering had failed.",
)
FIRE = (
    "Fire destroys sawmill in Ulmby",
    "A fire destroyed the Ekdal sawmill in Ulmby on Monday night. Forty firefighters fought the flames until morning. Nobody was hurt, said chief officer Petra Lund, and the cause is not known.",
)
OTHERS = [
    ("Brenna votes for a bridge", "Mayor Ida Moe won the vote for a second bridge across the Skall. Work begins in spring."),
    ("Wolves seen near Corlin", "Shepherds above Corlin counted four wolves this week. Ranger Tom Aske set up cameras."),
    ("Dovrey bank cuts rates", "The central bank lowered its key rate to 2.5 percent. Economist Eva Lie had expected it."),
    ("Elmstad wins the cup", "Two late goals by Jon Rud gave Elmstad the cup before 9,000 spectators."),
    ("Pianist returns to stage", "Kari Vik played Chopin in public for the first time since her illness."),
    ("Strike shuts the mines of Gransk", "Miners walked out over pensions. Union leader Nils Dahl spoke of 3,000 on strike."),
    ("New comet found", "Astronomer Siri Foss discovered a comet that will be visible in June."),
    ("Court frees editor", "A judge dropped the libel case against Per Haug, editor of a weekly."),
]


class Room:
    """A stream: what a step does with the index, without a database."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.index = StoryIndex(self.vocabulary)
        self.rows: list[tuple[int, Trace]] = []
        self.stories = 0

    def article(self, news: tuple[str, str], published: datetime | None, language: str | None = "en") -> tuple[Article, Passages]:
        number = len(self.rows) + 1
        seen = START + timedelta(days=900)
        article = Article(number, f"u{number}", f"u{number}", *news, published, seen, "site", "site", language=language)
        return article, passages_of(article, HashingEncoder())

    def read(self, news: tuple[str, str], published: datetime | None = START, language: str | None = "en") -> int:
        article, its = self.article(news, published, language)
        found = self.index.assign(article, its)
        if found.story_id is None:
            self.stories += 1
        story = found.story_id or self.stories
        mark = trace(article, its, self.vocabulary)
        self.index.add(mark, story)
        self.rows.append((story, mark))
        self.index.learn(article.id, {w for each in (its.title, *its.sentences) for w in each.words})
        return story
