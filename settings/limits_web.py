"""Limits of the pages, each with its unit and its reason."""

from __future__ import annotations

from datetime import timedelta

# -- what one page holds ---------------------------------------------------------------------------

CARDS = 20
"""Developments on one page: with their evidence about 100 KB, of the 150 KB that a page may have."""
STORY_CARDS = 10
"""Developments on one page of a story, each with up to `STORY_FINDINGS` sentences."""
STORY_FINDINGS = 5
ATOM_ENTRIES_SHOWN = 30
"""Developments in an Atom feed: readers ask more often than so many come."""
MEMBERS = 50
"""Articles of a story on one page."""
TIMELINE = 100
"""Developments of a story on one page of its timeline, a line each: most stories are whole on the first, 60 KB."""
STATEMENTS = 100
"""Statements of a ledger on one page."""
LOG_LINES = 50
"""Alerts, held developments or deliveries on one page."""
STORY_LOG_LINES = 8
"""Of each on the page of a story; its log has a page of its own."""
FEEDS_SHOWN = 50
"""Feeds on one page, each with its small picture."""
STORIES_SHOWN = 50
"""Stories on one page."""
SENTENCES_SHOWN = 250
"""Sentences of one article on its page: longer ones are live blogs and transcripts."""
FINDINGS_SHOWN = 3
"""New sentences of one development in a list; its story's page has them all."""
WITNESSES_NAMED = 12
"""Publishers of one development or statement that are named; the others are counted."""
SIMILAR = 6
"""Similar stories offered."""
MARKS = 80
"""Developments marked on a story's picture, most important first: more cannot be told apart."""
TITLE_CHARS = 240
"""Of a title or headline; longer ones are cut at a word."""
SENTENCE_CHARS = 700
"""Of a sentence; longer ones are a page's text without full stops."""
LIST_LIMIT_MOST = 200
"""What a program may ask the JSON API for at once."""

# -- search ----------------------------------------------------------------------------------------

FOUND = 20
"""Results on one page."""
LOOKED_THROUGH = 2_000
"""Matches that one page looks through, newest first, for those that fit date, source and watch: 20 ms."""
SOURCE_LOOKED_THROUGH = 50_000
"""Articles, newest first, among which a source is looked for when a search found nothing: 0.2 s."""
QUERY_CHARS = 400
"""Of a query: longer is a pasted text."""
MEANINGS = 100_000
"""Developments kept at hand for search by meaning, newest first: 154 MB at 384 dimensions."""
MEANINGS_AT_ONCE = 4_000
"""Read by one search; the first reads this many at most, the rest follows behind it."""
MEANINGS_BESIDE = 1_000
"""Read by one page of a story, which shows similar ones beside much else: 15 ms."""
MEANINGS_EXACT = 20_000
"""Up to so many all cosines are taken: 3 ms."""
MEANING_CANDIDATES = 4_000
"""Beyond that, so many are chosen by their signs: 99.95 % of the nearest 50 and 99.5 % of the nearest 240 among
85,000 sentences are among them (2,000: 99.8 and 98)."""
MEANING_LEAST = 0.25
"""Cosine below which two texts have nothing to do with one another (unrelated news: about 0.1)."""
SIMILAR_LEAST = 0.4
"""Cosine from which a story is offered as similar."""
REPEATS_AMONG = 5_000
"""Newest earlier statements among which an article's sentences are looked up: 10 ms."""
REPEAT_LEAST = 0.5
"""Cosine from which a known statement is named as what a sentence repeats."""

# -- watches ---------------------------------------------------------------------------------------

PREVIEW_DAYS = 30
"""How far back the preview of a watch looks."""
PREVIEWS_KEPT = 64
"""Previews at hand, each of up to `PREVIEW_LINES` lines: a watch is tried a few times before it is saved."""
PREVIEW_LINES = 60
"""Lines of it that are shown; all of them are counted."""

# -- live ------------------------------------------------------------------------------------------

LIVE_LOOK_S = 3.0
"""How often an open Today page's stream looks for developments: one indexed query."""
LIVE_KEEP_S = 20.0
"""A comment at least so often, so that no proxy takes the stream for dead."""
LIVE_MOST = 32
"""Streams at once; a further one is told to come back."""
LIVE_RETRY_MS = 5_000
"""When a browser whose stream broke comes back."""

# -- the door --------------------------------------------------------------------------------------

SESSION_FOR = timedelta(days=30)
"""How long somebody who gave the token stays in."""
FORM_BYTES = 2 * 2**20
"""Of one request's body: an OPML file of 10,000 feeds."""
TRIES = 10
"""Wrong tokens in `TRIES_WITHIN` before every further one has to wait."""
TRIES_WITHIN = timedelta(minutes=5)

# -- acting ----------------------------------------------------------------------------------------

SNOOZE_DAYS = 7
"""How long a snooze lasts when nobody says otherwise."""
SNOOZE_DAYS_MOST = 365
STOPS_WITHIN_S = 2
"""How long open streams are given at a stop."""
