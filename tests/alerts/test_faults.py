"""Many alerts through a real mail server and a Slack API server, with every fault in between.

None is lost, none comes twice outside the one window (a server that accepted and did not answer), and each
channel keeps its order. ALERTS=500 runs the whole number.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import random
import re
import time

import pytest
import sqlalchemy as sa

from alerts.channels.slack import SlackWay
from alerts.channels.smtp import SmtpWay
from alerts.message import Failed
from models.nouns import Problem
from settings.schema import SlackChannel, SmtpChannel
from steps.counts import DeliverCounts
from steps.deliver import deliver
from storage.deciding import developments
from storage.schema import alerts, deliveries
from storage.telling import watching

ALERTS = int(os.environ.get("ALERTS", "30"))
MAIL = ["451 later", "421 closing", "452 full", "reset", "accept-and-reset"]
SLACK = [
    (429, {"Retry-After": "90"}, "{}"),
    (500, {}, ""),
    (503, {"Retry-After": "Mon, 04 May 2026 12:00:00 GMT"}, ""),
    "half",
    "reset",
    "accept-and-reset",
    "internal_error",
]


class Roads:
    """One channel by the ways that lead to it: `road` is the one that the next message takes."""

    def __init__(self, name, **roads):
        self.name, self.roads, self.road = name, roads, "good"

    def send(self, message):
        return self.roads[self.road].send(message)


ROADS = ("refused", "tls", "hang", "accept-and-hang")
"""Nobody listens; a certificate that nobody trusts; a server that never answers, which may have the message."""
PATIENCE_S = 0.3


def mail_roads(port, tls_port) -> Roads:
    def way(port, security="none", timeout_s=5.0) -> SmtpWay:
        setting = {"kind": "smtp", "name": "mail", "host": "localhost", "port": port, "security": security}
        more = {"sender": "n@example.org", "to": ["t@example.org"]}
        return SmtpWay(SmtpChannel.model_validate(setting | more), timeout_s=timeout_s)

    hang = way(port, timeout_s=PATIENCE_S)
    roads = {"good": way(port), "refused": way(1), "tls": way(tls_port, "tls"), "hang": hang, "accept-and-hang": hang}
    return Roads("mail", **roads)


def slack_roads(url, tls_port) -> Roads:
    def way(url, timeout_s=2.0) -> SlackWay:
        setting = {"kind": "slack", "name": "slack", "token": "env:SLACK_TOKEN", "channel": "#x", "api_url": url}
        return SlackWay(SlackChannel.model_validate(setting), timeout_s=timeout_s)

    hang, tls = way(url, PATIENCE_S), way(f"https://localhost:{tls_port}/api/")
    roads = {"good": way(url), "refused": way("http://127.0.0.1:1/api/"), "tls": tls}
    return Roads("slack", **roads, **{"hang": hang, "accept-and-hang": hang})


def take(roads, faults, fault):
    """A fault of the server's, or a road that leads nowhere."""
    roads.road = fault if fault in ROADS else "good"
    faults[:] = [fault if fault not in ("refused", "tls") else None]


