"""The outbox: deliveries written with their alert, claimed by one sender at a time, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from models.nouns import DeliveryState, Problem
from settings.limits_storage import IN_CHUNK
from storage.schema import alerts, deliveries, digests
from storage.types import UtcDateTime

WAITING = (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claimed delivery with what it carries: an alert's view, a digest's, or a notice."""

    id: int
    channel: str
    key: str
    attempts: int
    created: datetime
    watch: str | None
    story_id: int | None
    development_id: int | None
    alert: dict[str, Any] | None
    digest: dict[str, Any] | None
    notice: dict[str, Any] | None
    problem_code: str | None
    alert_id: int | None = None
    folded_into: int | None = None
    aside: datetime | None = None
    """Since when it holds up no other, having been refused so often."""

    @property
    def unsure(self) -> bool:
        """Whether an earlier attempt may have arrived: its sender died, or no answer came."""
        return (self.problem_code or "").startswith(UNSURE)

    @property
    def burst(self) -> bool:
        """Whether burst control made it wait."""
        return self.problem_code == BURST

    @property
    def alone(self) -> bool:
        """Whether it goes by itself: a message that carried it, perhaps among others, could not be made, or nobody
        takes it."""
        return self.problem_code == BUG or self.aside is not None


_OF_KEY = sa.select(deliveries.c.id).where(deliveries.c.key == sa.bindparam("key"))


def add(
    conn: Connection,
    channel: str,
    key: str,
    now: datetime,
    *,
    alert_id: int | None = None,
    digest_id: int | None = None,
    notice: dict[str, Any] | None = None,
) -> int | None:
    """Put a message in the outbox. None when its key is there already: it is never sent twice."""
    if conn.execute(_OF_KEY, {"key": key}).first():
        return None
    row = {
        "alert_id": alert_id,
        "digest_id": digest_id,
        "notice": notice,
        "channel": channel,
        "key": key,
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "created": now,
    }
    result = conn.execute(deliveries.insert(), row)
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def is_there(conn: Connection, key: str, since: datetime | None = None) -> bool:
    """Whether a message with this key was put in the outbox, at any time or since then."""
    query = sa.select(deliveries.c.id).where(deliveries.c.key == key)
    if since is not None:
        query = query.where(deliveries.c.created > since)
    return conn.execute(query).first() is not None


def channels_due(conn: Connection, now: datetime) -> list[str]:
    """Channels whose first waiting message may be tried now. Order is kept: what follows it waits with it, except
    behind what was set aside or waits for its watch's morning."""
    names = ("channel", "state", "next_try", "claimed_until", "aside", "problem_code")
    columns = (getattr(deliveries.c, name) for name in names)
    query = (
        sa.select(*columns)
        .where(deliveries.c.state.in_(WAITING))
        .order_by(deliveries.c.id)
    )
    heads: dict[str, Row[Any]] = {}
    for row in conn.execute(query):
        if _free(row, now) or _holds_up(row):
            heads.setdefault(row.channel, row)
    return [channel for channel, row in heads.items() if _free(row, now)]


def _free(row: Row[Any], now: datetime) -> bool:
    if row.state == DeliveryState.CLAIMED.value:
        return row.claimed_until is None or bool(row.claimed_until <= now)
    return row.next_try is None or bool(row.next_try <= now)


def _holds_up(row: Row[Any]) -> bool:
    """Whether what follows a message whose time has not come waits with it."""
    return row.aside is None and row.problem_code != NIGHT


