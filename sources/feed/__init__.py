"""From bytes to entries.

- The formats: `parse` (RSS, Atom, RDF), `jsonfeed`, `sitemap`; a plain page that is `watched` for changes. What an
  entry is known by: `keys`. Lists of feeds: `opml`.
- When a feed is asked again, and what it is asked with: `polite`.
"""
