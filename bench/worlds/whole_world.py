"""A day's news for the benchmark of the whole way: a history in the database, and pages served over local HTTP.

Pages are 350 KB with 900 words, as those of ../shared/data/pages on average: a third of the bytes are scripts and
styles, the rest menus, teasers and a footer around the article. Words and sentences' lengths come from the bundled
newsroom; names are made up. As a program of its own (`python -m bench.worlds.whole_world PORTS ...`) it is the server.
"""

from __future__ import annotations

import json
import random
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from models.embeddings import PACKAGED, PACKAGED_DIGEST
from models.nouns import Article, Passages, Sentence, SentenceKind
from models.story.trace import look
from models.story.vocabulary import Vocabulary
from models.text.sentences import split
from storage import schema
from storage.database import Database

WORDS, BYTES = 900, 350_000
COPIES = 0.3
EVENT = 4
"""Own articles on one event: the first opens a story, the others add to it."""
OUTLETS = 20
ONSETS = ("Bar", "Cel", "Dro", "Fen", "Gri", "Hal", "Jor", "Kes", "Lom", "Mav", "Nor", "Pel", "Quin", "Ros", "Tam")
RIMES = ("ander", "berg", "cova", "dane", "elo", "ford", "gard", "hurst", "imo", "ley", "mond", "neth", "ova", "quist")
MODEL = f"{PACKAGED}@{PACKAGED_DIGEST[:12]}"
SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "articles"


@dataclass(frozen=True, slots=True)
class Piece:
    number: int
    title: str
    text: tuple[str, ...]
    """Sentences."""
    copy_of: int | None


def pieces(count: int, seed: int = 5) -> list[Piece]:
    """The day's articles in the order of publication."""
    chance = random.Random(seed)
    told = [s for path in sorted(SAMPLE.rglob("*.md")) for s in _sentences(path.read_text("utf-8"))]
    common = sorted({word for sentence in told for word in sentence.split() if word.islower()})
    made: list[Piece] = []
    base: list[str] = []
    own, names = common, ["Somewhere"]
    for number in range(count):
        if number > 20 and chance.random() < COPIES:
            original = made[chance.randrange(max(0, number - 500), number)]
            root = original if original.copy_of is None else made[original.copy_of]
            made.append(replace(root, number=number, copy_of=root.number))
            continue
        if number % EVENT == 0 or not base:  # an event has people, places and a subject of its own
            names = [chance.choice(ONSETS) + chance.choice(RIMES) + chance.choice(RIMES) for _ in range(8)]
            own = chance.sample(common, 60)
            base = [_varied(chance, sentence, own, names) for sentence in chance.choices(told, k=70)]
        # A third repeats what the event's articles say, the rest is the article's own.
        text: list[str] = []
        while sum(len(sentence.split()) for sentence in text) < WORDS:
            new = _varied(chance, chance.choice(told), own, names)
            text.append(chance.choice(base) if chance.random() < 0.35 else new)
        made.append(Piece(number, " ".join(text[0].split()[:9]).rstrip(".,"), tuple(text), None))
    return made


def _sentences(text: str) -> list[str]:
    body = text.split("---", 2)[-1]
    found = (s.strip() for s in re.split(r"(?<=[.!?])\s+", body))
    return [s for s in found if 6 <= len(s.split()) <= 45 and s.endswith(".")]


def _varied(chance: random.Random, sentence: str, common: list[str], names: list[str]) -> str:
    """The sentence with other words and names in it: of the same length, and told by nobody before."""
    words = []
    for place, word in enumerate(sentence.split()):
        if word.islower() and word.isalpha() and len(word) > 3 and chance.random() < 0.7:
            word = chance.choice(common).rstrip(".,;:")
        elif place and word[0].isupper():
            word = chance.choice(names)
        elif word.isdecimal():
            word = str(chance.randrange(2, 5000))
        words.append(word)
    return " ".join(words).rstrip(".") + "."


# -- pages -----------------------------------------------------------------------------------------


@lru_cache(maxsize=OUTLETS)
def _furniture(outlet: int) -> tuple[str, str]:
    """What stands before and after an outlet's articles."""
    chance = random.Random(outlet)
    link = "".join(f'<li><a href="/s/{n}">Section {n} of the outlet</a></li>' for n in range(120))
    script = "".join(f"window.q{n}=function(a){{return a*{chance.random():.9f}+{n}}};" for n in range(1800))
    style = "".join(f".c{n}{{margin:{n % 40}px;color:#{n % 4096:03x};display:flex}}" for n in range(1500))
    head = (
        f"<style>{style}</style><script>{script}</script></head><body><header><nav><ul>{link}</ul></nav></header><main>"
    )
    teaser = "".join(
        f'<div class="teaser card c{n}"><a href="/t/{n}"><img src="/i/{n}.jpg" alt=""><h3>Also of interest: item '
        f'{n}</h3><p class="kicker">Read what else there is on page {n} of today</p></a></div>'
        for n in range(260)
    )
    tail = f"</main><aside>{teaser}</aside><footer><ul>{link}</ul><p>All rights reserved.</p></footer>"
    fill = BYTES - len(head) - len(tail) - 9_000
    return head, f"{tail}<script>var state={json.dumps('x' * max(0, fill))}</script></body></html>"


def page(piece: Piece, at: datetime) -> bytes:
    """The piece as an outlet's page."""
    head, tail = _furniture(piece.number % OUTLETS)
    paragraphs = "".join(f"<p>{' '.join(piece.text[n : n + 3])}</p>" for n in range(0, len(piece.text), 3))
    data = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": piece.title,
         "datePublished": at.isoformat(), "author": {"@type": "Person", "name": "A. Reporter"}}
    )  # fmt: skip
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{piece.title}</title>'
        f'<script type="application/ld+json">{data}</script>{head}'
        f"<article><h1>{piece.title}</h1>{paragraphs}</article>{tail}"
    ).encode()


