"""The one database: schema, migrations, queries. The only state that newsdelta has.

- The tables are in `schema`, and how they came to be in `migrations`. Opened, written by one, brought up to date:
  `database`, `locks`, `upgrade`, with what went wrong in words: `failures`. Kept: `backup`, `retention`, `transfer`.
- How values are kept and asked for: `types`, `text`, `letters`, `as_json`, `upsert`, `days`.
- The queries, in rooms named like those of the steps: `reading`, `deciding`, `telling`, `looking`; and `running`.
"""
