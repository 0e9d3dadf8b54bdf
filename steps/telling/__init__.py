"""From developments to people.

- Who is told: `match`, by the `material` that watches look at; `release` decides again what was held.
- What an alert shows: `showing`, with `links`. What belongs together: `bursts`, `digest`; what waits for the morning:
  `nights`.
- What newsdelta says of itself: `notices`, what a channel did not take: `undelivered`, and with hindsight, `audit`.
"""
