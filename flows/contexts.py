"""Which settings, database and clock a flow works with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from settings.load import load
from steps.context import Context, open_context

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


@contextmanager
def opened(config: str | None) -> Iterator[Context]:
    """A context by the settings in the file `config`, closed afterwards."""
    given = _given.get()
    if given is not None:
        yield given
        return
    path = Path(config or os.environ.get(CONFIG_VARIABLE) or "newsdelta.yaml")
    settings = load(path)
    if settings.runner.kind == "here":
        with open_context(settings) as context:
            yield context
        return
    from flows.shards import sharded

    with sharded(settings) as spread, open_context(settings, **spread) as context:
        yield context
