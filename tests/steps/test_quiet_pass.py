"""A pass with nothing new loads nothing of what reads, encodes or compares: most passes are such."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from bench.prefect_cost import settings_file
from storage.database import Database
from storage.schema import feeds, passes

HEAVY = ("numpy", "torch", "sklearn", "scipy", "pandas", "lxml", "trafilatura", "feedparser", "pebble")
HEAVY += ("sqlalchemy.dialects.postgresql", "steps.telling.match")
HEAVY += ("steps.reading.read_pages", "steps.embed_batches", "steps.deciding.decide_ready")
ONE_PASS = """
import sys
from pathlib import Path
from settings.load import load
from steps.context import open_context
from steps.monitor import run_pass
with open_context(load(Path(sys.argv[1]))) as context:
    run_pass(context)
print(*sys.modules)
"""


def loaded(config: Path) -> set[str]:
    done = subprocess.run([sys.executable, "-c", ONE_PASS, str(config)], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_quiet_pass_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    with ExitStack() as stack:
        config = settings_file(tmp_path, 3, stack)
        assert set(HEAVY) & loaded(config) >= {"pebble", "lxml"}, "the first answers are read: names are as they were"
        with Database.open(str(tmp_path / "newsdelta.db")) as db, db.write() as conn:
            conn.execute(sa.update(feeds).values(next_poll=None))
        assert set(HEAVY) & loaded(config) == set()
    with Database.open(str(tmp_path / "newsdelta.db")) as db, db.read() as conn:
        first, quiet = conn.execute(sa.select(passes.c.counts).order_by(passes.c.id)).scalars()
    assert (first["fetch"]["feeds"], first["fetch"]["unchanged"]) == (3, 0)
    assert (quiet["fetch"]["feeds"], quiet["fetch"]["unchanged"]) == (3, 3)
