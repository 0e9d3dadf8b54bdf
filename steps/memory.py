"""What deciding needs at hand: rebuilt from the database at the start of a pass, and gone with it.

Nothing is kept here that the database does not hold, so a killed pass loses nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import Connection

from models.embeddings import Encoder
from models.ledger import Ledger
from models.nouns import Passages
from models.stories import StoryIndex
from models.vocabulary import Vocabulary
from settings.limits_decide import LEDGERS_IN_MEMORY
from storage import ledger as ledger_rows
from storage import mending, stories, words


class Memory:
    """Vocabulary, story index and the ledgers in use, for one model."""

    def __init__(self, vocabulary: Vocabulary, index: StoryIndex, encoder: Callable[[], Encoder]) -> None:
        self.vocabulary = vocabulary
        self.index = index
        self._encoder = encoder
        self._ledgers: OrderedDict[int, Ledger] = OrderedDict()

    @classmethod
    def restore(cls, conn: Connection, encoder: Callable[[], Encoder]) -> Memory:
        """Everything as the last committed decision left it."""
        vocabulary = words.load(conn)
        links = [(each.first, each.second, each.together) for each in mending.links_of(conn)]
        return cls(vocabulary, StoryIndex.restore(stories.traces(conn), vocabulary, links), encoder)

    def ledger(self, conn: Connection, story_id: int, model: str) -> Ledger:
        """The story's ledger with vectors of `model`; statements of an older model get new vectors first."""
        known = self._ledgers.get(story_id)
        if known is None:
            old = ledger_rows.stale(conn, story_id, model)
            if old:
                vectors = self._encoder().encode([text for _, text in old])
                pairs = zip((statement_id for statement_id, _ in old), vectors, strict=True)
                ledger_rows.renew(conn, pairs, model)
            known = Ledger(ledger_rows.load(conn, story_id, model))
            self._ledgers[story_id] = known
        self._ledgers.move_to_end(story_id)
        while len(self._ledgers) > LEDGERS_IN_MEMORY:
            self._ledgers.popitem(last=False)
        return known

    def learn(self, conn: Connection, passages: Passages) -> None:
        """Count an article's words, once an article, in memory and in the database."""
        seen = {word for sentence in (passages.title, *passages.sentences) for word in sentence.words}
        self.vocabulary.add(seen)
        words.add(conn, seen)
