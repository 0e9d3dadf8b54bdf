"""Stories: quality and time of the shipped settings beside plain baselines: python -m bench.stories

Every stream is decided strictly online, in file order, by the functions that live articles go through. Gold
is read for scoring only. `dense` is gva-train and gva-dev as one stream with its days three times as close.
`threes` is 100 stories of gva-dev with three outlets each, five weeks apart: a stream as thin as a list of
political events. `threes-told` is the same without what a reader, who saw no program's answers, found to tell
nothing of its event (bench/corpora/made_up/labels-threes.json). Copies go to their original's story, as in the
pipeline.
BERTopic's way is measured where UMAP is installed (`pip install umap-learn`); it is no dependency of newsdelta's.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]
from sklearn.cluster import HDBSCAN  # type: ignore[import-untyped]
from sklearn.decomposition import PCA  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from bench.corpora.story_data import MADE_UP, articles, passages, words
from bench.figures.drawing import bars
from bench.figures.scoring import b_cubed, pairs
from models.copies import CopyIndex, fingerprint, says_more
from models.nouns import Article, Matrix, Passages
from models.stories import StoryIndex
from models.story.trace import lead, lead_vectors
from models.story.vocabulary import Vocabulary

STREAMS = ("gva-train", "gva-dev", "ecbplus-dev", "newsroom-dev", "dense", "threes", "threes-told")
CENTROID_COSINE = 0.7
"""The one threshold of the centroid baseline."""
LINKAGE_DISTANCE, LINKAGE_DAYS = 0.88, 7.0
"""Of average linkage: one setting for all streams, chosen in hindsight."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream in order of arrival."""

    articles: list[Article]
    gold: list[str]
    passages: list[Passages]


def load(name: str, *, exact: bool = False) -> Stream:
    """A stream by name; `exact`: with vectors in float32 on any CPU."""
    if name == "threes":
        return _threes(load("gva-dev", exact=exact))
    if name == "threes-told":
        return _told(load("threes", exact=exact))
    if name != "dense":
        found, gold = articles(name)
        return Stream(found, gold, passages(found, name, exact=exact))
    parts = [load(part, exact=exact) for part in ("gva-train", "gva-dev")]
    rows = []
    for part in parts:
        times = [each.when.timestamp() for each in part.articles]
        for article, gold_story, its, at in zip(part.articles, part.gold, part.passages, times, strict=True):
            rows.append((times[0] + (at - times[0]) / 3, article, gold_story, its))
    rows.sort(key=lambda row: row[0])
    whole = Stream([], [row[2] for row in rows], [])
    for number, (seconds, article, _, its) in enumerate(rows, start=1):
        when = datetime.fromtimestamp(seconds, UTC)
        whole.articles.append(replace(article, id=number, published=when, seen=when))
        whole.passages.append(replace(its, article_id=number))
    return whole


def _threes(whole: Stream) -> Stream:
    """The first article of three outlets on each of 100 stories, a story every five weeks."""
    by_story: dict[str, dict[str, int]] = {}
    for place, (article, gold) in enumerate(zip(whole.articles, whole.gold, strict=True)):
        by_story.setdefault(gold, {}).setdefault(article.site, place)
    random = Random(0)
    rows = []
    chosen = [gold for gold, sites in sorted(by_story.items()) if len(sites) >= 3][:100]
    for number, gold in enumerate(random.sample(chosen, len(chosen))):
        day = datetime(2010, 1, 10, tzinfo=UTC) + timedelta(days=36 * number + random.randrange(-17, 18))
        first = list(by_story[gold].values())[:3]
        rows += [(day + timedelta(days=random.choice((0, 0, 1))), place) for place in first]
    found = Stream([], [], [])
    for number, (when, place) in enumerate(sorted(rows), start=1):
        found.articles.append(replace(whole.articles[place], id=number, published=when, seen=when))
        found.gold.append(whole.gold[place])
        found.passages.append(replace(whole.passages[place], article_id=number))
    return found


