"""From a development to a person, without a database: what a watch wants, and how it is said and sent.

- Decided: `policy`, by what a watch is `about`; why not: `why`.
- Seen: `view`, its sentences in `say`, made harmless by `inert`, with a `picture`; rendered by `render_text`,
  `render_html`, `render_mail`, `render_slack`.
- Sent: `message` is what `channels` take and answer; `plan` says what goes together, `retry` when again.
"""
