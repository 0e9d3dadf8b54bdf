"""Limits of deciding what is new."""

from __future__ import annotations

from datetime import timedelta

DEVELOPMENT_NOVELTY = 0.5
"""Novelty (0 to 1) from which an article is a development; the one threshold for every kind of news."""

FINDING_NOVELTY = 0.5
"""Novelty (0 to 1) from which a single sentence is listed as new."""

LEAD_NOVELTY = 0.15
TITLED_NOVELTY = 0.05
"""The same for the first statement, and for the one nearest to the title: they name what is known beside what is
new."""

FOLD_COSINE = 0.90
"""Cosine from which two sentences with the same figures say the same."""

FOLD_COVERED = 0.80
"""Share of a sentence's words (by idf) in one statement from which, with CHANGE_COSINE, they say the same."""

CHANGE_COSINE = 0.55
"""Cosine from which two sentences are about the same fact, so that other figures in them are a change."""

AROUND = 3
"""Nearest statements over which a sentence's similarity is averaged; two to five tell news equally well."""

CHANGE_READ = 6
"""Nearest statements among which the earlier value of a figure is looked for."""

LATER_READ = 64
"""Newest statements about the same fact that are looked through for the value that a changed one had last."""

LATE = timedelta(hours=24)
"""How much later than an article something may have been said that its values are held against: a date without a time
counts as midnight, and some pages err by their time zone. What was said still later is no earlier value: an archive
that comes late, read after it, would turn every change of months round."""

KEPT_COSINE = 0.95
"""Cosine from which a sentence of a revised page counts as left as it was."""

TAKEN_OVER = 0.8
"""Share of a sentence's runs of words, quotations aside, in another publisher's earlier text from which it was taken
over and is no independent witness: that of a copied text. Few sentences of newsroom-dev lie between 0.8 and 0.9."""

OWN_RUNS = 4
"""Runs (of five words) outside quotation marks below which a sentence is too short to tell whose words it has."""

OWN_LETTERS = 25
"""Letters and digits below which a sentence may be the same as another by chance ("Nobody was hurt.")."""

WIDE_LETTER = 3
"""Letters that a Chinese, Japanese or Korean one counts for: as much text as it says."""

EARLIER_TEXTS = 16
"""Earlier articles read to tell what was taken over, those that said most of what an article repeats."""

EARLIER_CHARACTERS = 20_000
"""Characters read of each, from its beginning: more than a long feature has. Of a live blog of twenty times as much the
newest is read, and whatever it was the first to say is read as a statement."""

FINDINGS = 12
"""Most sentences listed as new for one article; an alert shows five (`CHANGES_SHOWN`)."""

TITLE_WEIGHT = 1.0
"""What nearness (cosine) to the article's title counts, beside a novelty of 1, for which new sentence comes first."""

EARLY_WEIGHT = 0.6
"""What it counts to be the first statement; the second gets half of it, the third a third."""

CHECKABLE_WEIGHT = 0.4
"""What it counts to hold something that can be dated or checked."""

LEAST_TERMS = 4
"""Content words and figures below which a sentence says too little to be news."""

FOLDED_REPEAT = 0.3
"""Share of an article's sentences that fold into known ones from which an article without news is a repeat
rather than background."""

LEAD_STATEMENTS = 3
"""First statements of an article that say what it reports."""

LEAD_REPEAT = 0.35
TOLD_REPEAT = 0.5
"""Mean of cosine and covered, of the lead to the last two days' statements, and of the newest passage to all, from
which an article without news is a repeat rather than background."""

THIN_LEDGER = 150
"""Statements below which a ledger is thin: some five articles."""

LEAD_ECHO = 0.39
"""Nearness of the first statement to the last two days' (mean of cosine and covered) from which an article without a
new name or figure adds nothing to a thin ledger: nine in ten of newsroom-dev's developments without them stay below."""

OPENED_ECHO = 0.25
OPENED_FACTS = 0.2
"""How much of its first statements (mean of cosines) one article of the last two days must have said before an
article with a headline adds nothing to a thin ledger: so much without a new name, figure or quotation, and so much more
for each unit of their measure in `models.novelty.echoes`. No development of the bundled newsroom is lost."""