def _told(threes: Stream) -> Stream:
    """Without the pages whose text is a list, a stub or another event's."""
    labels = json.loads((MADE_UP / "labels-threes.json").read_text("utf-8"))
    found = Stream([], [], [])
    for article, gold, its in zip(threes.articles, threes.gold, threes.passages, strict=True):
        if labels.get(article.url) not in ("furniture", "other"):
            number = len(found.gold) + 1
            found.articles.append(replace(article, id=number))
            found.gold.append(gold)
            found.passages.append(replace(its, article_id=number))
    return found


def newsdelta(stream: Stream) -> list[int]:
    """Copies, then stories, one article after the other."""
    vocabulary = Vocabulary()
    index, copies = StoryIndex(vocabulary), CopyIndex()
    story: dict[int, int] = {}
    texts: dict[int, str] = {}
    for article, its in zip(stream.articles, stream.passages, strict=True):
        known = fingerprint(article.text)
        match = copies.find(known)
        if match is not None and not says_more(article.text, texts[match.article_id]):
            story[article.id] = story[match.article_id]
            continue
        copies.add(article.id, known)
        texts[article.id] = article.text
        found = index.assign(article, its)
        story[article.id] = found.story_id or article.id
        index.add(index.look(article, its).trace, story[article.id])
        index.learn(article.id, words(its))
    return [story[article.id] for article in stream.articles]


def alone(stream: Stream) -> list[int]:
    """Every article its own story."""
    return list(range(len(stream.articles)))


def copies_alone(stream: Stream) -> list[int]:
    """What finding copies does without anything else."""
    index = CopyIndex()
    story: dict[int, int] = {}
    for article in stream.articles:
        known = fingerprint(article.text)
        match = index.find(known)
        story[article.id] = story[match.article_id] if match else article.id
        if not match:
            index.add(article.id, known)
    return [story[article.id] for article in stream.articles]


