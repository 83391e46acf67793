"""Fixtures: copies of the data package and of the project to break, the built book, and the source texts."""

from __future__ import annotations

import contextlib
import csv
import gc
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import remembered
from wsis20 import datapackage, project
from wsis20.commands import check
from wsis20.commands import hash as hashes
from wsis20.commands.build import sound, state
from wsis20.commands.check import readings, rules
from wsis20.commands.code import codebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = project.ROOT
CHROMIUM = os.environ.get("WSIS20_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--renderer-process-limit=1"]  # the last: nothing is started ahead of need
SOURCES = Path(os.environ.get("WSIS20_SOURCES", ROOT.parent / "shared"))

# Python looks seldom for memory to free, as in a build: what tests import and remember stays until they end.
gc.set_threshold(200_000, 20, 100)

# Hypothesis would write into the checkout while a test runs notebooks, which must not change in the meantime.
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(Path(tempfile.gettempdir()) / "wsis20-hypothesis")


def deafen_nobody() -> None:
    """Let the programs that we start hear signals to which a shell has made us deaf (in the background, ``nohup``).

    What ignores a signal hands that on; what handles it, as we do from here on by doing nothing, does not.
    """
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


deafen_nobody()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that is here; fail in one line when what drives it cannot be started."""
    from playwright.sync_api import sync_playwright

    try:
        driver = sync_playwright().start()
    except Exception:  # of no kind of its own
        pytest.fail("The driver of the browser does not start. On Debian: apt-get install libatomic1.", pytrace=False)
    try:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    finally:
        driver.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the fault corpus, and which of it was caught; say what was not run, and how to get it."""
    corpus = ("test_a_broken_", "test_damaged_bytes_", "test_a_description_of_")
    caught, tried = [], 0
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            test, _, name = report.nodeid.rpartition("::")[2].partition("[")
            if test.startswith(corpus):
                tried += 1
                caught += [name.rstrip("]")] if outcome == "passed" else []
    if tried:
        terminalreporter.write_sep("-", f"fault corpus: {len(caught)} of {tried} caught")
        terminalreporter.write_line("; ".join(sorted(caught)))
    if CHROMIUM is None and tried:
        terminalreporter.write_sep("-", "not run: the tests in a browser")
        terminalreporter.write_line(
            "There is no Chromium here. On Debian: apt-get install chromium libatomic1. Elsewhere, name one in "
            "WSIS20_CHROMIUM."
        )


class PackageCopy:
    """A copy of the data package whose cells can be changed, hashes refreshed as a careful editor would."""

    def __init__(self, folder: Path) -> None:
        """Take the package in ``folder``, which is a copy."""
        self.folder = folder

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / "data" / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table."""
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Write the rows of a table and refresh the descriptor."""
        with self.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        hashes.refresh(self.folder)

    def change(self, table: str, key: str, **values: str) -> None:
        """Change cells of the row with this primary key."""
        rows = self.rows(table)
        (row,) = [row for row in rows if next(iter(row.values())) == key]
        assert set(values) <= set(row)
        row.update(values)
        self.write(table, rows)

    def read_alike(self, record: str, **values: str) -> None:
        """Let the second readings of a row say what it has now, so that only the rule under test objects."""
        rows = self.rows("second_readings")
        for row in rows:
            if row["record"] == record:
                row["value"] = values.get(row["field"], row["value"])
        self.write("second_readings", rows)

    def owe_nothing(self, table: str, record: str) -> None:
        """Give a new row the second readings that its table owes."""
        (row,) = [row for row in self.rows(table) if next(iter(row.values())) == record]
        fields = [*readings.OWED.get(table, ()), *readings.OWED_WHERE_FILLED.get(table, ())]
        for field in fields:
            self.add(
                "second_readings",
                resource=table,
                record=record,
                field=field,
                value=row[field],
                place="made up",
                read_from="source",
                decision="",
            )

    def keep(self, table: str, wanted) -> None:
        """Keep the rows for which ``wanted`` is true."""
        self.write(table, [row for row in self.rows(table) if wanted(row)])

    def add(self, table: str, **values: str) -> None:
        """Add a row in its place; fields that are not given are empty."""
        rows = self.rows(table)
        assert set(values) <= set(rows[0])
        schema = json.loads((self.folder / "schemas" / f"{table}.json").read_text("utf-8"))
        rows.append(dict.fromkeys(rows[0], "") | values)
        self.write(table, sorted(rows, key=lambda row: [row[name] for name in schema["primaryKey"]]))

    def plan(self, key: str = "bridgetown-2024") -> None:
        """Add a made-up consultation that a document announces, whether or not the package has one that is planned."""
        self.add(
            "consultations", consultation_id=key, title="A made-up plan", kind="open consultation",
            region_id="latin-america", start_date="2024-11-11", end_date="2024-11-20", date_precision="part of month",
            date_basis="stated", city="Bridgetown", country_code="BRB", latitude="13.10", longitude="-59.62",
            venue="not stated", host_event="not stated", format="not stated", status="planned", organizers="not stated",
            document_id="progress-report", locator="Made up, item 1", note="Made up.",
        )  # fmt: skip
        self.owe_nothing("consultations", key)

    def drop(self, table: str, key: str) -> None:
        """Remove the row with this primary key."""
        self.write(table, [row for row in self.rows(table) if next(iter(row.values())) != key])


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be looked at: what a build before has found right is another matter."""
    monkeypatch.setattr(sound, "MEMORY", Path("nowhere", "nowhere", "sound.json"))


@pytest.fixture
def rules_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try a rule again only in tables that are not those of a test before."""
    monkeypatch.setattr(rules, "attempts", remembered.attempts)


