"""Pages that changed: what an edit tells."""

from __future__ import annotations

from desk import FIRST, Desk

from models.nouns import EventKind
from steps.looking.why import of_article
from storage.deciding import developments


def test_an_edited_page_tells_only_its_difference(desk: Desk) -> None:
    desk.file("aground", FIRST, "post.example")
    desk.decide()
    desk.file(
        "aground",
        FIRST + "\nThe mate Olaf Wiik told reporters on Tuesday that the radar had failed.",
        "post.example",
    )
    desk.decide()
    kinds = [kind for kind, _, _ in desk.events()]
    assert kinds == [EventKind.FIRST, EventKind.DEVELOPMENT]
    with desk.context.db.read() as conn:
        edited = developments.of_story(conn, 1)[-1]
    assert [finding.sentence for finding in edited.findings] == [
        "The mate Olaf Wiik told reporters on Tuesday that the radar had failed."
    ]
    assert dict(edited.details) == {"revision": 2}
    with desk.context.db.read() as conn:
        why = of_article(desk.context, conn, 1)
    (again,) = [line for line in why if line.startswith("Its page was read again")]
    assert again.endswith("with 1 sentence that was not there before: a development rests on it.")


def test_a_day_and_a_name_edited_without_a_note_are_a_correction_and_why_tells_of_each_reading(desk: Desk) -> None:
    """Of the same page: a year that changed, then a name that is spelled otherwise, then another name."""
    text = FIRST + "\nThe radar was last inspected in April 2025 by Nils Torvald, a surveyor of the port of Kell."
    other = text.replace("April 2025", "October 2023")
    spelled = other.replace("Torvald", "Torwald")
    named = spelled.replace("Nils Torwald", "Greta Holm")
    for reading in (text, other, spelled, named):
        desk.file("aground", reading, "post.example")
        desk.decide()
    assert [kind for kind, _, _ in desk.events()] == [EventKind.FIRST, EventKind.CORRECTION, EventKind.CORRECTION]
    with desk.context.db.read() as conn:
        _, year, name = developments.of_story(conn, 1)
        why = [line for line in of_article(desk.context, conn, 1) if line.startswith("Its page was read again")]
    assert [(each.old, each.new) for each in year.findings] == [("April 2025", "October 2023")]
    assert [(each.old, each.new) for each in name.findings] == [("Nils Torwald", "Greta Holm")]
    assert [dict(each.details) for each in (year, name)] == [{"revision": 2}, {"revision": 4}]
    assert [line.partition(": ")[2] for line in why] == [
        "a correction rests on it.",
        "nothing in that was news.",
        "a correction rests on it.",
    ]
