"""Run the benchmarks, one after another: python -m bench [NAME | quality | speed ...]; without a name, both groups.

Each prints its table beside a baseline in the same run, and what has figures or a picture to keep leaves them in
docs/bench. Benchmarks that need ../shared/data say so where it is not there.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / "docs" / "bench"
GROUPS = {
    "quality": ("pages", "stories", "thin_streams", "undated", "developments", "desks", "timelines", "replayed"),
    "speed": (
        "embedding",
        "story_speed",
        "story_start",
        "speed_developments",
        "grouping_cost",
        "prefect_cost",
        "whole_way",
        "scale",
    ),
}
"""What `make bench` runs, in about an hour: each beside what a person would pick instead, speed with nothing else at
work."""

LONG = (
    "web",
    "sources_speed",
    "sources_mutations",
    "faulty_feeds",
    "real_pages",
    "title_choice",
    "pages_elsewhere",
    "about_cut",
    "without",
    "power_cuts",
    "kills",
    "ninety_days",
)
"""By name only: these take from minutes to hours, or need packages of their own (see each one's first lines)."""

FIGURES = frozenset(
    {"pages", "stories", "developments", "desks", "timelines"}
    | {*GROUPS["speed"], "sources_speed", "power_cuts", "kills", "ninety_days"}
)
"""Those that write their figures as JSON..."""
PICTURES = frozenset(
    {"stories", "developments", "timelines", "story_speed", "speed_developments", "whole_way", "scale"}
    | {"ninety_days"}
)
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
    groups = [GROUPS.get(name, (name,)) for name in names or GROUPS]
    wanted = dict.fromkeys(name for group in groups for name in group)
    there = [name for group in (*GROUPS.values(), LONG) for name in group]
    unknown = [name for name in wanted if name not in there]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join([*GROUPS, *there])}", file=sys.stderr)
        return 2
    KEPT.mkdir(exist_ok=True)
    failed = []
    for name in wanted:
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
