"""Whether the Dask cluster of `runner` answers, and with workers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.finding import Finding, fine, wrong
from commands.output import count
from settings.limits import RUNNER_WITHIN_S

if TYPE_CHECKING:
    from settings.schema import RunnerSetting


def runner(setting: RunnerSetting) -> Iterator[Finding]:
    """Nothing where passes work on this machine: a cluster of a pass's own is there when it is needed."""
    if setting.scheduler is None:
        return
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it says each connection
    try:
        with Client(  # type: ignore[no-untyped-call]
            setting.scheduler, timeout=RUNNER_WITHIN_S, set_as_default=False
        ) as client:
            workers = len(client.scheduler_info(n_workers=-1)["workers"])
    except (OSError, ValueError, RuntimeError, TypeError) as error:  # the last: tls:// without certificates
        yield wrong(
            "runner",
            f"the Dask cluster {setting.scheduler} does not answer ({error})",
            "Start its scheduler, or set 'runner: here'.",
        )
        return
    if workers:
        yield fine("runner", f"{setting.scheduler}, {count(workers, 'worker')}")
    else:
        mend = f"Start some: dask worker {setting.scheduler} --nthreads 1"
        yield wrong("runner", f"the Dask cluster {setting.scheduler} has no workers", mend)
