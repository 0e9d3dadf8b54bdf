"""A page that was edited in place: when what it said before was said, and that the page itself says nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from alerts_newsroom import START, Make

from alerts import render_html, render_slack, render_text
from alerts.message import Message
from alerts.view import AlertView, alert_from_json, first_line
from models.nouns import EventKind, Finding, FindingKind, Nearest
from steps.telling.showing import gave_the_right_value
from storage.deciding import developments
from storage.reading import articles
from storage.schema import alerts

OLD = "The water is off in 400 homes."
NEW = "The water is off in 900 homes."


@pytest.fixture
def edited(make: Make) -> AlertView:
    """400 was told; an aside was told since, of the same page; a day later the page says 900."""
    news = make()
    first = news.development(OLD)
    aside = replace(first, id=0, headline="Everybody was ordered out of the water works.", findings=())
    with news.context.db.write() as conn:
        rests_on = developments.statement_ids(conn, first.id)
        other = news.statement(conn, first.story_id, first.article_id, aside.headline)
        aside = replace(aside, id=developments.add(conn, aside, [other]))
    news.tell(first)
    news.tell(aside)
    news.clock.pass_(days=1)
    nearest = Nearest(first.article_id, OLD, 0.97, rests_on[0])
    finding = Finding(NEW, FindingKind.CHANGED, 0.9, nearest, 0, "400", "900")
    with news.context.db.write() as conn:
        before = articles.get(conn, first.article_id)
        changed = replace(before, title=NEW, text=NEW, seen=news.clock(), content_hash="edited")
        assert articles.store(conn, changed)[0] == first.article_id
        assert articles.get(conn, first.article_id).when == news.clock()
        correction = replace(
            first,
            id=0,
            kind=EventKind.CORRECTION,
            at=news.clock(),
            headline=NEW,
            findings=(finding,),
            details=(("revision", 2),),
        )
        this = news.statement(conn, first.story_id, first.article_id, NEW)
        correction = replace(correction, id=developments.add(conn, correction, [this]))
        developments.carry(conn, correction.id, first.article_id, "Kurier", news.clock())
    news.tell(correction)
    return alert_from_json(news.rows(alerts)[-1].view)


def test_the_old_sentence_has_the_day_on_which_it_was_said(edited: AlertView) -> None:
    (change,) = edited.changes
    assert change.known == OLD
    assert change.known_from is not None
    assert change.known_from.at == START
    assert edited.article.at == START + timedelta(days=1)


def test_what_was_told_before_is_the_sentence_that_is_corrected(edited: AlertView) -> None:
    assert edited.corrects == OLD


def test_the_page_is_said_to_have_changed_and_the_publisher_to_have_corrected_nothing(edited: AlertView) -> None:
    assert first_line(edited) == f"Changed without a note: {NEW}"
    text = render_text.render(edited)
    assert "The page was changed and does not say so" in text
    assert "This page said before, 4 May 2026:" in text
    assert "orrect" not in text
    page = render_html.render(edited)
    assert "This page said before, 4 May 2026</p>" in page  # no link: the page holds it no more
    blocks = str(render_slack.render(Message("k", edited, edited.at, watches=("Water",))))
    assert "{'type': 'text', 'text': 'This page said before, 4 May 2026'" in blocks


def test_a_correction_that_says_so_is_one(edited: AlertView) -> None:
    said = replace(edited, details=(), headline="CORRECTED-Water off in 300 homes")
    assert first_line(said) == "Correction: Water off in 300 homes"
    assert "This corrects what was reported before." in render_text.render(said)


def test_a_sentence_that_gave_the_right_value_is_not_what_is_corrected() -> None:
    """An outlet takes back 300, which this watch was never told: it was told 900 by another one."""
    nearest = Nearest(1, "Water was off in 900 homes.", 0.8, 5)
    finding = Finding("We had said 300.", FindingKind.CHANGED, 0.9, nearest, 0, "300", "900")
    assert gave_the_right_value(nearest.sentence, finding)
    assert not gave_the_right_value("Water was off in 300 homes.", finding)
    assert not gave_the_right_value("Water was off in 900 homes.", replace(finding, old=None))
