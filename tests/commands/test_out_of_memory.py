"""Memory that runs out is said in a sentence: in which step, how much was asked for, and what to do."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
import torch
from click.testing import CliRunner

from commands.group import CommandLine
from models.errors import OutOfMemory, ran_out_of_memory
from settings.schema import Settings
from steps.context import Context, open_context
from steps.shift import MONITOR_PASS, working
from storage.running import passes

TOO_MUCH = 2**58


def ask_torch(*_: Any, **__: Any) -> None:
    torch.empty(TOO_MUCH, dtype=torch.uint8)


def ask_numpy(*_: Any, **__: Any) -> None:
    np.ones(TOO_MUCH, np.uint8)


def ask_python(*_: Any, **__: Any) -> None:
    try:
        bytearray(TOO_MUCH)
    finally:
        raise SystemError("error return without exception set")


def a_pass(context: Context, step: Any) -> None:
    with working(context, MONITOR_PASS) as shift:
        assert shift is not None
        shift.run("embed", step)


@pytest.mark.parametrize("ask", [ask_torch, ask_numpy, ask_python])
def test_a_step_that_runs_out_of_memory_is_named_and_on_record(ask: Any, tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with open_context(Settings(database=str(tmp_path / "a.db")), lambda: now, random.Random(1)) as context:
        with pytest.raises(OutOfMemory, match="memory ran out in the step 'embed'"):
            a_pass(context, ask)
        with context.db.read() as conn:
            note = passes.latest(conn, MONITOR_PASS, 1)[0].note
    assert note is not None
    assert note.startswith("memory ran out in the step 'embed'")
    assert "the next pass carries on" in note


def test_any_command_says_how_much_was_asked_for_and_what_to_do() -> None:
    line = CommandLine("newsdelta")
    line.get_command = lambda ctx, name: click.Command("why", callback=ask_torch)  # type: ignore[method-assign]
    result = CliRunner().invoke(line, ["why"])
    assert result.exit_code == 1
    assert result.output.startswith("newsdelta: memory ran out (288,230,376,151 MB more were asked for).")
    assert "ulimit -v" in result.output
    assert result.output.endswith("It may work later.\n")


def test_what_failed_because_of_it_names_the_step_that_ran_out() -> None:
    first = OutOfMemory("memory ran out in the step 'fetch'")
    last = MemoryError()
    last.__context__ = first
    assert ran_out_of_memory(last, "deliver") is first


def test_other_faults_stay_what_they_are() -> None:
    assert ran_out_of_memory(RuntimeError("dictionary changed size during iteration"), "embed") is None
    assert ran_out_of_memory(OSError(2, "No such file or directory")) is None
