"""The whole way: page bytes over local HTTP to the outbox, with a history behind it, beside what bare parts take.

    python -m bench.whole_way [--stories 100000] [--articles 1000] [--times 3] [--json OUT] [--picture OUT]

`newsdelta run` reads new articles of 900 words on pages of 350 KB, 30 % of them copies, and decides them against
the stories before them. The limit is what the same pages cost trafilatura alone in two processes, and the same
sentences the model alone, with nothing around: no HTTP, no database, no decision. Both in turns. The history is
kept in --keep (.bench) and taken from there the next time: 100,000 stories take minutes to make.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from bench.corpora.kept import KEPT
from bench.figures.drawing import pyplot
from bench.real_pages import Memory
from bench.story_start import read as start_once
from bench.worlds import whole_world
from models.embeddings import _has_bfloat16, _packaged_folder
from storage.database import Database
from storage.migrations import NEWEST
from storage.schema import articles, deliveries, stories

STEPS = ("fetch", "read", "embed", "decide", "watchdog", "deliver")


@contextmanager
def served(count: int, end: datetime) -> Iterator[tuple[str, int]]:
    """(address, process id) of the server of so many articles."""
    command = [sys.executable, "-m", "bench.worlds.whole_world", str(count), end.isoformat()]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield f"127.0.0.1:{server.stdout.readline().strip()}", server.pid
    finally:
        server.kill()
        server.wait()


def one_pass(folder: Path, address: str, server: int) -> dict[str, Any]:
    """`newsdelta run` as a process of its own; its seconds step by step, its memory and what it stored."""
    lines = [
        "database: newsdelta.db",
        f"network: {{allow_private: ['{address.partition(':')[0]}']}}",
        "channels: [{name: box, kind: atom, path: atom}]",
        "watches:",
        "  - {name: everything, sources: ['*']}",
        "  - {name: meaning, about: a ferry accident with people missing}",
        "feeds:",
    ]
    for outlet in range(whole_world.OUTLETS):
        lines += [f"  - {{url: 'http://{address}/feed/{outlet}', name: outlet {outlet}, publisher: p{outlet}}}"]
    config = folder / "newsdelta.yaml"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    used, begun = _processor_s(), time.monotonic()
    aside = psutil.Process(server).cpu_times()
    with watched() as memory:
        command = [sys.executable, "-m", "newsdelta", "--config", str(config), "run", "--json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    if done.returncode:
        raise RuntimeError(f"newsdelta run ended with {done.returncode}: {done.stderr[-2000:]}")
    report = json.loads(done.stdout.splitlines()[-1])
    served_s = sum(psutil.Process(server).cpu_times()[:2]) - sum(aside[:2])
    return {
        "seconds": round(seconds, 1),
        "processor_s": round(_processor_s() - used, 1),
        "server_processor_s": round(served_s, 1),
        "most_mib": round((memory.most - memory.alone) / 2**20),
        "steps": {name: report["counts"][name]["seconds"] for name in STEPS if name in report["counts"]},
        "counts": report["counts"],
    }


@contextmanager
def watched() -> Iterator[Memory]:
    """Memory of the children of this process, beside its own."""
    memory = Memory()
    memory.start()
    try:
        yield memory
    finally:
        memory.stop()


def _processor_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


# -- what the bare parts take ----------------------------------------------------------------------


def limit(count: int, end: datetime) -> dict[str, float]:
    """Milliseconds an article of trafilatura in two processes, and of the model on what is no copy."""
    made = whole_world.pieces(count)
    bodies = [whole_world.page(piece, whole_world.published(piece.number, end)) for piece in made]
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(2) as pool:
        pool.map(_extract, bodies[:8], chunksize=1)  # both have loaded what they need
        begun = time.monotonic()
        extracting = sum(pool.map(_extract, bodies, chunksize=4))
        reading = time.monotonic() - begun
    own = [sentence for piece in made if piece.copy_of is None for sentence in piece.text]
    encoding, encoded = _encode(own)
    each = 1000 / len(made)
    return {
        "extraction_ms": round(reading * each, 1),
        "encoding_ms": round(encoding * each, 1),
        "processor_ms": round((extracting + encoded) * each, 1),
        "articles_a_second": round(len(made) / (reading + encoding), 2),
    }


def _extract(body: bytes) -> float:
    """Processor seconds."""
    import trafilatura

    begun = time.process_time()
    trafilatura.extract(body)
    return time.process_time() - begun


def _encode(texts: list[str]) -> tuple[float, float]:
    """Seconds, and of processor time, of sentence-transformers in the precision that this CPU is quickest in."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as in newsdelta: spinning threads cost the others
    import torch
    from sentence_transformers import SentenceTransformer

    kind = torch.bfloat16 if _has_bfloat16() else torch.float32
    model = SentenceTransformer(str(_packaged_folder()), device="cpu", model_kwargs={"dtype": kind})
    model.encode(texts[:64], show_progress_bar=False, convert_to_numpy=False)
    begun, used = time.monotonic(), time.process_time()
    model.encode(texts, show_progress_bar=False, convert_to_numpy=False)
    return time.monotonic() - begun, time.process_time() - used


