"""Kill runs and builds at many moments, look at what is left, and see that the next command works.

Each trial starts a command in a copy of the project, sends a signal to it or to its group after some seconds, and
then says: whether what was there before is still there, whole; what else lies about; whether a process goes on; and
whether the next command works. ``make kills``, twenty of each by default; takes an hour.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import psutil
from conftest import ProjectCopy

MOMENTS = 20
SIGNALS = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP")
SOONER = 0.6  # of the time after which a command had ended by itself
PATIENCE = 20  # seconds in which a command has to end after a signal
GONE = 3  # seconds in which what it started has to end


@dataclass(frozen=True)
class Trial:
    """A command, the signal that ends it, whether the whole group gets it, and after how many seconds."""

    command: str
    signal: str
    group: bool
    after: float


def book_of(copy: ProjectCopy) -> dict[str, bytes]:
    """Return the files of the book as built, by their paths."""
    folders = [copy.root / "_build" / name for name in ("html", "typst")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(copy.root).as_posix(): path.read_bytes() for path in files}


def strangers(copy: ProjectCopy) -> list[str]:
    """Return what lies about that no command keeps."""
    passing = {"html", "typst", "wsis20.json", "sound.json"}
    build = [path.name for path in (copy.root / "_build").glob("*") if path.name not in passing]
    parts = [path.name for path in copy.root.rglob("*.part") if "_build" not in path.parts]
    return sorted([*build, *parts])


def orphans(copy: ProjectCopy) -> list[int]:
    """Return the processes that work in a copy."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
            here = process.cwd().startswith(str(copy.root)) and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            continue
        if here and "python" in words and process.pid != os.getpid():
            found.append(process.pid)
    return found


def start(copy: ProjectCopy, command: str) -> subprocess.Popen:
    """Start a command in a copy, in a group of its own."""
    variables = {**os.environ, "PYTHONPATH": str(copy.root / "notebooks"), "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "wsis20", *command.split()]
    null = subprocess.DEVNULL
    return subprocess.Popen(words, cwd=copy.root, env=variables, stdout=null, stderr=null, start_new_session=True)


def state_after(copy: ProjectCopy, trial: Trial) -> dict[str, object]:
    """Carry out a trial; return what is so afterwards, by name; ``ended`` is the exit code."""
    notebooks, book = copy.stored(), book_of(copy)
    (copy.root / "_build" / "wsis20.json").unlink(missing_ok=True)  # or there is nothing to build
    process = start(copy, trial.command)
    time.sleep(trial.after)
    hit = process.poll() is None
    if hit:
        send = os.killpg if trial.group else os.kill
        send(process.pid, getattr(signal, trial.signal))
    began = time.monotonic()
    ended: int | str
    try:
        ended = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        ended = "too late"
    took = time.monotonic() - began
    while orphans(copy) and time.monotonic() - began < took + GONE:
        time.sleep(0.1)
    after = book_of(copy)
    return {
        "hit": hit,
        "ended": ended,
        "seconds": round(took, 1),
        "notebooks": "as before" if copy.stored() == notebooks else "new" if ended == 0 else "CHANGED",
        "book": "as before" if after == book else "new" if ended == 0 else "CHANGED",
        "left": strangers(copy),
        "orphans": len(orphans(copy)),
    }


def faults(state: dict[str, object]) -> list[str]:
    """Return what is not as it has to be after a trial; what a kill leaves is swept by the next command."""
    found = [name for name in ("notebooks", "book") if state[name] == "CHANGED"]
    found += ["orphans"] if state["orphans"] else []
    found += ["left"] if state["left"] and state["ended"] != -signal.SIGKILL else []
    return found + (["late"] if state["ended"] == "too late" else [])


def seconds(copy: ProjectCopy, command: str) -> float:
    """Return how long a command takes that has everything to do."""
    (copy.root / "_build" / "wsis20.json").unlink(missing_ok=True)
    began = time.monotonic()
    assert copy.wsis20(*command.split()).returncode == 0
    return time.monotonic() - began


def trials(command: str, longest: float, moments: int) -> list[Trial]:
    """Return trials spread over the time that a command takes, signals and groups in turn."""
    kinds = cycle([(name, group) for name in SIGNALS for group in (False, True)])
    return [Trial(command, *next(kinds), longest * (step + 0.5) / moments) for step in range(moments)]


def main() -> int:
    """Try everything; return 1 when something was not as it has to be."""
    moments = int(sys.argv[1]) if len(sys.argv) > 1 else MOMENTS
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = ProjectCopy(Path(folder) / "project")
        assert copy.wsis20("build", "--run").returncode == 0
        for command in ("run --all", "build"):
            for trial in trials(command, seconds(copy, command), moments):
                state = state_after(copy, trial)
                while not state["hit"]:  # the machine has become quicker
                    trial = replace(trial, after=trial.after * SOONER)
                    state = state_after(copy, trial)
                found = faults(state)
                bad += bool(found)
                print(f"{trial} {state} {'FAULT: ' + ', '.join(found) if found else 'right'}", flush=True)
            done = copy.wsis20(*command.split())
            left = strangers(copy)
            bad += bool(done.returncode or left)
            print(f"then {command}: exit code {done.returncode}, left behind {left} {done.stderr}", flush=True)
    print(f"{bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
