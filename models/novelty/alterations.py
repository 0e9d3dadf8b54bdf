"""What an article changes of what its story holds: values that moved on, facts edited on a page, what is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from models.change.alike import names_in
from models.change.corrections import takes_back
from models.change.quantities import ORDINAL
from models.change.values import Change, between, change, gives
from models.ledger import Ledger
from models.nouns import Passages
from models.novelty.measures import Measures
from models.novelty.taken_back import corrected_before, first_untold, retracted, stands, void
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
        corrects, taken = first_untold(corrects, passages, ledger, measures)
        if corrects is not None:
            certain.add(corrects)
        if corrects is not None and taken:
            found[corrects] = (int(measures.nearest[corrects]), taken)
    back = {} if explains else retracted(passages, ledger, measures)
    retracts = min(back, default=None)
    if corrects == -1 and retracts is None and corrected_before(passages, ledger, measures):
        corrects = None
    return Alterations(
        changes=found | back,
        certain=frozenset(certain | set(back)),
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
        rows = near if sentence.numbers or ORDINAL.search(sentence.text) else {nearest}
        if sentence.numbers and told.issuperset(sentence.numbers) and not void(sentence.numbers, near, ledger):
            rows = {nearest} if not set(sentence.numbers) - set(ledger[nearest].sentence.numbers) else set()
        said = [row for row in rows if ledger[row].at <= until]
        for row in sorted(said, key=lambda row: (ledger[row].at, row), reverse=True):
            changed = change(sentence, ledger[row].sentence)
            if changed is not None and not stands(read - {row}, read, changed.new, ledger):
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
        if takes_back(ledger[other].sentence, found.new):
            break
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
