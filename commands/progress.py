"""Progress: a bar for each step on a terminal, a plain line now and then anywhere else. On stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from commands.output import console

PLAIN_STEPS = 10
"""Lines for one long step where there is no terminal: one a tenth."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function to call with (what is done, how much of it is done, out of how much)."""
    target = console(stderr=True)
    if not target.is_terminal:
        yield _plain()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    bars = Progress(
        TextColumn("{task.description:<8}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=target,
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # alerts that are printed meanwhile stay whole
    )
    tasks: dict[str, TaskID] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=total)
        bars.update(tasks[what], completed=done, total=total)

    with bars:
        yield show


def _plain() -> Callable[[str, int, int], None]:
    shown: dict[str, int] = {}

    def show(what: str, done: int, total: int) -> None:
        tenth = PLAIN_STEPS * done // max(total, 1)
        if tenth > shown.get(what, 0) or (done == total and what not in shown):
            shown[what] = tenth
            click.echo(f"{what}: {done} of {total}", err=True)
        elif done < total and tenth < shown.get(what, 0):
            shown[what] = tenth  # the same step again, in another pass

    return show
