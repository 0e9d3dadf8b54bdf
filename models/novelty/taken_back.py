"""What an article takes back of what its story holds, and whether that was taken back before."""

from __future__ import annotations

from collections.abc import Iterable

from models.change.corrections import corrected, repeats, retraction, takes_back
from models.change.values import Change, gives
from models.ledger import Ledger
from models.nouns import Passages
from models.novelty.measures import Measures
from models.roles import says_wrong
from models.text.numbers import numbers
from settings import limits_developments as limits


def first_untold(
    index: int, passages: Passages, ledger: Ledger, measures: Measures
) -> tuple[int | None, Change | None]:
    """The first sentence from `index` on that says that something was wrong of which that was not said before, and the
    value that it takes back."""
    for each in range(index, len(passages.sentences)):
        if measures.eligible[each] and says_wrong(passages.sentences[each].text):
            taken = _taken(each, passages, ledger)
            if not _given_before(each, taken, passages, ledger, measures):
                return each, taken
    return None, None


def _taken(index: int, passages: Passages, ledger: Ledger) -> Change | None:
    """The figure that a sentence which says that something was wrong takes back."""
    following = passages.sentences[index + 1] if index + 1 < len(passages.sentences) else None
    return corrected(passages.sentences[index], following, lambda figure: ledger.holds("#" + figure))


def _given_before(index: int, taken: Change | None, passages: Passages, ledger: Ledger, measures: Measures) -> bool:
    """Whether what a sentence takes back was taken back before: the same value; without a value, the like."""
    known = [ledger[row].sentence for row in (int(measures.nearest[index]), *measures.near[index].tolist())]
    if taken is None:
        return any(repeats(passages.sentences[index], each) for each in known)
    return any(takes_back(each, taken.old) and gives(each, taken.new) for each in known)


def retracted(passages: Passages, ledger: Ledger, measures: Measures) -> dict[int, tuple[int, Change]]:
    """Sentences that take back, in so many words, a value that the story holds.

    What only sets two values against each other must be near the statement that gives the old one, in the same unit.
    """
    found: dict[int, tuple[int, Change]] = {}
    for index, sentence in enumerate(passages.sentences):
        taken = retraction(sentence.text) if measures.eligible[index] else None
        if taken is None:
            continue
        read = list(dict.fromkeys((int(measures.nearest[index]), *measures.near[index].tolist())))
        if taken.term and stands(read, read, taken.change.new, ledger):
            continue
        old = [row for row in read if taken.held_by(ledger[row].sentence)]
        if not taken.outright:
            close = ledger.vectors[old] @ passages.vectors[index] >= limits.CHANGE_COSINE
            old = [row for row, near in zip(old, close, strict=True) if near]
        elif not old and taken.term and ledger.holds(taken.term):
            old = read[:1]
        if old:
            found[index] = (old[0], taken.change)
    return found


def stands(rows: Iterable[int], read: Iterable[int], new: str, ledger: Ledger) -> bool:
    """Whether one of `rows` gives a value, of those that were said since one that was `read` took it back."""
    since = [ledger[row].at for row in read if takes_back(ledger[row].sentence, new)]
    return any((not since or ledger[row].at > max(since)) and gives(ledger[row].sentence, new) for row in rows)


def void(figures: Iterable[str], rows: Iterable[int], ledger: Ledger) -> bool:
    """Whether one of `rows` says of one of `figures` that it was wrong."""
    return any(takes_back(ledger[row].sentence, figure) for row in rows for figure in figures)


def corrected_before(passages: Passages, ledger: Ledger, measures: Measures) -> bool:
    """Whether an article takes back a figure that its story took back before: the new value is known, and a near
    statement says of the old one that it was wrong."""
    for index, sentence in enumerate(passages.sentences):
        taken = retraction(sentence.text) if measures.eligible[index] else None
        if taken is None or not taken.term or not all(ledger.holds("#" + each) for each in numbers(taken.change.new)):
            continue
        near = (ledger[row].sentence for row in (int(measures.nearest[index]), *measures.near[index].tolist()))
        if any(gives(known, taken.change.old) and (says_wrong(known.text) or retraction(known.text)) for known in near):
            return True
    return False
