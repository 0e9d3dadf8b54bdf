"""Articles that a bug keeps from being decided are told of, and tried again when an upgrade may have mended it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commands import doctor
from commands.finding import Level
from models.developments import compare
from settings.limits_storage import ASIDE_TRIED_FOR
from steps.deciding import decide_article
from steps.monitor import run_pass
from steps.upkeep import run_upkeep
from steps.watchdog import watchdog
from storage.reading import articles

ROOMY = lambda folder: (10**12, 10**11)  # noqa: E731


@pytest.fixture
def house(opened: Any, site: Any, prose: Any, clock: Any) -> Any:
    link = site.article("/1", "Brenn dam", *prose("Brenn", 1), published=clock().isoformat())
    return opened(site.feed("/f.xml", [f"<title>Brenn dam</title><link>{link}</link>"]))


def test_what_a_bug_set_aside_is_told_and_decided_once_it_is_mended(
    house: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise KeyError("a bug")

    def wrong() -> set[str]:
        found = doctor._look(house.settings, house.db, clock())
        return {each.about for each in found if each.level is Level.WRONG}

    monkeypatch.setattr(decide_article, "compare", broken)
    run_pass(house)
    assert watchdog(house, space=ROOMY).going_on == 1, "the pass told of it at once, and not again"
    assert "articles" in wrong()
    clock.on(days=1)
    assert run_upkeep(house).counts["again"]["articles"] == 1
    assert "undecided" not in watchdog(house, space=ROOMY).over, "being tried is not being decided"
    assert run_pass(house).counts["decide"]["failed"]
    clock.on(days=1)
    monkeypatch.setattr(decide_article, "compare", compare)  # the upgrade
    run_upkeep(house)
    report = run_pass(house)
    assert report.counts["decide"]["decided"] == 1
    assert report.counts["watchdog"]["over"] == ("undecided",)
    assert "articles" not in wrong()


def test_what_is_older_than_news_is_not_tried_for_ever(house: Any, clock: Any) -> None:
    run_pass(house)
    with house.db.write() as conn:
        articles.set_aside(conn, 1, "KeyError: 'a bug'")
    clock.on(seconds=(ASIDE_TRIED_FOR + timedelta(minutes=1)).total_seconds())
    assert run_upkeep(house).counts["again"]["articles"] == 0
    with house.db.read() as conn:
        assert articles.undecided(conn, clock() - ASIDE_TRIED_FOR) == []
