"""embed: copies, articles that the model cannot take, vectors that were made otherwise."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from feed_items import everything, item, run

from steps.embed import embed
from steps.fetch import fetch
from steps.read import read
from storage.reading import articles, passages
from storage.schema import articles as article_table


def test_a_copy_costs_no_embedding(site: Any, opened: Any, prose: Any, encoder: Any, clock: Any) -> None:
    paragraphs = prose("Brenn", 1, 20)
    wire = site.article("/wire.html", "Dam holds, officials say", *paragraphs)
    a = site.feed("/a", [item(wire, "Dam holds")])
    context = opened(a)
    run(context)
    assert encoder.texts
    encoder.texts.clear()
    copy = site.article("/copy.html", "Brenn: dam has held so far", *paragraphs[:-1])
    context = opened(a, site.feed("/b", [item(copy, "Brenn")]))
    _, done, embedded = run(context)
    assert (done.new, embedded.copies, embedded.embedded) == (1, 1, 0)
    assert encoder.texts == []
    with context.db.read() as conn:
        original, copied = everything(context)
        assert articles.copy_of(conn, copied.id) == original.id
        assert articles.ready_to_decide(conn) == [original.id, copied.id]


def test_copies_in_an_archive_are_known_in_a_later_pass_too(site: Any, opened: Any, prose: Any) -> None:
    paragraphs = prose("Brenn", 1, 20)
    first = site.article("/first.html", "A", *paragraphs, published="2019-03-01T08:00:00Z")
    again = site.article("/again.html", "B", *paragraphs, published="2019-03-04T08:00:00Z")
    a = site.feed("/a", [item(first, "A")])
    run(opened(a))
    assert run(opened(a, site.feed("/b", [item(again, "B")])))[2].copies == 1


def test_copies_within_one_pass_go_to_the_first_by_time(site: Any, opened: Any, prose: Any) -> None:
    paragraphs = prose("Brenn", 1, 20)
    late = site.article("/late.html", "B", *paragraphs, published="2026-03-01T11:00:00Z")
    early = site.article("/early.html", "A", *paragraphs, published="2026-03-01T08:00:00Z")
    context = opened(site.feed("/feed", [item(early, "A"), item(late, "B")]))
    assert run(context)[2].copies == 1
    by_title = {a.title: a.id for a in everything(context)}
    with context.db.read() as conn:
        assert articles.copy_of(conn, by_title["B"]) == by_title["A"]


def test_a_bug_met_by_one_article_sets_only_that_one_aside(
    site: Any, opened: Any, prose: Any, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [site.article(f"/{n}.html", f"Title {n}", *prose("Brenn", n)) for n in range(4)]
    context = opened(site.feed("/feed", [item(link, "x", guid=link) for link in links]))
    fetch(context), read(context)
    plain = type(encoder).encode

    def encode(self: Any, texts: Any) -> Any:
        if any("Title 2" in text for text in texts):
            raise ValueError("a text that the model cannot take")
        return plain(self, texts)

    monkeypatch.setattr(type(encoder), "encode", encode)
    embedded = embed(context)
    assert embedded.embedded == 3
    [said] = embedded.failed
    assert "cannot take" in said
    with context.db.read() as conn:
        assert Counter(conn.scalars(sa.select(article_table.c.state))) == {"embedded": 3, "failed": 1}


def test_vectors_of_an_earlier_program_are_made_again(site: Any, opened: Any, prose: Any) -> None:
    context = opened(site.feed("/feed", [item(site.article("/1.html", "One", *prose("Brenn", 1)), "One")]))
    run(context)
    with context.db.write() as conn:
        conn.execute(passages.passages.update().values(rows=3, vectors=b"\0" * 96))
    assert embed(context).embedded == 1
