"""Children that parse strangers' bytes: killed at a limit, replaced, and nothing else is lost."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from models.errors import OutOfMemory
from models.nouns import Entry, PageKind, Problem
from sources.children import Children
from sources.sandbox import FeedBytes, PageBytes, Sandbox

GOOD = b"<rss version='2.0'><channel><title>Good</title><item><guid>1</guid></item></channel></rss>"
PAGE = "<html><head><title>T</title></head><body><article><h1>T</h1>{}</article></body></html>"
PROSE = (
    "<p>The harbour of Lom was closed on Tuesday after a ferry struck the quay, the port authority said.</p>"
    * 4
)
MB = 2**20


@pytest.fixture(scope="module")
def small() -> Iterator[Sandbox]:
    """A sandbox with little patience and little room."""
    with Sandbox(workers=2, seconds=2.0, memory=900 * MB, patience=8.0) as made:
        yield made


def _sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def _spin(rounds: int) -> int:
    return len(re.findall("(a*)*b", "a" * rounds))  # within one call into C, where no Python runs


def _hog(size: int) -> int:
    return len(bytearray(size))


def _die(_: int) -> None:
    os._exit(3)


def _pid(_: int) -> int:
    return os.getpid()


@pytest.mark.parametrize(
    ("function", "item", "code"),
    [(_sleep, 60.0, "too-slow"), (_spin, 60, "too-slow"), (_hog, 4000 * MB, "too-heavy"), (_die, 0, "too-heavy")],
)
def test_a_child_over_its_limit_is_replaced_and_the_work_in_hand_goes_on(
    function: Callable[..., object], item: object, code: str, small: Sandbox
) -> None:
    feeds = [FeedBytes(GOOD, None, "http://example.com/", tag=n) for n in range(40)]
    answers = small.parse_feeds(feeds)
    first = next(answers)
    problem = small.call(function, item)
    assert isinstance(problem, Problem)
    assert problem.code == code
    rest = list(answers)
    assert [given.tag for given, _ in [first, *rest]] == list(range(40))
    assert all(feed.title == "Good" for _, feed in rest)


HOSTILE = {
    "newlines": b"<rss><channel><title>" + "‹".encode() + b"\n" * 200_000 + b"</title></channel></rss>",
    "attributes": b"<rss><channel "
    + b" ".join(b"a%d='x'" % n for n in range(100_000))
    + b"></channel></rss>",
    "angles": b"<rss><channel><title>" + b"<" * 300_000,
    "deep": b"<rss>" + b"<a>" * 100_000,
    "quotes": b"<rss version='2.0'><channel><item><title>" + b"&quot;<![CDATA[" * 50_000,
    "comment": b"<rss><!--" + b"-" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_feeds_end_in_time_and_the_next_one_is_read(name: str, small: Sandbox) -> None:
    started = time.monotonic()
    feeds = [FeedBytes(body, None, "http://example.com/") for body in (HOSTILE[name], GOOD)]
    (_, hostile), (_, good) = small.parse_feeds(feeds)
    assert time.monotonic() - started < 30
    assert hostile.entries == ()
    assert good.title == "Good"


HOSTILE_PAGES = {
    "tiny paragraphs": PAGE.format("<p>x</p>" * 200_000),
    "json-ld": PAGE.format('<script type="application/ld+json">' + "[" * 50_000 + "]" * 50_000 + "</script>"),
    "large json-ld": PAGE.format(
        '<script type="application/ld+json">{"a":['
        + ",".join(['{"@type":"NewsArticle"}'] * 200_000)
        + "]}</script>"
    ),
    "nested divs": PAGE.format("<div>" * 1000 + PROSE + "</div>" * 1000),
    "very nested divs": PAGE.format("<div>" * 100_000 + PROSE),
    "attributes": PAGE.format("<p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">x</p>"),
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_hostile_pages_end_in_time_with_the_feeds_text(name: str, small: Sandbox) -> None:
    entry = Entry("k", "http://example.com/a", "T", None, text="The feed says this much.")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    page = PageBytes(HOSTILE_PAGES[name].encode(), "http://example.com/a", entry)
    ((_, reading),) = small.read_pages([page])
    assert time.monotonic() - started < 30
    assert reading.text == entry.text or "harbour of Lom" in reading.text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_thousand_nested_divs_do_not_hide_the_article(box: Sandbox) -> None:
    ((_, reading),) = box.read_pages(
        [PageBytes(HOSTILE_PAGES["nested divs"].encode(), "http://example.com/a")]
    )
    assert "harbour of Lom" in reading.text
    assert reading.kind is PageKind.ARTICLE


def test_mutated_feeds_neither_crash_nor_hang_nor_leak(box: Sandbox) -> None:
    """400 here; `bench/sources_mutations.py` runs 20,000 over the 2,138 documents."""
    rng = random.Random(11)
    seeds = [GOOD, b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"}]}', *HOSTILE.values()]
    feeds = [FeedBytes(mutated(rng, seeds[n % 2]), None, "http://example.com/") for n in range(400)]
    before = psutil.Process().memory_info().rss
    bugs = [f.problem for _, f in box.parse_feeds(feeds) if f.problem and f.problem.code == "parser"]
    assert bugs == []
    assert psutil.Process().memory_info().rss - before < 64 * MB


def mutated(rng: random.Random, body: bytes) -> bytes:
    """A few bytes changed, cut, doubled or moved."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del data[at : at + rng.randint(1, 20)]
            case 2:
                data[at:at] = data[at : at + rng.randint(1, 40)] * rng.randint(1, 5)
            case 3:
                data[at:at] = rng.choice(
                    [b"<", b"&", b"]]>", b"<!--", b"\0", b"\xff\xfe", b"<![CDATA[", b"&#x0;"]
                )
            case _:
                data = data[at:] + data[:at]
    return bytes(data)


