"""How long things take, as ratios to what a user would do otherwise, within one run of this file.

Run ``make bench``. The book is measured beside plain Jupyter Book, that is the same pages and notebooks without this
project's extension; its baseline for everything is a build that executes all notebooks (``execute_notebooks: force``)
and makes HTML alone. The data package is measured beside frictionless, and a join beside DuckDB. Each number is the
median of `TIMES` runs, in turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from conftest import ProjectCopy
from enlarge import enlarge
from speed import timed

TIMES = 3
PAGE = Path("book", "brief.md")
MILESTONE = "drafting"
PLAIN_EXTENSIONS: tuple[str, ...] = (
    "myst_nb",
    "jupyter_book",
    "sphinx_external_toc",
    "sphinx_copybutton",
    "sphinx_design",
)
PLAIN_EXTENSIONS += ("sphinx_book_theme", "sphinxcontrib.bibtex")
FRICTIONLESS = """
import sys
from frictionless import Package, system
with system.use_context(trusted=True):
    sys.exit(not Package(sys.argv[1] + "/datapackage.json").validate().valid)
"""
LOAD = (
    "import sys; from pathlib import Path; from wsis20 import datapackage; datapackage.load(folder=Path(sys.argv[1]))"
)
COMPARISON = """
import sys; from pathlib import Path
from wsis20 import datapackage, likeness
package = datapackage.load("messages", "codings", folder=Path(sys.argv[1]))
messages = package["messages"].query("layer == 'key message'")
regions = messages.set_index("message_id")["region_id"].astype(str).to_dict()
sets = likeness.by_region(likeness.presence(package["codings"], messages["message_id"]), regions)
print(likeness.pairs(sets), likeness.spread_of_themes(sets))
"""
NAMES = {
    "check": "check, beside frictionless alone",
    "load": "load with types, beside pandas.read_csv",
    "comparison": "compare the regions, beside a join by DuckDB",
}
PANDAS = "import sys, pandas, pathlib; [pandas.read_csv(path) for path in pathlib.Path(sys.argv[1], 'data').glob('*')]"
JOIN = """
import sys, duckdb
data = sys.argv[1] + "/data/"
print(duckdb.sql(f"select region_id, theme_id, count(*) from read_csv('{data}messages.csv', all_varchar=true) "
    f"join read_csv('{data}codings.csv', all_varchar=true) using (message_id) "
    "where coding_pass = 'agreed' and layer = 'key message' group by all").fetchall())
