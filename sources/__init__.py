"""From the web to an Article: the only code that talks to strangers.

- `asking` gets bytes, safely and politely. `shape` is what kind they are of; strangers' bytes are parsed in child
  processes: `sandbox`, `children`.
- `feed` makes entries of them; `discover` finds the feeds of a site. `page` makes a `reading` of them; what is written
  in HTML as text: `plain`. For a person who tries a page out: `saved`.
- What a link means, and whose it is: `addresses`, `canonical`, `publisher`.
"""
