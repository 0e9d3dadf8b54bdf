"""Newsdelta's own affairs: whose turn it is (`leases`), the `passes` that were, `clocks` that were ahead, `troubles`
that last, `notes` that fit nowhere else, and how much of everything there is (`counts`)."""
