"""Every wait, retry, size and count of `sources/`, with its unit and its reason."""

from __future__ import annotations

# -- one request -----------------------------------------------------------------------------------

REQUEST_DEADLINE_S = 30.0
"""From the first hop to the last byte. A publisher that needs longer is asked again at the next poll."""
CONNECT_TIMEOUT_S = 10.0
"""Name look-up and TCP connect of one hop: three SYN retries."""
READ_TIMEOUT_S = 15.0
"""Silence on an open connection."""
REDIRECTS = 8
"""Hops. Real chains (feed burner, consent, www, https, slash) stay under six."""
FEED_BYTES = 10 * 2**20
"""After decompression. The largest real feeds seen are under 6 MB."""
PAGE_BYTES = 8 * 2**20
"""After decompression. The largest of 252 real news pages is 4 MB."""
ROBOTS_BYTES = 500 * 2**10
"""RFC 9309, 2.5: a parser must read at least 500 KiB, and may stop there."""
CHUNK_BYTES = 64 * 2**10
"""Decompressed at a time: what a bomb can cost before the limit is looked at."""
HEADER_BYTES = 1024
"""A validator longer than this is not kept: nobody's ETag is, and it would go back at every poll."""
URL_CHARS = 2048
"""Longer addresses are refused: browsers and servers stop about there."""

URL_BYTES = 2500
"""Of an address or a key in UTF-8: PostgreSQL indexes no more than 2,704, and a longer one would end every pass."""

# -- many requests ---------------------------------------------------------------------------------

FETCH_WORKERS = 32
"""Threads: 1,000 feeds in under a second on two cores, and more threads were no faster."""
PER_HOST = 2
"""Requests at once to one host: what browsers of the time of RFC 2616 kept to."""
HOST_DELAY_S = 0.5
"""Between the starts of two requests to one host of a stranger. Hosts allowed by name have none."""
CRAWL_DELAY_MAX_S = 10.0
"""A robots.txt may ask for more; longer would hold up a pass, so the rest waits for later passes."""
KEPT_CONNECTIONS = 64
"""Hosts whose connections are kept open for the next request."""
ROBOTS_FRESH_S = 24 * 3600.0
"""RFC 9309, 2.4: at most a day."""
ROBOTS_UNREACHABLE_FRESH_S = 3600.0
"""A robots.txt that answered 5xx is asked for again after an hour."""
ROBOTS_WORK = 1_000_000
"""Rules times the machines that they are for: a second. Real files have some ten thousand; 300 KB that name 3,000
machines above 20,000 rules took minutes and gigabytes, and are a robots.txt that cannot be had."""
ROBOTS_HOSTS = 4096
"""Rules kept in memory; the oldest go first."""

# -- polling ---------------------------------------------------------------------------------------

INTERVAL_S = 3600
"""Between two polls when the feed says nothing: at most one conditional request an hour."""
INTERVAL_MIN_S = 3600
"""Never sooner than this, whatever the feed says."""
EVERY_MIN_S = 5 * 60
EVERY_MAX_S = 7 * 24 * 3600
"""What a feed's `every` in the settings may be: a server that is asked each five minutes hardly notices, and few feeds
reach back further than a week."""
EVERY_EARLY = 0.1
"""Share of `every` by which a feed is due sooner: passes begin some seconds apart from their times, and a feed that is
to be asked at each of them must not miss every second one."""
FULL_AFTER_S = 24 * 3600
"""Between two unconditional requests to a feed, at least."""
CLOCKS_APART_S = 300
"""How far ahead of the server's our clock may be where our time stands in for its Last-Modified."""
INTERVAL_MAX_S = 24 * 3600
"""A feed that is silent for months is still asked once a day."""
HOPEFUL_GROWTH = 1.5
"""The interval grows by this after a poll that found nothing new..."""
EAGER_SHRINK = 0.5
"""...and shrinks by this after one that did: two finds undo three misses."""
QUIET_POLLS_S = 6 * 3600
"""Without news the interval grows to this, and beyond it only for a feed silent for `SLEEPY_AFTER_S`."""
SLEEPY_AFTER_S = 14 * 24 * 3600
"""A feed without anything new for two weeks may be asked as seldom as once a day."""
BACKOFF_FIRST_S = 3600
"""After the first failure; doubles with each, with jitter, up to `BACKOFF_MAX_S`."""
BACKOFF_MAX_S = 24 * 3600
JITTER = 0.1
"""Share of a wait by which it is lengthened at random, so that feeds do not come due together."""
RETRY_AFTER_MAX_S = 7 * 24 * 3600
"""A longer Retry-After (ten years have been seen) is taken as this."""
TOO_MANY_S = 300.0
"""For how long a site's pages wait after a 429 that does not say how long: the rest of the pass."""
MAX_AGE_MAX_S = 24 * 3600
"""A longer max-age or ttl is taken as this: a mistake there must not silence a feed."""
MOVES_BEFORE_BELIEVED = 3
"""Permanent redirects to one place in a row before the address is changed; failures in a row at the new one before the
settings' own is asked again."""

# -- parsing strangers' bytes ----------------------------------------------------------------------

