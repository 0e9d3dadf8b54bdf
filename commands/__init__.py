"""The commands of newsdelta, one file a group, found by the `catalogue`; `group` is the command line itself.

- To begin: `init`, `demo` (`demo_run`, `demo_words`), `check` (`check_local`, `check_feeds`, `check_channels`,
  `check_runner`; what they find: `finding`), `doctor` (`doctor_feeds`), `read`.
- To run: `run`, `up`, `upkeep`, `digest`, `web`, `again`.
- Feeds: `feeds` (in words: `feed_words`; from what a person types: `feed_search`), `opml`.
- To look: `stories`, `story`, `why`, `preview`, `replay`.
- To say: `alerts`, `feedback`, `mute`, `decide`, `rename`, and `undo`.
- To keep: `backup`, `migrate`.
- What they share: `app`, `output`, `progress`, `pass_words`, `numbers`, `at_once`. The documents: `reference`.
"""
