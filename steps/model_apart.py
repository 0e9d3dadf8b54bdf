"""The model in a process of its own, so that it multiplies while this one reads, decides and stores.

In a thread it would wait for Python's lock after each of its operations (measured: docs/scale.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from models.embeddings import Transformer, load_encoder
from models.errors import ModelError
from models.nouns import Matrix
from sources.children import LightContext, tethered


class ModelApart:
    """An Encoder. The model begins to load at once; whoever asks for a name or a vector waits for it.

    Raises ModelError as `load_encoder` does, and when the process was ended from outside.
    """

    def __init__(self, name: str | None = None, path: Path | None = None) -> None:
        self._model = name, path
        self._pool = ProcessPool(1, initializer=tethered, context=LightContext())
        self._loading = self._pool.schedule(_look, self._model)

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    @property
    def name(self) -> str:
        return self._looked[0]

    @property
    def dim(self) -> int:
        return self._looked[1]

    @cached_property
    def _looked(self) -> tuple[str, int]:
        with _in_words():
            return self._loading.result()

    def encode(self, texts: Sequence[str]) -> Matrix:
        _ = self._looked  # a model that could not be loaded says why
        with _in_words():
            return self._pool.schedule(_encode, (*self._model, list(texts))).result()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except ProcessExpired as error:
        raise ModelError(
            f"the model's process was ended from outside ({error}), most often because memory ran out; the next pass "
            "carries on with the articles that were left. Give the machine more memory, or look in its log for who "
            "ended it"
        ) from error


# -- in the child ----------------------------------------------------------------------------------


@cache
def _loaded(name: str | None, path: Path | None) -> Transformer:
    return load_encoder(name, path)


def _look(name: str | None, path: Path | None) -> tuple[str, int]:
    model = _loaded(name, path)
    return model.name, model.dim


def _encode(name: str | None, path: Path | None, texts: list[str]) -> Matrix:
    return _loaded(name, path).encode(texts)