"""


@dataclass(frozen=True)
class Line:
    """What is done, its seconds and those of the baseline, the ratio wanted, and the memory, where it is known."""

    name: str
    own: float
    baseline: float
    wanted: float | None = None
    megabytes: float | None = None

    def __str__(self) -> str:
        """Say it in columns."""
        wanted = "" if self.wanted is None else f"{self.wanted:.2f}"
        memory = "" if self.megabytes is None else f"{self.megabytes:,.0f}"
        ratio = self.own / self.baseline
        return f"{self.name:<62}{self.own:>8.2f}{self.baseline:>10.2f}{ratio:>7.2f}{wanted:>8}{memory:>8}"


def path_of(copy: ProjectCopy) -> str:
    """Return where Python finds the library and the extension of a copy."""
    return os.pathsep.join(str(copy.root / part) for part in ("notebooks", "book/_ext"))


def megabytes(copy: ProjectCopy, *words: str) -> float:
    """Return the most memory that a program takes."""
    variables = {**os.environ, "PYTHONPATH": path_of(copy)}
    process = subprocess.Popen([sys.executable, *words], env=variables, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024  # of kilobytes, which Linux counts in


def done(copy: ProjectCopy, *words: str) -> None:
    """Run a program in a copy; stop with what it said when it fails."""
    refuse_failed(copy.run(*words, PYTHONPATH=path_of(copy)))


def jupyter_book(copy: ProjectCopy) -> None:
    """Build the web pages as whoever has Jupyter Book does; stop when that fails."""
    refuse_failed(copy.jupyter_book(PYTHONPATH=path_of(copy)))


def refuse_failed(result: subprocess.CompletedProcess) -> None:
    """Stop with what a program said that failed."""
    if result.returncode:
        sys.exit(f"{' '.join(result.args)} failed: {(result.stdout + result.stderr)[-2000:]}")


def without_extension(copy: ProjectCopy, execute: str) -> None:
    """Let a copy be built by plain Jupyter Book, with its own ways to execute notebooks."""
    path = copy.root / "_config.yml"
    config = yaml.safe_load(path.read_text("utf-8"))
    config["execute"]["execute_notebooks"] = execute
    del config["sphinx"]["local_extensions"]
    kept = {"include_patterns", "language", "bibtex_reference_style", "nb_merge_streams", "myst_heading_anchors"}
    own = config["sphinx"]["config"]
    config["sphinx"]["config"] = {key: own[key] for key in kept} | {"extensions": list(PLAIN_EXTENSIONS)}
    path.write_text(yaml.safe_dump(config), "utf-8")


def edit_sentence(copy: ProjectCopy, number: int) -> None:
    """Give a sentence of a page other words."""
    path = copy.root / PAGE
    text = path.read_text("utf-8")
    start = text.index("General Assembly adopted")
    line = text.rindex("\n", 0, start) + 1
    path.write_text(f"{text[:line]}{'Again, ' * (number + 1)}the {text[start:]}", "utf-8")


def change_cell(copy: ProjectCopy, number: int) -> None:
    """Give a cell of the data another value, and bring everything up to date as an author would."""
    (row,) = [row for row in copy.package.rows("milestones") if row["milestone_id"] == MILESTONE]
    copy.package.change("milestones", MILESTONE, note=f"{row['note']} Round {number}.")
    done(copy, "-m", "wsis20", "hash")
    done(copy, "-m", "wsis20", "run")
    jupyter_book(copy)


def cold(copy: ProjectCopy) -> None:
    """Run all notebooks and build HTML and PDF, with nothing there."""
    done(copy, "-m", "wsis20", "run", "--all")
    done(copy, "-m", "wsis20", "build")


def of_the_book(folder: Path, rounds: int) -> Iterator[Line]:
    """Yield a line for each thing that a user does with the book."""
    took: dict[str, list[float]] = {}

    def take(name: str, work: Callable[[], object]) -> None:
        took.setdefault(name, []).append(timed(work))
        print(f"  {name}: {took[name][-1]:.1f} s", file=sys.stderr, flush=True)

    for number in range(rounds):
        plain, own = ProjectCopy(folder / f"plain-{number}"), ProjectCopy(folder / f"own-{number}")
        without_extension(plain, "off")
        for copy, name in ((plain, "plain, "), (own, "")):  # one after the other: the machine is in the same state
            jupyter_book(copy)
            take(f"{name}nothing, bare", partial(jupyter_book, copy))
            edit_sentence(copy, number)
            take(f"{name}sentence", partial(jupyter_book, copy))
        take("cell", partial(change_cell, own, number))
        forced, new = ProjectCopy(folder / f"forced-{number}"), ProjectCopy(folder / f"new-{number}")
        without_extension(forced, "force")
        take("plain, everything", partial(jupyter_book, forced))
        take("everything", partial(cold, new))
        take("nothing changed", partial(done, new, "-m", "wsis20", "build"))
    middle = {name: statistics.median(values) for name, values in took.items()}
    lines = {
        "nothing changed: wsis20 build": ("nothing changed", "plain, nothing, bare", 0.1),
        "nothing changed: jupyter-book build .": ("nothing, bare", "plain, nothing, bare", None),
        "an edited sentence: jupyter-book build .": ("sentence", "plain, sentence", 1.3),
        "a changed cell: hash, run, jupyter-book build .": ("cell", "plain, everything", 0.5),
        "everything cold: notebooks, HTML and PDF": ("everything", "plain, everything", 1.0),
    }
    for name, (what, baseline, wanted) in lines.items():
        yield Line(name, middle[what], middle[baseline], wanted)


def of_the_data(folder: Path, messages: int, rounds: int) -> Iterator[Line]:
    """Yield a line for each thing that a user does with a data package of a size."""
    path = folder / f"package-{messages}"
    size = f"{enlarge(path, messages):,} messages"
    programs = {
        "check": ("-m", "wsis20", "check", "--package", str(path)),
        "frictionless": ("-c", FRICTIONLESS, str(path)),
        "load": ("-c", LOAD, str(path)),
        "pandas": ("-c", PANDAS, str(path)),
        "comparison": ("-c", COMPARISON, str(path)),
        "join": ("-c", JOIN, str(path)),
    }
    copy = ProjectCopy(folder / f"project-{messages}")
    took: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, words in programs.items():
            took[name].append(timed(partial(done, copy, *words)))
    middle = {name: statistics.median(values) for name, values in took.items()}
    pairs = (("check", "frictionless", 1.25), ("load", "pandas", None), ("comparison", "join", None))
    for name, baseline, wanted in pairs:
        memory = megabytes(copy, *programs[name])
        yield Line(f"{size}: {NAMES[name]}", middle[name], middle[baseline], wanted, memory)


def main() -> None:
    """Print a table: what is done, seconds, those of the baseline, the ratio, the ratio wanted, megabytes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[3_000, 30_000], help="numbers of messages")
    parser.add_argument("--rounds", type=int, default=TIMES)
    parser.add_argument("--data-only", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines: list[Line] = [] if arguments.data_only else list(of_the_book(Path(folder), arguments.rounds))
        for size in arguments.sizes:
            lines += of_the_data(Path(folder), size, arguments.rounds)
    heads = f"{'what is done':<62}{'s':>8}{'baseline':>10}{'ratio':>7}{'wanted':>8}{'MB':>8}"
    print(f"{heads}   on {os.cpu_count()} cores", *lines, sep="\n")


if __name__ == "__main__":
    main()