def claim(
    conn: Connection, channel: str, who: str, now: datetime, ttl: timedelta, most: int
) -> list[Waiting]:
    """Take the channel's waiting messages, oldest first, for one sender; none while another has some.

    A claim lapses after `ttl`, so that a sender that was killed loses nothing. Stops before the first message
    whose time has not come; one that was set aside or waits for the morning is passed over until then.
    """
    query = (
        sa.select(
            deliveries,
            alerts.c.watch,
            alerts.c.story_id,
            alerts.c.development_id,
            alerts.c.view.label("alert"),
            digests.c.watch.label("digest_watch"),
            digests.c.view.label("digest"),
        )
        .outerjoin(alerts, alerts.c.id == deliveries.c.alert_id)
        .outerjoin(digests, digests.c.id == deliveries.c.digest_id)
        .where(deliveries.c.channel == channel, deliveries.c.state.in_(WAITING))
        .order_by(deliveries.c.id)
        .limit(most)
    )
    taken: list[Row[Any]] = []
    for row in conn.execute(query).all():
        if row.state == DeliveryState.CLAIMED.value and row.claimed_until and row.claimed_until > now:
            return []
        if _free(row, now):
            taken.append(row)
        elif _holds_up(row):
            break
    _set(
        conn,
        [row.id for row in taken],
        state=DeliveryState.CLAIMED.value,
        claimed_by=who,
        claimed_until=now + ttl,
    )
    return [
        Waiting(
            id=row.id,
            channel=row.channel,
            key=row.key,
            attempts=row.attempts,
            created=row.created,
            watch=row.watch or row.digest_watch,
            story_id=row.story_id,
            development_id=row.development_id,
            alert=row.alert,
            digest=row.digest,
            notice=row.notice,
            problem_code=row.problem_code,
            alert_id=row.alert_id,
            folded_into=row.folded_into,
            aside=row.aside,
        )
        for row in taken
    ]


UNSURE = "unsure:"
"""Begins the problem's code of a message that was handed over and never answered."""

IN_HAND = f"{UNSURE}in-hand"
"""Of a message that is being sent: when its sender dies it may have gone out."""

BURST = "burst-control"
"""Of a message that waits since its channel has said much within a short time."""

NIGHT = "quiet-hours"
"""Of a message that could not be sent before the quiet hours of its watch began."""

BUG = "bug"
"""Of a message that newsdelta itself could not make or hand over."""


def in_hand(conn: Connection, ids: Sequence[int], rest: Sequence[int], who: str, until: datetime) -> bool:
    """Note, before a message is sent, that it may go out from now on, and which deliveries it carries; hold on to it
    and to the `rest` of what `who` has claimed. False where the claim has lapsed and another sender has them by now:
    then it is that one's to send."""
    if _set(conn, ids, who, problem_code=IN_HAND, claimed_until=until) < len(ids):
        return False
    _set(conn, ids[1:], folded_into=ids[0])
    return _set(conn, rest, who, claimed_until=until) == len(rest)


def sent(
    conn: Connection, ids: Sequence[int], reference: str, now: datetime, folded_into: int | None = None
) -> None:
    """The messages went out; those folded into another say into which."""
    _set(
        conn,
        ids,
        state=DeliveryState.SENT.value,
        sent_at=now,
        reference=reference,
        folded_into=folded_into,
        claimed_by=None,
        claimed_until=None,
        next_try=None,
        problem_code=None,
        problem=None,
        aside=None,
        attempts=deliveries.c.attempts + 1,
    )


def failed(
    conn: Connection,
    ids: Sequence[int],
    problem: Problem,
    next_try: datetime | None,
    *,
    unsure: bool = False,
    who: str | None = None,
    aside: datetime | None = None,
) -> None:
    """The messages did not go out. `next_try` None: for good. `unsure`: they may have arrived. `who`: only those that
    this sender still has. `aside`: from now on they hold up no other."""
    code = f"{UNSURE}{problem.code}" if unsure else problem.code
    _set(
        conn,
        ids,
        who,
        state=(DeliveryState.FAILED if next_try is None else DeliveryState.PENDING).value,
        next_try=next_try,
        problem_code=code[:40],
        problem=problem.text,
        claimed_by=None,
        claimed_until=None,
        attempts=deliveries.c.attempts + 1,
        **({} if unsure else {"folded_into": None}),
        **({"aside": sa.func.coalesce(deliveries.c.aside, sa.literal(aside, UtcDateTime))} if aside else {}),
    )


def release(conn: Connection, ids: Sequence[int], who: str, **why: Any) -> None:
    """Give back what `who` has claimed and not tried; `why` as next_try, problem_code and problem."""
    _set(conn, ids, who, state=DeliveryState.PENDING.value, claimed_by=None, claimed_until=None, **why)


def try_aside(conn: Connection, channel: str, now: datetime) -> None:
    """The channel takes messages: what was set aside there is due, to show whether it is at fault itself."""
    conn.execute(deliveries.update().where(*_aside(), deliveries.c.channel == channel).values(next_try=now))


def set_aside(conn: Connection) -> dict[str, tuple[int, str]]:
    """Channels with messages that were set aside: how many, and what was said to the newest."""
    query = sa.select(deliveries.c.channel, deliveries.c.problem).where(*_aside()).order_by(deliveries.c.id)
    found: dict[str, tuple[int, str]] = {}
    for row in conn.execute(query):
        found[row.channel] = (found.get(row.channel, (0, ""))[0] + 1, row.problem or "")
    return found


