"""For those who look: nothing here writes.

- The pages: `pages_today`, `pages_story`, `pages_alerts`, `pages_feeds`.
- Found by words: `search`, in scripts without spaces: `spaceless`; by meaning: `vectors`. For previews: `prefilter`.
"""