def published(number: int, end: datetime) -> datetime:
    return end - timedelta(hours=6) + timedelta(seconds=number)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    made: list[Piece]
    end: datetime

    def do_GET(self) -> None:
        name, _, number = self.path.strip("/").partition("/")
        kind, body, status = "text/html; charset=utf-8", b"", 200
        if name == "feed":
            kind, body = "application/rss+xml", self._feed(int(number))
        elif name == "p" and number.isdecimal():
            body = page(self.made[int(number)], published(int(number), self.end))
        else:
            status = 404
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _feed(self, outlet: int) -> bytes:
        own = islice(self.made, outlet, None, OUTLETS)
        items = "".join(
            f"<item><title>{piece.title}</title><link>http://{self.headers['Host']}/p/{piece.number}</link>"
            f"<pubDate>{format_datetime(published(piece.number, self.end))}</pubDate></item>"
            for piece in own
        )
        head = f"<title>Outlet {outlet}</title><link>http://{self.headers['Host']}/</link>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()

    def log_message(self, format: str, *args: object) -> None:
        """The terminal belongs to the figures."""


def main() -> None:
    """Serve so many articles; prints the port, and ends with its parent's pipe."""
    _Handler.made = pieces(int(sys.argv[1]))
    _Handler.end = datetime.fromisoformat(sys.argv[2])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


# -- history ---------------------------------------------------------------------------------------


def history(db: Database, stories: int, statements: int, end: datetime) -> None:
    """So many stories of one decided article each, with a ledger of so many statements."""
    vocabulary = Vocabulary()
    rows = _past(stories, statements, vocabulary, end)
    while some := list(islice(rows, 2000)):
        with db.write() as conn:
            for table in (schema.articles, schema.stories, schema.members, schema.statements):
                conn.execute(table.insert(), [row for each in some for row in each[table.name]])
    with db.write() as conn:
        counted = {**dict(vocabulary.rows()), "": vocabulary.n}
        values = [{"word": word, "articles": count, "stories": count} for word, count in counted.items()]
        for start in range(0, len(values), 5000):
            conn.execute(schema.words.insert(), values[start : start + 5000])


def _past(
    stories: int, statements: int, vocabulary: Vocabulary, end: datetime
) -> Iterator[dict[str, list[dict[str, Any]]]]:
    start = end - timedelta(days=30)
    for number in range(1, stories + 1):
        at = start + timedelta(days=29) * (number / stories)
        article, its = _told(number, at)
        trace = look(article, its, vocabulary).trace.to_bytes()
        vocabulary.add({word for each in its.sentences for word in each.words})
        n = article.id
        url, title = f"http://past.example/{n}", f"Story {n}"
        vector = its.vectors.astype("<f2")
        common = {"story_id": n, "article_id": n, "at": at, "publisher": "past.example"}
        yield {
            "articles": [
                {"id": n, "canonical_url": url, "url": url, "title": title, "text": "", "published": at, "seen": at,
                 "at": at, "language": "en", "site": "past", "publisher": "past.example", "kind": "article",
                 "content_hash": f"{n:064x}", "state": "decided", "first_read": at}
            ],
            "stories": [
                {"id": n, "headline": title, "first_seen": at, "last_seen": at, "articles": 1, "publishers": 1,
                 "names": [], "language": "en"}
            ],
            "members": [
                {**common, "role": "first", "similarity": 0.0, "margin": 1.0, "trace": trace, "decided": at,
                 "reason": {"code": "nothing-near", "figures": []}}
            ],
            "statements": [
                {**common, "position": place, "text": " ".join(its.sentences[place % len(its.sentences)].words),
                 "kind": "statement", "model": MODEL, "vector": vector[place % len(its.sentences)].tobytes(),
                 "features": {"words": list(its.sentences[place % len(its.sentences)].words),
                              "names": [], "numbers": [], "quotes": []}}
                for place in range(statements)
            ],
        }  # fmt: skip


@lru_cache(maxsize=1)
def lexicon() -> tuple[str, ...]:
    """The words of the bundled newsroom, the most frequent first: the day's words must not be news to the history."""
    texts = (path.read_text("utf-8").split("---", 2)[-1] for path in sorted(SAMPLE.rglob("*.md")))
    counts = Counter(word for text in texts for sentence in split(text) for word in sentence.words)
    return tuple(word for word, _ in counts.most_common())


def _told(number: int, at: datetime) -> tuple[Article, Passages]:
    """An article of a story of its own: 150 words by Zipf's law from a vocabulary that grows with the stream (Heaps'
    law), four names, vectors around one of 500 topics."""
    chance = np.random.default_rng(number)
    drawn = np.minimum(chance.zipf(1.25, 150), 3000 + 40 * int(number**0.6))
    known = lexicon()
    words = [known[rank - 1] if rank <= len(known) else f"w{rank}" for rank in drawn.tolist()]
    names = tuple(f"Nam{number}x{each}" for each in range(4))
    sentences = tuple(
        Sentence("", SentenceKind.STATEMENT, (*words[n : n + 15], names[n // 15 % 4].lower()), names[:2], (), ())
        for n in range(0, 150, 15)
    )
    topic = np.random.default_rng(10**9 + number % 500).normal(size=384)
    rows = (topic + chance.normal(size=(1 + len(sentences), 384))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    article = Article(number, "", "", "", "", at, at, "past", "past.example", language="en")
    title = Sentence("", SentenceKind.HEADING, tuple(words[:6]), names[:1], (), ())
    return article, Passages(number, MODEL, title, sentences, rows[0], rows[1:])


def end_of_day() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    main()
