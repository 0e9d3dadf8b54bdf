"""Where in a YAML file something stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Place = Sequence[str | int]


def key_of(place: Place) -> str:
    """As a person would say it, lists counted from 1: `watches[2].channels[1]`."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def line_of(tree: Any, place: Place) -> int | None:
    """Line, from 1, of the key or item at `place`; of the nearest thing around it that is there."""
    line = None
    for part in place:
        try:
            marks = getattr(tree, "lc")  # noqa: B009  ruamel's, on its own dicts and lists
            found = marks.key(part)[0] if isinstance(tree, dict) else marks.item(part)[0]
            tree = tree[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = found + 1
    return line


def within(tree: Any, place: Place) -> tuple[str | int, ...]:
    """`place` without the union's tags that pydantic puts in and the YAML does not have."""
    kept: list[str | int] = []
    for part in place:
        if isinstance(tree, dict) and part not in tree and tree.get("kind") == part:
            continue
        kept.append(part)
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            tree = None
    return tuple(kept)
