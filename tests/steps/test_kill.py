"""Killed by SIGKILL before and after every commit, the steps end where an undisturbed run ends."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from storage.backup import look

CHILD = Path(__file__).with_name("killed.py")


def run(database: Path, commit: int, when: str, feeds: list[str]) -> int:
    """How many processes died before one came to its end."""
    done = subprocess.run(
        [sys.executable, str(CHILD), str(database), str(commit), when, *feeds],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def state(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What must not depend on how often the process died: everything but ids and the order of answers."""
    look(database)  # whole, and no row points nowhere
    with sqlite3.connect(database) as plain:
        queries = {
            "feeds": "SELECT url, failures, problem, etag FROM feeds",
            "entries": "SELECT e.key, e.state, e.attempts, e.problem, a.canonical_url FROM entries e "
            "LEFT JOIN articles a ON a.id = e.article_id",
            "articles": "SELECT a.canonical_url, a.title, a.text, substr(a.at, 1, 19), a.state, "
            "a.revision, o.canonical_url "
            "FROM articles a LEFT JOIN articles o ON o.id = a.copy_of",
            "vectors": "SELECT a.canonical_url, p.revision, p.model, p.vectors FROM passages p "
            "JOIN articles a ON a.id = p.article_id",
            "prints": "SELECT a.canonical_url, f.hashes FROM fingerprints f "
            "JOIN articles a ON a.id = f.article_id",
        }
        found = {name: sorted(plain.execute(query), key=repr) for name, query in queries.items()}
    plain.close()
    return found


@pytest.fixture
def feeds(site: Any, prose: Any) -> list[str]:
    """Two feeds: articles, a copy, the same link twice, a page that is gone, an entry without a link."""

    def item(link: str, title: str, text: str = "Some words of the feed's own.") -> str:
        return f"<title>{title}</title><description>{text}</description>" + (
            f"<link>{link}</link>" if link else ""
        )

    links = [site.article(f"/{n}.html", f"Title {n}", *prose(f"Town {n}", n, 14)) for n in range(5)]
    copy = site.article(
        "/copy.html", "Other words on top", *prose("Town 1", 1, 14), published="2026-03-01T10:00:00Z"
    )
    return [
        site.feed("/a", [item(link, f"Title {n}") for n, link in enumerate(links)]),
        site.feed("/b", [
            item(copy, "Copy"), item(links[2] + "?utm_source=b", "Title 2"),
            item(site.url + "/gone.html", "Gone"), item("", "No link at all"),
        ]),
    ]  # fmt: skip


@pytest.mark.parametrize(("commit", "when"), [(1, "after"), (2, "before")])
def test_killed_around_every_commit(feeds: list[str], tmp_path: Path, commit: int, when: str) -> None:
    undisturbed, killed = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    assert run(undisturbed, 0, "never", feeds) == 0
    died = run(killed, commit, when, feeds)
    assert died >= 6
    wanted = state(undisturbed)
    assert len(wanted["articles"]) == 8
    assert sum(row[6] is not None for row in wanted["articles"]) == 1
    assert state(killed) == wanted
