"""What people are told.

- A watch's alerts: `watching`; what was held back: `holding`; what its channels were told: `told_ledger`; what an
  alert shows: `evidence`.
- On the way: `outbox`, `threads`, `digests`.
- What comes back: `feedback`, and what hindsight shows: `audits`. A watch by another name: `renames`.
"""
