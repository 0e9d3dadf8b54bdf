"""The two articles that the project began from, as pages behind a local feed, in both orders.

They share hardly a word, lie four months apart and must end in one story. The explainer adds nothing that can
be dated or checked; the report does: features began to be blocked this week.
"""

from __future__ import annotations

import html
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from models.embeddings import load_encoder
from models.nouns import EventKind
from settings.schema import FeedSetting, NetworkSetting, Settings
from sources.sandbox import Sandbox
from steps.context import Context, open_context
from steps.monitor import run_pass
from storage.deciding import developments, stories

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles (../shared/seeds) are not here")

EXPLAINER, REPORT = "000_7834275f32efdb1f.txt", "002_ef81527598ee866b.txt"
DAY = datetime(2026, 4, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def encoder() -> object:
    return load_encoder()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


def page(name: str, dated: str | None) -> str:
    """The seed as a web page: its lines as paragraphs and list items, furniture and all."""
    body = []
    for line in (SEEDS / name).read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("•"):
            body.append(f"<li>{html.escape(text.lstrip('• '))}</li>")
        elif text:
            body.append(f"<p>{html.escape(text)}</p>")
    meta = f'<meta property="article:published_time" content="{dated}">' if dated else ""
    return f"<html><head>{meta}</head><body><article>{''.join(body)}</article></body></html>"


def feed(items: list[tuple[str, str, str | None]]) -> str:
    entries = "".join(
        f"<item><guid>{link}</guid><link>{link}</link><title>{title}</title>"
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + "</item>"
        for link, title, date in items
    )
    return f'<rss version="2.0"><channel><title>Seeds</title>{entries}</channel></rss>'


class Reading:
    """The seeds arrive in a given order, months apart."""

    def __init__(
        self, folder: Path, server: HTTPServer, encoder: object, sandbox: Sandbox, order: tuple[str, str]
    ) -> None:
        self.server = server
        self.now = DAY - timedelta(days=120)
        settings = Settings(
            database=str(folder / "newsdelta.db"),
            feeds=(FeedSetting(url=server.url_for("/feed.xml"), name="Seeds"),),
            network=NetworkSetting(allow_private=("127.0.0.1", "localhost")),
        )
        self.context: Context = open_context(
            settings,
            lambda: self.now,
            random.Random(1),
            encoder=encoder,
            sandbox=sandbox,  # type: ignore[arg-type]
        )
        listed: list[tuple[str, str, str | None]] = []
        for number, name in enumerate(order):
            listed.append((server.url_for(f"/page/{name}"), "", None))
            self.server.clear()
            self._serve(listed)
            run_pass(self.context)
            if number == 0:
                self.now = DAY

    def _serve(self, listed: list[tuple[str, str, str | None]]) -> None:
        self.server.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow:\n")
        self.server.expect_request("/feed.xml").respond_with_data(
            feed(listed), content_type="application/rss+xml"
        )
        for name in (EXPLAINER, REPORT):
            self.server.expect_request(f"/page/{name}").respond_with_data(
                page(name, None), content_type="text/html"
            )

    def told(self) -> list[list[tuple[EventKind, list[str]]]]:
        """For each story, the kinds of its events with the sentences that they quote."""
        with self.context.db.read() as conn:
            return [
                [
                    (event.kind, [finding.sentence for finding in event.findings])
                    for event in developments.of_story(conn, story.id)
                ]
                for story in stories.listing(conn, 10)
            ]


@pytest.fixture
def read(
    tmp_path: Path, httpserver: HTTPServer, encoder: object, sandbox: Sandbox
) -> Iterator[list[Reading]]:
    made: list[Reading] = []

    def reading(*order: str) -> Reading:
        made.append(Reading(tmp_path, httpserver, encoder, sandbox, (order[0], order[1])))
        return made[-1]

    yield reading  # type: ignore[misc]
    for each in made:
        each.context.close()


def test_report_then_explainer_is_one_story_and_no_development(read: object) -> None:
    told = read(REPORT, EXPLAINER).told()  # type: ignore[operator]
    assert [[kind for kind, _ in events] for events in told] == [[EventKind.FIRST]]


def test_explainer_then_report_is_one_story_and_a_development_on_blocking_this_week(read: object) -> None:
    told = read(EXPLAINER, REPORT).told()  # type: ignore[operator]
    assert len(told) == 1
    (first, _), (kind, quoted) = told[0]
    assert first is EventKind.FIRST
    assert kind in (EventKind.DEVELOPMENT, EventKind.WAKE)
    assert any("blocking certain features" in sentence and "this week" in sentence for sentence in quoted)
