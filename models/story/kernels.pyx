# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The inner loops of a story decision, compiled: what `sums` works out, to the last bit.

Each sum is taken in the order in which numpy's bincount takes it, in double precision, and each product of two weights
in single precision first, as there.
"""

from cpython cimport array
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define FETCH(place) __builtin_prefetch(place)
    #else
    #define FETCH(place)
    #endif
    """
    void FETCH(const void* place) noexcept nogil

ctypedef unsigned char u8
ctypedef unsigned short u16
ctypedef unsigned int u32
ctypedef long long i64

cdef enum:
    AHEAD = 24  # places that are fetched from memory before their turn comes


VERSION = 2


cdef inline Py_ssize_t put(
    i64 slot, double score, i64* best, double* scores, Py_ssize_t found, Py_ssize_t most
) noexcept nogil:
    """Put a slot among the `found` best so far where it is one of the best `most`; how many there are then."""
    cdef Py_ssize_t place = found
    if found == most:
        place = most - 1
        if score < scores[place] or (score == scores[place] and slot < best[place]):
            return found
    found = place + 1
    while place and (scores[place - 1] < score or (scores[place - 1] == score and best[place - 1] < slot)):
        scores[place], best[place] = scores[place - 1], best[place - 1]
        place -= 1
    scores[place], best[place] = score, slot
    return found


def best_of(const i64[::1] slots, const float[::1] score, i64[::1] best):
    """Write to `best` the slots that score most, best first and of equals the newest; how many there are."""
    cdef Py_ssize_t found = 0, i
    if slots.shape[0] != score.shape[0] or not best.shape[0]:
        raise IndexError("each slot has its score, and there is room for an answer")
    cdef double* scores = <double*> malloc(best.shape[0] * sizeof(double))
    if scores == NULL:
        raise MemoryError
    for i in range(slots.shape[0]):
        found = put(slots[i], score[i], &best[0], scores, found, best.shape[0])
    free(scores)
    return found


cdef struct Stretch:
    const u32* at
    const u32* end
    double value


def best_by_words(
    const u32[::1] filled, const i64[::1] begins, const i64[::1] ends, list added,
    const double[::1] worth, const float[::1] reach, Py_ssize_t newest, double[::1] room, i64[::1] best
):
    """Write to `best` the slots whose words in these lists are worth most for their `reach`, best first and of equals
    the newest; how many there are. A list is the stretch from begin to end of `filled`, then what was added
    (`array("I")` or None), together ascending; its `newest` entries count. `room` is all zeros before and after: so
    many slots are summed at once, few enough for the processor's cache."""
    cdef Py_ssize_t found = 0, most = best.shape[0], many = len(added), known = reach.shape[0], n, size, first, total = 0
    cdef Py_ssize_t i, j
    cdef Py_ssize_t base, limit
    cdef u32 slot
    cdef u32* touched = NULL
    cdef double* scores = NULL
    cdef Stretch* stretches = NULL
    cdef Stretch* one
    cdef array.array entries
    if not many == begins.shape[0] == ends.shape[0] == worth.shape[0] or not most or not room.shape[0]:
        raise IndexError("each list has its worth, and there is room for an answer")
    try:
        stretches = <Stretch*> malloc((2 * many + 1) * sizeof(Stretch))
        if stretches == NULL:
            raise MemoryError
        for i in range(many):
            if not 0 <= begins[i] <= ends[i] <= filled.shape[0]:
                raise IndexError("a list has its place")
            one = &stretches[2 * i + 1]
            one.at = one.end = NULL
            size = 0
            if added[i] is not None:
                entries = added[i]
                if entries.ob_descr.typecode != c"I":
                    raise TypeError("a list of slots is an array of unsigned integers")
                size = min(<Py_ssize_t> len(entries), newest)
                one.end = entries.data.as_uints + len(entries)
                one.at = one.end - size
            first = max(begins[i], ends[i] - (newest - size))
            stretches[2 * i].at = &filled[0] + first
            stretches[2 * i].end = &filled[0] + max(first, <Py_ssize_t> ends[i])
            stretches[2 * i].value = one.value = worth[i]
            FETCH(stretches[2 * i].at)
        for i in range(2 * many):
            one = &stretches[i]
            if one.at < one.end and one.end[-1] >= known:
                raise IndexError("a list names a slot that is not there")
            if one.value <= 0:
                one.at = one.end
            total += one.end - one.at
        touched = <u32*> malloc((min(total, room.shape[0]) + 1) * sizeof(u32))
        scores = <double*> malloc(most * sizeof(double))
        if touched == NULL or scores == NULL:
            raise MemoryError
        for base in range(0, known, room.shape[0]):
            n, limit = 0, base + room.shape[0]
            for i in range(2 * many):
                one = &stretches[i]
                while one.at < one.end and one.at[0] < limit:
                    slot = <u32> (one.at[0] - base)
                    touched[n] = slot
                    n += room[slot] == 0
                    room[slot] += one.value
                    one.at += 1
            for j in range(n):
                if j + AHEAD < n:
                    FETCH(&reach[base + touched[j + AHEAD]])
                slot = touched[j]
                found = put(base + slot, room[slot] / reach[base + slot], &best[0], scores, found, most)
                room[slot] = 0
        return found
    finally:
        free(stretches)
        free(touched)
        free(scores)


