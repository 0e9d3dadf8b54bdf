"""Limits of running unattended: leases, passes, Prefect's server and worker."""

from __future__ import annotations

from datetime import timedelta

LEASE_FOR = timedelta(seconds=45)
"""A lease that is not renewed ends after this: how long a dead holder on *another* machine is waited for.
A dead holder on this machine is recognised at once."""

LEASE_RENEWED_EVERY_S = 10.0
"""Four renewals may fail in a row (a long write of another's, a busy disk) before the lease is lost."""

LEASE_HUNG_FOR = timedelta(minutes=10)
"""A holder on this machine that lives but has not renewed for this long hangs, or the machine slept."""

STILL_FOR = timedelta(hours=6)
"""How long passes are kept away while a database is moved or replaced: 700 MB take minutes. They may begin again when
that is over, or its process dead."""

HANGS_AFTER = timedelta(days=1)
"""A pass that has been at work for so long hangs: it takes on 20,000 pages at most, some hours. To kill it does no
harm."""

UPKEEP_WAITS_S = 900.0
"""Upkeep moves whole stories and may not run beside a pass: how long it waits for one to end."""

UPKEEP_AFTER_START = timedelta(minutes=1)
"""Upkeep that was missed begins so long after the first pass, which has its turn by then."""

UPKEEP_ASKS_EVERY_S = 2.0
"""How often it asks meanwhile: one small read."""

# -- Prefect ---------------------------------------------------------------------------------------

SERVER_STARTS_WITHIN_S = 120.0
"""A first start makes Prefect's tables: 20 s on two busy cores. A machine that is swapping takes longer."""

SERVER_ASKED_EVERY_S = 0.2
"""How often a starting server is asked whether it is there yet."""

CONNECTIONS_WAIT = 128
"""So many may wait for a server that is starting; uvicorn then allows more."""

PREFECT_KEEPS_S = 7 * 24 * 3600
"""How long Prefect keeps records of runs and events: old ones slow its scheduler down until it stops."""

WORKER_ASKS_EVERY_S = 5
"""How often the worker asks for runs that are due: a pass starts at most this late."""

SCHEDULES_READ_EVERY_S = 60
"""How often the worker looks whether the settings have other schedules: a tenth of a second with 1,000 feeds."""

OTHER_WORKER_LIVES_S = 90
"""Three heartbeats of a Prefect worker: one that is silent for longer is taken for dead."""

# -- newsdelta up ----------------------------------------------------------------------------------

RESTART_FIRST_S = 1.0
RESTART_MOST_S = 60.0
"""A process that dies is started again after 1 s, 2 s, 4 s ... and at most a minute."""

WELL_AFTER_S = 300.0
"""One that has lived for this long is well: its next death counts as the first."""

LAST_WORDS_WITHIN_S = 1.0
"""How long what a dead process has said is read before it is given up as somebody else's: what it started may hold its
output open."""

WORK_STOPS_WITHIN_S = 5.0
"""How long a pass is given to end by itself at a stop, before it is killed (which harms nothing)."""

SERVER_STOPS_WITHIN_S = 2.0
"""With the above: a stop takes less than the 10 s after which systemd and Docker lose patience."""

ORPHAN_ENDS_WITHIN_S = 5.0
"""How long what `newsdelta up` has left behind, killed outright, is given to end by itself."""

SWEEPS = 5
SWEEP_S = 0.2
"""How often what is left at the end of a stop is killed, each generation once, and how long its end is waited for."""

LOOKS_EVERY_S = 300.0
"""How often `newsdelta up` looks whether passes still come: one small read."""

LOG_BYTES = 5_000_000
LOG_FILES = 3
"""A process's log: this size, and so many before it."""

# -- runner: dask ----------------------------------------------------------------------------------

SHARD_FEEDS = 200
"""Feeds that one worker asks for in one go: unchanged ones cost it a tenth of a second."""

SHARD_PAGES = 16
"""Pages that one worker fetches or reads in one go: 5 MB of the usual 350 KB, a second of work."""

SHARD_BATCHES = 8
"""Batches of the model (ENCODE_TOKENS) in one go: a second of work, far above the cost of sending them."""

SHARDS_AHEAD = 2
"""Shards in hand for each worker: one at work, one waiting; bounds what the coordinator holds."""

SHARD_WITHIN_S = 1800.0
"""A shard without an answer for so long is with a worker that hangs: the pass ends, and the next one tries again."""

WORKERS_LOOKED_FOR_S = 30.0
"""After so long without an answer it is looked whether there are workers: two looks without any end the pass. One that
died is back before that where something starts it again."""

CLUSTER_ANSWERS_WITHIN_S = 30.0
"""How long a scheduler may take to answer at the start of a pass."""
