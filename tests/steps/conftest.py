"""A site on loopback, settings that watch it, and a small encoder that counts its work."""

from __future__ import annotations

import hashlib
import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from models.nouns import Matrix
from settings.schema import FeedSetting, ModelSetting, NetworkSetting, Settings
from sources.sandbox import Sandbox
from steps.context import Context, open_context

sys.path.insert(0, str(Path(__file__).parent))

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Page:
    body: bytes
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """Serves `pages` by path, answers conditional requests, and keeps the requests in `asked`."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {"/robots.txt": Page(b"User-agent: *\nDisallow: /private/\n")}
        self.asked: list[str] = []
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                with site._lock:
                    site.asked.append(self.path)
                page = site.pages.get(path, Page(b"<h1>Not found</h1>", 404))
                etag = '"' + hashlib.sha256(page.body).hexdigest()[:12] + '"'
                same = page.status == 200 and self.headers.get("If-None-Match") == etag
                self.send_response(304 if same else page.status)
                for name, value in {"Content-Type": page.kind, "ETag": etag, **page.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0" if same else str(len(page.body)))
                self.end_headers()
                if not same:
                    self.wfile.write(page.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def page(
        self, path: str, body: bytes | str, status: int = 200, kind: str = "text/html", **headers: str
    ) -> str:
        """Put up anything; returns its address."""
        raw = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(raw, status, kind, {k.replace("_", "-"): v for k, v in headers.items()})
        return self.url + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def article(
        self, path: str, title: str, *paragraphs: str, published: str = "2026-03-01T09:00:00Z"
    ) -> str:
        """Put up a page; returns its address."""
        text = "".join(f"<p>{p}</p>" for p in paragraphs)
        self.pages[path] = Page(
            f"""<html lang="en"><head><title>{title}</title>
            <meta property="og:title" content="{title}"><meta property="og:type" content="article">
            <meta property="article:published_time" content="{published}"></head>
            <body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{text}</article>
            <footer>All rights reserved.</footer></body></html>""".encode()
        )
        return self.url + path

    def feed(self, path: str, items: Sequence[str]) -> str:
        """Put up an RSS feed of ready `<item>` contents, newest first; returns its address."""
        body = "".join(f"<item>{item}</item>" for item in items)
        self.pages[path] = Page(
            f'<?xml version="1.0"?><rss version="2.0"><channel>{body}</channel></rss>'.encode(),
            kind="application/rss+xml",
        )
        return self.url + path


class CountingEncoder:
    """Vectors from hashes of words: texts are as near as they share words, so that a headline is near its own text."""

    name = "counting@1"
    dim = 64
    languages = None

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.texts += texts
        rows = [sum((self._word(word) for word in text.split()), np.zeros(self.dim)) for text in texts]
        found = np.asarray(rows, np.float32).reshape(len(texts), self.dim)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)

    def _word(self, word: str) -> npt.NDArray[np.float64]:
        seed = int(hashlib.sha256(word.encode()).hexdigest()[:8], 16)
        return np.random.default_rng(seed).normal(size=self.dim)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, **span: float) -> None:
        self.now += timedelta(**span)


def sentences(about: str, seed: int, count: int = 12) -> list[str]:
    """Paragraphs of made-up news, different for every seed, long enough to be an article."""
    rng = random.Random(seed)
    words = ["harbour", "council", "ferry", "witness", "ministry", "bridge", "storm", "verdict", "ballot"]
    words += ["tunnel", "refinery", "vaccine", "glacier", "strike", "embassy", "orchard", "reactor"]
    return [
        f"The {rng.choice(words)} of {about} told the {rng.choice(words)} on day {rng.randrange(99)} "
        f"that {rng.randrange(2, 900)} people near the {rng.choice(words)} had left before the "
        f"{rng.choice(words)} and the {rng.choice(words)} reached town number {rng.randrange(9999)}."
        for _ in range(count)
    ]


@pytest.fixture
def prose() -> Callable[..., list[str]]:
    return sentences


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(workers=1) as made:
        yield made


Open = Callable[..., Context]


@pytest.fixture
def opened(
    tmp_path: Path, site: Site, clock: Clock, encoder: CountingEncoder, sandbox: Sandbox
) -> Iterator[Open]:
    """Opens a context on the feeds given; all are closed in the end."""
    made: list[Context] = []

    def start(
        *feeds: str | FeedSetting,
        database: str | None = None,
        model: ModelSetting | None = None,
        **given: Any,
    ) -> Context:
        listed = (
            f if isinstance(f, FeedSetting) else FeedSetting(url=f, name=f.rpartition("/")[2]) for f in feeds
        )
        settings = Settings(
            database=database or str(tmp_path / "newsdelta.db"),
            feeds=tuple(listed),
            network=NetworkSetting(allow_private=("127.0.0.1",)),
            model=model or ModelSetting(),
        )
        given = {"encoder": encoder, "sandbox": sandbox} | given
        context = open_context(settings, clock, random.Random(7), **given)
        made.append(context)
        return context

    yield start
    for context in made:
        context.close()
