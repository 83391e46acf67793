"""Run the notebooks whose stored outputs are stale."""

from __future__ import annotations

import argparse

from wsis20 import environment, freshness, lock, outdated
from wsis20.characters import printable
from wsis20.commands import say
from wsis20.commands.run import execution
from wsis20.project import Refusal, notebooks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let fresh notebooks be run too."""
    parser.add_argument("--all", action="store_true", help="run every notebook, fresh ones too")


def run(arguments: argparse.Namespace) -> int:
    """Run stale notebooks, or all of them, when no other command works in the folder; return 1 for open sentences."""
    with lock.held(say=say):
        return int(run_stale(every=arguments.all))


def run_stale(every: bool = False) -> bool:
    """Run the notebooks whose stored outputs are stale, or all; print and return whether sentences no longer hold.

    Raises `Refusal` when there is no notebook, the environment is not the locked one, or a cell fails.
    """
    if not notebooks():
        raise Refusal("notebooks: there is no notebook")
    paths = notebooks() if every else freshness.stale()
    if not paths:
        print("All notebooks are fresh; nothing was run.")
        return told()
    differences = environment.differences()
    if differences:
        raise Refusal(
            f"this environment is not the one of requirements.lock: {'; '.join(differences)}. Run: make install"
        )
    print(f"running {len(paths)} of {len(notebooks())} notebooks")
    execution.run(paths, progress=say)
    return told()


def told() -> bool:
    """Print the sentences that no longer hold, in signs that a terminal has; return whether there are any."""
    lines = outdated.listed()
    for line in lines:
        print(printable(line))
    return bool(lines)
