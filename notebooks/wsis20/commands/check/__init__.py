"""Check the data package against its schemas and rules.

What makes it right or wrong is told all at once. Layers, from the bytes to the sense: the folder and its bytes, the
descriptor, the schemas, the cells, the keys, the rules that no schema can say, the texts that are generated. Each
reports what it can see where the one before found something: a file that cannot be read costs the rules that need it,
a cell that cannot be read costs that cell. One fault is told once, by the first layer that sees it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from wsis20.characters import printable
from wsis20.commands import add_package, patient
from wsis20.commands.check import interface
from wsis20.commands.check.examination import Examination
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.files import GENERATED
from wsis20.project import DATAPACKAGE, Refusal

__all__ = ["Examination", "Fault", "add_arguments", "examine", "faults", "first_of", "refuse_unsound", "run"]


def examine(folder: Path = DATAPACKAGE, progress: Callable[[str], None] = lambda line: None) -> Examination:
    """Return what is wrong with the data package in ``folder``, and which rules could not be tried.

    ``progress`` is told what is looked at. Raises `Refusal` when there is no such folder.
    """
    return Examination(folder, progress).whole()


def faults(folder: Path = DATAPACKAGE) -> list[Fault]:
    """Return every fault of the data package in ``folder``, the empty list when it is right.

    Raises `Refusal` when there is no such folder.
    """
    return examine(folder).sorted_faults()


def refuse_unsound(folder: Path = DATAPACKAGE, rules: bool = False) -> None:
    """Raise `Refusal` with the first fault of files, schemas, cells or keys: what a command reads must be sound.

    With ``rules``, what breaks a rule is refused too. Sizes, hashes and generated texts may be old.
    """
    examination = Examination(folder).sound()
    if rules:
        examination.judge()
    found = [fault for fault in examination.sorted_faults() if fault.file not in GENERATED]
    if found:
        raise Refusal(f"{folder}: the data package cannot be read: {first_of(found)}")


def first_of(found: Sequence[Fault]) -> str:
    """Return the first of some faults and the number of the others, on one line."""
    more = f" (and {len(found) - 1} more; run: python -m wsis20 check)" if len(found) > 1 else ""
    return f"{found[0]}{more}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the interface be recorded."""
    add_package(parser)
    parser.add_argument(
        "--record", action="store_true", help="first record fields, types and keys of the schemas as meant"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every fault; return 1 when there is one."""
    if arguments.record:
        print("recorded the interface" if interface.record(arguments.package) else "The recorded interface was right.")
    examination = examine(arguments.package, patient())
    found = examination.sorted_faults()
    for fault in found:
        print(fault)
    if left_out := examination.left_out():
        print(printable(left_out), file=sys.stderr)
    if found:
        print(f"{len(found)} {'fault' if len(found) == 1 else 'faults'} in the data package", file=sys.stderr)
        return 1
    print("The data package is valid: files, schemas and rules.")
    return 0
