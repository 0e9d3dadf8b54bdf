"""The one database: schema, migrations, queries. The only state that newsdelta has.

- The tables are in `schema`, and how they came to be in `migrations`. Opened, written by one, brought up to date:
  `database`, `locks`, `upgrade`, with what went wrong in words: `failures`. Kept: `backup`, `retention`, `transfer`.
- How values are kept and asked for: `types`, `text`, `as_json`, `upsert`, `days`.
- From feeds to vectors: `feeds`, `entries`, `articles`, `checks`, `fingerprints`, `passages`.
- Stories and what is new in them: `stories`, `traces`, `words`, `ledger`, `developments`, `meanings`; what a person or
  upkeep changes: `mending`, `unmending`.
- People: `watching`, `telling`, `evidence`, `feedback`, `outbox`, `threads`, `digests`, `audits`, `renames`,
  `prefilter`.
- Running: `leases`, `passes`, `clocks`, `troubles`, `notes`, `counts`.
- For the pages alone: `pages_today`, `pages_story`, `pages_alerts`, `pages_feeds`, `search`, `spaceless`, `vectors`.
"""
