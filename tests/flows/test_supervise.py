"""What `newsdelta up` promises of its processes, whatever they do: with real ones, and small."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from flows import family, home, tether
from flows.children import Child

SMALL_UP = Path(__file__).with_name("small_up.py")
WAITS = "import time; print('ready:', flush=True); time.sleep(600)"
RUN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print("run:", below.pid, flush=True)
time.sleep(600)
"""
STARTS_A_RUN = f"""
import os, subprocess, sys, time
print("ready:", flush=True)
run = subprocess.Popen([sys.executable, "-c", {RUN!r}], stdout=subprocess.PIPE, text=True, start_new_session=True)
with open(os.path.join(os.path.dirname(os.environ["NEWSDELTA_CONFIG"]), "run.new"), "w") as file:
    print(os.getpid(), run.pid, run.stdout.readline().split()[1], file=file)
os.rename(file.name, file.name.replace("new", "pids"))
time.sleep(600)
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def small_up(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(worker: str = WAITS, *web: str, folder: Path = tmp_path) -> subprocess.Popen[str]:
        command = [sys.executable, str(SMALL_UP), str(folder), worker, *web]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for each in started:
        family.tell(signal.SIGKILL, _below(each.pid))
        each.kill()
        each.wait()


def _below(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def said(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    heard = []
    late = threading.Timer(30, process.kill)
    late.start()
    try:
        for line in process.stdout:
            heard.append(line)
            if words in line:
                return line
    finally:
        late.cancel()
    raise AssertionError(f"{words!r} was not said; instead: {heard}")


def pids_of_run(folder: Path) -> list[psutil.Process]:
    """The worker, its run, and what that started."""
    file = folder / "run.pids"
    until = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < until
        threading.Event().wait(0.05)
    found = [psutil.Process(int(pid)) for pid in file.read_text().split()]
    file.unlink()
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt what its children leave")
def test_a_run_whose_worker_was_killed_does_not_outlive_the_stop(small_up: Start, tmp_path: Path) -> None:
    up = small_up(STARTS_A_RUN)
    said(up, "works")
    worker, run, below = pids_of_run(tmp_path)
    worker.kill()
    said(up, "The worker ended")
    everybody = [run, below, *pids_of_run(tmp_path)]  # and what the next worker started
    assert run.is_running(), "a pass is not stopped because its worker died"
    begun = time.monotonic()
    up.send_signal(signal.SIGTERM)
    assert up.wait(15) == 0
    assert time.monotonic() - begun < 10
    assert psutil.wait_procs(everybody, timeout=2)[1] == []


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_right_after_the_start_leaves_nothing(small_up: Start, sign: int) -> None:
    up = small_up()
    while not (begun := _below(up.pid)):
        assert up.poll() is None
    up.send_signal(sign)
    assert up.wait(10) == 0
    assert psutil.wait_procs(begun, timeout=2)[1] == []


def test_two_that_start_together_get_a_port_each(small_up: Start, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    both = [small_up(folder=folder) for folder in folders]
    ports = {said(up, "works").split()[1] for up in both}
    assert len(ports) == 2
    logs = [folder / "logs" / "server.log" for folder in folders]
    for up, log in zip(both, logs, strict=True):
        while not (log.exists() and log.read_text().endswith("\n")):  # what works may be said before what it listens to
            assert up.poll() is None
        up.terminate()
    assert [up.wait(10) for up in both] == [0, 0]
    handed = {log.read_text().split()[-1] for log in logs}
    assert ports == {f"http://127.0.0.1:{port};" for port in handed}, "each server has the port that was said"


def test_whoever_looks_for_a_port_has_it() -> None:
    with home.listen() as taken:
        wanted = home.port_of(taken)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: home.listen(wanted), range(16)))
    ports = [home.port_of(each) for each in found]
    for each in found:
        each.close()
    assert len(set(ports)) == 16
    assert wanted in ports


def test_pages_that_cannot_listen_are_not_said_to_be_there(small_up: Start) -> None:
    web = "import sys; sys.exit('port 8765 is taken')"
    worker = "import time; time.sleep(1); print('ready:', flush=True); time.sleep(600)"
    up = small_up(worker, web)
    assert "port 8765 is taken" in said(up, "The web ended")
    assert said(up, "works").strip().endswith("pages: port 8765 is taken")


def test_what_cannot_start_for_a_week_says_so_once(small_up: Start, tmp_path: Path) -> None:
    web = "import sys, time; sys.exit(f'{time.time()} the disk is full')"
    up = small_up(WAITS, web)
    assert "the disk is full" in said(up, "The web ended")
    log = tmp_path / "logs" / "web.log"
    until = time.monotonic() + 30
    while log.read_text().count("the disk is full") < 3:
        assert time.monotonic() < until
        threading.Event().wait(0.1)
    up.terminate()
    assert up.stdout is not None
    assert "The web ended" not in up.stdout.read()


def test_pages_that_move_are_said_anew(small_up: Start) -> None:
    up = small_up(WAITS, "import os; print('Pages:', f'http://127.0.0.1:{os.getpid()}/', flush=True); input()")
    said(up, "The pages are at")  # their input is empty: they end, and come back elsewhere
    assert said(up, "The pages are at")


def test_what_cannot_be_started_is_tried_again(small_up: Start) -> None:
    up = small_up(WAITS, "too long")
    assert "it cannot be started: Argument list too long" in said(up, "The web ended")
    said(up, "works")
    up.terminate()
    assert up.wait(10) == 0


def test_what_dies_young_is_started_after_longer_and_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("flows.children.time", SimpleNamespace(monotonic=lambda: now[0]))
    child = Child("worker", [], {}, tmp_path)
    pauses = []
    for lived in (1, 1, 1, 299, *[1] * 10, 301, 1):
        child._started = now[0]
        now[0] += lived
        pauses.append(child.pause_before_restart())
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pauses[-3:] == [60, 1, 2], "one that lived for a while begins anew"


def test_a_death_is_seen_though_something_else_holds_the_output(tmp_path: Path) -> None:
    dead: queue.Queue[Child] = queue.Queue()
    leaves = "import subprocess, sys; p = subprocess.Popen(['sleep', '600']); print(p.pid, flush=True); sys.exit(3)"
    child = Child("worker", [sys.executable, "-c", leaves], {}, tmp_path, dead.put)
    child.start()
    try:
        assert dead.get(timeout=10).exit_code == 3
    finally:
        psutil.Process(int(child.last_words())).kill()


def test_a_signal_may_come_at_any_instruction(tmp_path: Path) -> None:
    """A queue with a lock that its own holder cannot take again would stand for ever."""
    code = f"""
