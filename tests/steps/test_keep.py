"""Upkeep's part in storage: retention by the settings, and one backup a night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from settings.schema import RetentionSetting
from steps.embed import embed
from steps.fetch import fetch
from steps.keep import keep
from steps.read import read
from storage import articles, backup


def test_a_night(site: Any, opened: Any, prose: Any, clock: Any, tmp_path: Path) -> None:
    links = [site.article(f"/{n}.html", f"T{n}", *prose("Brenn", n)) for n in range(3)]
    feed = site.feed("/feed", [f"<link>{link}</link><title>T</title>" for link in links])
    context = opened(feed, retention=RetentionSetting(text_days=30, vector_days=10, backups=2))
    fetch(context), read(context), embed(context)
    with context.db.write() as conn:
        for article_id in articles.ready_to_decide(conn):
            articles.decided(conn, article_id)
    first = keep(context)
    assert (first.texts, first.vectors) == (0, 0)
    assert first.backup is not None
    assert backup.look(Path(first.backup)).articles == 3
    assert keep(context).backup is None, "not twice a night"
    clock.on(days=20)
    second = keep(context)
    assert (second.texts, second.vectors) == (0, 3)
    clock.on(days=20)
    third = keep(context)
    assert (third.texts, third.vectors) == (3, 0)
    assert sorted(p.name for p in Path(str(third.backup)).parent.iterdir()) == sorted(
        Path(str(each.backup)).name for each in (second, third)
    ), "two are kept"
    with context.db.read() as conn:
        assert [a.title for a in articles.many(conn, [1, 2, 3])] != []
