"""Limits of the database and of the steps that fill it, each with its unit and its reason."""

from __future__ import annotations

from datetime import timedelta

# -- the database ----------------------------------------------------------------------------------

LOCK_WAIT_S = 60.0
"""How long a statement waits for another process's transaction. Ours last milliseconds, so a minute
rides out a backup or a checkpoint on a slow disk, and is still short enough to be said the same hour."""

LOCK_POLL_S = 0.01
"""How often a waiting writer looks whether the lock file is free."""

WAL_LIMIT_BYTES = 64 * 1024 * 1024
"""The write-ahead log is cut back to this after a checkpoint, so that one big pass does not keep the disk."""

CACHE_KIB = 32 * 1024
"""SQLite's page cache a connection: the indexes of some 100,000 stories."""

POOL_SIZE = 8
"""Connections kept open: the pass, the web pages' threads and a command or two."""

IN_CHUNK = 500
"""Ids or keys in one IN (...); SQLite before 3.32 stops at 999 bound values."""

CLOCK_SLACK = timedelta(minutes=10)
"""How far ahead a pass may have begun before the clock is taken to have been set back: less does no harm."""

LONGEST_WAIT = timedelta(days=2)
"""Pages and messages are planned for a day ahead at most; past this a wrong clock planned them."""

# -- fetch -----------------------------------------------------------------------------------------

FETCH_BATCH = 64
"""Feeds asked for at once; stored batch by batch, so that a kill loses one batch's answers at most."""
FETCH_BATCH_ENTRIES = 500
"""Entries in such a batch: storing more at once lets the children that parse run out of work meanwhile."""

# -- read ------------------------------------------------------------------------------------------

READ_BATCH = 32
"""Pages fetched and extracted between two commits: seconds of work lost by a kill, not minutes."""

READ_LIMIT = 20_000
"""Entries taken on in one pass; the rest waits for the next, so that a pass ends."""

PAGES_PER_HOST = 100
"""Pages asked of one host in one pass, where it is not the user's own: at half a second between two requests
a minute's work. The rest waits for the next pass, so that one host's backlog never holds up the news."""

PAGE_ATTEMPTS = 4
"""Tries of a page before the feed's own text stands in for it."""

PAGE_RETRIES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
"""How long to wait after the first, second, third failure."""

ENTRY_CHANGES = 5
"""How often a feed's changed entry makes its page be read again. Some feeds carry a comment count in the
text and would otherwise have the page asked for at every poll."""

LATER_ENTRIES = 20
"""Entries that lead to one article, beyond which a later date of another has its page not read again: some feeds call
every item new, and of now, at every poll."""

SHARED_LINK = 3
"""Entries of one poll, of different titles, that make their link no entry's own: two may be a report and its update."""

RECHECKS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""When an article's page is asked for again after it was first read: most silent edits come within a day."""

SAME_LINE_CHARS = 50
"""A line longer than this in both makes two pages one article that was renamed; shorter ones are labels."""

AGAIN_PAGES = 100
"""Newest pages of a story that a person can have looked at again at once: as many as a pass asks of one host."""

RECHECK_LIMIT = 2_000
"""Pages asked for again in one pass, oldest due first, so that news goes before edits."""

ROBOTS_TEXT = 64 * 2**10
"""Characters of a robots.txt that is kept from pass to pass; those of large papers have some 10,000."""

# -- embed -----------------------------------------------------------------------------------------

EMBED_BATCH = 64
"""Articles between two commits, sorted by length within: about 1 MB of vectors and ten seconds of work."""

MODEL_LOADS_CPU_S = 600.0
"""Processor time for loading the model. The slowest machine needs a minute of it, and what hangs in the hub's network
none; where memory runs out, OpenBLAS asks for it again and again for good, and nothing in Python could stop it."""

COPY_WINDOW = timedelta(days=30)
"""Copies are looked for among the articles of so many days: syndication is over within a week or two."""

# -- decide ----------------------------------------------------------------------------------------

TRACES_IN_BLOCK = 1_024
"""Traces stored once more as one block, some 2 MB: those after the last block are read in some hundredths of a second,
and a block still fits the processor's cache."""

ASIDE_TRIED_FOR = timedelta(days=7)
"""How long articles that a bug set aside are tried again, once a night: an upgrade may have mended it, and what is
older is no news."""

# -- retention and backups -------------------------------------------------------------------------

TEXT_DAYS = 365
"""How long an article's text is kept when the settings say nothing; stories, ledgers and alerts stay."""

VECTOR_DAYS = 365
"""How long an article's vectors are kept; the ledger keeps its own, so only revisions would want them."""

ENTRY_TEXT_DAYS = 7
"""How long a read entry keeps the feed's own text, which only a re-read would want."""

ENTRY_DAYS = 180
"""How long a read entry is kept. A feed that still lists it then brings it again, and its address leads to
the article that is there already."""

RETENTION_BATCH = IN_CHUNK
"""Rows emptied in one transaction, so that the writer's lock is never held for long; they are named in one IN."""

SIZE_SLACK = 0.9
"""Over its size, the database is brought down to this share of it, so that it is not cut every night."""

VACUUM_PAGES = 2_000
"""Free pages given back to the disk at a time (8 MB), for the same reason."""

PASS_DAYS = 90
"""How long the record of a pass is kept."""

BACKUPS_KEPT = 7
"""Backups kept in the folder, newest first, when the settings say nothing."""

UNFINISHED_FOR = timedelta(days=1)
"""A backup that is not finished after so long was given up: its process is dead, and its file only takes room."""

TRANSFER_BATCH = 1_000
"""Rows moved to another database at once."""

# -- search by meaning on PostgreSQL ---------------------------------------------------------------

HNSW_SEARCHED = 200
"""Candidates of one HNSW search (pgvector's ef_search): of 40, its default, one in ten nearest is missed."""

MEANINGS_FILLED = 2_000
"""Vectors indexed by one statement: 6 MB of text."""
