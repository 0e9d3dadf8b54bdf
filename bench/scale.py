"""Articles a second against cores and against stories: the whole way at each point, by bench.whole_way.

    python -m bench.scale [--cores 1 2] [--stories 2000 20000 100000] [--articles 400]
                          [--json OUT] [--picture OUT]

Needs Linux (a process is bound to its cores). What a ledger's length costs is in bench.speed_developments.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.corpora.kept import KEPT
from bench.figures.drawing import curves


def point(cores: int, stories: int, articles: int, keep: Path) -> dict[str, Any]:
    """One run of the whole way on so many cores."""
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, "-m", "bench.whole_way", "--stories", str(stories), "--articles", str(articles)]
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, allowed)  # inherited by the benchmark and all that it starts
        try:
            subprocess.run(
                [*command, "--keep", str(keep), "--bare", "0", "--times", "1", "--json", str(out)],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.sched_setaffinity(0, before)
        found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--stories", type=int, nargs="+", default=[2_000, 20_000, 100_000])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--keep", type=Path, default=KEPT, help="a folder for histories, which take minutes to make")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for stories in options.stories:
        for cores in options.cores:
            rows.append(point(cores, stories, options.articles, options.keep))
            print(json.dumps(rows[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if options.picture:
        found: dict[str, list[tuple[float, float]]] = {}
        for row in rows:
            name = f"{row['cores']} core{'s' * (row['cores'] > 1)}"
            found.setdefault(name, []).append((row["stories"], row["articles_a_second"]))
        curves(options.picture, found, "stories behind it", "articles a second, start included")


if __name__ == "__main__":
    main()
