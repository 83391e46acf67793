"""Compare two states of the data package, value by value.

A state is a folder, a zip or a commit. What changed is told for tables, fields, rows and cells: quotation marks, the
order of rows and the order of fields are no values.
"""

from __future__ import annotations

import argparse
import io
import sys

from wsis20.characters import printable
from wsis20.commands.diff import comparison, origin, report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the command be told which states it compares, how they are called, and in what form it answers."""
    of = "a folder or a zip that holds a data package, or a commit or tag of this repository"
    parser.add_argument("before", metavar="A", help=f"the earlier state: {of}")
    parser.add_argument("after", metavar="B", help="the later state, of the same kinds")
    parser.add_argument("--csv", action="store_true", help="print a table of changes for programs, in UTF-8")
    parser.add_argument("--from-version", metavar="TEXT", help="version of A, if not that in its descriptor")
    parser.add_argument("--version", metavar="TEXT", help="version of B, if not that in its descriptor")


def run(arguments: argparse.Namespace) -> int:
    """Print the differences, all at the end; return 0 whether or not there are any."""
    before, after = origin.read(arguments.before), origin.read(arguments.after)
    found = comparison.compare(before, after)
    version = after.version if arguments.version is None else arguments.version
    if arguments.csv:
        for note in found.notes:
            print(printable(note), file=sys.stderr)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # a file for programs, whatever the terminal takes
        print(report.as_csv(found.changes, version), end="")
        return 0
    from_version = before.version if arguments.from_version is None else arguments.from_version
    title = f"{called(arguments.before, from_version)} → {called(arguments.after, version)}"
    print("\n".join(report.lines(found, title)))
    return 0


def called(name: str, version: str) -> str:
    """Return how a state is called: as it was typed, with its version if it has one."""
    return printable(f"{name} ({version})" if version else name)
