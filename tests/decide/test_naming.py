"""When a story is named anew, and which of its articles are asked."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from steps.deciding import naming


def test_named_often_while_small_and_then_when_it_doubles() -> None:
    assert [size for size in range(2, 129) if naming.grown(size)] == [2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128]


@pytest.mark.parametrize(
    ("size", "asked"),
    [(1, [0]), (40, [*range(40)]), (41, [0, *range(2, 41)]), (100, [0, *range(61, 100)])],
)
def test_its_first_article_and_its_last_ones_name_it(
    size: int, asked: Sequence[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    members = [SimpleNamespace(article_id=number) for number in range(size)]
    index = SimpleNamespace(members=lambda _story, which: members[which], size=lambda _story: size)
    names: list[Any] = []
    monkeypatch.setattr(naming, "central", lambda looked: looked[-1].article_id)
    monkeypatch.setattr(naming.articles, "get", lambda _conn, number: SimpleNamespace(title=f"Title {number}"))
    monkeypatch.setattr(naming.ledger, "names_by_article", lambda _conn, ids: [{f"Name {number}"} for number in ids])
    monkeypatch.setattr(naming, "key_names", lambda found: [next(iter(each)) for each in found])
    monkeypatch.setattr(naming.stories, "rename", lambda _conn, *said: names.append(said))
    naming.name(SimpleNamespace(), SimpleNamespace(index=index), 7)  # type: ignore[arg-type]
    assert names == [(7, f"Title {size - 1}", [f"Name {number}" for number in asked])]