def _aside() -> tuple[sa.ColumnElement[bool], ...]:
    return deliveries.c.state == DeliveryState.PENDING.value, deliveries.c.aside.is_not(None)


SUPERSEDED = "superseded"


def retry(conn: Connection, now: datetime, ids: Iterable[int] | None = None) -> int:
    """Have failed messages tried again: these, or all. Returns how many."""
    query = (
        deliveries.update()
        .where(
            deliveries.c.state == DeliveryState.FAILED.value,
            sa.func.coalesce(deliveries.c.problem_code, "") != SUPERSEDED,
        )
        .values(state=DeliveryState.PENDING.value, next_try=None, attempts=0, aside=None, created=now)
    )
    if ids is not None:
        query = query.where(deliveries.c.id.in_(list(ids)))
    return int(conn.execute(query).rowcount)


def given_up(conn: Connection, channel: str) -> list[dict[str, Any]]:
    """The alerts that were given up since the channel took its last message, oldest first."""
    last = (
        sa.select(deliveries.c.id)
        .where(
            deliveries.c.channel == channel,
            deliveries.c.state == DeliveryState.SENT.value,
            deliveries.c.next_try.is_(None),  # for the index, see `sent_since`
        )
        .order_by(deliveries.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(alerts.c.view)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(
            deliveries.c.channel == channel,
            deliveries.c.state == DeliveryState.FAILED.value,
            sa.func.coalesce(deliveries.c.problem_code, "") != SUPERSEDED,
            deliveries.c.id > sa.func.coalesce(last, 0),
        )
        .order_by(deliveries.c.id)
    )
    return list(conn.execute(query).scalars())


def failing_since(conn: Connection) -> dict[str, tuple[datetime, str]]:
    """Channels whose oldest waiting message has failed at least once: since when it waits, and why."""
    query = (
        sa.select(deliveries.c.channel, deliveries.c.created, deliveries.c.problem)
        .where(
            deliveries.c.state == DeliveryState.PENDING.value,
            deliveries.c.attempts > 0,
            deliveries.c.problem.is_not(None),
        )
        .order_by(deliveries.c.id.desc())
    )
    return {row.channel: (row.created, row.problem) for row in conn.execute(query)}


def sent_since(conn: Connection, channel: str, since: datetime, most: int) -> list[datetime]:
    """When the channel's last messages (`most` of them) went out, if since then, oldest first. A folded
    message counts once."""
    # What was sent waits for no time: said so, the index on the state gives the newest first, and years of
    # messages are not read for the last ten.
    query = (
        sa.select(deliveries.c.sent_at)
        .where(
            deliveries.c.channel == channel,
            deliveries.c.state == DeliveryState.SENT.value,
            deliveries.c.next_try.is_(None),
            deliveries.c.folded_into.is_(None),
        )
        .order_by(deliveries.c.id.desc())
        .limit(most)
    )
    return sorted(at for at in conn.execute(query).scalars() if at is not None and at > since)


def told_already(
    conn: Connection, channel: str, development_ids: Sequence[int]
) -> dict[int, tuple[int, str]]:
    """Developments that an alert has brought to the channel: development to (delivery, reference)."""
    if not development_ids:
        return {}
    query = (
        sa.select(
            alerts.c.development_id,
            deliveries.c.id,
            deliveries.c.channel,
            deliveries.c.state,
            deliveries.c.reference,
        )
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(alerts.c.development_id.in_(list(development_ids)))
        .order_by(deliveries.c.id.desc())
    )
    # A development has few deliveries. Asked for by state, SQLite would go through all that were ever sent.
    return {
        row.development_id: (row.id, row.reference or "")
        for row in conn.execute(query)
        if row.channel == channel and row.state == DeliveryState.SENT.value
    }


def _set(conn: Connection, ids: Sequence[int], who: str | None = None, **values: Any) -> int:
    """How many of these there were; with `who`, of those that this sender has claimed."""
    found = 0
    for start in range(0, len(ids), IN_CHUNK):
        query = deliveries.update().where(deliveries.c.id.in_(ids[start : start + IN_CHUNK])).values(**values)
        if who is not None:
            query = query.where(deliveries.c.claimed_by == who)
        found += conn.execute(query).rowcount
    return found
