"""What stands in a message beside the news: to whom, by which list, with which links, in whose time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from alerts import plan, render_html, render_slack, render_text
from alerts.channels import atom, webhook
from alerts.message import Message
from alerts.render_mail import render
from alerts.say import change_label, event, known_label, span
from alerts.view import Change, FoldView, first_line, to_json
from models.nouns import EventKind
from settings.limits_alerts import ATOM_ENTRIES
from steps.deliver import deliver
from steps.telling import links
from steps.telling.digest import digest
from steps.telling.notices import say, unsaid_merges
from storage.deciding import developments, mending
from storage.schema import alerts, digests

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WEB = {"url": "https://news.example.org/desk/"}
TAG = "{http://www.w3.org/2005/Atom}"


def message(content: Any, *watches: str) -> Message:
    return Message("k1", content, NOW, watches or ("Ferries",))


def test_a_mail_is_addressed_to_all_and_left_by_its_first_link(examples: dict[str, Any]) -> None:
    to = ("Ann <ann@desk.example>", "bob@desk.example")
    alert, digest = (render(message(examples[name]), "news@desk.example", to) for name in ("alert", "digest"))
    assert [each.addr_spec for each in alert["To"].addresses] == ["ann@desk.example", "bob@desk.example"]
    mute, watch = dict(examples["alert"].links)["Mute"], dict(examples["digest"].links)["Watch"]
    by_mail = "<mailto:news@desk.example?subject=unsubscribe>"
    assert alert["List-Unsubscribe"] == f"<{mute}>, {by_mail}"
    assert digest["List-Unsubscribe"] == f"<{watch}>, {by_mail}"
    assert render(message(examples["notice"]), "news@desk.example", to)["List-Unsubscribe"] == by_mail


def test_a_mail_is_of_the_time_of_the_decision(examples: dict[str, Any]) -> None:
    mail = render(message(examples["alert"]), "news@desk.example", ("ann@desk.example",))
    assert mail["Date"].datetime == NOW


def test_who_reported_it_and_how_large_the_story_is_stand_in_each_form(examples: dict[str, Any]) -> None:
    alert = examples["alert"]
    for view, copies in ((alert, "; 4 copies of the same text not counted."), (replace(alert, copies=0), ".")):
        slack = json.dumps(render_slack.render(message(view)))
        for said in (render_text.render(view), render_html.render(view), slack):
            assert f"Reported by 3 independent publishers{copies}" in said
            assert "Story since 1 May 2026 (3 days): 38 articles by 7 independent publishers." in said


def test_what_kind_of_event_it_is_stands_where_it_is_not_plain(examples: dict[str, Any]) -> None:
    edited = (("revision", 2),)

    def told(kind: str, *details: tuple[str, float]) -> str | None:
        return event(replace(examples["alert"], kinds=(kind,), details=details))

    assert told("development") is None
    assert told("development", *edited) == "A page that was read before has changed."
    assert told("first") == "First report of a new story."
    assert told("confirmed") == "A second independent publisher now reports this."
    assert told("burst") == "Far more publishers report on this story than it is used to."
    assert told("correction") == "This corrects what was reported before."
    changed = "The page was changed and does not say so; what it said before is below."
    assert told("correction", *edited) == changed
    assert told("wake") == "The story had slept."
    assert told("wake", ("days asleep", 12.0)) == "The story was asleep for 12 days and woke today."


def test_a_sentence_says_what_it_changes_as_far_as_that_is_known() -> None:
    new = Change("Eleven cars were found.", changed=False)
    assert change_label(new) == "New"
    assert known_label(new, ZoneInfo("UTC")) == "Nearest known before"
    assert change_label(replace(new, changed=True)) == "Changed"
    assert change_label(replace(new, changed=True, old="8", new="11")) == "Changed: 8 → 11"


def test_a_span_of_time_is_in_its_largest_unit() -> None:
    assert [span(timedelta(minutes=n)) for n in (0, 1, 59, 60, 150, 2 * 24 * 60 - 1, 2 * 24 * 60)] == [
        "1 minute", "1 minute", "59 minutes", "1 hour", "2 hours", "47 hours", "2 days",
    ]  # fmt: skip


def test_a_first_line_fits_a_lock_screen(examples: dict[str, Any]) -> None:
    long = "The harbour master said that " + "the ferry had been seen " * 9
    alert = replace(examples["alert"], headline=long, watch=long, changes=())
    views = [replace(alert, kinds=(kind.value,)) for kind in EventKind]
    digest = replace(examples["digest"], alerts=(alert,), watch="Ferries")
    for view in (*views, FoldView((alert, alert)), digest, replace(examples["notice"], title=long)):
        assert 60 < len(first_line(view)) <= 100
        assert first_line(view).endswith("…")


def test_the_webhooks_json_is_as_documented(examples: dict[str, Any]) -> None:
    kinds = {"alert": "alert", "correction": "alert", "fold": "alerts", "digest": "digest", "notice": "notice"}
    for name, content in examples.items():
        document = json.loads(webhook.payload(message(content, "Ferries", "Merger")))
        keys = {"schema", "key", "kind", "at", "watches", "first_line", "text", "content"}
        assert document.keys() == keys
        assert (document["kind"], document["key"], document["watches"]) == (kinds[name], "k1", ["Ferries", "Merger"])
        assert document["at"] == "2026-05-04T12:00:00+00:00"
        assert document["text"].startswith(document["first_line"] + "\n")
        assert document["content"] == to_json(content)


def test_what_was_told_before_is_marked_in_a_digest_and_nothing_else(examples: dict[str, Any]) -> None:
    digest = examples["digest"]
    told = next(each for each in digest.alerts if each.development_id not in digest.fresh)
    for shown, marks in ((digest.alerts, 1), ([each for each in digest.alerts if each is not told], 0)):
        view = replace(digest, alerts=tuple(shown))
        slack = json.dumps(render_slack.render(message(view)))
        for said in (render_text.render(view), render_html.render(view), slack):
            assert said.count("already sent by itself") == marks


def entries(feed: bytes) -> list[str]:
    return [str(entry.findtext(f"{TAG}title")) for entry in ET.fromstring(feed).iter(f"{TAG}entry")]


def test_atom_has_the_newest_first_and_lets_the_oldest_go(examples: dict[str, Any], tmp_path: Any) -> None:
    one, two, three = (
        replace(examples["alert"], development_id=number, headline=f"Story {number}.") for number in (1, 2, 3)
    )
    feed = atom.add(atom.add(None, message(one), "W"), message(FoldView((two, three))), "W")
    assert entries(feed) == ["Story 3.", "Story 2.", "Story 1."]
    many = tuple(replace(one, development_id=9 + each, headline=f"More {each}.") for each in range(ATOM_ENTRIES - 1))
    assert entries(atom.add(feed, message(FoldView(many)), "W"))[-1] == "Story 3."
    again = atom.entries(replace(message(one), key="k2"), "W")[0].findtext(f"{TAG}id")
    assert again == atom.entries(message(one), "W")[0].findtext(f"{TAG}id"), "whatever message brings it"
    assert again != atom.entries(message(one), "Another")[0].findtext(f"{TAG}id")
    atom.AtomWay("feed", tmp_path).send(message(one, "Ferries", "Merger"))
    assert {path.name for path in tmp_path.iterdir()} == {atom.file_name("Ferries"), atom.file_name("Merger")}


def test_what_several_watches_let_through_says_why_for_each_and_is_as_loud_as_the_loudest(
    examples: dict[str, Any],
) -> None:
    alert = replace(examples["alert"], why="the words ferry")
    other = replace(alert, watch="Merger", why="the words Ansel", loud=True)
    said = plan.content([to_json(alert), to_json(other)], None, None)
    assert said == replace(alert, watch="Ferries, Merger", why="the words ferry; the words Ansel", loud=True)


def test_what_a_very_large_fold_does_not_name_is_counted(examples: dict[str, Any]) -> None:
    alert = examples["alert"]
    many = [to_json(replace(alert, development_id=each)) for each in range(plan.FOLDED_LISTED + 3)]
    said = plan.content(many, None, None)
    assert isinstance(said, FoldView)
    assert (len(said.alerts), said.more) == (plan.FOLDED_LISTED, 3)


def test_links_lead_to_the_alert_and_its_story(make: Any) -> None:
    room = make({"name": "Late", "words": "nothing"}, {"name": "Water", "words": "water"}, web=WEB)
    room.story()
    room.tell(*(room.development(f"The water is off in {number} streets.") for number in range(2)))
    second = room.rows(alerts)[1]
    assert second.id != second.story_id
    assert [tuple(each) for each in second.view["links"]] == [
        ("Story", f"https://news.example.org/desk/stories/{second.story_id}"),
        *(
            (name, f"https://news.example.org/desk/alerts/{second.id}?do={act}")
            for name, act in (("Useful", "useful"), ("Not news", "not-news"), ("Mute", "mute"), ("Snooze", "snooze"))
        ),
    ]


def test_a_digest_leads_to_its_watch_by_whatever_name(make: Any) -> None:
    room = make({"name": "Water & Ä/B", "words": "water", "digest": "daily 07:00", "budget": 1}, web=WEB)
    room.tell(room.development("The water is off."))
    room.clock.pass_(hours=24)
    assert digest(room.context).digests == 1
    (row,) = room.rows(digests)
    assert row.view["links"] == [["Watch", "https://news.example.org/desk/watches/Water%20%26%20%C3%84%2FB"]]


def test_without_the_pages_address_a_message_has_no_such_links(make: Any) -> None:
    room = make()
    room.tell(room.development())
    assert room.rows(alerts)[0].view["links"] == []


def test_how_much_of_the_field_was_heard() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    silent = [(name, NOW + timedelta(minutes=minute)) for minute, name in enumerate(("A", "B", "C", "D"))]
    said = "4 of 40 feeds silent since 14:00: A, B, C and 1 more."
    for only_when_short in (False, True):
        assert links.heard((40, silent), NOW, berlin, only_when_short=only_when_short) == said
    assert "since 4 May 2026, 14:00 CEST: A." in links.heard((40, silent[:1]), NOW + timedelta(days=1), berlin)
    assert links.heard((40, []), NOW, berlin) == "40 of 40 feeds heard."
    assert links.heard((40, []), NOW, berlin, only_when_short=True) == links.heard((0, []), NOW, berlin) == ""


def test_a_merge_leads_to_the_story_that_goes_on(make: Any, recorder: Any) -> None:
    room = make(web=WEB)
    kept, gone = room.story("Water main bursts"), room.story("Streets flooded")
    for story in (kept, gone):
        room.tell(room.development(f"The water rose in {story} streets.", story))
    deliver(room.context, channels={"box": recorder("box")})
    with room.context.db.write() as conn:
        mending.merge(conn, gone, kept, room.clock(), by_person=True, figures={})
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    assert box.sent[0].content.link == f"https://news.example.org/desk/stories/{kept}"
    with room.context.db.read() as conn:
        assert unsaid_merges(conn, room.context.settings, room.clock()) == []


def test_times_are_those_of_the_watch(make: Any, recorder: Any) -> None:
    room = make(
        {"name": "Water", "words": "water", "timezone": "America/New_York"},
        {"name": "Fire", "words": "fire"},
        timezone="Europe/Berlin",
    )
    box = recorder("box")
    fire = room.development("The fire is out.", room.story("Fire in Dunmere"))
    room.tell(room.development("The water is off."), fire)
    with room.context.db.write() as conn:
        say(conn, room.context.settings, "x", "of newsdelta's own", ["line"], room.clock())
    deliver(room.context, channels={"box": box})
    assert [each.zone.key for each in box.sent] == ["America/New_York", "Europe/Berlin", "Europe/Berlin"]
    assert "4 May 2026, 08:00 EDT" in render_text.render(box.sent[0].content, box.sent[0].zone)


def test_a_correction_says_what_was_told_before_to_who_was_told_it(make: Any) -> None:
    room = make({"name": "Both", "words": "eight OR nine"}, {"name": "Late", "words": "nine"})
    before = "The water took eight homes."
    correction = room.development("The water took nine homes.", kind=EventKind.CORRECTION, known=before)
    near = correction.findings[0].nearest
    first = replace(
        correction, id=0, kind=EventKind.FIRST, article_id=near.article_id, headline=before, findings=()
    )
    with room.context.db.write() as conn:
        first = replace(first, id=developments.add(conn, first, [near.statement_id]))
    room.tell(first, correction)
    told = [(row.watch, row.view["corrects"]) for row in room.rows(alerts)]
    assert told == [("Both", None), ("Both", before), ("Late", None)]
