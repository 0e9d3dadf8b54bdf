"""The outbox to people: de-duplicate, send, record, in that order, each channel by itself."""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts import plan, retry
from alerts.channels import open_channel
from alerts.message import Channel, Failed, Message, Thread, Tools, keyed
from models.nouns import Problem
from settings.limits_alerts import CLAIM_FOR, GIVE_UP_AFTER, GIVE_UP_ATTEMPTS
from steps.context import Context, Progress
from steps.counts import DeliverCounts
from steps.telling import bursts, nights, notices, undelivered
from steps.telling.release import release_held
from storage.telling import outbox, threads
from storage.telling.outbox import Waiting

log = logging.getLogger(__name__)

MOST_AT_ONCE = 1000
"""Messages claimed in one go; what is more is claimed after them."""


def deliver(
    context: Context,
    progress: Progress | None = None,
    *,
    channels: Mapping[str, Channel] | None = None,
) -> DeliverCounts:
    """Send all that is due. Killed and run again, it carries on; a message goes out twice only when the
    process dies between the server's acceptance and the record of it.

    `channels`: ready-made ones by name, in place of those that the settings describe.
    """
    release_held(context)
    now = context.clock()
    _say_merges(context, now)
    with context.db.read() as conn:
        due = outbox.channels_due(conn, now)
    if not due:
        return DeliverCounts()
    tools = Tools(web_url=context.settings.web.url)
    made = {name: _made(context, name, tools, channels or {}) for name in due}
    counts = DeliverCounts()
    # A thread a channel: one that hangs until its time-out delays no other.
    with ThreadPoolExecutor(len(due), thread_name_prefix="channel") as pool:
        workers = [pool.submit(_Sender(context, name, made[name], context.rng.random()).run) for name in due]
        for done, worker in enumerate(workers, start=1):
            counts += worker.result()
            if progress:
                progress("deliver", done, len(due))
    return counts


def _say_merges(context: Context, now: datetime) -> None:
    with context.db.read() as conn:
        if not notices.unsaid_merges(conn, context.settings, now):
            return
    with context.db.write() as conn:
        notices.say_merges(conn, context.settings, now)


def _made(context: Context, name: str, tools: Tools, given: Mapping[str, Channel]) -> Channel | None:
    if name in given:
        return given[name]
    setting = next((each for each in context.settings.channels if each.name == name), None)
    return open_channel(setting, tools) if setting else None