cdef inline float single(u16 half) noexcept nogil:
    """A finite number of half precision in single precision."""
    cdef u32 bits = ((<u32> half & 0x8000) << 16) | ((<u32> half & 0x7FFF) << 13)
    cdef float found
    memcpy(&found, &bits, 4)
    return found * <float> 5192296858534827628530496329220096.0  # 2**112


def words_in_common(
    const u32[::1] terms, const float[::1] mine, const float[::1] once, const u8[::1] kinds, const u8[::1] crossed,
    const i64[::1] slots, const i64[::1] starts, const u32[::1] their_terms, const u16[::1] their_weights,
    const u8[::1] their_flags, u8 own_bits, u8 name,
    double[:, ::1] products, double[:, ::1] common, float[::1] best_name, u8[::1] met,
):
    """Add up what an article's words have in common with those of each of `slots`, by kind of word; see `sums`."""
    cdef Py_ssize_t i, j, at, many = slots.shape[0], size = 1024
    cdef u32 term, mask
    cdef u8 kind, theirs
    cdef i64 last = starts.shape[0] - 1
    while size < 16 * terms.shape[0]:
        size *= 2
    mask = size - 1
    for i in range(many):
        if slots[i] < 0 or slots[i] >= last:
            raise IndexError("no such slot")
    cdef int* table = <int*> calloc(size, sizeof(int))  # where a word stands, and one; 0 for no word
    if table == NULL:
        raise MemoryError
    for at in range(terms.shape[0]):
        j = terms[at] & mask
        while table[j]:
            j = (j + 1) & mask
        table[j] = <int> at + 1
    for i in range(many):
        if i + 2 < many:
            FETCH(&starts[slots[i + 2]])
        if i + 1 < many:
            for j in range(starts[slots[i + 1]], starts[slots[i + 1] + 1], 16):
                FETCH(&their_terms[j])
        for j in range(starts[slots[i]], starts[slots[i] + 1]):
            term = their_terms[j]
            at = term & mask
            while table[at] and terms[table[at] - 1] != term:
                at = (at + 1) & mask
            at = table[at] - 1
            if at < 0:
                continue
            theirs = their_flags[j]
            kind = kinds[at] & (theirs | own_bits)
            products[i, kind] += <double> (mine[at] * single(their_weights[j]))
            common[i, kind] += <double> once[at]
            if kind & name and once[at] > best_name[i]:
                best_name[i] = once[at]
            if crossed[at] & theirs:
                met[i] = 1
    free(table)


def numbers_in_common(
    const u32[::1] mine, const i64[::1] slots, const i64[::1] starts, const u32[::1] theirs, i64[::1] found, i64[::1] sizes
):
    """Write how many of the few numbers of each of `slots` are among `mine`, and how many it has."""
    cdef Py_ssize_t i, j, k
    for i in range(slots.shape[0]):
        if slots[i] < 0 or slots[i] >= starts.shape[0] - 1:
            raise IndexError("no such slot")
        sizes[i] = starts[slots[i] + 1] - starts[slots[i]]
        for j in range(starts[slots[i]], starts[slots[i] + 1]):
            for k in range(mine.shape[0]):
                if mine[k] == theirs[j]:
                    found[i] += 1
                    break