def test_children_are_light_and_are_used_again(box: Sandbox) -> None:
    # eval is a function that children know without importing this test, and what it imports
    modules = box.call(eval, "sorted(__import__('sys').modules)")
    assert isinstance(modules, list)
    heavy = {"torch", "sentence_transformers", "transformers", "prefect", "sqlalchemy", "pytest", "scipy"}
    assert not heavy & set(modules)
    assert len({box.call(_pid, n) for n in range(20)}) <= 2


def test_children_do_not_import_the_main_module_and_die_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "heavy.py"
    script.write_text(
        "import os, sys\n"
        "if __name__ != '__main__': open('imported', 'w').close()\n"
        "from sources.sandbox import FeedBytes, Sandbox\n"
        "from psutil import Process\n"
        "box = Sandbox(workers=1)\n"
        "list(box.parse_feeds([FeedBytes(b'<rss/>', None, 'http://example.com/')]))\n"
        "print(*[c.pid for c in Process().children() if 'spawn_main' in ' '.join(c.cmdline())], flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert not (tmp_path / "imported").exists()
    children = [psutil.Process(int(p)) for p in ran.stdout.split() if psutil.pid_exists(int(p))]
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert ran.stdout.strip()


def test_a_lower_limit_than_ours_is_lived_within() -> None:
    """As under `ulimit -v`: a process without rights may not raise it, not even for its children."""
    program = (
        "from sources.sandbox import FeedBytes, Sandbox\n"
        "with Sandbox(workers=1) as box:\n"
        f"    print([feed.title for _, feed in box.parse_feeds([FeedBytes({GOOD!r}, None, 'http://a.example/')])])\n"
    )
    limit = 1200 * MB
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout == "['Good']\n", ran.stderr


@pytest.mark.parametrize("seen_after_s", [0.0, 0.02, 0.5])
def test_children_that_are_ended_with_nothing_in_hand_are_replaced(seen_after_s: float) -> None:
    """pebble, which takes a tenth of a second to see it, gives its pool up."""
    feeds = [FeedBytes(GOOD + b" " * 200_000, None, "http://example.com/", tag=n) for n in range(20)]
    with Sandbox(workers=2) as box:
        for _ in range(2):
            assert not isinstance(box.call(_pid, 0), Problem)
            for child in list(box._children.now()._pool_manager.worker_manager.workers):
                os.kill(child, signal.SIGKILL)
            time.sleep(seen_after_s)
            found = [(given.tag, feed.title) for given, feed in box.parse_feeds(feeds)]
            assert found == [(n, "Good") for n in range(20)]


def test_children_that_cannot_begin_are_no_document_s_fault() -> None:
    with Sandbox(workers=1) as box:
        box._children = Children(1, 0, os._exit, (1,))
        with pytest.raises(OutOfMemory, match="the processes that take feeds and pages apart ended"):
            list(box.parse_feeds([FeedBytes(GOOD, None, "http://example.com/")] * 3))
        box._children.close()


def test_who_waits_while_it_is_closed_is_told() -> None:
    box = Sandbox(workers=1)
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(box.call, _sleep, 60.0)
        time.sleep(2)
        box.close()
        assert isinstance(asked.exception(20), CancelledError)
    with pytest.raises(CancelledError):
        box.call(_pid, 0)
