"""Add a consultation, or positions: read the record in a folder, say all that is wrong, and write all its rows or none.

A folder has `record.yml` and the text of the document. As long as its messages or positions are not coded, or cells
not read a second time, nothing comes into the data package: the folder gets blank sheets, and a list says what is
still to do. When all is there, the same command writes all rows at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from wsis20 import lock
from wsis20.characters import printable
from wsis20.commands import add_package, say
from wsis20.commands.add import addition, template
from wsis20.lined import Mistake
from wsis20.project import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where the record is, and whether to begin one or to try it only."""
    add_package(parser)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder that holds record.yml and the text")
    parser.add_argument("--template", action="store_true", help="write a record to fill in, and its text, and stop")
    parser.add_argument("--positions", action="store_true", help="with --template: a record of positions")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Add what is in a folder, or say what is wrong or missing; return 1 when something is wrong."""
    if arguments.template:
        kind = template.POSITIONS if arguments.positions else template.CONSULTATION
        for path in template.write(arguments.folder, kind):
            print(printable(f"wrote {path}"))
        print("What it holds is made up. Put yours in its place, then run: python -m wsis20 add FOLDER")
        return 0
    if arguments.positions:
        raise Refusal("--positions goes with --template; whether a record has positions, its sections say")
    with lock.held(say, arguments.package.resolve().parent):
        outcome = addition.add(arguments.package, arguments.folder, arguments.dry_run)
    if outcome.mistakes:
        tell(outcome.mistakes)
        return 1
    print(printable("\n".join([*outcome.changes, *outcome.told, *to_do(outcome.left)])))
    return 0


def tell(mistakes: Iterable[Mistake | str]) -> None:
    """Print what is wrong, each once, by line, and how much it is."""
    lines = dict.fromkeys(map(str, mistakes))
    print(printable("\n".join(lines)))
    count = f"{len(lines)} {'mistake' if len(lines) == 1 else 'mistakes'}"
    print(f"{count}; nothing was written", file=sys.stderr)


def to_do(left: list[str]) -> list[str]:
    """Return the list of what a person still has to do."""
    return ["Still to do:", *(f"{number}. {one}" for number, one in enumerate(left, 1))] if left else []
