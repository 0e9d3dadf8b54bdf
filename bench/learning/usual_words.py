"""In how many articles English words stand anywhere: python -m bench.learning.usual_words [--write]

Six kinds of news are counted apart (incidents, ECB+'s topics, the newsroom's crises, an epidemic, an oil spill, an
earthquake), and a word is as usual as in the kind between the third and the fourth: what one kind is about is usual in
it alone. Gold is not read.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from models.text.words import stem, words

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
KINDS = {
    "incidents": ["stories/gva-train.jsonl"],
    "topics": ["stories/ecbplus-dev.jsonl"],
    "crises": ["developments/newsroom-dev.jsonl"],
    "epidemic": [f"timelines/H1N1_{each}.jsonl" for each in ("bbc", "guardian", "reuters")],
    "oil": [f"timelines/bpoil_{each}.jsonl" for each in ("bbc", "foxnews", "guardian", "reuters", "washingtonpost")],
    "earthquake": ["timelines/haiti_bbc.jsonl"],
}
LEAST = 10
"""Articles in a thousand below which a word counts as never seen."""
TARGET = Path(__file__).resolve().parents[2] / "models" / "story" / "usual_words.py"


def read(paths: Iterable[str]) -> Iterator[str]:
    """The texts of these files, titles first."""
    for path in paths:
        for line in (DATA / path).read_text("utf-8").splitlines():
            row = json.loads(line)
            yield f"{row.get('title') or ''}\n{row['text']}"


def shares(texts: Iterable[str]) -> dict[str, float]:
    """By stem, the share of texts that hold it."""
    tally: Counter[str] = Counter()
    many = 0
    for text in texts:
        many += 1
        tally.update({stem(word) for word in words(text)})
    return {key: count / many for key, count in tally.items()}


def usual(kinds: list[dict[str, float]]) -> dict[str, int]:
    """Articles in a thousand by stem, the most usual first."""
    found = {key: round(1000 * median(kind.get(key, 0.0) for kind in kinds)) for key in set().union(*kinds)}
    return {key: found[key] for key in sorted(found, key=lambda key: (-found[key], key)) if found[key] >= LEAST}


def render(found: dict[str, int]) -> str:
    """The module that is shipped."""
    rows = "\n".join(textwrap.wrap(" ".join(f"{key} {many}" for key, many in found.items()), 116))
    return (
        '"""How usual English words are in news of any kind, at first. From bench/learning/usual_words.py."""\n\n'
        '# ruff: noqa: SIM905 — word lists read better whole\n\nfrom __future__ import annotations\n\n'
        f'_ROWS = """\n{rows}\n""".split()\n\n'
        "USUAL: dict[str, float] = {key: int(many) / 1000 for key, many in zip(_ROWS[::2], _ROWS[1::2], strict=True)}\n"
        '"""By stem, the share of articles that hold it."""\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Count the words of models/story/usual_words.py.")
    parser.add_argument("--write", action="store_true", help="write models/story/usual_words.py")
    asked = parser.parse_args()
    text = render(usual([shares(read(paths)) for paths in KINDS.values()]))
    if asked.write:
        TARGET.write_text(text, "utf-8")
        print(f"wrote {TARGET.name}")
    elif text != TARGET.read_text("utf-8"):
        raise SystemExit(f"{TARGET.name} is not what counting gives; write it with --write")
    else:
        print(f"{TARGET.name} is what counting gives")


if __name__ == "__main__":
    main()
