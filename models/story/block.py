"""Many traces as one piece of bytes, in the columns in which they lie on the shelf: laid there by whole arrays.

A block is derived from stored traces and is worth nothing without them: whoever finds one of another `STAMP`, or of
other articles than it should hold, reads the traces themselves and makes it anew.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.story.shelf import Shelf, Slots, told
from models.story.trace import TITLE

LAYOUT = 1
_SIZE = struct.Struct("<I")
_ALIGNED = 8
_PLAIN = ("article", "at", "place", "norms", "reach", "language", "model", "dated", "titled")
_RAGGED = ("terms", "numbers", "ages")


def _stamp() -> int:
    """Of the layout, and of what the shelf works out of a trace: the same as long as both answer the same."""
    shelf, many = Shelf(), 16
    weights = np.linspace(0.0, 5.0, 40 * many).astype(np.float16)
    flags = told(weights, (np.arange(len(weights)) % (8 * TITLE)).astype(np.uint8))
    shelf.weigh(weights, flags, np.full(many, len(weights) // many))
    worked = b"".join(each.tobytes() for each in (flags, shelf.norms.all, shelf.reach.all))
    return crc32(worked, LAYOUT) & 0x7FFFFFFF


def pack(shelf: Shelf, first: int, last: int) -> bytes:
    """The articles of these slots, `last` not among them."""
    arrays: dict[str, npt.NDArray[Any]] = {name: getattr(shelf, name).all[first:last] for name in _PLAIN}
    for name in _RAGGED:
        ragged = getattr(shelf, name)
        starts = ragged.starts.all[first : last + 1]
        arrays[name] = np.diff(starts).astype(np.uint32)
        for each, column in ragged.columns.items():
            arrays[f"{name}.{each}"] = column.all[int(starts[0]) : int(starts[-1])]
    arrays["place"] = place = arrays["place"].copy()
    for number, model in enumerate(shelf.models):
        its = np.flatnonzero(arrays["model"] == number)
        if len(its):
            arrays[f"lead.{number}"] = shelf.leads[model].all[place[its]]
            place[its] = np.arange(len(its))
    listed = [(name, each.dtype.str, each.shape) for name, each in arrays.items()]
    head = json.dumps({"languages": shelf.languages, "models": shelf.models, "arrays": listed}).encode()
    parts = [_SIZE.pack(len(head)) + head, *(each.tobytes() for each in arrays.values())]
    return b"".join(part + bytes(-len(part) % _ALIGNED) for part in parts)


def articles(block: bytes) -> Slots:
    """Ids of the articles that a block holds, in order. Raises ValueError for anything else."""
    found: Slots = _arrays(block)[1]["article"]
    return found


def unpack(shelf: Shelf, block: bytes) -> None:
    """Lay a block's articles at the shelf's end. Raises ValueError for anything else."""
    head, arrays = _arrays(block)
    languages = np.array([shelf.place_of(shelf.languages, each) for each in head["languages"]], np.uint16)
    models = np.array([shelf.place_of(shelf.models, sys.intern(each)) for each in head["models"]], np.uint16)
    place, of_model = arrays["place"].copy(), arrays["model"]
    for number, model in enumerate(head["models"]):
        leads = arrays.get(f"lead.{number}")
        if leads is not None:
            kept = shelf.leads_of(model, leads.shape[1])
            place[of_model == number] += kept.n
            kept.extend(leads)
    for name in _RAGGED:
        ragged = getattr(shelf, name)
        values = {each: arrays[f"{name}.{each}"] for each in ragged.columns}
        ragged.extend(arrays[name].astype(np.int64), **values)
    given = {"place": place, "model": models[of_model], "language": languages[arrays["language"]]}
    for name in reversed(_PLAIN):  # the article comes last: it is what the shelf counts
        getattr(shelf, name).extend(given.get(name, arrays[name]))


def _arrays(block: bytes) -> tuple[dict[str, list[str]], dict[str, npt.NDArray[Any]]]:
    """What the head says, and the arrays as they lie in the block."""
    (size,) = _SIZE.unpack_from(block)
    head = json.loads(block[_SIZE.size : _SIZE.size + size])
    begin, arrays = _SIZE.size + size, {}
    for name, dtype, shape in head["arrays"]:
        begin += -begin % _ALIGNED
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(block, dtype, count, begin).reshape(shape)
        begin += arrays[name].nbytes
    return head, arrays


STAMP = _stamp()
"""What a block must have been made by to be laid on the shelf."""
