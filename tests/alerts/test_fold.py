"""Several developments in one message: each says for which watch it is and why, and can be followed or muted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from alerts import render_html, render_slack, render_text
from alerts.message import Message
from alerts.view import DigestView, FoldView, first_line


def fold(examples: dict[str, Any]) -> FoldView:
    ferry = examples["alert"]
    merger = replace(ferry, watch="Merger", why="the words Ostel", development_id=9)
    return FoldView((ferry, merger))


def test_each_names_its_watch_and_why(examples: dict[str, Any]) -> None:
    view = fold(examples)
    message = Message("k", view, datetime(2026, 5, 4, tzinfo=UTC), ("Ferries", "Merger"))
    for said in (render_text.render(view), render_html.render(view), json.dumps(render_slack.render(message))):
        assert "Watch: Ferries. Why: about what was asked for" in said
        assert "Watch: Merger. Why: the words Ostel." in said


def test_each_has_its_links_in_text_too(examples: dict[str, Any]) -> None:
    view = fold(examples)
    message = Message("k", view, datetime(2026, 5, 4, tzinfo=UTC), ("Ferries", "Merger"))
    links = dict(view.alerts[0].links)
    text = render_text.render(view)
    assert text.count(f"  Story: {links['Story']}\n") == 2
    assert text.count(f"  Mute: {links['Mute']}") == 2
    assert json.dumps(render_slack.render(message)).count(links["Mute"]) == 2


def test_its_subject_says_the_most_important(examples: dict[str, Any]) -> None:
    aside, news = (
        replace(examples["alert"], headline=said, importance=weight)
        for said, weight in (("A cat sat on the quay", 0.1), ("The quay has collapsed", 0.4))
    )
    assert first_line(FoldView((aside, news))) == "2 developments in 1 story: The quay has collapsed"
    assert first_line(FoldView((news, aside))) == "2 developments in 1 story: The quay has collapsed"
    one, three = replace(aside, importance=1, witnesses=news.witnesses[:1]), replace(news, importance=1)
    for both in ((one, three), (three, one)):
        assert first_line(FoldView(both)).endswith("The quay has collapsed"), "of equals what most publishers carry"
    assert first_line(FoldView((replace(one, witnesses=three.witnesses), three))).endswith("A cat sat on the quay")


def test_a_dateline_is_no_part_of_a_quotation(examples: dict[str, Any]) -> None:
    change = replace(examples["alert"].changes[0], sentence="VELM, May 4 (Coast Wire) - The quay has collapsed.")
    said = render_text.render(replace(examples["alert"], changes=(change,)))
    assert "\u201cThe quay has collapsed.\u201d" in said


def test_what_is_not_named_is_looked_up_on_the_pages_where_there_are_some(examples: dict[str, Any]) -> None:
    """Not everybody who reads mail has a command line."""
    for view in (replace(fold(examples), more=3), replace(examples["digest"], more=3)):
        page = dict(view.links if isinstance(view, DigestView) else view.alerts[0].links)
        root = next(iter(page.values())).rsplit("/", 2)[0]
        message = Message("k", view, datetime(2026, 5, 4, tzinfo=UTC), ("Ferries",))
        assert f"And 3 more: {root}/alerts\n" in render_text.render(view) + "\n"
        assert f'href="{root}/alerts"' in render_html.render(view)
        assert f'"url": "{root}/alerts", "text": "And 3 more"' in json.dumps(render_slack.render(message))
        alone = replace(view, alerts=tuple(replace(each, links=()) for each in view.alerts))
        alone = replace(alone, links=()) if isinstance(alone, DigestView) else alone
        assert "And 3 more; `newsdelta alerts` lists them." in render_text.render(alone)
