"""kill -9 at the outbox: nothing is lost, and a message goes out twice only in the one window that is left.

KILL_SEEDS=25 tries more places.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from steps.deliver import deliver
from storage.schema import deliveries

POINTS = ("claim", "in-hand", "before-send", "after-send", "after-record")

CHILD = textwrap.dedent(
    '''
    """Deliver, and die by SIGKILL at a chosen point of a chosen message."""
    import os, random, signal, sys
    from datetime import datetime
    from pathlib import Path

    from alerts.message import Sent
    from settings.schema import Settings
    from steps.context import open_context
    from steps.deliver import deliver
    from storage.telling import outbox

    folder, point, countdown, now = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]

    def die_at(here):
        global countdown
        if here == point:
            countdown -= 1
            if countdown < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    class Box:
        name = "box"
        def send(self, message):
            die_at("before-send")
            with (folder / "wire").open("a") as wire:   # the server has accepted it
                views = getattr(message.content, "alerts", (message.content,))
                wire.write(" ".join([message.key, *(str(view.development_id) for view in views)]) + "\\n")
                wire.flush(); os.fsync(wire.fileno())
            die_at("after-send")
            return Sent("<" + message.key + "@test>")
        def check(self):
            return None

    def wrapped(name, here, after):
        plain = getattr(outbox, name)
        def call(*args, **kwargs):
            if not after:
                die_at(here)
            result = plain(*args, **kwargs)
            if after:
                die_at(here)
            return result
        setattr(outbox, name, call)

    wrapped("claim", "claim", True)
    wrapped("in_hand", "in-hand", True)
    wrapped("sent_since", "after-record", False)

    settings = Settings.model_validate({
        "database": f"sqlite:///{folder / 'news.db'}",
        "watches": [{"name": "Water", "words": "water"}],
        "channels": [{"name": "box", "kind": "folder", "path": str(folder / "box")}],
    })
    with open_context(settings, lambda: datetime.fromisoformat(now), random.Random(1)) as context:
        deliver(context, channels={"box": Box()})
    '''
)


@pytest.mark.parametrize("seed", range(int(os.environ.get("KILL_SEEDS", "5"))))
def test_killed_anywhere(make, tmp_path: Path, recorder, seed):
    rng = random.Random(seed)
    room = make()
    count = rng.choice((2, 3, 6))
    story = room.story()
    for number in range(count):
        room.tell(room.development(f"The water rose by {number} feet.", story))
    point = POINTS[seed % len(POINTS)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), point, str(rng.randrange(2)), room.clock().isoformat()],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    wire = tmp_path / "wire"
    before = [line.split() for line in wire.read_text().splitlines()] if wire.exists() else []
    with room.context.db.read() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        recorded = set(
            conn.execute(sa.select(deliveries.c.alert_id).where(deliveries.c.state == "sent")).scalars()
        )
    box = recorder("box")
    deliver(room.context, channels={"box": box})
    if done.returncode and point != "after-record":
        assert box.sent == [], "while the claim holds, nobody else sends"
    room.clock.pass_(minutes=10)
    deliver(room.context, channels={"box": box})
    after = [
        [
            message.key,
            *(str(view.development_id) for view in getattr(message.content, "alerts", (message.content,))),
        ]
        for message in box.sent
    ]
    told = [each for line in (*before, *after) for each in line[1:]]
    assert {int(each) for each in told} == set(range(1, count + 1)), "nothing is lost"
    twice = {line[0] for line in before} & {line[0] for line in after}
    assert len(twice) <= (point == "after-send"), "twice only between acceptance and record"
    if not twice:
        assert len(told) == len(set(told)), (before, after, recorded)
    assert {row.state for row in room.rows(deliveries)} == {"sent"}
