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
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Literal

import click

from steps.wording import ago as ago
from steps.wording import count as count
from steps.wording import span as span

if TYPE_CHECKING:
    from rich.console import Console

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PIPED_WIDTH = 1000
"""Columns of a table that goes into a file or another program, where nothing should be cut."""

LAST_COLUMN = 36
"""Columns of a terminal that a table's text needs to be read at ease; with less it goes below its row."""

BELOW = 6
"""By how much it is set in there."""


def clean(text: object) -> str:
    """`text` on one line, with nothing in it that a terminal would obey."""
    return _UNSAFE.sub("", str(text).replace("\n", " ").replace("\t", " "))


def console(stderr: bool = False) -> Console:
    """Where to print; plain when it is no terminal or NO_COLOR is set (https://no-color.org)."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    plain = bool(os.environ.get("NO_COLOR")) or not stream.isatty()
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(
        file=stream,
        width=width,
        force_terminal=False if plain else None,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
    )


def say(text: str = "", style: str | None = None) -> None:
    """One line for a person."""
    console().print(text, style=style)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> None:
    """Rows under headings; the columns whose numbers are in `right` are set to the right.

    The last column holds the longest text. Where the terminal leaves it too little room, it goes below.
    """
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    cells = [[clean(cell) for cell in row] for row in rows]
    target = console()
    widths = [max(map(cell_len, column)) for column in zip(columns, *cells, strict=True)]
    below = sum(widths[:-1]) + 2 * len(columns) + min(widths[-1], LAST_COLUMN) > target.width
    across = len(columns) - below
    drawn = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for number, column in enumerate(columns[:across]):
        is_text = number == len(columns) - 1
        justify: Literal["left", "right"] = "right" if number in right else "left"
        drawn.add_column(
            column, justify=justify, no_wrap=not is_text, overflow="fold" if is_text else "ellipsis"
        )
    for row in cells:
        drawn.add_row(*map(Text, row[:across]))
    with target.capture() as capture:
        target.print(drawn, soft_wrap=False)
    # rich pads each line to the table's width
    lines = [line.rstrip() for line in capture.get().splitlines()]
    if below:
        click.echo(lines[0], color=target.is_terminal)
    for line, row in zip(lines[1:], cells, strict=True) if below else ():
        click.echo(line, color=target.is_terminal)
        if row[-1]:
            indent = " " * BELOW
            click.echo(fill(row[-1], target.width - 1, initial_indent=indent, subsequent_indent=indent))
    if not below:
        click.echo("\n".join(lines), color=target.is_terminal)


def say_more(more: bool, limit: int) -> None:
    """Below a list that was cut: that there is more."""
    if more:
        say(f"There are more than these {limit:,}: '--limit {10 * limit}' shows them.")


def json_lines(objects: Iterable[Any]) -> None:
    """One JSON object a line, whatever letters can be printed."""
    whole = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    for each in objects:
        click.echo(json_text(each, ensure_ascii=not whole))


def json_text(value: object, *, ensure_ascii: bool = False) -> str:
    """JSON on one line. What a terminal would obey is written by its number, which means the same."""
    text = json.dumps(value, ensure_ascii=ensure_ascii, default=_plain)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


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


def json_option() -> Callable[[Any], Any]:
    """`--json`, the same for every listing."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")


def day(moment: datetime, zone: tzinfo = UTC) -> str:
    """Date and minute, as sortable as it is readable: for people in the settings' time zone, as alerts are."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def size(number: int) -> str:
    """Bytes in the unit that says enough: '640 KB', '2.1 GB'."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if number >= worth:
            shown = number / worth
            return f"{shown:.1f} {unit}" if shown < 10 else f"{shown:.0f} {unit}"
    return f"{number} bytes"
