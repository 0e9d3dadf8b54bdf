"""Run the benchmarks, one after another: python -m bench [NAME ...]; without a name, those that take minutes.

Each prints its table beside a baseline in the same run, and what has figures or a picture to keep leaves them in
docs/bench. Benchmarks that need ../shared/data say so where it is not there.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / "docs" / "bench"
QUICK = ("pages", "developments", "timelines", "speed_developments", "stories", "replayed", "embedding")
"""What `make bench` runs: quality beside plain baselines, and the cost of a decision."""

LONG = (
    "story_speed",
    "story_start",
    "web",
    "sources_speed",
    "sources_mutations",
    "faulty_feeds",
    "real_pages",
    "title_choice",
    "about_cut",
    "whole_way",
    "scale",
    "grouping_cost",
    "prefect_cost",
    "power_cuts",
    "kills",
    "ninety_days",
)
"""By name only: these take from minutes to hours, or need packages of their own (see each one's first lines)."""

FIGURES = frozenset(
    {"stories", "pages", "story_speed", "sources_speed", "whole_way", "scale"}
    | {"grouping_cost", "prefect_cost", "power_cuts", "kills", "ninety_days"}
)
"""Those that write their figures as JSON..."""
PICTURES = frozenset({"story_speed", "whole_way", "scale"})
"""...and draw them."""


def command(name: str) -> list[str]:
    """The process that runs a benchmark and keeps what it found."""
    words = [sys.executable, "-m", f"bench.{name}"]
    for option, ending, which in (("--json", "json", FIGURES), ("--picture", "png", PICTURES)):
        if name in which:
            words += [option, str(KEPT / f"{name}.{ending}")]
    return words


def main(names: list[str]) -> int:
    """Run each benchmark as a process of its own, so that none warms up another. 1 when one of them failed."""
    unknown = [name for name in names if name not in QUICK + LONG]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(QUICK + LONG)}", file=sys.stderr)
        return 2
    KEPT.mkdir(exist_ok=True)
    failed = []
    for name in names or QUICK:
        print(f"\n== {name} ==", flush=True)
        begun = time.monotonic()
        if subprocess.run(command(name), check=False).returncode:
            failed.append(name)
        print(f"-- {name}: {time.monotonic() - begun:.0f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
