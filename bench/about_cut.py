"""How well `about` finds what a person means, at each cut: the figures in docs/alerts.md.

    python -m bench.about_cut [--data ../shared/data]

Twenty sentences as a person would write them, against 695 articles of two corpora; a sentence's topic is one
or more of gold's stories. An article stands for its title and first sentences, a story for their mean.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np

from models.embeddings import load_encoder
from models.text.sentences import split
from settings.limits_alerts import ABOUT_STATEMENT, ABOUT_STORY

SENTENCES = 4
A_STORY = 40
TOPICS = {
    "piracy at sea and navies fighting pirates": ["12ecb", "12ecbplus"],
    "earthquakes and their victims": ["20ecb", "20ecbplus", "haitian_earthquake"],
    "strikes, riots and protests in Greece": ["19ecb", "8ecbplus"],
    "shootings at a workplace": ["18ecb", "18ecbplus", "22ecbplus"],
    "celebrities going into rehab": ["1ecb", "1ecbplus"],
    "baseball players signing contracts": ["10ecb", "10ecbplus"],
    "boxing": ["7ecb", "7ecbplus"],
    "arson and large fires": ["13ecb", "13ecbplus", "14ecb", "14ecbplus"],
    "traffic accidents that kill pedestrians": ["21ecb", "21ecbplus"],
    "who hosts the Oscars": ["2ecb", "2ecbplus"],
    "film sequels and who directs them": ["6ecb", "6ecbplus"],
    "rules that protect endangered species": ["9ecb", "9ecbplus"],
    "elections in Central Asia": ["11ecb", "11ecbplus"],
    "oil spills and what companies do about them": ["bp_oil_spill"],
    "bank bailouts and the financial crisis": ["financial_crisis"],
    "the war in Iraq": ["iraq_war"],
    "the death of Michael Jackson": ["mj_death"],
    "swine flu and other pandemics": ["swine_flu"],
    "basketball coaches being fired or hired": ["5ecb", "5ecbplus"],
    "prisoners on the run": ["3ecbplus"],
}


def articles(data: Path) -> list[tuple[str, list[str]]]:
    """(gold's story, title and first sentences) of each article."""
    rng = random.Random(1)
    rows = [json.loads(line) for line in (data / "stories/ecbplus-dev.jsonl").open()]
    crises: dict[str, list[dict[str, object]]] = {}
    for line in (data / "developments/newsroom-dev.jsonl").open():
        row = json.loads(line)
        crises.setdefault(row["gold"]["story"], []).append(row)
    for each in crises.values():
        rows += rng.sample(each, min(A_STORY, len(each)))
    return [
        (
            row["gold"]["story"],
            [text for text in (row["title"], *(each.text for each in split(row["text"]))) if text][
                :SENTENCES
            ],
        )
        for row in rows
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    if not data.exists():
        print(f"{data} is not there: nothing to measure on.")
        return
    rows = articles(data)
    encoder = load_encoder()
    vectors = encoder.encode([text[:600] for _, texts in rows for text in texts])
    which = np.repeat(np.arange(len(rows)), [len(texts) for _, texts in rows])
    gold = np.array([story for story, _ in rows])
    names, inverse = np.unique(gold, return_inverse=True)
    means = np.stack([vectors[inverse[which] == index].mean(axis=0) for index in range(len(names))])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    asked = encoder.encode(list(TOPICS))
    nearest = np.full((len(asked), len(rows)), -1.0)
    for number, similarity in enumerate(asked @ vectors.T):
        np.maximum.at(nearest[number], which, similarity)
    story = (asked @ means.T)[:, inverse]
    truth = np.array([[each in stories for each in gold] for stories in TOPICS.values()])
    print(f"{len(TOPICS)} sentences, {len(rows)} articles, {truth.sum()} pairs that belong together")
    cuts = [
        (a, b) for a in (0.38, 0.42, ABOUT_STATEMENT, 0.50, 0.54, 9.0) for b in (0.40, ABOUT_STORY, 0.48, 9.0)
    ]
    for statement_cut, story_cut in cuts:
        hit = (nearest >= statement_cut) | (story >= story_cut)
        right = (hit & truth).sum()
        precision, recall = right / max(1, hit.sum()), right / truth.sum()
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        name = [f"{cut:.2f}" if cut < 1 else "none" for cut in (statement_cut, story_cut)]
        shipped = " (shipped)" if (statement_cut, story_cut) == (ABOUT_STATEMENT, ABOUT_STORY) else ""
        print(f"sentence {name[0]} story {name[1]}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}{shipped}")


if __name__ == "__main__":
    main()
