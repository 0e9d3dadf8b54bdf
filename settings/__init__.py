"""What a person may set (newsdelta.yaml) and every named limit, with its unit and its reason.

- What may stand in the file: `schema`, of the kinds in `values`, with `secrets`, `schedules`, `languages` and the
  query language of watches, `words`. To begin from: `template`.
- Read: `load`, with every mistake by its line: `errors`, `mistakes`, `places`. Changed and otherwise left alone:
  `edit`, `splice`. What lies beside it: `own_folder`.
- Limits that nobody has to set: `limits`, `limits_sources`, `limits_storage`, `limits_stories`,
  `limits_developments`, `limits_events`, `limits_decide`, `limits_alerts`, `limits_flows`, `limits_web`.
- What each process does first: `startup`.
"""
