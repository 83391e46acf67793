"""Put the faults of ``sabotage`` into copies of the project, one at a time, and say which are refused.

``make faults`` runs it. A fault is refused when a command fails, in plain words, and names the place. Whoever made it
runs ``hash`` and ``describe`` where the fault says so; then the commands come in the order in which an editor meets
them, until one refuses: ``check``, what a build looks at before it begins, and, for a fault in a page or notebook, the
build itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conftest import ProjectCopy
from sabotage import FAULTS, Fault

PACKAGE = 5  # the classes up to this one are faults of the data package
GATES = """
import sys
from wsis20.commands.build import gates
sys.exit("\\n".join(gates.faults()) or 0)
"""
LOOK = """
import sys
from wsis20.commands.build import book
from wsis20.project import Refusal
try:
    book.refuse_unfit()
except Refusal as refusal:
    sys.exit(str(refusal))
"""
LOST = "could not be put"
BAD = ("Traceback (most recent", "this is a fault of the program")


def verdict(fault: Fault) -> tuple[str, str]:
    """Return what became of a fault: refused, let through, badly refused, not put; and the last words about it."""
    folder = Path(tempfile.mkdtemp())
    try:
        copy = ProjectCopy(folder / "project")
        try:
            fault.apply(copy.root)
        except Exception as error:  # what it wants to change is another by now; of many kinds
            return LOST, f"{type(error).__name__}: {error}"
        if fault.rehash:
            copy.wsis20("hash")
            copy.wsis20("describe")
        for done in commands(fault, copy):
            if done.returncode:
                break
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return judged(fault, done), (done.stderr or done.stdout)[-300:]


def commands(fault: Fault, copy: ProjectCopy) -> Iterator[subprocess.CompletedProcess]:
    """Run one command after the other."""
    if fault.cls <= PACKAGE:
        yield copy.wsis20("check")
        yield copy.run("-c", GATES)  # not whether notebooks are stale: after any change they are
    else:
        yield copy.run("-c", LOOK)
        yield copy.wsis20("build")


def judged(fault: Fault, done: subprocess.CompletedProcess) -> str:
    """Return what to say of a command that was given a fault."""
    said = done.stdout + done.stderr
    if done.returncode == 0:
        return "let through"
    if any(words in said for words in BAD):
        return "refused with a traceback"
    return "refused" if any(place in said for place in fault.place) else "refused without its place"


def main() -> int:
    """Try the faults of the classes that are named, of all when none is; list those that are not refused.

    Return 1 when one could not be put, since the book has changed: it would protect nothing.
    """
    classes = {int(word) for word in sys.argv[1:]} or {fault.cls for fault in FAULTS}
    tried = [fault for fault in FAULTS if fault.cls in classes]
    counts: Counter[tuple[int, str]] = Counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (fault, (what, said)) in enumerate(zip(tried, pool.map(verdict, tried), strict=True), 1):
            counts[fault.cls, what] += 1
            if what != "refused":
                print(
                    f"{number} of {len(tried)}: {what}: class {fault.cls}, {fault.id}: {fault.what}\n  {said}",
                    flush=True,
                )
    for (cls, what), count in sorted(counts.items()):
        print(f"class {cls}: {what}: {count}")
    return int(any(what == LOST for _, what in counts))


if __name__ == "__main__":
    sys.exit(main())