def minhash(stream: Stream) -> list[int]:
    """Near-duplicates by MinHash and locality-sensitive hashing over runs of five words, nothing else."""
    index = MinHashLSH(threshold=0.5, num_perm=64)
    found: list[int] = []
    for place, article in enumerate(stream.articles):
        words = article.text.lower().split()
        mark = MinHash(num_perm=64, seed=1)
        mark.update_batch([" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))])
        near = sorted(index.query(mark))
        index.insert(place, mark)
        found.append(found[near[0]] if near else place)
    return found


def centroid(stream: Stream) -> list[int]:
    """Online, the nearest centroid of leads."""
    leads = _leads(stream.passages)
    totals = np.zeros_like(leads)
    found: list[int] = []
    n = 0
    for row in leads:
        norms = np.maximum(np.linalg.norm(totals[:n], axis=1), 1e-9)
        near = totals[:n] @ row / norms
        best = int(np.argmax(near)) if n else -1
        if best < 0 or near[best] < CENTROID_COSINE:
            best, n = n, n + 1
        totals[best] += row
        found.append(best)
    return found


def hdbscan(stream: Stream) -> list[int]:
    """The whole window at once, in hindsight (McInnes et al. 2017); outliers stay alone."""
    labels = HDBSCAN(min_cluster_size=2, copy=True).fit_predict(_leads(stream.passages)).tolist()
    return [label if label >= 0 else -place - 2 for place, label in enumerate(labels)]


def reclustering(stream: Stream) -> list[int]:
    """What BERTopic does by default to a whole window (its HDBSCAN settings), with PCA in UMAP's place."""
    short = PCA(5, random_state=0).fit_transform(_leads(stream.passages))
    labels = HDBSCAN(min_cluster_size=10, copy=True).fit_predict(short).tolist()
    return [label if label >= 0 else -place - 2 for place, label in enumerate(labels)]


def bertopic(stream: Stream) -> list[int]:
    """What BERTopic does (Grootendorst 2022): UMAP by its settings, then HDBSCAN; with groups of two, since of its own
    least size, ten, nearly all incidents become one."""
    from umap import UMAP  # type: ignore[import-not-found,import-untyped,unused-ignore]

    leads = _leads(stream.passages)
    short = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0).fit_transform(leads)
    labels = HDBSCAN(min_cluster_size=2, copy=True).fit_predict(short).tolist()
    return [label if label >= 0 else -place - 2 for place, label in enumerate(labels)]


def average_linkage(stream: Stream) -> list[int]:
    """The whole window at once: average linkage on the cosine of tf-idf, falling with the days between."""
    texts = [f"{each.title}\n{each.text}" for each in stream.articles]
    table = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    alike = (table @ table.T).toarray()
    if all(each.published for each in stream.articles):
        days = np.array([each.when.timestamp() for each in stream.articles]) / 86400
        alike *= np.exp(-np.abs(days[:, None] - days) / LINKAGE_DAYS)
    far = 1 - np.clip(alike, 0, 1)
    np.fill_diagonal(far, 0)
    tree = linkage(squareform(far, checks=False), "average")
    found: list[int] = fcluster(tree, LINKAGE_DISTANCE, "distance").tolist()
    return found


METHODS: dict[str, Callable[[Stream], list[int]]] = {
    "alone": alone,
    "copies alone": copies_alone,
    "MinHash alone": minhash,
    "nearest centroid": centroid,
    "HDBSCAN, hindsight": hdbscan,
    "PCA and HDBSCAN, hindsight": reclustering,
    "UMAP and HDBSCAN, hindsight": bertopic,
    "average linkage on tf-idf, hindsight": average_linkage,
    "newsdelta, online": newsdelta,
}


def _leads(stream: Sequence[Passages]) -> Matrix:
    return np.stack(
        [lead_vectors(np.stack([its.title_vector, *(its.vectors[i] for i in lead(its.sentences))])) for its in stream]
    )


def measure(names: Iterable[str], methods: Iterable[str]) -> list[dict[str, float | str]]:
    """One row a stream and method."""
    rows: list[dict[str, float | str]] = []
    for name in names:
        stream = load(name)
        for method in methods:
            start = time.process_time()
            found = METHODS[method](stream)
            seconds = time.process_time() - start
            bcubed, paired = b_cubed(found, stream.gold), pairs(found, stream.gold)
            row: dict[str, float | str] = {
                "stream": name,
                "method": method,
                "b3": round(bcubed.f1, 3),
                "b3_precision": round(bcubed.precision, 3),
                "b3_recall": round(bcubed.recall, 3),
                "pairs": round(paired.f1, 3),
                "pairs_precision": round(paired.precision, 3),
                "pairs_recall": round(paired.recall, 3),
                "stories": len(set(found)),
                "gold_stories": len(set(stream.gold)),
                "cpu_ms_an_article": round(1000 * seconds / len(found), 2),
            }
            rows.append(row)
            print(
                f"{name:13} {method:37} B3 {row['b3']:.3f} ({row['b3_precision']:.3f} {row['b3_recall']:.3f})"
                f"  pairs {row['pairs']:.3f} ({row['pairs_precision']:.3f} {row['pairs_recall']:.3f})"
                f"  stories {row['stories']} of {row['gold_stories']}  {row['cpu_ms_an_article']} ms",
                flush=True,
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality of stories beside plain baselines.")
    parser.add_argument("--streams", nargs="+", default=list(STREAMS), choices=STREAMS)
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=list(METHODS))
    parser.add_argument("--json", type=Path, help="write the rows there")
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    methods = [name for name in asked.methods if METHODS[name] is not bertopic or importlib.util.find_spec("umap")]
    if len(methods) < len(asked.methods):
        print("UMAP is not installed: BERTopic's way is not measured (pip install umap-learn)")
    rows = measure(asked.streams, methods)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if asked.picture:
        bars(asked.picture, rows, {"b3": "B-cubed F1", "pairs": "pair F1"})


if __name__ == "__main__":
    main()
