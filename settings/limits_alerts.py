"""Limits of alerts: what gets through, what a message may hold, and how often a channel is tried again."""

from __future__ import annotations

from datetime import timedelta

# -- what gets through -----------------------------------------------------------------------------

ABOUT_STATEMENT = 0.46
"""Cosine from which a new sentence is what a watch is about (docs/alerts.md: how it was measured)."""

ABOUT_STORY = 0.44
"""The same for a story as a whole (the mean of its statements)."""

ABOUT_NEARLY = 0.06
"""So far under its cut a development is still listed as nearly what a watch asks for, and not told: as much as three
clicks on 'useful' lower it."""

ABOUT_STATEMENTS_READ = 200
"""Newest statements of a story that its mean is taken over: what it is about now, at a bounded cost."""

ABOUT_TOWARDS = 0.25
ABOUT_AWAY = 0.15
"""Weights of what was useful, and of what was not the topic, beside the watch's own sentence (1)."""

FEEDBACK_STEP = 0.02
"""How far one 'not my topic' raises, and one 'useful' lowers, a watch's cut of meaning."""

FEEDBACK_NOVELTY_STEP = 0.02
"""How far one 'not news' raises, and one 'useful' lowers, a watch's least novelty."""

FEEDBACK_MOST = 0.12
"""No feedback moves a cut further than this: past it the watch itself should be written anew."""

BUDGET_HISTORY = timedelta(days=30)
"""What the budget's cut is learned from."""

BUDGET_LEAST_HISTORY = timedelta(days=3)
"""With less to learn from there is no cut, and first come is first served."""

RECONSIDER_FOR = timedelta(hours=48)
"""So long a development that was held for its few publishers may still be told.
The same as the time in which outlets count as carrying one development."""

NIGHT_TOLD_FOR = timedelta(days=14)
"""So long what quiet hours held, and a merge at night, may still be told: the first pass of the morning tells it, and
that morning is late on a machine that was off over a holiday."""

RECONSIDER_MOST = 20_000
"""Held developments of one watch looked at in a pass: two days of one in nine seconds; small rows, read together."""

AUDIT_AFTER = timedelta(days=3)
"""How much hindsight the nightly audit has: most confirmations and follow-ups come within three days."""

AUDIT_PUBLISHERS = 4
"""Independent publishers that carry a development: from so many on it should have been told."""

AUDIT_GROWTH = 4
"""Publishers that took a story up since: from so many on it became big."""

AUDIT_LINES = 20
"""Lines of each kind in a report."""

AUDITS_KEPT = timedelta(days=60)

ROWS_OF_WATCH = 10_000
"""Alerts, and as many held developments, of one watch that are read for its digest, its audit and what is said of it: a
week of one a minute."""

# -- what a message holds --------------------------------------------------------------------------

FIRST_LINE = 100
"""Characters: what a phone's lock screen shows."""

SENTENCE_SHOWN = 600
"""Characters of one quoted sentence; a longer one is a paragraph that a splitter missed."""

CHANGES_SHOWN = 5
WITNESSES_SHOWN = 8
"""More than these are counted, not listed."""

TITLE_SHOWN = 200
"""Characters of a headline."""

LINK_LENGTH = 2000
"""An address longer than this is not linked: mail programs and Slack (3,000) cut it."""

FOLDED_SHOWN = 16
"""Developments with their evidence in one folded message."""

FOLDED_LISTED = 136
"""Developments named in it, the later ones by a line each; the rest is counted. Gmail clips a mail of 102 KB."""

DIGEST_SHOWN = 40
DIGEST_HELD_SHOWN = 20

COVERAGE_LEAST_DAYS = 10
COVERAGE_DAYS = 30
"""Days in the small picture of a story's coverage."""

SLACK_BLOCKS = 50
SLACK_TEXT = 3000
SLACK_HEADER = 150
SLACK_FALLBACK = 4000
"""Slack's own limits: blocks a message, characters a text object, a header, and the fallback text."""

ATOM_ENTRIES = 100
"""Developments kept in a watch's Atom feed."""

# -- delivery --------------------------------------------------------------------------------------

CLAIM_FOR = timedelta(minutes=5)
"""How long a message is one sender's: far longer than a send takes, so that only a dead one loses it."""

SEND_TIMEOUT_S = 20.0
"""Seconds for each exchange with a mail server, Slack or a webhook."""

SEND_DEADLINE_S = 90.0
"""Seconds for the whole of one message, from the connection to the last byte: room for four slow exchanges, and ended
long before `CLAIM_FOR`. A server that drips a byte a second never meets a time-out of one read."""

FOLD_ABOVE = 3
"""More alerts than this waiting on one channel become one message."""

BURST_WINDOW = timedelta(minutes=1)
BURST_SENT = 10
"""So many messages within the window: what follows waits for its end, and goes as one."""

RETRY_FIRST = timedelta(minutes=1)
RETRY_MOST = timedelta(hours=1)
"""Waits double from the first to the longest: a channel that is back is noticed within the hour."""

RETRY_JITTER = 0.25
"""Share by which a wait is lengthened at random, so that many senders do not come back at once."""

RETRY_AFTER_MOST = timedelta(hours=6)
"""A server that asks for more patience than this is asked again all the same."""

GIVE_UP_AFTER = timedelta(days=5)
"""How long a message is tried for, as mail servers do (RFC 5321, 4.5.4.1: four to five days)."""

GIVE_UP_ATTEMPTS = 24
"""And how often at least: a day of them by the hour. A machine that slept for a week has not tried meanwhile, and wakes
before its network does."""

STUBBORN_ATTEMPTS = 8
BUG_ATTEMPTS = 2
"""Refusals of one message after which it is set aside: it holds up no other, and where it is refused still once another
has gone out, it is at fault itself. Eight are some four hours. A bug of newsdelta's own is seen sooner."""

NOTICE_AGAIN_AFTER = timedelta(days=1)
"""A channel that fails for good is said on the others once in this time."""

PASSES_MISSED = 3
"""Intervals without a monitoring pass that ended: one may be long, two may be bad luck."""

FEED_PASSED_OVER = 3
"""Times that a pass was due since a feed was, without its having been asked, after which this is said of it: one pass
may be long, and the next may leave a host's other feeds for the one after it."""

UPKEEP_FAILED = 3
"""Times that upkeep was due without one that ended well: one may be a restart, two may be bad luck."""

FEEDS_FAILING_SHARE = 0.5
FAILING_CHANNEL = timedelta(hours=1)
DISK_LEAST_BYTES = 512 * 1024 * 1024
DISK_LEAST_SHARE = 0.02
"""From here on newsdelta says of itself that something is wrong."""

RESPONSE_BYTES = 64 * 1024
"""Read of what a webhook answers."""
