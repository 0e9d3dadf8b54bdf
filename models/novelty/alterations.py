"""What an article changes of what its story holds: values that moved on, facts edited on a page, what is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from models.change.alike import names_in
from models.change.corrections import corrected, retraction
from models.change.values import Change, between, change, gives
from models.ledger import Ledger
from models.nouns import Passages
from models.novelty.measures import Measures
from models.roles import says_wrong
from models.text.numbers import numbers
from settings import limits_developments as limits

By = dict[int, tuple[int, Change]]
"""By sentence: the row of the statement that it changes, and the value, old and new."""


@dataclass(frozen=True, slots=True)
class Alterations:
    """What an article changes."""

    changes: By
    certain: frozenset[int]
    """Sentences that are told whatever was known."""
    corrects: int | None
    """The sentence that takes something back, -1 where only the title says so; None where nothing is taken back."""
    retracts: int | None
    """The first sentence that takes back, in so many words, a value that the story holds."""


def alterations(
    passages: Passages,
    ledger: Ledger,
    measures: Measures,
    edited: Mapping[int, Change],
    corrects: int | None,
    explains: bool,
    when: datetime,
) -> Alterations:
    """`edited`: the facts that a page gave otherwise when it was read last (`edits.edits`). `corrects`: see
    `roles.corrects`. An article that explains takes nothing back. `when` it was published: what an archive that comes
    late says of days ago changes nothing that was said since."""
    edited = {index: found for index, found in edited.items() if not _told(found, index, passages, ledger, measures)}
    found = {index: (int(measures.nearest[index]), each) for index, each in edited.items()}
    found |= _moved(passages, ledger, measures, when + limits.LATE)
    certain = set(edited)
    if corrects is not None and corrects >= 0 and measures.eligible[corrects]:
        certain.add(corrects)
        following = passages.sentences[corrects + 1] if corrects + 1 < len(passages.sentences) else None
        taken = corrected(passages.sentences[corrects], following, lambda figure: ledger.holds("#" + figure))
        if taken:
            found[corrects] = (int(measures.nearest[corrects]), taken)
    retracted = {} if explains else _retracted(passages, ledger, measures)
    retracts = min(retracted, default=None)
    if corrects == -1 and retracts is None and _corrected_before(passages, ledger, measures):
        corrects = None
    return Alterations(
        changes=found | retracted,
        certain=frozenset(certain | set(retracted)),
        corrects=retracts if corrects is None else corrects,
        retracts=retracts,
    )


def _moved(passages: Passages, ledger: Ledger, measures: Measures, until: datetime) -> By:
    """Values that moved on, from what was said `until` then.

    Held against the statements nearest in meaning: what one of them gives was told before, and of the others the
    latest says what the value was.
    """
    found: By = {}
    for index, sentence in enumerate(passages.sentences):
        if not measures.eligible[index] or measures.cosine[index] < limits.CHANGE_COSINE:
            continue
        nearest = int(measures.nearest[index])
        close = ledger.vectors[measures.near[index]] @ passages.vectors[index] >= limits.CHANGE_COSINE
        read = {nearest, *measures.near[index].tolist()}
        near = {nearest, *measures.near[index][close].tolist()}
        told = {number for row in near for number in ledger[row].sentence.numbers}
        rows = near if sentence.numbers else {nearest}
        if sentence.numbers and told.issuperset(sentence.numbers):
            rows = {nearest} if not set(sentence.numbers) - set(ledger[nearest].sentence.numbers) else set()
        said = [row for row in rows if ledger[row].at <= until]
        for row in sorted(said, key=lambda row: (ledger[row].at, row), reverse=True):
            changed = change(sentence, ledger[row].sentence)
            if changed is not None and not any(gives(ledger[other].sentence, changed.new) for other in read - {row}):
                latest = _latest(passages, ledger, index, row, changed, until)
                if latest is not None:
                    found[index] = latest
                break
    return found


def _latest(
    passages: Passages, ledger: Ledger, index: int, row: int, found: Change, until: datetime
) -> tuple[int, Change] | None:
    """The same change against the last statement that gives a value between the two: of what rises or falls step by
    step, what was said last counts, not what was said in the nearest words. None where the new value was given since
    then: it was told."""
    if not between(found.old, found.old, found.new):
        return row, found
    sentence = passages.sentences[index]
    named = names_in(sentence) & names_in(ledger[row].sentence)
    later = ledger.since(ledger[row].at) & (ledger.vectors @ passages.vectors[index] >= limits.CHANGE_COSINE)
    rows = sorted(np.flatnonzero(later).tolist(), key=lambda each: (ledger[each].at, each), reverse=True)
    for other in rows[: limits.LATER_READ]:
        if gives(ledger[other].sentence, found.new):
            return None
        if ledger[other].at > until:
            continue
        theirs = names_in(ledger[other].sentence)
        if named and theirs and not named & theirs:
            continue
        changed = change(sentence, ledger[other].sentence)
        if changed is not None and changed.new == found.new and between(found.old, changed.old, found.new):
            return other, changed
    return row, found


def _retracted(passages: Passages, ledger: Ledger, measures: Measures) -> By:
    """Sentences that take back, in so many words, a value that the story holds.

    What only sets two values against each other must be near the statement that gives the old one, in the same unit.
    """
    found: By = {}
    for index, sentence in enumerate(passages.sentences):
        taken = retraction(sentence.text) if measures.eligible[index] else None
        if taken is None:
            continue
        read = list(dict.fromkeys((int(measures.nearest[index]), *measures.near[index].tolist())))
        if taken.term and any(gives(ledger[row].sentence, taken.change.new) for row in read):
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


def _corrected_before(passages: Passages, ledger: Ledger, measures: Measures) -> bool:
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


def _told(edit: Change, index: int, passages: Passages, ledger: Ledger, measures: Measures) -> bool:
    """Whether a statement gives what a page says since it was edited: it was told before, and the page follows."""
    if edit.new.lower() in ("yes", "not", "no", "never"):
        return False
    near = measures.near[index]
    close = (ledger.vectors[near] @ passages.vectors[index] >= limits.EDIT_TOLD_COSINE).tolist()
    return any(
        gives(ledger[row].sentence, edit.new) or (same and edit.new.lower() in ledger[row].sentence.text.lower())
        for row, same in zip(near.tolist(), close, strict=True)
    )