@dataclass
class _Sender:
    """One channel's share of a delivery."""

    context: Context
    name: str
    channel: Channel | None
    seed: float
    who: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}")

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.problem = Problem("", "")
        """What went wrong last."""
        self.spoke = False
        """Whether the channel has taken a message."""

    def run(self) -> DeliverCounts:
        counts = DeliverCounts()
        while True:
            now = self.context.clock()
            with self.context.db.write() as conn:
                taken = outbox.claim(conn, self.name, self.who, now, CLAIM_FOR, MOST_AT_ONCE)
                awake = nights.wait(conn, self.context.settings, taken, self.who, now)
                left = self._deduplicate(conn, awake, now)
            if not taken:
                return counts
            counts += DeliverCounts(sent=len(awake) - len(left), waiting=len(taken) - len(awake))
            result, stop = self._send_all(left)
            counts += result
            if stop:
                return counts

    def _send_all(self, claimed: list[Waiting]) -> tuple[DeliverCounts, bool]:
        """What came of these, and whether the channel is to be left alone now."""
        counts = DeliverCounts()
        parcels = plan.parcels(claimed)
        for index, parcel in enumerate(parcels):
            rest = [each for members in parcels[index + 1 :] for each in members]
            now = self.context.clock()
            with self.context.db.write() as conn:
                until = bursts.speaks_again(conn, self.name, now)
                if until:
                    bursts.hold_up(conn, [*parcel, *rest], self.name, self.who, until, now)
                    return counts + DeliverCounts(waiting=len(parcel) + len(rest)), True
                members = self._deduplicate(conn, parcel, now)
                counts += DeliverCounts(sent=len(parcel) - len(members))
                if not members:
                    continue
                ids = [each.id for each in members]
                ours = outbox.in_hand(conn, ids, [each.id for each in rest], self.who, now + CLAIM_FOR)
                thread, story_id = self._thread(conn, members)
            if not ours:  # held up for long (a machine that slept), it finds that another has taken over
                return counts, True
            result = self._send(members, thread, story_id)
            counts += result
            # What follows waits, so that order is kept; behind what was refused so often it shows whose fault that is.
            if result.waiting and not plan.may_be_at_fault(members, self.problem):
                with self.context.db.write() as conn:
                    outbox.release(conn, [each.id for each in rest], self.who)
                return counts, True
        return counts, False

    def _deduplicate(self, conn: Connection, taken: Sequence[Waiting], now: datetime) -> list[Waiting]:
        """Without what the channel has been told already for another watch, which is not sent again."""
        ids = [each.development_id for each in taken if each.development_id is not None]
        told = outbox.told_already(conn, self.name, ids)
        left: list[Waiting] = []
        for each in taken:
            if each.development_id in told:
                delivery_id, reference = told[each.development_id]
                outbox.sent(conn, [each.id], reference, now, folded_into=delivery_id)
            else:
                left.append(each)
        return left

    def _send(self, members: Sequence[Waiting], thread: Thread | None, story_id: int | None) -> DeliverCounts:
        head = members[0]
        if self.channel is None:
            problem = Problem("channel", f"the settings name no channel {self.name!r} any more", retry=False)
            return self._failed(members, Failed(problem))
        try:
            answer = self.channel.send(self._message(members, thread))
        except Exception as bug:  # noqa: BLE001
            # A bug in rendering one message must not stop the channel for ever, nor pass unseen. Not narrower: what
            # strangers wrote goes through libraries of others here, and whatever these raise is this message's own.
            # Without the bug's own words: the library had the channel's secret in hand, and may name it.
            where = "".join(traceback.format_tb(bug.__traceback__))
            kind = type(bug).__name__
            log.error("channel %s: delivery %d could not be made or sent: %s\n%s", self.name, head.id, kind, where)
            return self._failed(members, Failed(Problem(outbox.BUG, f"newsdelta's own fault: {kind}")))
        if isinstance(answer, Failed):
            return self._failed(members, answer)
        now = self.context.clock()
        ids = [each.id for each in members]
        with self.context.db.write() as conn:
            if not self.spoke:
                self.spoke = True
                undelivered.say_given_up(conn, self.context.settings, self.name, now)
            outbox.sent(conn, ids[:1], answer.reference, now)
            outbox.sent(conn, ids[1:], answer.reference, now, folded_into=head.id)
            bursts.sent(conn, members, self.name, now)
            outbox.try_aside(conn, self.name, now)
            if story_id is not None:
                threads.keep(conn, story_id, self.name, answer.reference, answer.place, now)
            if answer.refused:
                title = f"channel {self.name} does not reach everybody"
                notices.say(conn, self.context.settings, f"refused:{self.name}", title, answer.refused, now)
        return DeliverCounts(sent=len(ids), messages=1)

    def _thread(self, conn: Connection, members: Sequence[Waiting]) -> tuple[Thread | None, int | None]:
        """The thread that a message with these answers, and the story whose thread it is a part of."""
        notice = members[0].notice
        if notice is not None:
            known = threads.own(conn, notice.get("story_id", 0), self.name)
            story_id = None
        else:
            found = {(each.development_id, each.story_id) for each in members}
            story_id = found.pop()[1] if len(found) == 1 else None  # several in one stand alone, also of one story
            known = None if story_id is None else threads.of_story(conn, story_id, self.name)
        return (Thread(known.root, known.last, known.place) if known else None), story_id

    def _message(self, members: Sequence[Waiting], thread: Thread | None) -> Message:
        head = members[0]
        watches = tuple(dict.fromkeys(each.watch for each in members if each.watch))
        return Message(
            key=head.key if len(members) == 1 else keyed("fold", *(each.key for each in members)),
            content=plan.content(
                [each.alert for each in members if each.alert is not None], head.digest, head.notice
            ),
            at=head.created,
            watches=watches,
            zone=self._zone(watches),
            thread=thread,
            maybe_sent=any(each.unsure for each in members),
        )

    def _zone(self, watches: Sequence[str]) -> ZoneInfo:
        settings = self.context.settings
        for watch in settings.watches:
            if watch.name in watches:
                return ZoneInfo(settings.zone_of(watch))
        return settings.zone()

    def _failed(self, members: Sequence[Waiting], answer: Failed) -> DeliverCounts:
        now = self.context.clock()
        self.problem = answer.problem
        problem, aside = self._whose_fault(members, answer.problem, now)
        again: list[int] = []
        final: list[Waiting] = []
        for each in members:
            waited_long = now - each.created >= GIVE_UP_AFTER and each.attempts + 1 >= GIVE_UP_ATTEMPTS
            keep = problem.retry and not waited_long
            if keep:
                again.append(each.id)
            else:
                final.append(each)
        attempts = max(each.attempts for each in members) + 1
        next_try = now + retry.wait(attempts, answer.retry_after, self.rng)
        # What may have arrived once may have arrived for good, however plainly a later attempt fails.
        unsure = answer.maybe_sent or any(each.unsure for each in members)
        with self.context.db.write() as conn:
            outbox.failed(conn, again, problem, next_try, unsure=unsure, who=self.who, aside=aside)
            outbox.failed(conn, [each.id for each in final], problem, None, unsure=unsure, who=self.who)
            if final:
                undelivered.say_elsewhere(conn, self.context.settings, self.name, final, problem, now)
        return DeliverCounts(waiting=len(again), failed=len(final), problems=((self.name, problem.text),))

    def _whose_fault(
        self, members: Sequence[Waiting], problem: Problem, now: datetime
    ) -> tuple[Problem, datetime | None]:
        """Refused so often, a message is set aside: since when; refused again once others went out, it is at fault."""
        if not plan.may_be_at_fault(members, problem):
            return problem, None
        since = [each.aside for each in members if each.aside is not None]
        with self.context.db.read() as conn:
            others = outbox.sent_since(conn, self.name, min(since) - timedelta.resolution, 1) if since else ()
        if not others:
            return problem, now
        text = f"it was refused {members[0].attempts + 1} times while others went out: {problem.text}"
        return Problem(problem.code, text, retry=False), None
