"""Limits of embedding, copies and stories."""

from __future__ import annotations

from datetime import timedelta

PASSAGES = 400
"""Most sentences of one article that are kept and embedded: a live blog's first ones are its newest."""

PARTS_IN_HAND = 1_000
"""Articles whose sentences are kept from embedding to deciding, some 65 KB each: those of most passes."""

ENCODE_TOKENS = 1024
"""Word pieces (padding counted) that go through the model at once: past it the CPU's caches overflow."""

COUNTED_TOGETHER = 256
"""Texts whose word pieces are counted in one go."""

CACHED_TEXTS = 50_000
"""Texts whose vectors are kept at hand, so that boilerplate and wire copy cost nothing: 80 MB."""

SHINGLE = 5
"""Words in a run of a fingerprint: shorter ones are common phrases, longer ones break at each edit."""

FINGERPRINT_KEEP = 4
"""One run in so many is kept (those whose hash is 0 modulo it), the same ones in every text (Broder 1997)."""

COPY_CONTAINMENT = 0.8
"""Share of the shorter text's runs in the longer one from which it is a copy."""

COPY_LEAST_RUNS = 6
"""Kept runs below which a text is too short to be called a copy of part of another."""

COPY_NEW_RUNS = 6
COPY_NEW_SHARE = 0.6
"""Runs of a statement that its original lacks, and their share of the statement's, from which a would-be copy says
something of its own: ten words and more of a sentence that is not there."""

LEAD_SENTENCES = 3
"""Statements after the title that stand for what an article is about: news is told in its first sentences."""

TRACE_TERMS = 400
"""Words kept of one article, its lead's and names first: past it are the long tails of features."""

WORD_PRIOR = 20
"""Stories of news of any kind that count as read before the first, with the words that are usual there: a new
installation knows that "million" tells less than a name."""

RARE_SEEN = 2
"""Earlier stories up to which a word counts as rare: mostly names of people, streets and firms."""

RARE_NAME_SEEN = 5
"""The same for names: of a street or a person the fifth story is still about few events."""

TELLING_WEIGHT = 0.8
"""Weight of a word from which a name in the lead tells an event from its like: seen in one or two of 1,000 stories."""

GAP_AT_MOST_DAYS = 30
"""Days after which more time between two articles says no more, so that a sleeping story can wake."""

SOON_DAYS, NEAR_DAYS = 3.0, 10.0
"""Days in which the nearness in time of two articles falls to 1/e: that of the same reports, of a follow-up."""

LEAST_COSINE = 0.03
"""Added to a cosine of words before its logarithm is taken: two articles that have nothing in common."""

USUAL_COSINE = 0.1
"""Cosine of two leads that have nothing to do with each other, until the stream has shown its own."""

USUAL_SPREAD = 0.12
"""Standard deviation of the same."""

USUAL_COUNTS = 5
"""Articles that these two count as."""

COUNTED_AT_ONCE = 256
"""Leads whose second moment is worked out together: fewer take longer, more are looked through one by one."""

WORD_CANDIDATES = 48
"""Known articles that are weighed because of shared words; in development 95 % of partners are among 40."""

VECTOR_CANDIDATES = 24
"""Known articles that are weighed because of their vectors."""

POSTED_TERMS = 80
"""Words of an article, the most telling ones, under which it can be found."""

POSTINGS_READ = 400
"""Articles read of one word's list, the newest: a word in more of them tells little."""

SUMMED_TOGETHER = 65_536
"""Newest articles whose sums of shared words lie side by side, in the processor's cache; older ones are few in lists of
frequent words, and each is looked up."""

SUMMED_AT_ONCE = 16_384
"""Articles whose sums are worked out together where that is compiled: they fit the processor's nearest caches."""

READ_AT_ONCE = 1024
"""Stored traces read into the index in one go: enough to be quick, few enough for the processor's cache."""

PROJECTED = 96
"""Length of the vectors that the search for candidates uses; the comparison uses the whole ones."""

FLAT_UNTIL = 8192
"""Articles up to which all vectors are looked through."""

CELL_MEMBERS = 128
"""Articles in a cell when the cells are laid."""

MOST_CELLS = 2048
"""Cells at most: their centres are compared with every article."""

CELLS_PROBED = 8
"""Cells looked through for one article."""

RUNNING_WITHIN = timedelta(days=7)
"""Stories with an article this near in time to a new one run beside it: the more, the higher the bar for joining."""

RUNNING_READ = 1000
"""Articles, the newest, among which running stories are counted: past some hundred a story more changes nothing."""

WINDOW_FROM = 0.05
"""Share of these articles before which their days are not taken as read: some of each day come late."""

MEMBERS_TIMED = 64
"""Members of a story, the last that came, from which its days to an article are counted, beside the weighed ones."""

MEMBERS_HEARD = 64
"""Members of a story, the last that came, whose words are not counted again for another of it."""

UNDATED_BESIDE = 0.2
"""The share of the stories among the last RUNNING_READ that an undated article counts as running beside it, one at
least."""

NEAR_ODDS, PAUSE_ODDS = 7.0, 3.0
"""Log-odds that a member of the same hour adds, and a pause of weeks takes, where no other story runs beside; both
fall with one and the stories that do."""

REPORTED_DAYS = 2.5
"""Days in which what a near member adds falls to 1/e."""

SLEPT_ODDS = 0.75
"""Log-odds that each e-fold of days past GAP_AT_MOST_DAYS takes besides, falling alike."""

PAUSED_MEMBERS = 3
"""Articles of a story up to which a pause counts in full: one that many came to is likelier to go on."""

MEMBERS_WEIGHED = 3
"""Members, the most alike, whose mean stands beside the best one's: one look-alike is not enough."""

MEMBER_UNSEEN = -6.0
"""Log-odds of a member that was not even a candidate."""

SLEEP_AFTER = timedelta(days=30)
"""A story without an article for so long sleeps; the next one wakes it."""

SECOND_THOUGHTS_WITHIN = timedelta(days=7)
"""Upkeep looks again at stories that had an article so lately; the rest is history."""

SECOND_THOUGHTS_MEMBERS = 40
"""Members of a story that upkeep looks at, the newest."""

SECOND_THOUGHTS = 100
"""Changes of one upkeep pass at most: more would be a sign of a mistake."""

MERGE_ODDS = 1.0
"""Log-odds above those of joining from which two stories are one: undoing is harder than waiting."""

SPLIT_ODDS = 3.0
"""Log-odds below those of joining at which parts of a story have come apart."""

MERGED_MEMBERS = 10
"""Articles of a story that is merged into an older one, at most; a larger one is left to a person."""

NAMES_OF_STORY = 8
"""Names that a story is listed with."""