# -- all of it -------------------------------------------------------------------------------------


def measure(
    number: int, count: int, keep: Path, statements: int, bare_pages: int, times: int = 1
) -> dict[str, Any]:
    """The run with the median of articles a second, and what all of them reached; the bare parts take turns with it."""
    end = whole_world.end_of_day()
    kept = keep / f"history-{number}-{statements}-{NEWEST}.db"
    if not kept.exists():
        keep.mkdir(parents=True, exist_ok=True)
        made = kept.with_suffix(".part")
        made.unlink(missing_ok=True)
        with Database.open(str(made), durable=False) as db:
            whole_world.history(db, number, statements, end)
        start_once(made)  # what only the first start has to do is no part of a pass
        made.rename(kept)
    runs = []
    for _ in range(times):
        run = once(kept, number, count, end)
        if bare_pages:
            run["limit"] = limit(min(count, bare_pages), end)
            run["share_of_the_limit"] = round(run["articles_a_second"] / run["limit"]["articles_a_second"], 2)
        runs.append(run)
        print(json.dumps(run), flush=True)
    runs.sort(key=lambda run: float(run["articles_a_second"]))
    median = runs[len(runs) // 2]
    for name in ("articles_a_second", "share_of_the_limit", "most_mib"):
        median[f"{name}_all"] = [run[name] for run in runs if name in run]
    return median


def once(kept: Path, number: int, count: int, end: datetime) -> dict[str, Any]:
    """One day's articles on a copy of the history."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = folder / "newsdelta.db"
        shutil.copy(kept, path)
        before = path.stat().st_size
        load = os.getloadavg()[0]
        address, server = stack.enter_context(served(count, end))
        done = one_pass(folder, address, server)
        with Database.open(str(path)) as db, db.read() as conn:
            new = sa.select(sa.func.count()).where(articles.c.id > number)
            stored = conn.scalar(new) or 0
            opened = conn.scalar(sa.select(sa.func.count()).where(stories.c.id > number)) or 0
            undecided = conn.scalar(new.where(articles.c.state != "decided")) or 0
            sent = conn.scalar(sa.select(sa.func.count()).select_from(deliveries)) or 0
        size = path.stat().st_size - before
    return {
        "stories": number,
        "articles": stored,
        "copies": done["counts"]["embed"]["copies"],
        "stories_opened": opened,
        "undecided": undecided,
        "in_the_outbox": sent,
        "articles_a_second": round(stored / done["seconds"], 2),
        "cores": len(os.sched_getaffinity(0)),
        "bfloat16": _has_bfloat16(),
        "load_before": round(load, 1),
        "processor_ms_an_article": round(1000 * done["processor_s"] / max(1, stored)),
        "kib_an_article": round(size / 1024 / max(1, stored)),
        **{name: value for name, value in done.items() if name != "counts"},
    }


def draw(found: dict[str, Any], picture: Path) -> None:
    """Milliseconds an article, step by step, over the bare limit."""
    each = 1000 / found["articles"]
    rest = found["seconds"] - sum(found["steps"].values())
    bars = {name: value * each for name, value in {**found["steps"], "start and end": rest}.items()}
    bare = {"trafilatura": found["limit"]["extraction_ms"], "the model": found["limit"]["encoding_ms"]}
    plot = pyplot()
    plot.figure(figsize=(7, 2.6))
    for row, parts in enumerate((bare, bars)):
        left = 0.0
        for name, value in parts.items():
            plot.barh(row, value, left=left, label=f"{name} ({value:.0f})", edgecolor="white")
            left += value
    plot.yticks([0, 1], ["bare parts", "newsdelta"])
    plot.xlabel(f"ms an article, {found['cores']} cores, {found['stories']:,} stories behind it")
    plot.legend(fontsize=7, ncol=2, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    plot.tight_layout()
    plot.savefig(picture, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--times", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--statements", type=int, default=5, help="in each story's ledger")
    parser.add_argument("--keep", type=Path, default=KEPT, help="a folder for histories")
    parser.add_argument("--bare", type=int, default=80, help="pages on which the bare parts are timed; 0: not at all")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    found = measure(options.stories, options.articles, options.keep, options.statements, options.bare, options.times)
    print(json.dumps(found, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if options.picture and options.bare:
        draw(found, options.picture)


if __name__ == "__main__":
    main()
