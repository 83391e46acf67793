"""Inputs that nobody thought of, for whatever reads the data package, notebooks and pages: ``make fuzz``.

Each family makes inputs of one kind, by Hypothesis, from the files that are here: their bytes, their cells, the order
and number of their rows, the trees of descriptor, schemas and notebooks, the texts of citation and pages.
Whatever comes, the answer is a list of faults, or a refusal: on one line, and naming a file. Anything else is a fault
of the program.

The tests take some inputs of each family, always the same; the command takes as many as it is told to, from a seed.
"""

from __future__ import annotations

import argparse
import copy
import csv
import io
import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from wsis20 import datapackage, freshness, notebook, project, textfile
from wsis20.commands import check
from wsis20.commands import hash as digests
from wsis20.commands.build.gates import pages
from wsis20.commands.check import descriptor, interface, schemas
from wsis20.project import DATAPACKAGE, NOTEBOOKS, Refusal

NOTEBOOK = NOTEBOOKS / "05-timetable.ipynb"
ROWS = 8  # of each table of the small package; enough for every rule to have something to look at
# a share of all inputs; whole looks at the package cost a hundred times what the others do
SHARES = {"cells": 5, "rows": 2, "csv bytes": 2, "folder": 1, "json bytes": 20, "descriptor": 20, "schema": 20}
SHARES |= {"citation": 15, "notebook": 20, "notebook bytes": 10, "page": 20}

NASTY = ["", " ", "\0", "\r", "\n", "\t", "\u202e", "\u200b", "\u2028", "\ufeff", "\ud800", "\U000e0041", "e\u0301"]
NASTY += [
    "=1+1",
    "+3",
    "-",
    "@x",
    "n/a",
    "NULL",
    "nan",
    "inf",
    "-0",
    "1e999",
    "007",
    "9" * 40,
    "0.1",
    "-1",
    "2024-02-30",
]
NASTY += ["0001-01-01", "9999-12-31", "not stated", "not determined", "no-theme", '"', ",", ";", "a;a", ";;", "|", "`"]
NASTY += [
    "javascript:x",
    "https://[",
    "http://a b",
    "https://u@h.org",
    "../../etc/passwd",
    "{{ 7*7 }}",
    "<script>",
    "x" * 7000,
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.text(st.characters(), max_size=4))
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**40), 10**40), st.floats(), st.just(1e308), TEXTS
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)


def small_package(folder: Path) -> Path:
    """Copy the data package into a folder, the first rows of each table only."""
    shutil.copytree(DATAPACKAGE, folder)
    for path in sorted((folder / "data").glob("*.csv")):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[: ROWS + 1]), "utf-8")
    digests.refresh(folder)
    return folder


def small_notebook() -> dict:
    """Return a notebook that is here with its first text, and of each kind of output one cell and little of it."""
    tree = json.loads(NOTEBOOK.read_text("utf-8"))
    kinds: dict[str, dict] = {}
    for cell in tree["cells"]:
        for output in cell.get("outputs", []):
            for mime, content in output["data"].items():
                kinds.setdefault(mime, cell)
                if isinstance(content, (str, list)):
                    output["data"][mime] = "".join(content)[:300]
    first = next(cell for cell in tree["cells"] if cell["cell_type"] == "markdown")
    cells = [first, *kinds.values()]
    tree["cells"] = [cell for number, cell in enumerate(cells) if cell not in cells[:number]]
    return tree


def judged(look: Callable[[], Iterable[object]]) -> None:
    """Let something look, and hold what it says to one line that names a file."""
    try:
        told = [str(fault) for fault in look()]
    except Refusal as refusal:
        told = [str(refusal)]
    for line in told:
        assert line.isprintable(), line
        assert any(mark in line for mark in (".csv", ".json", ".ipynb", ".md", ".cff", "/")), line
        assert len(line) < 1500, line


def refused(look: Callable[[], object]) -> list[str]:
    """Let something look at a notebook, and return what it refuses: a line for each fault."""
    try:
        look()
    except Refusal as refusal:
        return str(refusal).split("\n")
    return []


