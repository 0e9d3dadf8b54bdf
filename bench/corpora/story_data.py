"""The story corpora of ../shared/data as articles, gold stories and the passages that deciding needs.

Only what the trace of an article reads is embedded (title and lead); vectors are kept in a folder between
runs, since on 2 cores without bfloat16 they take longer than everything else together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bench.corpora.kept import VECTORS
from models.embeddings import Encoder, load_encoder
from models.nouns import Article, Matrix, Passages
from models.story.trace import lead
from models.text.parts import parts
from steps.replaying.archive import read_archive

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MADE_UP = Path(__file__).with_name("made_up")
UNSEEN = Path(__file__).with_name("unseen")
"""What nothing is learned from."""
DESKS = ("politics", "policy", "newcomer", "takeover-outbreak-club-mine", "trial-hurricane-telescope-railway")
STREAMS = {
    "gva-train": DATA / "stories/gva-train.jsonl",
    "gva-dev": DATA / "stories/gva-dev.jsonl",
    "ecbplus-dev": DATA / "stories/ecbplus-dev.jsonl",
    "newsroom-dev": DATA / "developments/newsroom-dev.jsonl",
    **{name: MADE_UP / f"{name}.jsonl" for name in DESKS},
}


def articles(stream: str) -> tuple[list[Article], list[str]]:
    """A stream's articles as `newsdelta replay` reads them, in file order, and their gold stories (of the politics,
    events)."""
    path = STREAMS[stream]
    found = [line.article(number) for number, line in enumerate(read_archive(path, given_stories=False), start=1)]
    kind = "event" if stream == "politics" else "story"
    gold = [json.loads(row)["gold"][kind] for row in path.read_text("utf-8").splitlines()]
    return found, gold


def passages(stream: Sequence[Article], name: str, *, exact: bool = False) -> list[Passages]:
    """Passages with vectors for title and lead, zeros for the rest. `exact`: in float32 on any CPU."""
    split_up = [parts(article) for article in stream]
    wanted: dict[str, None] = {}
    for title, sentences in split_up:
        first = (title, *(sentences[i] for i in lead(sentences)))
        wanted.update((each.text, None) for each in first if each.text)
    vectors, model = _vectors(list(wanted), name, exact)
    found: list[Passages] = []
    for article, (title, sentences) in zip(stream, split_up, strict=True):
        rows = np.zeros((len(sentences), next(iter(vectors.values())).shape[0]), np.float32)
        for i in lead(sentences):
            rows[i] = vectors[sentences[i].text]
        head = vectors[title.text] if title.text else np.zeros(rows.shape[1], np.float32)
        found.append(Passages(article.id, model, title, sentences, head, rows))
    return found


def words(passages: Passages) -> Iterable[str]:
    """An article's words as the vocabulary counts them."""
    return (word for each in (passages.title, *passages.sentences) for word in each.words)


def _vectors(texts: list[str], name: str, exact: bool) -> tuple[dict[str, Matrix], str]:
    """Vectors by text, from the folder where they are kept or from the model."""
    (VECTORS / "stories").mkdir(parents=True, exist_ok=True)
    file = VECTORS / "stories" / f"{name}{'-exact' * exact}.npz"
    known: dict[str, Matrix] = {}
    model = ""
    if file.exists():
        with np.load(file) as kept:
            model = str(kept["model"])
            known = dict(zip(kept["keys"].tolist(), kept["rows"].astype(np.float32), strict=True))
    keys = {text: hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts}
    missing = [text for text in texts if keys[text] not in known]
    if missing:
        encoder: Encoder = load_encoder(exact=exact)
        if encoder.name != model:
            missing, known, model = texts, {}, encoder.name
        for text, row in zip(missing, encoder.encode(missing), strict=True):
            known[keys[text]] = row
        np.savez(
            file,
            model=np.array(model),
            keys=np.array(list(known)),
            rows=np.array(list(known.values()), np.float16),
        )
    return {text: known[keys[text]] for text in texts}, model
