"""Every kind of message, about an invented ferry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from alerts_newsroom import START

from alerts.view import AlertView, Change, DigestView, FoldView, HeldLine, NoticeView, Source, Witness


def example_alert(**more: Any) -> AlertView:
    """An alert about an invented ferry."""
    before = Source(
        "Ferry sinks off Port Ansel",
        "https://harbour-post.example/ferry",
        "harbour-post.example",
        "Harbour Post",
        START - timedelta(hours=20),
    )
    article = Source(
        "Divers recover three more from the Ansel ferry",
        "https://wire.example/2026/05/04/ferry-toll",
        "wire.example",
        "Meridian Wire",
        START,
    )
    values: dict[str, Any] = {
        "watch": "Ferries",
        "kinds": ("development",),
        "headline": "Divers brought up three more bodies on Monday morning, raising the toll of the "
        "Port Ansel ferry to 11.",
        "story_id": 17,
        "story": "Ferry sinks off Port Ansel with 60 aboard",
        "since": START - timedelta(days=3, hours=2),
        "at": START,
        "article": article,
        "changes": (
            Change(
                "Divers brought up three more bodies on Monday morning, raising the toll to 11.",
                True,
                "8",
                "11",
                "Eight people are known to have died, the coast guard said on Sunday.",
                before,
                0.78,
            ),
            Change(
                "Captain Ilse Marrow was released after two days of questioning.",
                True,
                "arrested",
                "released",
                "The captain was arrested on Saturday night.",
                before,
                0.66,
            ),
            Change("The ministry grounded the Ansel Line's three other ferries.", False),
        ),
        "witnesses": (
            Witness("Meridian Wire", "https://wire.example/2026/05/04/ferry-toll", "wire.example", START),
            Witness(
                "Harbour Post",
                "https://harbour-post.example/toll",
                "harbour-post.example",
                START + timedelta(minutes=25),
            ),
            Witness(
                "Corran Observer", "https://corran.example/t", "corran.example", START + timedelta(hours=1)
            ),
        ),
        "copies": 4,
        "articles": 38,
        "publishers": 7,
        "novelty": 0.97,
        "importance": 3.2,
        "development_id": 301,
        "alert_id": 12,
        "why": "about what was asked for (what is new: 0.61; enough: 0.42)",
        "coverage": (0, 0, 0, 0, 0, 0, 9, 14, 6, 9),
        "heard": "3 of 40 feeds silent since 06:10: Dunmere Gazette, Kurier, Veldary Times.",
        "language": "en",
        "links": tuple(
            (name, f"https://news.example.org/alerts/12?do={name.lower().replace(' ', '-')}")
            for name in ("Story", "Useful", "Not news", "Mute", "Snooze")
        ),
    }
    return AlertView(**(values | more))


def example_digest() -> DigestView:
    ferry = example_alert()
    again = example_alert(
        headline="The ministry grounded the Ansel Line's three other ferries.",
        development_id=302,
        changes=ferry.changes[2:],
        importance=2.1,
    )
    water = example_alert(
        story_id=18,
        story="Boil-water notice for Dunmere",
        development_id=303,
        kinds=("wake", "development"),
        headline="Dunmere's boil-water notice was lifted in all but two streets.",
        changes=(Change("The notice was lifted in all but two streets of Dunmere.", False),),
        details=(("days asleep", 131.0),),
        articles=9,
        publishers=3,
        copies=0,
        importance=1.4,
    )
    held = HeldLine(
        "Ansel Line shares fall 4 percent",
        "Ferry sinks off Port Ansel with 60 aboard",
        "below-importance",
        "importance 0.40 is below 1",
        "https://ledger.example/ansel",
    )
    return DigestView(
        "Ferries",
        START - timedelta(days=1),
        START,
        "Europe/Berlin",
        (ferry, again, water),
        (302, 303),
        (held,),
        "38 of 40 feeds heard.",
        links=(("Watch", "https://news.example.org/watches/Ferries"),),
    )


@pytest.fixture(scope="session")
def examples() -> dict[str, Any]:
    """Every kind of message, by name."""
    alert = example_alert()
    correction = example_alert(
        kinds=("correction", "development"),
        headline="An earlier version gave the toll as 12; it is 11.",
        corrects="Divers raised the toll to 12.",
        development_id=304,
        changes=alert.changes[:1],
        loud=True,
    )
    return {
        "alert": alert,
        "correction": correction,
        "fold": FoldView((alert, correction, *example_digest().alerts[1:]), more=3),
        "digest": example_digest(),
        "notice": NoticeView(
            "channel mail cannot be reached: 2 not delivered",
            ("mail: the mail server refused at RCPT TO: 550 no such user.", "`newsdelta alerts` lists them."),
        ),
    }