def test_none_lost_none_twice(make, mail_server, slack_server, monkeypatch, capsys):
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-test")
    server, tls_server = mail_server(), mail_server("tls")
    room = make(channels=("mail", "slack"))
    ways = {
        "mail": mail_roads(server.port, tls_server.port),
        "slack": slack_roads(slack_server.url, tls_server.port),
    }
    rng = random.Random(11)
    stories = [room.story(f"Water story {number}") for number in range(20)]
    begun = time.perf_counter()
    for number in range(ALERTS):
        room.tell(room.development(f"The water rose by {number} feet.", rng.choice(stories)))
        if rng.random() < 0.6:
            # A message that is refused eight times while others go is set aside: a rule with a test of its own.
            tired = {row.channel for row in room.rows(deliveries) if row.state == "pending" and row.attempts > 5}
            fault = rng.choice([*MAIL, *ROADS, None, None, None, None])
            take(ways["mail"], server.faults, None if "mail" in tired else fault)
            server.rcpt_faults = ["450 greylisted"] if rng.random() < 0.1 and "mail" not in tired else []
            fault = rng.choice([*SLACK, *ROADS, None, None, None, None])
            take(ways["slack"], slack_server.faults, None if "slack" in tired else fault)
            deliver(room.context, channels=ways)
        room.clock.pass_(minutes=rng.choice((1, 10, 45)))
    server.faults = server.rcpt_faults = slack_server.faults = []
    ways["mail"].road = ways["slack"].road = "good"
    while any(row.state == "pending" for row in room.rows(deliveries)):
        room.clock.pass_(hours=1)
        deliver(room.context, channels=ways)
    spent = time.perf_counter() - begun

    assert [(row.channel, row.problem) for row in room.rows(deliveries) if row.state != "sent"] == []
    mails = [email.message_from_bytes(raw, policy=email.policy.default) for raw in server.inbox]
    by_id = {mail["Message-ID"]: mail.get_body(("plain",)).get_content() for mail in mails}
    for name, messages, sent in (
        ("mail", list(by_id.values()), len(mails)),
        ("slack", [json.dumps(each) for each in slack_server.messages], len(slack_server.messages)),
    ):
        told = [[int(n) for n in re.findall(r"rose by (\d+) feet", text)] for text in messages]
        first = [numbers[0] for numbers in told]
        every = {number for numbers in told for number in numbers}
        missing = set(range(ALERTS)) - every
        assert not missing, (name, missing)
        once = [number for numbers in told for number in set(numbers)]
        assert len(once) == len(set(once)), f"{name}: none comes twice under another key"
        assert first == sorted(first), f"{name} keeps the order"
        with capsys.disabled():
            if ALERTS > 100:
                print(f"{name}: {ALERTS} alerts in {sent} messages")
    keys = [each["metadata"]["event_payload"]["key"] for each in slack_server.messages]
    assert len(keys) == len(set(keys)), "Slack is asked before what may have arrived is sent again"
    with room.context.db.read() as conn:
        assert len(watching.alert_rows(conn, most=1000)) == ALERTS
    if ALERTS > 100:
        with capsys.disabled():
            print(f"{ALERTS} alerts by two channels: {spent:.1f} s")


def test_a_channel_that_hangs_delays_no_other(make, mail_server, recorder):
    """One is stuck until its time-out; the other has long sent."""
    import threading

    room = make(channels=("stuck", "quick"))
    room.tell(room.development())
    quick_sent = threading.Event()

    class Stuck(recorder):
        def send(self, message):
            assert quick_sent.wait(20), "the quick one went while this one hung"
            return super().send(message)

    class Quick(recorder):
        def send(self, message):
            quick_sent.set()
            return super().send(message)

    stuck, quick = Stuck("stuck"), Quick("quick")
    deliver(room.context, channels={"stuck": stuck, "quick": quick})
    assert len(stuck.sent) == len(quick.sent) == 1


def test_a_day_of_outage_comes_in_order_as_one(make, recorder):
    room = make()
    box = recorder("box", [Failed(Problem("connection", "refused"))] * 30)
    for number in range(8):
        room.tell(room.development(f"The water rose by {number} feet."))
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=3)
    box.answers = []
    deliver(room.context, channels={"box": box})
    (message,) = box.sent
    assert [view.headline for view in message.content.alerts] == [
        f"The water rose by {number} feet." for number in range(8)
    ]


@pytest.mark.parametrize(("days", "tries", "given_up"), [(4, 40, False), (6, 40, True), (7, 2, False)])
def test_gives_up_as_mail_servers_do(make, recorder, days, tries, given_up):
    """Not after a week in which the machine slept: it wakes before its network does, and has hardly tried."""
    room = make(channels=("dead", "other"))
    dead, other = recorder("dead", [Failed(Problem("connection", "refused"))] * 999), recorder("other")
    room.tell(room.development())
    failed = 0
    for _ in range(tries):
        failed += deliver(room.context, channels={"dead": dead, "other": other}).failed
        room.clock.pass_(days=days / (tries - 1))
    deliver(room.context, channels={"dead": dead, "other": other})
    assert failed == given_up
    assert len(other.sent) == 1 + given_up, "and says so elsewhere"


