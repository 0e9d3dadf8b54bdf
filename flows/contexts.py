"""Which settings, database and clock a flow works with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flows import away
from flows.last_good import settings_now
from steps.context import Context, open_context
from steps.known import remember, sure

CONFIG_VARIABLE = "NEWSDELTA_CONFIG"
"""Names the settings of every command and flow; left out, newsdelta.yaml in the working folder."""

_given: ContextVar[Context | None] = ContextVar("context", default=None)


@contextmanager
def using(context: Context) -> Iterator[None]:
    """Flows called inside work with `context`, which stays open: the demo's, with a clock of its own."""
    token = _given.set(context)
    try:
        yield
    finally:
        _given.reset(token)


def settings_path(config: str | None) -> Path:
    return Path(config or os.environ.get(CONFIG_VARIABLE) or "newsdelta.yaml")


@contextmanager
def opened(config: str | None) -> Iterator[Context]:
    """A context by the settings in the file `config` (while it is wrong, by what it said before), closed afterwards."""
    given = _given.get()
    if given is not None:
        yield given
        return
    path = settings_path(config)
    settings, wrong = settings_now(path)
    sure(path, settings)
    with ExitStack() as stack:
        spread: dict[str, Any] = {}
        if settings.runner.kind != "here":
            from flows.shards import sharded

            spread = stack.enter_context(sharded(settings))
        context = stack.enter_context(open_context(settings, wrong_settings=wrong, **spread))
        remember(path, settings)
        away.over(path, context)
        yield context
