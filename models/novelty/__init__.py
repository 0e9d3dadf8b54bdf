"""What is new in an article: what `models/developments.py` decides by.

- Each sentence against the ledger: `measures`, over `passages`.
- From measures to a verdict: `judgement`, by the learned `weights`; what that alone gets wrong: `echoes`, `moves`; what
  a headline shows: `headed`, with `became`, and `lately` what that comes to.
- What is changed in it, by the rules of `models/change`: `alterations`, `taken_back`.
- The sentences that are told: `findings`. How much it matters: `importance`.
"""
