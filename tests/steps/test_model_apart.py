"""The model in a process of its own: the same vectors, and a clear word when the process goes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest

from models.embeddings import load_encoder
from models.errors import ModelError
from steps.model_apart import ModelApart

TEXTS = ["The ferry sank off Brenn.", "", "Eleven people are missing.", "The ferry sank off Brenn."]


@pytest.fixture
def apart() -> Iterator[ModelApart]:
    model = ModelApart()
    yield model
    model.close()


def child(apart: ModelApart) -> psutil.Process:
    return psutil.Process(apart._children.ask(os.getpid).result())


def at_work(apart: ModelApart) -> tuple[psutil.Process, Future[object]]:
    """The model's process while it is at texts that take it minutes, and what will come of them."""
    long = [f"{n} " + "all the words of a very long report " * 60 for n in range(4000)]
    assert apart.dim
    mine = child(apart)
    before = mine.cpu_times().user
    thread = ThreadPoolExecutor(1)
    asked: Future[object] = thread.submit(apart.encode, long)
    thread.shutdown(wait=False)
    while mine.cpu_times().user < before + 0.3:
        time.sleep(0.01)
    return mine, asked


def test_the_same_vectors_as_in_this_process(apart: ModelApart) -> None:
    here = load_encoder()
    assert (apart.name, apart.dim) == (here.name, here.dim)
    assert np.array_equal(apart.encode(TEXTS), here.encode(TEXTS))
    assert apart.encode([]).shape == (0, here.dim)


def test_one_that_is_killed_is_said_and_the_next_texts_have_another(apart: ModelApart) -> None:
    mine, asked = at_work(apart)
    mine.kill()
    with pytest.raises(ModelError, match=r"ended from outside.*the next pass carries on"):
        asked.result(60)
    assert apart.encode(TEXTS).shape == (len(TEXTS), apart.dim)
    assert child(apart) != mine


@pytest.mark.parametrize("seen_after_s", [0.0, 0.5])
def test_one_that_is_killed_while_it_has_nothing_to_do_is_replaced(apart: ModelApart, seen_after_s: float) -> None:
    before = apart.encode(TEXTS)
    mine = child(apart)
    mine.kill()
    time.sleep(seen_after_s)  # pebble takes a tenth of a second to see it
    assert np.array_equal(apart.encode(TEXTS), before)
    assert child(apart) != mine


@pytest.mark.parametrize("ask", [lambda apart: apart.name, lambda apart: apart.encode(TEXTS)])
def test_nobody_waits_for_one_that_was_closed(ask: Callable[[ModelApart], object]) -> None:
    apart = ModelApart()
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(ask, apart)
        apart.close()
        assert asked.exception(60) is not None
        assert thread.submit(ask, apart).exception(60) is not None


def test_it_ends_at_once_whatever_it_is_at() -> None:
    apart = ModelApart()
    mine, asked = at_work(apart)
    apart.close()
    assert isinstance(asked.exception(60), BaseException)
    assert not mine.is_running()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process's signals are read in /proc")
def test_it_never_hears_ctrl_c_not_even_while_it_is_starting(apart: ModelApart) -> None:
    status = Path(f"/proc/{child(apart).pid}/status").read_text()
    blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    assert int(blocked, 16) >> signal.SIGINT - 1 & 1
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_model_that_is_not_there_is_named_each_time(tmp_path: Path) -> None:
    apart = ModelApart(path=tmp_path)
    try:
        for _ in range(2):
            with pytest.raises(ModelError, match="no sentence-transformers model in"):
                apart.encode(["a text"])
        with pytest.raises(ModelError, match="no sentence-transformers model in"):
            assert apart.name
    finally:
        apart.close()


def test_loading_that_never_ends_is_ended() -> None:
    apart = ModelApart(cpu_s=0.05)  # no model loads within that
    try:
        with pytest.raises(ModelError, match="memory ran out"):
            apart.encode(["a text"])
    finally:
        apart.close()
