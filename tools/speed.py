"""Where the time of a run of all notebooks goes, as ratios within one run of this file.

Run ``make speed``. The notebooks of a copy of the project are run together, as ``wsis20 run --all`` does, and one by
one; the baseline is the sum of the latter. An empty notebook shows what starting a kernel takes of each.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import nbformat
from conftest import ProjectCopy

LIMIT = 10  # seconds: a notebook above it needs a reason


def timed(function) -> float:
    """Return how many seconds a call takes."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def main() -> None:
    """Print the ratio and the seconds of each notebook."""
    with tempfile.TemporaryDirectory() as folder:
        copy = ProjectCopy(Path(folder) / "project")
        paths = sorted((copy.root / "notebooks").glob("*.ipynb"))
        empty = copy.root / "notebooks" / "empty.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), empty)
        alone = {}
        for path in [empty, *paths]:
            run = "from wsis20.commands.run import execution; execution.run"
            words = f"from pathlib import Path; {run}([Path({str(path)!r})])"
            alone[path.name] = timed(lambda words=words: copy.run("-c", words))
        empty.unlink()
        start = alone.pop(empty.name)
        together = timed(lambda: copy.wsis20("run", "--all"))
        nothing = timed(lambda: copy.wsis20("run"))
    total = sum(alone.values())
    for name, seconds in alone.items():
        above = "  above the limit" if seconds > LIMIT else ""
        print(f"{name:<22}{seconds / total:>6.0%} of the sum{seconds:>7.1f} s{above}")
    print(f"an empty notebook{'':<5}{start / total:>6.0%} of the sum{start:>7.1f} s, which is in each of the above")
    both = f"{together / total:.2f} of the sum of one by one"
    print(f"all together on {os.cpu_count()} cores: {both} ({together:.1f} of {total:.1f} s)")
    print(f"with nothing stale: {nothing / total:.3f} of the sum ({nothing:.1f} s)")


if __name__ == "__main__":
    main()
