"""What `kernels.pyx` compiles to."""

from array import array

import numpy as np
import numpy.typing as npt

_Doubles = npt.NDArray[np.float64]
_Singles = npt.NDArray[np.float32]
_Hashes = npt.NDArray[np.uint32]
_Slots = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]

VERSION: int

def best_of(slots: _Slots, score: _Singles, best: _Slots) -> int: ...
def best_by_words(
    filled: _Hashes,
    begins: _Slots,
    ends: _Slots,
    added: list[array[int] | None],
    worth: _Doubles,
    reach: _Singles,
    newest: int,
    room: _Doubles,
    best: _Slots,
) -> int: ...
def words_in_common(
    terms: _Hashes,
    mine: _Singles,
    once: _Singles,
    kinds: _Bytes,
    crossed: _Bytes,
    slots: _Slots,
    starts: _Slots,
    their_terms: _Hashes,
    their_weights: npt.NDArray[np.uint16],
    their_flags: _Bytes,
    own_bits: int,
    name: int,
    products: _Doubles,
    common: _Doubles,
    best_name: _Singles,
    met: _Bytes,
) -> None: ...
def numbers_in_common(
    mine: _Hashes, slots: _Slots, starts: _Slots, theirs: _Hashes, found: _Slots, sizes: _Slots
) -> None: ...
