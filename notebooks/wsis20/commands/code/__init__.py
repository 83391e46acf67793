"""Code the units of a record: fill in the sheet of a pass, look at one, or compare both and decide.

A folder has a sheet for each of two passes, which `wsis20 add` writes. A pass is made in an editor, or with this
command, which shows one unit after the other and nothing of the other pass.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from wsis20 import textfile
from wsis20.characters import one_line, printable
from wsis20.coding import PASSES
from wsis20.commands import add_package, check
from wsis20.commands.code import codebook, comparison, decisions, sheet
from wsis20.commands.code.coded import Coded, State, Unfinished, blank, finished, look
from wsis20.commands.code.inspection import inspect
from wsis20.commands.code.layer import MESSAGES, POSITIONS, Layer
from wsis20.commands.code.terminal import Page
from wsis20.project import Refusal

__all__ = ["MESSAGES", "POSITIONS", "Coded", "Layer", "Unfinished", "blank", "finished"]
INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where the sheets are, and what to do with them."""
    add_package(parser)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of the record, with the sheets")
    action = parser.add_mutually_exclusive_group(required=True)
    for option, name, words in (
        ("--pass", "coded", "code one unit after the other, and go on where it was left"),
        ("--check", "checked", "say all that is wrong or blank in the sheet of a pass"),
    ):
        action.add_argument(option, dest=name, choices=PASSES, metavar="|".join(PASSES), help=words)
    action.add_argument("--agree", action="store_true", help="compare both passes, and write what is to be decided")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for; return 1 where something is wrong or blank."""
    check.refuse_unsound(arguments.package)
    if arguments.coded:
        return code(arguments.package, arguments.folder, arguments.coded)
    if arguments.checked:
        return look_at(arguments.package, arguments.folder, arguments.checked)
    return agree(arguments.package, arguments.folder)


def tell(lines: Iterable[object]) -> None:
    """Print lines in signs that a terminal has."""
    for line in lines:
        print(printable(str(line)))


def code(package: Path, folder: Path, name: str) -> int:
    """Show the terminal page of a pass; an end of the input stops it as a wish to stop does.

    Raises `Refusal` where the input is no terminal and ends before the pass is complete: nobody is there to be asked.
    """
    page = Page(package, folder, name)
    result, again = 0, f"python -m wsis20 code {folder} --pass {name}"
    try:
        page.run()
    except EOFError:
        print()
        if not sys.stdin.isatty():
            left = f"{page.done()} of {len(page.units)} units are coded"
            by_hand = f"fill in {folder / sheet.file_name(name)} and run: python -m wsis20 code {folder} --check {name}"
            raise Refusal(one_line(f"the input has ended, {left}; code in a terminal: {again}, or {by_hand}")) from None
    except KeyboardInterrupt:
        print()
        result = INTERRUPTED
    done, count = page.done(), len(page.units)
    told = [f"{done} of {count} units are coded, and what you gave is written."]
    told.append(
        f"Go on with: {again}"
        if done < count
        else f"The pass is complete: python -m wsis20 code {folder} --check {name}"
    )
    tell(told)
    return result


def look_at(package: Path, folder: Path, name: str) -> int:
    """Say what is wrong or blank in the sheet of a pass."""
    own = sheet.read(folder, name)
    calls = decisions.read(folder).calls(
        own.codes, {name.lower(): {str(one.get(own.codes.key)): str(one.get("kind", "")) for one in own.entries}}
    )
    found = inspect(own, codebook.read(package, own.codes), None, calls)
    tell(found.all())
    if found.all():
        tell([f"{sheet.file_name(name)}: {len(found.mistakes)} wrong, {len(found.blank)} blank"])
        return 1
    tell([f"{sheet.file_name(name)} is complete: {len(own.entries)} units."])
    return 0


def agree(package: Path, folder: Path) -> int:
    """Compare both passes, write what is to be decided, and say how far they agree and how much is open."""
    state = look(package, folder)
    if state.in_sheets:
        tell([*state.in_sheets, f"{len(state.in_sheets)} to be put right or filled in; nothing was compared"])
        return 1
    due, told = state.due()
    text, path = decisions.written(due), folder / decisions.NAME
    if not (path.is_file() and textfile.read(path) == text):
        textfile.replace({path: text})
        told = [*told, f"wrote {path}"]
    state = look(package, folder)
    tell([*comparison.agreement(state.a, state.b, state.judged(), state.layer), *told])
    return say_what_is_open(state, folder)


def say_what_is_open(state: State, folder: Path) -> int:
    """Say what is wrong or open in the decisions, or that all is decided; return 1 where something is wrong."""
    wrong = decisions.mistakes(state.decisions, state.a, state.b, state.codebook, state.calls, state.layer)
    left = decisions.open_entries(state.decisions)
    tell([*wrong, *left])
    for unit in sorted(state.undecided):
        tell([f"{unit}: one pass has it for a call; the responses are compared when its kind is decided"])
    count = len(state.decisions.entries)
    if wrong or left:
        undecided = sum(1 for one in state.decisions.entries if not {"agreed", "reason"} <= one.keys())
        tell([f"{count} differences, {undecided} of them open, {len(wrong)} mistakes in {decisions.NAME}"])
    else:
        tell([f"{count} differences, all decided. The coding in {folder} is complete."])
    return 1 if wrong else 0
