"""How commands print: for people, or one JSON object a line; colours only on a terminal.

Titles and texts come from strangers. Control characters and bidirectional overrides are taken out before
anything reaches a terminal, and nothing in them is read as markup.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PIPED_WIDTH = 200
"""Columns of a table that goes into a file or another program, where nothing should be cut."""


def clean(text: object) -> str:
    """`text` on one line, with nothing in it that a terminal would obey."""
    return _UNSAFE.sub("", str(text).replace("\n", " ").replace("\t", " "))


def console(stderr: bool = False) -> Console:
    """Where to print; plain when it is no terminal or NO_COLOR is set."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say(text: str = "", style: str | None = None) -> None:
    """One line for a person."""
    console().print(text, style=style)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> None:
    """Rows under headings; the columns whose numbers are in `right` are set to the right."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        drawn.add_column(
            column,
            justify="right" if number in right else "left",
            no_wrap=number != len(columns) - 1,
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(clean(cell)) for cell in row))
    target = console()
    with target.capture() as capture:
        target.print(drawn, soft_wrap=False)
    # rich pads each line to the table's width
    click.echo("\n".join(line.rstrip() for line in capture.get().splitlines()), color=target.is_terminal)


def json_lines(objects: Iterable[Any]) -> None:
    """One JSON object a line."""
    for each in objects:
        click.echo(json.dumps(each, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def ago(moment: datetime | None, now: datetime) -> str:
    """'3 h ago', 'in 12 min', 'never': the largest unit that says enough."""
    if moment is None:
        return "never"
    gap = now - moment
    return f"in {span(-gap)}" if gap < timedelta(0) else f"{span(gap)} ago"


def span(gap: timedelta) -> str:
    """A length of time in one unit: '45 s', '12 min', '3 h', '9 days'."""
    seconds = int(gap.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 2 * 86400:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} days"


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 story', '2 stories'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def json_option() -> Callable[[Any], Any]:
    """`--json`, the same for every listing."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")


def day(moment: datetime) -> str:
    """Date and minute in UTC, as sortable as it is readable."""
    return f"{moment:%Y-%m-%d %H:%M}"


def size(number: int) -> str:
    """Bytes in the unit that says enough: '640 KB', '2.1 GB'."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if number >= worth:
            shown = number / worth
            return f"{shown:.1f} {unit}" if shown < 10 else f"{shown:.0f} {unit}"
    return f"{number} bytes"
