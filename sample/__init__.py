"""The bundled newsroom: invented outlets, served over real local HTTP as of any time.

    with Newsroom(clock) as room:
        for url, name, publisher in room.feeds(): ...

`timeline()` lists the times at which the demo makes its passes.
"""

from __future__ import annotations

from sample.passes import timeline
from sample.server import Newsroom

__all__ = ["Newsroom", "timeline"]
