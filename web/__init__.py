"""The pages that people look at, and the JSON API beside them.

`web.app.create` makes the application; `python -m web` and `newsdelta web` serve it.
"""
