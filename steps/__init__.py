"""The arrows of the pipeline: each step asks the database what is left, decides purely, commits.

fetch -> read -> embed -> decide -> deliver; `replay` and `digest` run the same code on other input.
A step may be killed at any instruction; run again, it carries on.
"""
