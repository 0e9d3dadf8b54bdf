"""`python -m web [newsdelta.yaml]`: the pages alone, without the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from settings.errors import NewsdeltaError
from settings.load import load
from web.serve import serve


def main(arguments: list[str]) -> int:
    config = Path(arguments[0] if arguments else "newsdelta.yaml").resolve()
    try:
        serve(config, load(config, check_secrets=False), lambda line: print(line, flush=True))
    except NewsdeltaError as error:
        print(f"newsdelta: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