STATUS_TOLD = 0.75
"""Cosine to the headline from which a statement with the same status (charged, dead, approved) has told it."""

ABOUT_COSINE = 0.4
"""Cosine to the headline from which what is new in a sentence counts in full; below it, in proportion."""

LATELY = 400
"""Articles decided last by which the share of news is known."""

LATELY_LEARNED = 5.0
"""What the learned share counts beside them, in articles."""

LATELY_SHARES = (0.1, 0.9)
"""The least share of news that is believed, and the most."""

NEWS_FROM = 0.18
"""Probability by its headline from which an article is told: to miss a development costs as much as to tell four or
five repeats."""

UNCHECKABLE = 0.4
"""What is left of the novelty of an article that holds nothing to date or check: below the threshold."""

PERSONAL_STATEMENTS = 3
PERSONAL_SHARE = 0.2
"""Statements, and share of them, that speak in the first person from which an article is a column or a diary; none of
newsroom-dev's reports has them."""

MOVED_NOVELTY = 0.6
"""Novelty of an article in which one sentence moves the story on, however much of the rest is known."""

CHANGED_NOVELTY = 0.4
"""Novelty of a sentence from which a value that moved on in it is told wherever it stands. Of 22 rewrites of
newsroom-dev in which a value seems to have moved on none reaches 0.32."""

HEADLINE_COSINE = 0.4
"""Cosine to the headline from which the first statement, or the one nearest to it, is what the headline is about."""

EDITED_NOVELTY = 0.6
"""Novelty of a page that changed a value which it had given: told, whatever else it says."""

EDIT_TOLD_COSINE = 0.7
"""Cosine from which a statement that gives a day or a name says what a page says since it was edited."""

RECENT = timedelta(hours=48)
"""What was first said within this time is the story's fresh news; what repeats it is a repeat, what repeats
older statements is background. Two days bridge a weekend's and two time zones' lag between outlets."""

LEDGER_LOG = 6.0
"""Log of the number of statements beyond which a longer ledger makes a sentence no less likely to be new."""

BRIEF_SENTENCES = 4
"""Statements up to which a text of one passage is a brief: a wire flash, or a feed's summary where the page could not
be had. Without a headline it is judged as a sentence of a stream."""

BACKGROUND_FROM = 0.3
"""Mean of cosine and covered to the story's older statements below which nothing is background: two sentences of one
story that share nothing but the story measure about so much."""

BUSY_OVER = timedelta(days=14)
"""Span over which a story's usual number of articles a day is counted."""

LEAD = 4
"""First sentences of an article, which tell what it is about."""

AGREES_COSINE = 0.6
"""Cosine from which a statement tells the same event as a sentence of the lead."""

AGREEING = 8
"""Most agreeing articles that count; more make a story loud, not more important."""

AGREES_WITHIN = timedelta(days=1)
"""How long ago an article may have opened with the same event to agree."""

IMPORTANCE_SCALE = 24.0
"""Brings the importance of a usual development of a story that is reported once a day to about 1."""

LEDGER_WHOLE = 2_048
"""Statements up to which a ledger is compared whole; of a longer one the candidates are."""

OLDER_READ = 4_096
"""Older statements that are looked through by meaning, the newest of them; what was last said before them is found by
its words. So the cost of an article stops growing with the story."""

SHORT_VECTOR = 96
"""Length of the shortened vectors by which candidates are found: a quarter of the model's."""

NEAREST_READ = 12
"""Candidates for each sentence by meaning, lately and before, and by words."""

LOOKED_UP_TERMS = 12
POSTINGS_READ = 96
"""How many of a sentence's rarest terms are looked up, and how many of the newest statements for each."""

BLOCK = 32
"""Similarities among which only the highest is looked at first, to find the best of many quickly."""

PASSAGE_SENTENCES = 3
"""Sentences that make a passage where an article writes most of its sentences as paragraphs of their own."""

PASSAGE_PARAGRAPHS = 4
"""Paragraphs below which an article's paragraphs are its passages, however short."""

READ_IN_MEMORY = 8_192
"""Sentences of which it is kept what was read in them (figures, dates, statuses: each kind by itself, half a
kilobyte to two): a ledger's are held against article after article."""