import queue, signal, sys
sys.path.insert(0, {str(SMALL_UP.parent)!r})
from pathlib import Path
from types import SimpleNamespace
from flows.supervise import Supervisor
up = Supervisor(Path("x"), Path({str(tmp_path)!r}), print)
signal.signal(signal.SIGALRM, up._stop)
for turn in range(300):
    signal.setitimer(signal.ITIMER_REAL, 0.0002 + turn / 1e6)  # one at a time: none within the handler of another
    while True:
        try:
            up._events.get(timeout=0)
            break
        except queue.Empty:
            pass
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux lets a process see another's end")
def test_what_up_leaves_behind_when_it_is_killed_outright_ends_by_itself() -> None:
    """A pass that is asked to stop waits for a server that is gone as well; a worker waits for its passes."""
    up = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); from flows import tether as t;"
    code += "t.ORPHAN_ENDS_WITHIN_S = .2; t.end_with_up(); print('ready', flush=True); import time; time.sleep(600)"
    env = os.environ | {tether.UP_VARIABLE: str(up.pid)}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as run:
        try:
            said(run, "ready")
            assert run.poll() is None
            up.kill()
            up.wait()
            assert run.wait(10) == -signal.SIGKILL
        finally:
            up.kill()
            run.kill()
    assert subprocess.run([*command], env=env, timeout=20).returncode == 1, "it was gone before"
