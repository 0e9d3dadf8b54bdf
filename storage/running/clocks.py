"""A clock that was ahead and was set back: what was planned by it would wait until the time comes round again.

A machine that took next year for today has put off every feed until then. Known by passes that began in the future.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from settings.limits_storage import CLOCK_SLACK, LONGEST_WAIT
from storage.schema import articles, deliveries, entries, feeds, passes


def set_right(conn: Connection, now: datetime) -> int:
    """Plan anew, for now, what a clock that was ahead has planned. How many feeds, pages and messages that were;
    0 as a rule, when no pass began in the future."""
    ahead, far = now + CLOCK_SLACK, now + LONGEST_WAIT
    if conn.execute(sa.select(passes.c.id).where(passes.c.started > ahead).limit(1)).first() is None:
        return 0
    conn.execute(passes.update().where(passes.c.ended > ahead).values(ended=now))
    conn.execute(passes.update().where(passes.c.started > ahead).values(started=now))
    asked = feeds.c.last_attempt > ahead
    sent = sa.or_(deliveries.c.created > ahead, deliveries.c.next_try > far)
    done = (
        feeds.update().where(asked).values(next_poll=now, last_attempt=now),
        feeds.update().where(feeds.c.last_good > ahead).values(last_good=now),
        entries.update().where(entries.c.next_try > far).values(next_try=now),
        articles.update().where(articles.c.next_check > far).values(next_check=now),
        deliveries.update().where(sent, deliveries.c.next_try > now).values(next_try=now),
        deliveries.update().where(deliveries.c.claimed_until > far).values(claimed_until=now),
    )
    return sum(conn.execute(each).rowcount for each in done)
