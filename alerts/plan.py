"""What waits on a channel, as the messages that it becomes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from alerts.view import AlertView, Content, FoldView, alert_from_json, digest_from_json, notice_from_json
from models.nouns import Problem
from settings.limits_alerts import (
    BUG_ATTEMPTS,
    BURST_SENT,
    BURST_WINDOW,
    FOLD_ABOVE,
    FOLDED_LISTED,
    STUBBORN_ATTEMPTS,
)


class Parcelled(Protocol):
    """A waiting delivery, as far as planning looks at it."""

    @property
    def id(self) -> int: ...
    @property
    def development_id(self) -> int | None:
        """None for a digest or a notice, which are never folded."""

    @property
    def folded_into(self) -> int | None: ...
    @property
    def unsure(self) -> bool:
        """Whether an earlier attempt may have arrived."""

    @property
    def burst(self) -> bool:
        """Whether burst control made it wait."""

    @property
    def alone(self) -> bool:
        """Whether it is to go by itself."""


class Tried(Protocol):
    @property
    def attempts(self) -> int: ...


Each = TypeVar("Each", bound=Parcelled)


def parcels(waiting: Sequence[Each]) -> list[tuple[Each, ...]]:
    """The messages, oldest first, each as the deliveries that it carries.

    One development that several watches let through is one message. More than a few alerts become one, and so does
    whatever burst control made wait.
    What may have arrived already is sent again as it was and never folded anew: its key must stay the same. What could
    not be made into one message is tried alert by alert, so that one does not take the others down.
    """
    groups: list[list[Each]] = []
    place: dict[tuple[str, int], int] = {}
    for each in waiting:
        if each.unsure:
            name = ("again", each.folded_into or each.id)
        elif each.development_id is not None:
            name = ("development", each.development_id)
        else:
            name = ("own", each.id)
        if name in place:
            groups[place[name]].append(each)
        else:
            place[name] = len(groups)
            groups.append([each])
    fresh = [each for each in groups if each[0].development_id is not None and not (each[0].unsure or each[0].alone)]
    if len(fresh) <= (1 if any(each.burst for group in fresh for each in group) else FOLD_ABOVE):
        return [tuple(group) for group in groups]
    first = fresh[0]
    folded = tuple(sorted((each for group in fresh for each in group), key=lambda each: each.id))
    kept = (group for group in groups if group is first or not any(group is other for other in fresh))
    return [folded if group is first else tuple(group) for group in kept]


def speaks_again(sent: Sequence[datetime]) -> datetime | None:
    """Burst control: when a channel may speak again that sent messages at these times within the last
    `BURST_WINDOW`, oldest first; None: at once."""
    return sent[-BURST_SENT] + BURST_WINDOW if len(sent) >= BURST_SENT else None


def is_burst(created: Sequence[datetime]) -> bool:
    """Whether alerts of these times, oldest first, hold a burst: `BURST_SENT` of them within `BURST_WINDOW`."""
    return any(
        last - first <= BURST_WINDOW for first, last in zip(created, created[BURST_SENT - 1 :], strict=False)
    )


def may_be_at_fault(members: Sequence[Tried], problem: Problem) -> bool:
    """Whether a message that was refused so often may itself be what is wrong, and not the channel."""
    refused = problem.code in ("bug", "apprise") or problem.code.startswith(("smtp-4", "http-4", "http-5", "slack-"))
    most = BUG_ATTEMPTS if problem.code == "bug" else STUBBORN_ATTEMPTS
    return refused and max(each.attempts for each in members) + 1 >= most


def content(
    alerts: Sequence[dict[str, Any]], digest: dict[str, Any] | None, notice: dict[str, Any] | None
) -> Content:
    """What one message says, from what its deliveries carry."""
    if digest is not None:
        return digest_from_json(digest)
    if notice is not None:
        return notice_from_json(notice)
    views = _one_each(alert_from_json(value) for value in alerts)
    if len(views) == 1:
        return views[0]
    return FoldView(tuple(views[:FOLDED_LISTED]), more=max(0, len(views) - FOLDED_LISTED))


def _one_each(views: Iterable[AlertView]) -> list[AlertView]:
    """One view a development; it names every watch that let it through."""
    merged: dict[int, AlertView] = {}
    for view in views:
        known = merged.get(view.development_id)
        if known is None:
            merged[view.development_id] = view
        elif view.watch not in known.watch.split(", "):
            why = "; ".join(filter(None, (known.why, view.why)))
            merged[view.development_id] = replace(
                known, watch=f"{known.watch}, {view.watch}", why=why, loud=known.loud or view.loud
            )
    return list(merged.values())
