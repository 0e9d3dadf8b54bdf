"""What the issue promises of the bundled newsroom, counted from its files, and the gold against the texts."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sample import timeline
from sample.archive import Piece, outlets, pieces
from sample.render import summary

ROOT = Path(__file__).resolve().parents[2]
GOLD: dict[str, Any] = json.loads((ROOT / "sample" / "gold.json").read_text("utf-8"))
ROLES = {"first", "copy", "repeat", "background", "development", "correction"}
LABELS = {
    *("seed-explainer", "seed-report", "wire-copy", "shortened", "rewrite", "delayed-lead"),
    *("explainer", "opinion", "wake", "live-blog"),
    *("toll", "denial", "confirmation", "correction", "edited-in-place", "silent-edit", "sleeper"),
    *("tracking-parameters", "confusable", "one-publisher", "no-date", "no-body", "consent", "noise"),
}


def own(piece: Piece) -> bool:
    return piece.text_of is None and piece.link_of is None


def test_size_is_as_promised() -> None:
    articles = [p for p in pieces().values() if own(p)]
    days = {p.published.date() for p in articles if p.published.year == 2026}
    assert len(articles) >= 60
    assert len({p.outlet.key for p in articles}) >= 10
    assert (max(days) - min(days)).days + 1 >= 14
    assert {o.feed for o in outlets().values()} == {"rss2", "atom", "rdf", "json"}
    assert len({o.page for o in outlets().values()}) == len(outlets())


def test_gold_names_every_piece_and_no_other() -> None:
    assert set(GOLD["articles"]) == set(pieces())
    for key, entry in GOLD["articles"].items():
        assert entry["role"] in ROLES, key
        assert entry["story"] is None or entry["story"] in GOLD["stories"], key
        piece = pieces()[key]
        assert entry["copy_of"] == (piece.text_of or piece.link_of), key
        assert (entry["role"] == "copy") == (not own(piece)), key


def test_every_label_of_the_issue_is_there() -> None:
    labels = Counter(label for entry in GOLD["articles"].values() for label in entry["labels"])
    assert set(labels) >= LABELS
    assert labels["noise"] >= 12
    assert labels["toll"] >= 4
    assert labels["wire-copy"] >= 8


@pytest.mark.parametrize("key", sorted(GOLD["articles"]))
def test_gold_sentences_stand_word_for_word_in_the_text(key: str) -> None:
    piece, entry = pieces()[key], GOLD["articles"][key]
    for item in entry["developments"]:
        at = datetime.fromisoformat(item["at"].replace("Z", "+00:00")) if "at" in item else piece.published
        assert item["sentence"] in piece.body(at)
        assert item["kind"] == ("changed" if "old" in item else "new")
    if entry["role"] in {"development", "correction"}:
        assert entry["developments"]
    if entry["role"] in {"copy", "background"}:
        assert not entry["developments"]


def test_alerts_name_articles_of_their_story() -> None:
    for alert in GOLD["alerts"]:
        for key in alert["articles"]:
            assert GOLD["articles"][key]["story"] == alert["story"], alert
    alerted = {key for alert in GOLD["alerts"] for key in alert["articles"]}
    told = {k for k, e in GOLD["articles"].items() if e["role"] in {"development", "correction"}}
    assert told <= alerted


def test_a_story_opens_with_its_first_article() -> None:
    for name, story in GOLD["stories"].items():
        members = [k for k in pieces() if GOLD["articles"][k]["story"] == name]
        assert members[0] == story["opens"]
        assert [k for k in members if GOLD["articles"][k]["role"] == "first"] == [story["opens"]]


def test_a_story_sleeps_for_four_months_and_wakes() -> None:
    times = [p.published for k, p in pieces().items() if GOLD["articles"][k]["story"] == "painting"]
    gaps = [b - a for a, b in pairwise(times)]
    assert max(gaps) >= timedelta(days=120)


def test_shortened_copies_are_shorter_and_share_their_words() -> None:
    for key, entry in GOLD["articles"].items():
        piece = pieces()[key]
        if piece.text_of is None:
            continue
        source = pieces()[piece.text_of]
        ours, theirs = piece.parts[0].body, source.parts[0].body
        assert piece.title != source.title, key
        assert ("shortened" in entry["labels"]) == (ours.count("\n\n") < theirs.count("\n\n")), key
        last = ours.split("\n\n")[-1]
        assert last in theirs or "swap" in piece.extra, key


def test_rewrites_share_hardly_a_run_of_words_with_anything() -> None:
    def runs(text: str, n: int = 6) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}

    texts = {k: runs(p.parts[0].body) for k, p in pieces().items() if own(p) and p.kind == "article"}
    for key, entry in GOLD["articles"].items():
        if "rewrite" in entry["labels"] and key in texts:
            others = set().union(*(t for k, t in texts.items() if k != key))
            assert len(texts[key] & others) / len(texts[key]) < 0.05, key


def test_dated_pieces_fall_inside_the_timeline() -> None:
    passes = timeline()
    assert 25 <= len(passes) <= 45
    assert passes == sorted(set(passes))
    assert all(p.tzinfo is UTC for p in passes)
    changes = sorted(part.at for p in pieces().values() for part in p.parts)
    assert passes[-1] >= changes[-1]
    for before, now in zip([datetime.min.replace(tzinfo=UTC), *passes], passes, strict=False):
        assert any(before < at <= now for at in changes), now


def test_datelines_name_the_day_on_which_the_piece_appeared() -> None:
    for piece in pieces().values():
        if match := re.search(r"(March|Nov) (\d+) \(Meridian\)", piece.parts[0].body):
            assert int(match[2]) == piece.published.day, piece.id


def test_summaries_are_there_but_where_the_piece_has_nothing() -> None:
    for piece in pieces().values():
        text = summary(piece, piece.published)
        assert bool(text) == (piece.kind != "empty"), piece.id


def test_no_production_module_reads_the_gold() -> None:
    rooms = [room for room in ROOT.iterdir() if (room / "__init__.py").exists() and room.name != "bench"]
    assert len(rooms) >= 8
    files = [*ROOT.glob("*.py"), *(f for room in rooms for f in room.rglob("*.py"))]
    readers = [f for f in files if "gold.json" in f.read_text("utf-8")]
    assert readers == []
