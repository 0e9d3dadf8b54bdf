"""The arrows of the pipeline: each step asks the database what is left, decides purely, commits.

fetch -> read -> embed -> decide -> deliver; `replay` and `digest` run the same code on other input.
A step may be killed at any instruction; run again, it carries on.

Most passes find nothing new, and a step that finds nothing loads nothing: `read`, `embed` and `decide` ask what is
left, `read_pages`, `embed_batches` and `decide_ready` do it, and `decide_article` one article, for `replay` as well.
A run of steps (`monitor`, `upkeep`) holds the lease of `shift`; every step gets a `context`.
"""
