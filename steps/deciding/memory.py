"""What deciding needs at hand: rebuilt from the database at the start of a pass, and gone with it.

Nothing is kept here that the database does not hold, so a killed pass loses nothing.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Connection

from models.embeddings import Encoder
from models.ledger import Ledger
from models.nouns import Passages, Reason
from models.novelty.lately import odds_of
from models.stories import StoryIndex
from models.story.shelf import Slots
from models.story.vocabulary import Vocabulary
from settings.limits_decide import LEDGERS_IN_MEMORY, RENEWED_AT_ONCE, WORD_LETTERS
from settings.limits_developments import LATELY
from settings.limits_storage import TRACES_IN_BLOCK
from storage.database import Database
from storage.deciding import ledger as ledger_rows
from storage.deciding import mending, stories, traces, words


class StaleVectors(Exception):
    """A story's statements have vectors of another model: `Memory.renew` it, outside of any transaction."""

    def __init__(self, story_id: int) -> None:
        super().__init__(f"the vectors of story {story_id} are another model's")
        self.story_id = story_id


class Memory:
    """Vocabulary, story index and the ledgers in use, for one model."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        index: StoryIndex,
        encoder: Callable[[], Encoder],
        lately: Iterable[Reason | None] = (),
    ) -> None:
        self.vocabulary = vocabulary
        """By article, as developments weigh words; the index has its own, by story."""
        self.index = index
        self._encoder = encoder
        self._ledgers: OrderedDict[int, Ledger] = OrderedDict()
        self._lately: deque[float | None] = deque(maxlen=LATELY)
        for reason in lately:
            self.remember(reason)

    @classmethod
    def restore(cls, db: Database, encoder: Callable[[], Encoder]) -> Memory:
        """Everything as the last committed decision left it. What had to be read article by article is kept in blocks
        for the next start."""
        with db.read() as conn:
            by_article, by_story = words.load(conn)
            links = [(each.first, each.second, each.together) for each in mending.links_of(conn)]
            lately = stories.why_lately(conn, LATELY)
            articles, of = traces.turns(conn)
            held = 0

            def whole() -> Iterator[tuple[Slots, bytes]]:
                nonlocal held
                for block in traces.blocks(conn, articles):
                    held += TRACES_IN_BLOCK
                    yield of[held - TRACES_IN_BLOCK : held], block

            def rest() -> Iterator[tuple[int, bytes]]:
                yield from zip(of[held:].tolist(), traces.of(conn, articles[held:]), strict=True)

            index = StoryIndex.restore(rest(), by_story, links, whole(), len(articles))
        for number in range(held // TRACES_IN_BLOCK, len(index) // TRACES_IN_BLOCK):
            block = index.packed(number * TRACES_IN_BLOCK, (number + 1) * TRACES_IN_BLOCK)
            with db.write() as conn:
                traces.keep(conn, number, block)
        return cls(by_article, index, encoder, lately)

    def ledger(self, conn: Connection, story_id: int, model: str) -> Ledger:
        """The story's ledger with vectors of `model`. Raises StaleVectors where statements have those of another: it is
        asked for before the decision at hand changes anything."""
        known = self._ledgers.get(story_id)
        if known is None:
            if ledger_rows.stale(conn, story_id, model, 1):
                raise StaleVectors(story_id)
            known = Ledger(ledger_rows.load(conn, story_id, model))
            self._ledgers[story_id] = known
        self._ledgers.move_to_end(story_id)
        while len(self._ledgers) > LEDGERS_IN_MEMORY:
            self._ledgers.popitem(last=False)
        return known

    def renew(self, db: Database, story_id: int) -> None:
        """Give a story's statements vectors of the model in use. The database is free while they are made, and what was
        made is kept: a long story takes minutes."""
        encoder = self._encoder()
        while True:
            with db.read() as conn:
                old = ledger_rows.stale(conn, story_id, encoder.name, RENEWED_AT_ONCE)
            if not old:
                return
            vectors = encoder.encode([text for _, text in old])
            with db.write() as conn:
                ledger_rows.renew(conn, zip((number for number, _ in old), vectors, strict=True), encoder.name)

    @property
    def lately(self) -> list[float]:
        """Log odds of news of the articles decided last, of those that a headline speaks for or against."""
        return [odds for odds in self._lately if odds is not None]

    def remember(self, reason: Reason | None) -> None:
        """Count an article that was compared for this reason among those decided last."""
        self._lately.append(None if reason is None else odds_of(reason))

    def learn(self, conn: Connection, passages: Passages) -> None:
        """Count the words of an article that the index knows, once an article and once a story, in memory and in the
        database."""
        sentences = (passages.title, *passages.sentences)
        seen = {word for sentence in sentences for word in sentence.words if len(word) <= WORD_LETTERS}
        self.vocabulary.add(seen)
        words.add(conn, seen, self.index.learn(passages.article_id, seen))
