"""Asking strangers for bytes, of a feed or of a page.

- One gate to the network: `gate`. One request within its bounds: `fetch`; several hosts at once: `hosts`.
- What a host wants: `robots`, `waits`. What went wrong, in words: `faults`.
"""
