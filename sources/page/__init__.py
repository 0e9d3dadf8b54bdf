"""From a page to what a reader would call the article: `extract` puts it together.

- The page itself: `document`; what kind it is of: `pagekind`; a live blog's entries: `liveblog`.
- Its text: `body`, `leads`, without `furniture`, by the `phrases` that furniture is known by.
- Its headline: `titles`, without `sitenames`. Who, when and in what language: `authors`, `dates`, `language`.
"""
