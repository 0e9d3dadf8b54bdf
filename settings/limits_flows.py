"""Limits of running unattended: leases, passes, Prefect's server and worker."""

from __future__ import annotations

from datetime import timedelta

LEASE_FOR = timedelta(seconds=45)
"""A lease that is not renewed ends after this: how long a dead holder on *another* machine is waited for.
A dead holder on this machine is recognised at once."""

LEASE_RENEWED_EVERY_S = 10.0
"""Four renewals may fail in a row (a long write of another's, a busy disk) before the lease is lost."""

LEASE_HUNG_FOR = timedelta(minutes=10)
"""A holder on this machine that lives but has not renewed for this long hangs, or the machine slept."""

UPKEEP_WAITS_S = 900.0
"""Upkeep moves whole stories and may not run beside a pass: how long it waits for one to end."""

UPKEEP_ASKS_EVERY_S = 2.0
"""How often it asks meanwhile: one small read."""