def remembered(faults: Callable) -> Callable:
    """Return a function that finds faults of schemas, and remembers what it found."""
    found: dict[str, list[check.Fault]] = {}

    def remembering(table: str, content: dict, others: dict) -> list[check.Fault]:
        key = table + json.dumps(content)
        if key not in found:
            found[key] = list(faults(table, content, others))
        return found[key]

    return remembering


class Families:
    """What is done with the inputs of each family, in a copy of the package that is mended after each."""

    def __init__(self, folder: Path) -> None:
        """Make the small package in a folder."""
        self.folder = small_package(folder)
        self.small = folder.parent / NOTEBOOK.name
        self.small.write_text(json.dumps(small_notebook(), indent=1), "utf-8")
        self.files = {path: path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}
        self.files[self.small] = self.small.read_bytes()
        self.tables = sorted((self.folder / "data").glob("*.csv"))
        self.trees = {path: json.loads(data) for path, data in self.files.items() if path.suffix == ".json"}
        schemas.faults = remembered(schemas.faults)  # most inputs leave most schemas as they are
        self.fields = {name: {f["name"] for f in one["fields"]} for name, one in interface.recorded().items()}

    def strategy(self, family: str) -> st.SearchStrategy:
        """Return the strategy of a family: functions that put an input in place and look."""
        return {
            "cells": st.builds(
                lambda path, changes: lambda: self.cells(path, changes),
                st.sampled_from(self.tables),
                st.lists(st.tuples(st.integers(0, ROWS), st.integers(0, 20), TEXTS), min_size=1, max_size=4),
            ),
            "rows": st.builds(
                lambda path, order, cut: lambda: self.rows(path, order, cut),
                st.sampled_from(self.tables),
                st.lists(st.integers(0, ROWS), max_size=ROWS + 2),
                st.integers(-2, 30),
            ),
            "csv bytes": self.bytes_of(self.tables),
            "folder": st.builds(
                lambda path, how: lambda: self.damage(path, how),
                st.sampled_from([*self.files, self.folder / "data", self.folder / "codebook"]),
                st.sampled_from(["gone", "folder", "link", "loop", "dangling", "stray", "no utf-8"]),
            ),
            "json bytes": self.bytes_of(list(self.trees), whole=False),
            "descriptor": st.builds(
                lambda path, change: lambda: self.tree(path, change),
                st.just(self.folder / "datapackage.json"),
                self.grafts(),
            ),
            "schema": st.builds(
                lambda path, change: lambda: self.tree(path, change),
                st.sampled_from([path for path in self.trees if path.parent.name == "schemas"]),
                self.grafts(),
            ),
            "citation": st.builds(
                lambda text: lambda: self.citation(text), self.texts_of(project.ROOT / "CITATION.cff")
            ),
            "notebook": st.builds(lambda changes: lambda: self.notebook(changes), self.grafts(8)),
            "notebook bytes": self.bytes_of([self.small], whole=False),
            "page": st.builds(lambda text: lambda: self.page(text), self.texts_of(project.BOOK / "citing.md")),
        }[family]

    @staticmethod
    def grafts(deep: int = 6) -> st.SearchStrategy:
        """Return changes of a tree: for each, the way down, what to do there, a key and another tree."""
        actions = st.sampled_from(["replace", "remove", "add", "double", "deepen"])
        return st.lists(
            st.tuples(st.lists(st.integers(0, 60), max_size=deep), actions, TEXTS, TREES), min_size=1, max_size=3
        )

    def bytes_of(self, paths: list[Path], whole: bool = True) -> st.SearchStrategy:
        """Return the strategy of damaged bytes: some are put in, some taken out."""
        cuts = st.tuples(st.integers(0, 20_000), st.integers(0, 40), st.binary(max_size=6))
        return st.builds(
            lambda path, cuts: lambda: self.bytes(path, cuts, whole),
            st.sampled_from(paths),
            st.lists(cuts, min_size=1, max_size=3),
        )

    @staticmethod
    def texts_of(path: Path) -> st.SearchStrategy:
        """Return the strategy of damaged texts: lines taken out, doubled or changed, and texts of their own."""
        lines = path.read_text("utf-8").split("\n")
        edits = st.lists(st.tuples(st.integers(0, len(lines) - 1), st.integers(0, 80), TEXTS), min_size=1, max_size=4)

        def edited(changes: list) -> str:
            made = list(lines)
            for number, column, text in changes:
                made[number] = made[number][:column] + text + made[number][column + len(text) // 2 :]
            return "\n".join(made)

        shapes = [
            "[1, 2]",
            "a",
            "title:",
            "&a [*a]",
            "!!python/object:os.system x",
            "? {a: b}\n: c",
            "2024-99-99",
            "\t",
        ]
        return st.one_of(st.builds(edited, edits), st.sampled_from(shapes), TEXTS, st.builds(json.dumps, TREES))

    def look(self) -> None:
        """Look at the whole package, then put its files back."""
        try:
            judged(lambda: check.examine(self.folder).sorted_faults())
        finally:
            self.mend()

    def mend(self) -> None:
        """Put back what differs from the small package."""
        for path, data in self.files.items():
            if path.parent.is_symlink():
                path.parent.unlink()
            path.parent.mkdir(exist_ok=True)
            if path.is_symlink():
                path.unlink()
            if path.is_dir():
                shutil.rmtree(path)
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path not in self.files and (path.is_symlink() or not path.is_dir()):
                path.unlink()

    def cells(self, path: Path, changes: list) -> None:
        """Change cells and look."""
        rows = list(csv.reader(io.StringIO(self.files[path].decode())))
        for row, column, text in changes:
            own = rows[row % len(rows) or 1]
            own[column % len(own)] = text
        self.write(path, rows)
        self.look()

    def rows(self, path: Path, order: list[int], cut: int) -> None:
        """Take rows out, double them, order them anew, cut one, and look."""
        header, *rows = csv.reader(io.StringIO(self.files[path].decode()))
        rows = [list(rows[number % len(rows)]) for number in order]
        if rows and cut >= 0:
            del rows[0][cut:]
        self.write(path, [header, *rows])
        self.look()

    @staticmethod
    def write(path: Path, rows: list) -> None:
        """Write rows as CSV."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))

    def bytes(self, path: Path, cuts: list, whole: bool) -> None:
        """Damage the bytes of a file and look: at the whole package, or at what reads this file only."""
        data = self.files[path]
        for start, length, new in cuts:
            start %= len(data) + 1
            data = data[:start] + new + data[start + length :]
        path.write_bytes(data)
        if whole:
            self.look()
        else:
            self.parse(path)

    def damage(self, path: Path, how: str) -> None:
        """Put something else in the place of a file or folder, or beside it, and look."""
        if how == "stray":
            (path.parent / f"~{path.name}").write_bytes(b"")
        elif how == "no utf-8":
            Path(f"{path}\udcff").write_bytes(b"")
        else:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            targets = {"link": DATAPACKAGE / "README.md", "loop": path, "dangling": path / "x"}
            if how == "folder":
                path.mkdir()
            elif how in targets:
                path.symlink_to(targets[how])
        self.look()

    def tree(self, path: Path, changes: list) -> None:
        """Change a tree and look at it: by what reads descriptors or schemas, and by the commands that load."""
        tree = copy.deepcopy(self.trees[path])
        for steps, action, key, other in changes:
            graft(tree, steps, action, key, other)
        text = json.dumps(tree, ensure_ascii=True)
        path.write_text(text, "utf-8")
        self.parse(path)

    def parse(self, path: Path) -> None:
        """Look at a JSON file of the package as checks, `hash` and `describe` do, at a notebook as a build does."""
        if path.suffix == ".ipynb":
            self.look_at_notebook(path)
            return
        try:
            text = path.read_bytes().decode("utf-8", "replace")
            judged(lambda: self.json_faults(path, text))
            judged(lambda: digests.refresh(self.folder) and [])
            judged(lambda: datapackage.load(*{"regions", path.stem} - {"datapackage"}, folder=self.folder) and [])
        finally:
            for own in (path, self.folder / "datapackage.json"):
                own.write_bytes(self.files[own])

    def json_faults(self, path: Path, text: str) -> list[check.Fault]:
        """Return what is wrong with the text of a descriptor or a schema."""
        try:
            content, _ = textfile.parse_json(text)
        except ValueError as error:
            raise Refusal(f"{path.name}: {str(error).splitlines()[0]}") from None
        if not isinstance(content, dict):
            return []
        if path.name == "datapackage.json":
            return [*descriptor.faults(content), *descriptor.digest_faults(content, {"regions": b""})]
        return list(schemas.faults(path.stem, content, self.fields))

    def citation(self, text: str) -> None:
        """Look at a citation file."""
        root, project.ROOT = project.ROOT, self.folder.parent
        path = project.ROOT / "CITATION.cff"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        project.citation.cache_clear()
        try:
            judged(self.released)
        finally:
            project.ROOT = root
            path.unlink()
            project.citation.cache_clear()

    @staticmethod
    def released() -> list[check.Fault]:
        """Ask for what is taken from the citation file, in which nothing is a fault."""
        project.version(), project.source_date_epoch()
        return []

    def notebook(self, changes: list) -> None:
        """Change the tree of a notebook and look at it."""
        tree = json.loads(self.files[self.small])
        for steps, action, key, other in changes:
            graft(tree, steps, action, key, other)
        self.small.write_text(json.dumps(tree), "utf-8")
        self.look_at_notebook(self.small)

    @staticmethod
    def look_at_notebook(path: Path) -> None:
        """Look at a notebook as a build and a run do."""
        judged(lambda: notebook.faults(path))
        judged(lambda: refused(lambda: notebook.to_run(path)))
        judged(lambda: refused(lambda: freshness.stamp(notebook.read(path))))
        judged(lambda: pages.Reader(NOTEBOOK, project.ROOT).read_cells(pages.prose(path)))

    @staticmethod
    def page(text: str) -> None:
        """Look at the text of a page."""
        judged(lambda: pages.Reader(project.BOOK / "page.md", project.ROOT).read(text))


def graft(tree: Any, steps: list[int], action: str, key: str, other: object) -> None:
    """Change a JSON tree at the end of some steps down."""
    for step in steps:
        inner = list(tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else [])
        holders = [one for one in inner if isinstance(one, (dict, list))]
        if not holders:
            break
        tree = holders[step % len(holders)]
    places = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    place = places[sum(steps) % len(places)] if places else None
    if action == "add" or place is None:
        tree.update({key: other}) if isinstance(tree, dict) else tree.append(other)
    elif action == "remove":
        del tree[place]
    elif action == "double":
        tree.update({key: copy.deepcopy(tree[place])}) if isinstance(tree, dict) else tree.append(tree[place])
    elif action == "deepen":
        for _ in range(60 if len(key) % 2 else 3):
            other = [other]
        tree[place] = other
    else:
        tree[place] = other


def run(families: Families, family: str, count: int, start: int | None = None) -> None:
    """Try some inputs of a family, always the same ones when there is no seed."""

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=start is None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(families.strategy(family))
    def attempt(action: Callable[[], None]) -> None:
        action()

    (attempt if start is None else seed(start)(attempt))()


def main() -> int:
    """Try as many inputs as asked for; say which seed, how far it is, and what failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, help="inputs in all")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--family", choices=SHARES, help="one family only")
    asked = parser.parse_args()
    print(f"seed {asked.seed}; to see this run again: make fuzz COUNT={asked.count} SEED={asked.seed}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        families = Families(Path(folder) / "datapackage")
        for family, share in SHARES.items():
            if asked.family not in (None, family):
                continue
            count = asked.count if asked.family else math.ceil(asked.count * share / sum(SHARES.values()))
            started = time.monotonic()
            try:
                run(families, family, count, asked.seed)
                said = "no traceback"
            except Exception as error:  # what the fuzzer is for
                failed += 1
                said = f"FAILED: {type(error).__name__}: {error}"
                if error.__traceback__:
                    import traceback

                    traceback.print_exception(error)
            print(f"{family}: {count} inputs, {said} ({time.monotonic() - started:.0f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
