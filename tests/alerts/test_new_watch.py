"""A watch that is new, or goes by a new name: it hears what happens from then on, and nothing old."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from steps.deliver import deliver
from steps.digest import digest
from steps.release import release_held
from storage.schema import alerts, deliveries, digests

WATCH = {"words": "water", "digest": "daily 07:00"}


def test_a_renamed_watch_is_not_told_what_is_old(make: Any, recorder: Any) -> None:
    room = make({"name": "Water", **WATCH})
    room.tell(*(room.development(f"The water is off in street {number}.") for number in range(20)))
    deliver(room.context, channels={"box": recorder("box")})
    room.clock.pass_(days=2)
    digest(room.context)
    before = [len(room.rows(table)) for table in (alerts, deliveries, digests)]
    assert before[0] == 20

    watch = room.context.settings.watches[0].model_copy(update={"name": "Water main"})
    room.context = replace(room.context, settings=room.context.settings.model_copy(update={"watches": (watch,)}))
    for _ in range(3):
        room.clock.pass_(days=1)
        assert release_held(room.context) == 0
        digest(room.context)
        deliver(room.context, channels={"box": recorder("box")})
    assert [len(room.rows(table)) for table in (alerts, deliveries, digests)] == before

    room.tell(room.development("The water is back."))
    (told,) = room.rows(alerts)[20:]
    assert told.watch == "Water main"


def test_what_counts_as_old_is_when_it_was_decided_not_the_day_of_the_article(make: Any) -> None:
    room = make({"name": "Water", **WATCH})
    room.clock.pass_(hours=-30)
    yesterday = room.development("The water is off in one street.")
    room.clock.pass_(hours=30)
    room.tell(yesterday)  # as at the first pass over a feed
    assert len(room.rows(alerts)) == 1
