"""Take out again what the command add put in from a folder: the rows, and the entry in the bibliography.

The folder holds `added.json`, by which every row is known. A row that was changed since, and one on which other rows
rest, is not taken out, and neither is anything else then.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from wsis20 import lock, textfile, upkeep
from wsis20.characters import printable
from wsis20.commands import add_package, check, say
from wsis20.commands.add import bibliography, ledger, statements_page, tell
from wsis20.commands.add.ledger import Ledger
from wsis20.commands.check.fault import Fault
from wsis20.project import Refusal
from wsis20.upkeep import Tables

BY_HAND = "rewritten sentences, pages with their lines in _toc.yml, and lines of CHANGELOG.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the command be told what to take out."""
    add_package(parser)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder from which it was added")
    parser.add_argument("--dry-run", action="store_true", help="say whether it can be taken out, and write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Take out what was added, or say what rests on it; return 1 when something does."""
    with lock.held(say, arguments.package.resolve().parent):
        return remove(arguments.package, arguments.folder, arguments.dry_run)


def remove(package: Path, folder: Path, dry: bool = False) -> int:
    """Take out what was added from a folder; return 1 where other rows rest on it."""
    before = ledger.read(folder)
    if before is None:
        raise Refusal(f"{folder}: nothing was added from here; there is no {ledger.NAME}")
    tables = Tables(package)
    new = {table: tables.text(table, rows) for table, rows in before.taken_out(tables).items()}
    with tempfile.TemporaryDirectory(prefix="wsis20-remove-") as name:
        draft = Path(name) / "datapackage"
        texts = upkeep.draft(package, draft, new)
        resting = caused(check.faults(draft), package)
    if resting:
        tell([f"{fault}; this rests on what would go" for fault in resting])
        return 1
    if dry:
        print(f"{before.name} can be taken out. Nothing was written: this was tried only.")
        return 0
    write(before, {package / path: text for path, text in texts.items()}, package, folder)
    print(printable(f"Took out {before.name}, from {folder}. What was written by hand stays: {BY_HAND}."))
    print("Then run: python -m wsis20 run")
    return 0


def caused(found: list[Fault], package: Path) -> list[Fault]:
    """Return the faults that a package has not as it is now."""
    if not found:
        return []
    known = {(fault.table, fault.row, fault.field, fault.expected) for fault in check.faults(package)}
    return [fault for fault in found if (fault.table, fault.row, fault.field, fault.expected) not in known]


def write(before: Ledger, new: dict[Path, str], package: Path, folder: Path) -> None:
    """Write the files of the package and the bibliography, then forget what was added: a removal can be repeated."""
    file, text = bibliography.path(package), bibliography.read(package)
    if text is not None and before.bibliography and before.bibliography in text:
        new[file] = bibliography.without_entry(text, before.bibliography)
    page = written_page(before, package)
    if page is not None:
        contents = statements_page.contents(package)
        new[contents] = statements_page.unlisted(textfile.read(contents), page.stem)
    old = {path: textfile.read(path) for path in new}
    try:
        textfile.replace(new)
    except BaseException:
        textfile.replace(old)
        raise
    if page is not None:
        page.unlink(missing_ok=True)
    (folder / ledger.NAME).unlink()


def written_page(before: Ledger, package: Path) -> Path | None:
    """Return the page that came with an addition; None where there was none, or somebody has rewritten it."""
    if not before.page:
        return None
    name, _, said = before.page
    path = statements_page.path(package, name)
    return None if path.exists() and textfile.read(path) != said else path
