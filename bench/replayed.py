"""The corpora through `newsdelta replay`, as somebody else would score them: python -m bench.replayed [NAME ...]

The labels are taken out of the file that replay reads. Stories: B-cubed and pair F1, beside every article alone.
Developments (stories given): AUC, repeats suppressed at 90 % recall, F1 at the shipped threshold. Timelines (by name
only, since each takes minutes to embed): F1 of the days with most importance, beside the busiest days.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures.scoring import b_cubed, pairs
from bench.figures.verdicts import verdicts
from bench.timelines import NAMES as TIMELINES
from bench.timelines import days_f1, golds

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
STORIES = {"ecbplus-dev": "stories/ecbplus-dev.jsonl", "gva-dev": "stories/gva-dev.jsonl"}
DEVELOPMENTS = {
    "newsroom-dev": "developments/newsroom-dev.jsonl",
    "trec-ts-dev": "developments/trec-ts-dev.jsonl",
}


def replayed(lines: list[dict[str, Any]], given: bool) -> list[dict[str, Any]]:
    """What the command line makes of an archive without its labels."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        with source.open("w", encoding="utf-8") as sink:
            for line in lines:
                plain = {key: value for key, value in line.items() if key != "gold"}
                if given:
                    plain["story"] = line["gold"].get("story") or line["gold"].get("topic") or "one"
                sink.write(json.dumps(plain) + "\n")
        command = [sys.executable, "-m", "newsdelta", "replay", str(source), "--out", str(out)]
        subprocess.run([*command, *(["--given-stories"] if given else [])], check=True, stdout=subprocess.DEVNULL)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def score(name: str, path: Path, given: bool) -> str:
    """One line of the table."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    begun = time.monotonic()
    found = replayed(lines, given)
    took = time.monotonic() - begun
    pace = f"{len(lines) / took:.1f} articles/s, the model's part in it"
    gold = [line["gold"]["story"] for line in lines]
    if not given:
        stories = [line["story"] for line in found]
        alone = b_cubed(range(len(gold)), gold).f1
        return (
            f"{name}: B3 F1 {b_cubed(stories, gold).f1:.3f}, pair F1 {pairs(stories, gold).f1:.3f}, "
            f"{len(set(stories))} stories (gold {len(set(gold))}; each alone: B3 {alone:.3f}); {pace}"
        )
    for line, out in zip(lines, found, strict=True):
        loose = [new["sentence"] for new in out["new"] if new["sentence"] not in line["text"]]
        if loose:
            raise SystemExit(f"{name}: {line['id']} quotes what it does not say: {loose[0]!r}")
    first = [gold.index(story) == at for at, story in enumerate(gold)]
    kept = [at for at, is_first in enumerate(first) if not is_first]
    figures = verdicts(
        np.array([bool(lines[at]["gold"]["development"]) for at in kept]),
        np.array([float(found[at]["novelty"]) for at in kept]),
        np.array([bool(found[at]["development"]) for at in kept]),
    )
    return f"{name}: {figures}; {pace}"


def timeline(name: str) -> str:
    """Days of one timeline by importance and by number of articles, exact and within a day."""
    path = DATA / "timelines" / f"{name}.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    importance: dict[date, float] = {}
    count: dict[date, float] = {}
    for line, out in zip(lines, replayed(lines, given=True), strict=True):
        day = date.fromisoformat(line["published"][:10])
        count[day] = count.get(day, 0.0) + 1
        importance[day] = importance.get(day, 0.0) + (out["importance"] if out["development"] else 0.0)
    found = []
    for gold in golds(name):
        for title, value in (("importance", importance), ("busiest days", count)):
            exact, near = days_f1(value, gold, set(count))
            found.append(f"{title} {exact:.3f} exact / {near:.3f} within a day")
    return f"{name}: {', '.join(found)}"


def main(names: list[str]) -> int:
    """0 when all could be scored."""
    if not DATA.is_dir():
        print("../shared/data is not here; nothing to score")
        return 0
    for name, path in (STORIES | DEVELOPMENTS).items():
        if not names or name in names:
            print(score(name, DATA / path, name in DEVELOPMENTS), flush=True)
    for name in TIMELINES:
        if name in names:
            print(timeline(name), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
