"""The model in a process of its own, so that it multiplies while this one reads, decides and stores.

In a thread it would wait for Python's lock after each of its operations (measured: docs/scale.md).
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pebble import ProcessExpired

from models.embeddings import Transformer, load_encoder
from models.errors import ModelError
from models.nouns import Matrix
from settings.limits_storage import MODEL_LOADS_CPU_S
from sources.children import Asked, Children


class ModelApart:
    """An Encoder. The model begins to load at once; whoever asks for a name or a vector waits for it.

    Raises ModelError as `load_encoder` does, and when the process was ended from outside.
    """

    def __init__(
        self, name: str | None = None, path: Path | None = None, cpu_s: float = MODEL_LOADS_CPU_S
    ) -> None:
        self._model = name, path, cpu_s
        self._children = Children(1)
        self._loading = self._ask(_look, *self._model)

    def close(self) -> None:
        """End the process, whatever it is at. Who waits for an answer gets a CancelledError."""
        self._children.close()

    @property
    def name(self) -> str:
        return self._looked[0]

    @property
    def dim(self) -> int:
        return self._looked[1]

    @cached_property
    def _looked(self) -> tuple[str, int]:
        with _in_words():
            looked: tuple[str, int] = self._loading.result()
        return looked

    def encode(self, texts: Sequence[str]) -> Matrix:
        _ = self._looked  # a model that could not be loaded says why
        asked = self._ask(_encode, *self._model, list(texts))
        with _in_words():
            vectors: Matrix = asked.result()
        return vectors

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> Asked[Any]:
        try:
            return self._children.ask(function, *arguments)
        except RuntimeError as error:
            raise _gone(error) from error


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (ProcessExpired, BrokenProcessPool) as error:
        raise _gone(error) from error


def _gone(error: Exception) -> ModelError:
    return ModelError(
        f"the model's process was ended from outside ({error}), most often because memory ran out; the next pass "
        "carries on with the articles that were left. Give the machine more memory, or look in its log for who "
        "ended it"
    )


# -- in the child ----------------------------------------------------------------------------------


@cache
def _loaded(name: str | None, path: Path | None, cpu_s: float) -> Transformer:
    """With the kernel to end the process once loading has used that much CPU: Python cannot, while it waits for C."""
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    try:
        return load_encoder(name, path)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _look(name: str | None, path: Path | None, cpu_s: float) -> tuple[str, int]:
    model = _loaded(name, path, cpu_s)
    return model.name, model.dim


def _encode(name: str | None, path: Path | None, cpu_s: float, texts: list[str]) -> Matrix:
    return _loaded(name, path, cpu_s).encode(texts)