def test_what_may_have_arrived_keeps_its_key(make, recorder):
    """Unsure once, refused plainly after that: it is still sent again as it was, and never folded anew."""
    room = make()
    lost = Failed(Problem("timeout", "no answer"), maybe_sent=True)
    box = recorder("box", [lost, Failed(Problem("smtp-451", "later"))])
    for number in range(5):
        room.tell(room.development(f"The water rose by {number} feet."))
    deliver(room.context, channels={"box": box})
    for number in range(5, 7):
        room.tell(room.development(f"The water rose by {number} feet."))
    for _ in range(2):
        room.clock.pass_(hours=2)
        deliver(room.context, channels={"box": box})
    assert [message.key for message in box.tried[:3]] == [box.tried[0].key] * 3
    assert [len(getattr(message.content, "alerts", (1,))) for message in box.sent] == [5, 1, 1]
    assert box.sent[0].maybe_sent
    assert not box.sent[1].maybe_sent


def test_one_that_cannot_be_made_does_not_take_the_others_down(make, recorder, caplog):
    """Five wait and go as one message, which one of them breaks: the four arrive, and its fault names no secret."""

    secret = "-".join(("canary", "2"))  # the log quotes this very file

    class Buggy(recorder):
        def send(self, message):
            views = getattr(message.content, "alerts", (message.content,))
            if any("poison" in getattr(view, "headline", "") for view in views):
                raise ValueError(f"https://hooks.example/T0/{secret} is no address")
            return super().send(message)

    room = make()
    box = Buggy("box")
    for text in ("one", "poison", "two", "three", "four"):
        room.tell(room.development(f"Water {text}."))
    for _ in range(4):
        deliver(room.context, channels={"box": box})
        room.clock.pass_(hours=2)
    assert [m.content.headline for m in box.sent] == ["Water one.", "Water two.", "Water three.", "Water four."]
    assert {row.id: row.state for row in room.rows(deliveries)}[2] == "failed"
    assert "could not be made or sent: ValueError" in caplog.text
    assert secret not in caplog.text + repr(room.rows(deliveries))


def test_an_alert_that_cannot_be_read_stays_its_own(make, recorder):
    """As a program that was rolled back finds one that a later one has written."""
    room = make(channels=("box", "other"))
    ways = {"box": recorder("box"), "other": recorder("other")}
    room.tell(room.development("Water one."))
    room.tell(room.development("Water two."))
    with room.context.db.write() as conn:
        conn.execute(sa.update(alerts).where(alerts.c.id == 1).values(view={"form": 2}))
    for _ in range(3):
        deliver(room.context, channels=ways)
        room.clock.pass_(hours=2)
    for way in ways.values():
        assert [m.content.headline for m in way.sent if hasattr(m.content, "headline")] == ["Water two."]


def test_a_sender_that_slept_leaves_the_rest_to_who_took_over(make, recorder):
    """The machine sleeps while it sends the first of three: another pass has them all by the time it wakes."""
    room = make()
    second = recorder("box")

    class Sleepy(recorder):
        def send(self, message):
            if not self.tried:
                room.clock.pass_(hours=1)
                deliver(room.context, channels={"box": second})
            return super().send(message)

    for answer in (None, Failed(Problem("connection", "refused"))):
        first = Sleepy("box", [answer])
        second.sent.clear()
        for text in ("one", "two", "three"):
            room.tell(room.development(f"Water {text}, {answer is None}."))
        deliver(room.context, channels={"box": first})
        assert len(first.tried) == 1, "what it had in hand may go out twice, and nothing else"
        assert len(second.sent) == 3
        assert deliver(room.context, channels={"box": first}) == DeliverCounts()
        assert {row.state for row in room.rows(deliveries)} == {"sent"}


def test_what_is_told_again_after_a_silence_is_told_to_no_second_watch(make, recorder):
    """It may have arrived, and is sent again; by then a second watch wants the same told to the same people."""
    room = make({"name": "Water", "words": "water"}, {"name": "Late", "words": "water", "min_publishers": 2})
    box = recorder("box", [Failed(Problem("timeout", "no answer"), maybe_sent=True)])
    found = room.development("Water one.")
    room.tell(found)
    deliver(room.context, channels={"box": box})
    with room.context.db.write() as conn:
        article = room.article(conn, found.story_id, "Water, too", "Herald")
        developments.carry(conn, found.id, article, "Herald", room.clock())
    room.clock.pass_(hours=2)
    deliver(room.context, channels={"box": box})
    assert len(box.sent) == 1
    first, second = room.rows(deliveries)
    assert (first.state, second.state) == ("sent", "sent")
    assert (second.folded_into, second.reference) == (first.id, first.reference), "it has the other's message"
