"""Build the book as HTML and PDF."""

from __future__ import annotations

import argparse
import time

from wsis20 import lock
from wsis20.commands import say
from wsis20.commands.build import state
from wsis20.project import DATAPACKAGE, ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let data and notebooks be brought up to date before."""
    parser.add_argument("--run", action="store_true", help="check the data and run stale notebooks first")


def run(arguments: argparse.Namespace) -> int:
    """Build the book, unless it was built from the files that are here now."""
    with lock.held(say=say):
        if state.up_to_date():
            print("Nothing to do: the book is up to date.")
        elif (took := build(arguments)) is None:
            return 1
        else:
            print(f"The book is built, in {took:.0f} seconds.")
    for output in state.FORMATS:
        for name, file in zip([f"{output.name}:", *[""] * len(output.more)], output.files(), strict=True):
            print(f"  {name:<6}{file.relative_to(ROOT)}")
    return 0


def build(arguments: argparse.Namespace) -> float | None:
    """Build the book and return the seconds that it took; None for data that are not valid and for open sentences.

    What this needs is loaded here, so that a book that is up to date is told so at once.
    """
    from wsis20.commands import check
    from wsis20.commands.build import book
    from wsis20.commands.run import run_stale

    started = time.monotonic()
    if arguments.run:
        if check.run(argparse.Namespace(package=DATAPACKAGE, record=False)):
            return None
        if run_stale():
            return None
    book.build(progress=say)
    return time.monotonic() - started
