"""Change cells at random, one at a time, as a careless editor would, and say what notices each change.

Run ``make cells``. A cell is drawn from the fields that an error would make false without making ugly: dates, places,
numbers, categories, keys and offsets. It gets another value of its type, the hashes are refreshed and the generated
texts and notebooks made anew. Then the checks look for it, the texts of the sources (where they are at hand), and at
last all tests but those of hashes and freshness. A change that none of them notices is listed; it is for a person to
say what would have.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from conftest import SOURCES, PackageCopy, ProjectCopy
from wsis20 import datapackage, documentation
from wsis20.commands import check, verify
from wsis20.commands import hash as hashes
from wsis20.project import DATAPACKAGE, Refusal

PLACES = {"city", "country_code", "area"}
APART = {"documents": {"sha256", "characters"}}  # what is said of a text as a whole: the text itself is hashed
MISSING = {"", "not stated", "not determined"}
UNRELATED = "not hash and not fresh and not stale and not stored and not same_bytes"
WORDS = {"date": "dates", "integer": "numbers", "number": "numbers"}


def kind(field: dict) -> str:
    """Return what kind of cell a field holds, the empty string for words in which no slip of this sort is made."""
    if field["name"] in PLACES:
        return "places"
    if field["name"].endswith("_id"):
        return "keys"
    if "categories" in field:
        return "categories"
    return WORDS.get(field["type"], "")


def cells(package: datapackage.DataPackage) -> Iterator[tuple[str, dict, int]]:
    """Yield table, field and row of every cell that could be changed."""
    for table, schema in package.schemas.items():
        if table == "second_readings":
            continue  # to change a second reading tries the same comparison from its other side
        for field in schema["fields"]:
            if kind(field) and field["name"] not in APART.get(table, ()):
                values = package.raw[table][field["name"]]
                yield from ((table, field, row) for row in range(len(values)) if values[row] not in MISSING)


def another(value: str, field: dict, column: list[str], chance: random.Random) -> str:
    """Return another value of the same type: a neighbouring day or number, or another value that the field knows."""
    step = chance.choice([-1, 1])
    if field["type"] == "date":
        return (datetime.date.fromisoformat(value) + datetime.timedelta(days=step)).isoformat()
    if field["type"] == "integer":
        return str(int(value) + step)
    if field["type"] == "number":
        return f"{float(value) + step * 10 ** -len(value.partition('.')[2]):.{len(value.partition('.')[2])}f}"
    others = field.get("categories") or sorted(set(column) - MISSING)
    return chance.choice([other for other in others if other != value] or [f"{value}-x"])


def noticed(package: PackageCopy) -> str:
    """Return what notices a change without building anything: a check, or the texts of the sources."""
    with contextlib.suppress(Refusal):
        documentation.write(package.folder)  # or every change of a theme would be noticed as an old text
    faults = check.faults(package.folder)
    if faults:
        return f"check: {faults[0]}"
    if SOURCES.is_dir():
        reports = verify.reports(datapackage.load(folder=package.folder), SOURCES)
        if not all(report.complete for report in reports):
            return "verify"
    return ""


def tested(table: str, row: int, name: str, value: str) -> str:
    """Return the tests that notice a change in a copy of the whole project, its texts, notebooks and book made anew."""
    with tempfile.TemporaryDirectory() as folder:
        copy = ProjectCopy(Path(folder) / "project")
        change(copy.package, table, row, name, value)
        for words in (["describe"], ["run"], ["build"]):
            done = copy.wsis20(*words)
            if done.returncode:
                return f"{words[0]}: {done.stderr.strip().splitlines()[-1]}"
        done = copy.run("-m", "pytest", "-n", "auto", "-q", "tests", "-k", UNRELATED, WSIS20_SOURCES=str(SOURCES))
        failed = [line.partition(" - ")[0] for line in done.stdout.splitlines() if line.startswith("FAILED")]
        return ", ".join(failed)


def change(package: PackageCopy, table: str, row: int, name: str, value: str) -> None:
    """Change one cell, keep the order of the rows and refresh the hashes."""
    rows = package.rows(table)
    rows[row][name] = value
    key = datapackage.read_schema(package.folder, {"schema": f"schemas/{table}.json"})["primaryKey"]
    package.write(table, sorted(rows, key=lambda own: [own[field] for field in key]))
    hashes.refresh(package.folder)


def main() -> int:
    """Change cells, say what notices each, and return 1 when one goes unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="check and verify only, without tests")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    package = datapackage.load()
    drawn = chance.sample(list(cells(package)), arguments.changes)
    outcome: Counter[str] = Counter()
    for number, (table, field, row) in enumerate(drawn, 1):
        raw, name = package.raw[table], field["name"]
        value = another(raw[name][row], field, list(raw[name]), chance)
        with tempfile.TemporaryDirectory() as folder:
            copy = PackageCopy(Path(shutil.copytree(DATAPACKAGE, Path(folder) / "datapackage")))
            change(copy, table, row, name, value)
            try:
                by = noticed(copy)
            except Refusal as refusal:
                by = f"load: {refusal}"
        by = by or ("" if arguments.quick else tested(table, row, name, value))
        outcome[by.partition(":")[0].partition(" ")[0] if by else "nothing"] += 1
        place = f"{table}, row {row + 1}, {name} ({kind(field)}): {raw[name][row]!r} to {value!r}"
        print(
            f"{number:>3} {'red  ' if by else 'GREEN'} {place}\n          {by or 'nothing noticed it'}"[:400],
            flush=True,
        )
    green = outcome["nothing"]
    print(f"{arguments.changes - green} of {arguments.changes} changes were noticed (seed {arguments.seed}).")
    print("; ".join(f"{number} by {name}" for name, number in outcome.most_common() if name != "nothing"))
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main())
