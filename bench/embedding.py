"""Vectors by our encoder beside `SentenceTransformer.encode` as it comes, in float32: python -m bench.embedding

The same model, process, threads and texts (of the bundled newsroom, all different), in turns, ours first in every other
round. Prints, for each kind of text and number of texts in a call, the medians by the clock and of CPU, the median of
the rounds' ratios (above 1: ours is quicker), and how near the vectors are to those in float32. `articles` are titles
and sentences as the pipeline embeds them, each once; `again` is the same call with every text three times, as
boilerplate comes. Where the CPU multiplies bfloat16 (avx512_bf16, AMX) the goal is 2.5, elsewhere never below 1.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from models.embeddings import _has_bfloat16, _packaged_folder, load_encoder
from models.nouns import Matrix
from models.text.sentences import split

ARTICLES = Path(__file__).resolve().parents[1] / "sample" / "articles"
PARAGRAPH = 1200
"""Characters of a long text: some 250 word pieces, about what the model reads."""

CASES = (
    ("titles", 1), ("titles", 32),
    ("sentences", 1), ("sentences", 4), ("sentences", 32), ("sentences", 256),
    ("paragraphs", 1), ("paragraphs", 8), ("paragraphs", 32),
    ("articles", 512), ("again", 128),
)  # fmt: skip


def texts() -> dict[str, list[str]]:
    """Texts by kind, each different."""
    titles: dict[str, None] = {}
    sentences: dict[str, None] = {}
    whole = []
    for file in sorted(ARTICLES.rglob("*.md")):
        _, head, body = file.read_text("utf-8").split("---\n", 2)
        titles[next(line for line in head.splitlines() if line.startswith("title:"))[6:].strip(' "')] = None
        sentences.update((each.text, None) for each in split(body))
        whole.append(" ".join(body.split()))
    joined = " ".join(whole)
    paragraphs = [joined[at : at + PARAGRAPH] for at in range(0, len(joined) - PARAGRAPH, PARAGRAPH)]
    mixed = [text for pair in zip(titles, np.array_split(list(sentences), len(titles)), strict=True)
             for text in (pair[0], *pair[1].tolist())]  # fmt: skip
    return {
        "titles": list(titles),
        "sentences": list(sentences),
        "paragraphs": paragraphs,
        "articles": list(dict.fromkeys(mixed)),
        "again": [text for text in mixed for _ in range(3)],
    }


def timed(encode: Callable[[list[str]], Matrix], batch: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of CPU."""
    clock, cpu = time.perf_counter(), time.process_time()
    encode(batch)
    return time.perf_counter() - clock, time.process_time() - cpu


def compare(
    ours: Callable[[list[str]], Matrix], theirs: Callable[[list[str]], Matrix], batch: list[str], rounds: int
) -> dict[str, float]:
    """One row: both on the same texts in turns."""
    rows: dict[str, list[tuple[float, float]]] = {"ours": [], "theirs": []}
    for number in range(rounds + 1):
        turns = [("ours", ours), ("theirs", theirs)]
        for name, encode in turns if number % 2 else reversed(turns):
            taken = timed(encode, batch)
            if number:  # the first round warms up both
                rows[name].append(taken)
    found: dict[str, float] = {}
    for place, kind in enumerate(("ms", "cpu_ms")):
        mine, other = ([row[place] for row in rows[name]] for name in ("ours", "theirs"))
        found[f"ours_{kind}"] = round(1000 * statistics.median(mine), 1)
        found[f"theirs_{kind}"] = round(1000 * statistics.median(other), 1)
        found[f"ratio_{kind}"] = round(statistics.median(b / a for a, b in zip(mine, other, strict=True)), 2)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Our encoder beside SentenceTransformer.encode.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cases", nargs="+", help="only these kinds of text")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()

    ours = load_encoder()  # before torch is imported: it says how threads wait
    import torch
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(_packaged_folder()), device="cpu", model_kwargs={"dtype": torch.float32})

    def plain(batch: list[str]) -> Matrix:
        found: Matrix = theirs.encode(batch, show_progress_bar=False)
        return found

    kinds = texts()
    goal = 2.5 if _has_bfloat16() else 1.0
    print(f"{torch.get_num_threads()} threads; bfloat16 in the CPU: {_has_bfloat16()}; the goal is {goal}", flush=True)
    rows = []
    for kind, count in CASES:
        if asked.cases and kind not in asked.cases:
            continue
        batch = kinds[kind][: count * (3 if kind == "again" else 1)]
        row = {"texts": kind, "count": len(batch), **compare(ours.encode, plain, batch, asked.rounds)}
        mine, other = ours.encode(batch), plain(batch)
        near = (mine * other).sum(axis=1) / np.linalg.norm(other, axis=1)
        row |= {"cosine_mean": round(float(near.mean()), 5), "cosine_least": round(float(near.min()), 5)}
        rows.append(row)
        print(
            f"{kind:11} {len(batch):4}  ours {row['ours_ms']:8.1f} ms ({row['ours_cpu_ms']:8.1f} CPU)"
            f"  theirs {row['theirs_ms']:8.1f} ms ({row['theirs_cpu_ms']:8.1f} CPU)"
            f"  ratio {row['ratio_ms']:.2f} ({row['ratio_cpu_ms']:.2f} CPU)"
            f"  cosine {row['cosine_mean']:.5f}, least {row['cosine_least']:.5f}",
            flush=True,
        )
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