SANDBOX_WORKERS = 2
"""Child processes: one a core of the smallest machine we run on."""
PARSE_SECONDS = 20.0
"""Of CPU, for one feed or page: ten times what the slowest of 252 real pages takes, libraries loaded included."""
PARSE_PATIENCE_S = 120.0
"""By the clock, for a child that hangs without working. With ten times the work that a machine can do, what needs
PARSE_SECONDS of CPU still ends within."""
CHILD_MEMORY_BYTES = 1536 * 2**20
"""Address space of a child. The heaviest real page needs 400 MB, libraries included."""
CHILDREN_LOOKED_AT_S = 1.0
"""How often who waits for an answer of theirs looks whether they are still there."""
CHILD_TASKS = 500
"""A child is replaced after as many, so that what libraries leak or cache is given back."""
IN_HAND = 8
"""Inputs handed to the children ahead of the answers, per child: bounds what waits in memory."""
FEED_ENTRIES = 2000
"""Entries taken from one feed, newest as listed first. The longest real feeds have a few hundred."""
ENTITIES = 300
"""Harmless entity declarations in one feed: HTML itself has 253."""
ENTRY_CHARS = 100_000
"""Of an entry's own text: longer than any article."""
TITLE_CHARS = 500
"""Headlines end by 200; a longer one is a body in the wrong field."""
CUT_TITLE_CHARS = 100
"""A headline that long may have been cut off: Google once took 110 characters of JSON-LD."""
SITE_NAME_WORDS = 4
"""Of what follows a headline and holds the site's name: "CBC News", not a second sentence on it."""
ADDRESS_WORDS = 5
"""Of a headline that a page's address spells: fewer stand in an address by chance, as the name of a section."""
TEXT_CHARS = 400_000
"""Of an article's text: a book's chapter. The rest is cut."""
AUTHORS = 20
AUTHOR_CHARS = 100
BYLINE_ELEMENTS = 60
"""Looked at after the headline: a byline is among the first."""
BYLINE_CHARS = 200
"""Of a byline, with its date and what it is beside. Longer is a paragraph."""
UTF8_WHOLE = 20
"""Bytes in whole multi-byte characters for each broken one that make a page UTF-8 all the same. In Latin-1 or
Shift-JIS hardly any are whole."""
JSON_LD_CHARS = 2_000_000
"""Of one page's JSON-LD: more made a parser take 706 MB."""
FUTURE_S = 24 * 3600
"""A date further ahead of now is not believed (a wrong year, or an event's date)."""
LANGUAGE_CHARS = 100
"""Shorter texts are not asked what language they are in: py3langid errs there."""
LANGUAGE_SAMPLE_CHARS = 2000
"""Enough to tell a language by."""
LANGUAGE_SURE = 25.0
"""Log-odds over the page's claim (without one, over the next language) from which the text itself is believed. Of
English news taken for Nigerian Pidgin none reaches 22; of pages whose template claims another language than they are in
each piece of 100 characters has 40 and more."""
TWICE_CHARS = 100
"""A line longer than this is no refrain: the second time it is the page's, not the author's."""
LEAD_MIN_CHARS = 50
LEAD_MAX_CHARS = 900
LEADS = 2
"""A standfirst is one or two paragraphs of this size; shorter is a kicker, longer is the text."""
PROSE_CHARS = 1500
"""A page with more prose than this is an article, whatever else it says: walls and errors are short."""
STUB_CHARS = 600
"""Prose before a paywall: two or three paragraphs."""
ERROR_CHARS = 600
ERROR_PAGE_CHARS = 3000
"""Prose and all shown text of an error page. Those with menus round them say what was looked for, too."""
EMPTY_CHARS = 60
"""Less prose is no article's: not one full sentence."""
CONSENT_SHARE = 0.04
"""Of the words shown that are about consent. On walls a tenth to a third are, on articles below 1 %."""
LINK_SHARE = 0.6
"""Of the shown characters within links: a page for going elsewhere."""
LISTED_SHARE = 0.6
"""Of the prose in teasers: a section's page, or the home page that a dead link leads to."""
TEASERS = 5
"""Headings that lead elsewhere, with a word under each, that make a list of other pages."""
TEASER_LEVELS = 4
"""Up from a teaser's heading to all of it."""
SHOWN_TEXTS = 5000
"""Pieces of text looked at."""
FEED_MORE = 1.3
"""Times as long as the page's text: then the feed's own content serves, if it holds the page's words."""
LIVE_POSTS = 3
"""Dated entries that make a live blog."""
POSTS = 300
"""Entries of a live blog that are kept."""
LETTERS_A_CHARACTER = 3
"""Latin letters that say as much as one character of Chinese, Japanese or Korean."""
SITEMAP_ENTRIES = 500
"""Newest addresses taken from a sitemap: a news sitemap holds two days (Google's rule), at most 1,000. Half from either
end where none has a date: then nothing says at which new ones are added."""
FEEDS_TRIED = 20
"""Candidates that discovery asks for on one site."""
OPML_BYTES = 4 * 2**20
"""Of a list of feeds: 20,000 of them."""
FOLDER_CHARS = 200
"""Of the folders that a feed lies in: whoever nests a hundred thousand would fill gigabytes with their names."""
SITEMAPS_TRIED = 3
