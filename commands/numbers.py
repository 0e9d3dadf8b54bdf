"""Numbers as people type them: ids, counts and days."""

from __future__ import annotations

from typing import Any

import click

MOST = 999_999_999
"""Fits every database's integer; no id or count of newsdelta's comes near it."""

MOST_DAYS = 36_500
"""A century: further back there is no news, and further ahead dates end."""


class Whole(click.IntRange):
    """A whole number from 1 to `most`, refused in plain words otherwise."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__(min=1)
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(f"'{value}' is not a whole number.", param, ctx)
        if not 1 <= number <= self.most:
            self.fail(f"{value} is out of range: 1 to {self.most}.", param, ctx)
        return number


WHOLE = Whole()
DAYS = Whole(MOST_DAYS)
