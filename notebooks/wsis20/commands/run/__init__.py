"""Run the notebooks whose stored outputs are stale."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from wsis20 import environment, freshness, lock, outdated
from wsis20.characters import printable
from wsis20.commands import say
from wsis20.commands.run import execution
from wsis20.project import Refusal, notebooks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let fresh notebooks be run too."""
    parser.add_argument("--all", action="store_true", help="run every notebook, fresh ones too")


def run(arguments: argparse.Namespace) -> int:
    """Run stale notebooks, or all of them, when no other command works in the folder."""
    with lock.held(say=say):
        run_stale(every=arguments.all)
    return 0


def run_stale(every: bool = False) -> None:
    """Run the notebooks whose stored outputs are stale, or all; print the sentences of the book that no longer hold.

    Raises `Refusal` when there is no notebook, the environment is not the locked one, or a cell fails.
    """
    if not notebooks():
        raise Refusal("notebooks: there is no notebook")
    paths = notebooks() if every else freshness.stale()
    if not paths:
        print("All notebooks are fresh; nothing was run.")
        print_lines(outdated.listed())
        return
    differences = environment.differences()
    if differences:
        raise Refusal(
            f"this environment is not the one of requirements.lock: {'; '.join(differences)}. Run: make install"
        )
    print(f"running {len(paths)} of {len(notebooks())} notebooks")
    execution.run(paths, progress=say)
    print_lines(outdated.listed())


def print_lines(lines: Iterable[str]) -> None:
    """Print lines in signs that a terminal has."""
    for line in lines:
        print(printable(line))
