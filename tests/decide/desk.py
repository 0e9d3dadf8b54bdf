"""A desk whose articles arrive and are decided, on a real database, and texts for it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from models.nouns import Article, EventKind, Matrix
from settings.schema import Settings
from steps.context import Context, open_context
from steps.counts import DecideCounts
from steps.decide import decide
from steps.embed import embed
from storage.deciding import developments
from storage.reading import articles

START = datetime(2026, 3, 9, 8, tzinfo=UTC)

FIRST = (
    "The ferry Sunniva ran aground off Harrow Point on Monday morning with 210 people on board.\n"
    "Four passengers were taken to hospital in Dunmere, the coastguard spokeswoman Ida Marsh said.\n"
    "Tugs from the port of Kell were on their way to pull the vessel off the rocks before nightfall.\n"
    "The operator, Northline Ferries, said the cause was not known and that an inquiry had been opened."
)
NEWS = (
    "The captain of the ferry Sunniva, Jonas Brandt, was arrested on Tuesday evening in Kell.\n"
    "Prosecutor Helga Voss said he had failed a breath test taken nine hours after the ferry ran aground.\n"
    "The ferry Sunniva of Northline Ferries ran aground off Harrow Point on Monday morning with 210 people.\n"
    "Four passengers were taken to hospital in Dunmere, according to the coastguard spokeswoman Ida Marsh."
)
OF_THE_DAM = (
    (
        "cracked",
        "A crack forty metres long opened in the dam of Lower Brenn overnight, the water board of Estmark said.\n"
        "Engineers led by Pavel Oriz drained a third of the reservoir and closed the road to Upper Brenn.\n"
        "The dam of Lower Brenn was built in 1931 and holds 40 million cubic metres, the water board said.",
        "herald.example",
    ),
    (
        "crack",
        "The water board of Estmark said a crack forty metres long had opened in the dam of Lower Brenn.\n"
        "The road to Upper Brenn was closed while engineers led by Pavel Oriz drained a third of the reservoir.\n"
        "Built in 1931, the dam of Lower Brenn holds 40 million cubic metres.",
        "meridian.example",
    ),
)
REPEAT = (
    "On Tuesday evening the captain of the ferry Sunniva, Jonas Brandt, was arrested in Kell.\n"
    "Four passengers had been taken to hospital in Dunmere, the coastguard spokeswoman Ida Marsh said.\n"
    "With 210 people on board the ferry Sunniva ran aground off Harrow Point on Monday morning.\n"
    "He had failed a breath test nine hours after the ferry ran aground, prosecutor Helga Voss said."
)


class WordEncoder:
    """Bags of words: texts that share words are near each other, others are not."""

    name = "words@1"
    dim = 256
    languages = None

    def encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(",", " ").replace(".", " ").split():
                if len(word) > 3:
                    row[zlib.crc32(word.encode()) % self.dim] += 1
            row[0] += 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Desk:
    """Articles arrive, and are decided."""

    def __init__(self, database: str) -> None:
        self.now = START
        self.context: Context = open_context(
            Settings(database=database), lambda: self.now, random.Random(1), encoder=WordEncoder()
        )

    def file(self, name: str, text: str, publisher: str, hours: float = 0, about: str = "Ferry Sunniva") -> int:
        at = START + timedelta(hours=hours)
        article = Article(
            id=0,
            url=f"https://{publisher}/{name}",
            canonical_url=f"https://{publisher}/{name}",
            title=f"{about}: {name}",
            text=text,
            published=at,
            seen=at,
            site=publisher,
            publisher=publisher,
            language="en",
        )
        with self.context.db.write() as conn:
            article_id, _ = articles.store(conn, article)
        return article_id

    def decide(self) -> DecideCounts:
        embed(self.context)
        return decide(self.context)

    def events(self) -> list[tuple[EventKind, int, tuple[str, ...]]]:
        with self.context.db.read() as conn:
            found = developments.between(conn, START - timedelta(days=1), START + timedelta(days=30))
        return [(event.kind, event.article_id, event.witnesses) for event in found]
