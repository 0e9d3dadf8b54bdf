"""How well pages are read: token F1 of the text, titles and dates, beside bare trafilatura in one run.

    python -m bench.pages [--pages ../shared/data/pages] [--worst 20] [--json OUT]

Gold is read here only. F1 is over the multiset of lower-cased words (`\\w+`) of the text,
averaged over pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages"
FLOORS = Path(__file__).with_name("pages_floors.json")
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‟″＂", '"') | dict.fromkeys("‘’‚‛′`´‹›＇", "'"))


@dataclass(frozen=True)
class Score:
    file: str
    f1: float
    precision: float
    recall: float
    title: bool
    date: bool
    kind: str
    seconds: float
    note: str


def words_f1(got: str, gold: str) -> tuple[float, float, float]:
    """(F1, precision, recall) over the multisets of lower-cased words."""
    a, b = Counter(re.findall(r"\w+", got.lower())), Counter(re.findall(r"\w+", gold.lower()))
    same = sum((a & b).values())
    if not a or not b:
        return (1.0, 1.0, 1.0) if not a and not b else (0.0, 0.0, 0.0)
    p, r = same / sum(a.values()), same / sum(b.values())
    return (2 * p * r / (p + r) if same else 0.0), p, r


def folded(title: str | None) -> str:
    """A title without regard to case, spaces and kinds of quotes, and nothing else."""
    text = unicodedata.normalize("NFC", title or "").translate(_QUOTES).casefold().replace("''", '"')
    return re.sub(r"\s+", "", text)


def same_day(got: datetime | str | None, gold: str | None) -> bool:
    """Whether both name the same day, in UTC or in the time zone that gold is given in."""
    if not gold:
        return True
    when = datetime.fromisoformat(gold)
    if got is None:
        return False
    if isinstance(got, str):
        return got[:10] in {when.date().isoformat(), when.astimezone(UTC).date().isoformat()}
    return abs((got - (when if when.tzinfo else when.replace(tzinfo=UTC))).total_seconds()) < 86400 and (
        got.astimezone(UTC).date() == when.astimezone(UTC).date()
        or (when.tzinfo is not None and got.astimezone(when.tzinfo).date() == when.date())
        or abs((got - when).total_seconds()) < 3 * 3600
    )


def _bare(html: bytes, url: str) -> tuple[str, str | None, str | None, str, str]:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return "", None, None, "", ""
    return found.text or "", found.title, found.date, "", ""


def _ours(html: bytes, url: str) -> tuple[str, str | None, datetime | None, str, str]:
    from sources.page.extract import read_page

    got = read_page(html, url)
    return got.text, got.title, got.published, str(got.kind), f"{got.text_from} | {got.date_from}"


def score(task: tuple[str, dict[str, Any], str]) -> Score:
    folder, page, which = task
    html = gzip.decompress((Path(folder) / page["file"]).read_bytes())
    start = time.perf_counter()
    text, title, date, kind, note = (_ours if which == "ours" else _bare)(html, page["url"])
    seconds = time.perf_counter() - start
    f1, p, r = words_f1(text, page["text"])
    return Score(
        page["file"], f1, p, r, folded(title) == folded(page["title"]), same_day(date, page["published"]),
        kind, seconds, f"{note} | {title!r} | {page['title']!r} | {date} | {page['published']}",
    )  # fmt: skip


def run(folder: Path, which: str, workers: int = 2, every: int = 1) -> list[Score]:
    """Every page of `folder`, or every n-th, read by 'ours' or 'bare'."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(score, tasks(folder, which, every), chunksize=4))


def tasks(folder: Path, which: str, every: int = 1) -> list[tuple[str, dict[str, Any], str]]:
    """What `score` is to be called with."""
    lines = (folder / "pages.jsonl").read_text("utf-8").splitlines()[::every]
    return [(str(folder), json.loads(line), which) for line in lines]


def summary(scores: list[Score]) -> dict[str, float]:
    n = len(scores)
    return {
        "pages": n,
        "f1": round(sum(s.f1 for s in scores) / n, 4),
        "precision": round(sum(s.precision for s in scores) / n, 4),
        "recall": round(sum(s.recall for s in scores) / n, 4),
        "title": round(sum(s.title for s in scores) / n, 4),
        "date": round(sum(s.date for s in scores) / n, 4),
        "ms_a_page": round(1000 * sum(s.seconds for s in scores) / n, 1),
    }


def floors() -> dict[str, dict[str, float]]:
    """What quality may not fall below: of all pages, and of every eighteenth, which the tests look at."""
    found: dict[str, dict[str, float]] = json.loads(FLOORS.read_text())
    return found


def below(result: dict[str, float], floor: dict[str, float]) -> list[str]:
    return [
        f"{name} is {result[name]}, below {least}" for name, least in floor.items() if result[name] < least
    ]


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=Path, default=DATA)
    options.add_argument("--worst", type=int, default=0, help="show the pages with the lowest F1")
    options.add_argument("--misses", action="store_true", help="show titles and dates that are wrong")
    options.add_argument("--only", choices=("ours", "bare"))
    options.add_argument("--json", type=Path)
    options.add_argument(
        "--floors", action="store_true", help="fail where quality is below bench/pages_floors.json"
    )
    asked = options.parse_args()
    if not asked.pages.exists():
        print(f"{asked.pages} is not there: the pages are not part of the project.")
        return 1
    results = {}
    for which in [asked.only] if asked.only else ["bare", "ours"]:
        scores = run(asked.pages, which)
        results[which] = summary(scores)
        print(f"{'newsdelta' if which == 'ours' else 'bare trafilatura':18}", results[which])
    for s in sorted(scores, key=lambda s: s.f1)[: asked.worst]:
        print(
            f"{s.f1:.3f} p={s.precision:.3f} r={s.recall:.3f} {s.kind:9} {s.file}  {s.note.split(' | ')[0]}"
        )
    if asked.misses:
        for s in scores:
            if not (s.title and s.date):
                print("title" if not s.title else "", "date" if not s.date else "", s.file, s.note)
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1))
    missed = below(results["ours"], floors()["all"]) if asked.floors and "ours" in results else []
    print("\n".join(missed), end="\n" if missed else "")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