READ, EXAMINED = cache(codebook.read), cache(check.refuse_unsound)


@pytest.fixture
def package_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the data package itself, which no test of coding changes, be examined and its codebook be read once."""
    for module, name, known in ((codebook, "read", READ), (check, "refuse_unsound", EXAMINED)):
        monkeypatch.setattr(module, name, partial(once_where_nothing_changes, getattr(module, name), known))


def once_where_nothing_changes(look: Callable, known: Callable, folder: Path, *words: object) -> object:
    """Return what is found in a folder, or was found before when it is the data package itself."""
    return (known if folder == project.DATAPACKAGE else look)(folder, *words)


@pytest.fixture
def package_copy(tmp_path: Path) -> PackageCopy:
    return PackageCopy(Path(shutil.copytree(project.DATAPACKAGE, tmp_path / "datapackage")))


@pytest.fixture
def package(package_copy: PackageCopy) -> Path:
    """Return a copy of the package beside copies of the contents of the book and of what an addition looks at there."""
    root = package_copy.folder.parent
    (root / "book").mkdir()
    for name in ("_toc.yml", "book/references.bib", "book/latin-america-caribbean.md", "book/astana.md"):
        (root / name).write_bytes((project.ROOT / name).read_bytes())
    return package_copy.folder


@pytest.fixture
def sources() -> Path:
    """Return the folder under which the texts of all documents held are, each known by its hash."""
    documents = datapackage.load("documents")["documents"]
    held = documents[documents["access"] == "text held"]
    there = {hashlib.sha256(path.read_bytes()).hexdigest() for path in SOURCES.rglob("*.txt")}
    missing = held.loc[~held["sha256"].isin(there), "document_id"].tolist()
    if missing:
        pytest.skip(f"no text of {', '.join(missing)} under {SOURCES}; WSIS20_SOURCES can name another folder")
    return SOURCES


@pytest.fixture(scope="session")
def site() -> Path:
    folder = project.BUILD / "html"
    if not (folder / "index.html").is_file():
        pytest.fail("the book is not built; run: make book")
    return folder


@pytest.fixture(scope="session")
def pdf_paths() -> dict[str, Path]:
    """Return the PDFs of the built book, ``report`` and ``annex``."""
    if not all(path.is_file() for path in state.PDFS.values()):
        pytest.fail("the book is not built; run: make book")
    return state.PDFS


class ProjectCopy:
    """A copy of the whole project, without what was installed or built, in which commands can be run."""

    def __init__(self, folder: Path) -> None:
        """Copy the files of the project into ``folder``."""
        self.root = folder
        self.package = PackageCopy(folder / "datapackage")
        passing = shutil.ignore_patterns(".venv", "_build", ".git", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, folder, ignore=passing)

    def stored(self) -> dict[str, bytes]:
        """Return the notebooks as they are stored."""
        return {path.name: path.read_bytes() for path in sorted((self.root / "notebooks").glob("*.ipynb"))}

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess:
        """Run ``python`` with these arguments, the copy's own library first."""
        variables = {**os.environ, "PYTHONPATH": str(self.root / "notebooks"), **environment}
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=self.root, env=variables, capture_output=True, text=True, check=False)

    def wsis20(self, *words: str, **environment: str) -> subprocess.CompletedProcess:
        """Run a command of the project."""
        return self.run("-m", "wsis20", *words, **environment)

    def run_once(self, before: str = "", **environment: str) -> subprocess.CompletedProcess:
        """Run stale notebooks once each, for a test of what they show and not of whether they always show it.

        ``before`` is code that goes first.
        """
        once = "from wsis20.commands.run import execution; from wsis20.__main__ import main; execution.RUNS = 1; "
        return self.run("-c", f"{before}{once}import sys; sys.exit(main(['run']))", **environment)

    def jupyter_book(self, *options: str, before: str = "", **environment: str) -> subprocess.CompletedProcess:
        """Run a bare ``jupyter-book build .``; ``before`` is code that goes first."""
        code = f"{before}from jupyter_book.cli.main import main; main()"
        return self.run("-c", code, "build", ".", *options, **environment)


@pytest.fixture
def project_copy(tmp_path: Path) -> ProjectCopy:
    return ProjectCopy(tmp_path / "project")
