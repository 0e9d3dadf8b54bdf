"""From the web to an Article: the only code that talks to strangers.

- Asking: `gate`, `fetch`, `hosts`, `robots`, what went wrong in words: `faults`; when a feed is asked again:
  `polite`.
- What a link means, and whose it is: `addresses`, `canonical`, `publisher`.
- Strangers' bytes are parsed in child processes: `sandbox`, `children`. What kind they are of: `shape`.
- A feed to entries: `parse`, `jsonfeed`, `sitemap`, `watched`, `keys`. The feeds of a site, and lists: `discover`,
  `opml`.
- A page to a `reading`: `extract` puts together `document`, `pagekind`, `titles`, `sitenames`, `body`, `leads`,
  `furniture`, `phrases`, `authors`, `dates`, `language`, `liveblog`; what is written in HTML as text: `plain`.
- For a person who tries a page out: `saved`.
"""
