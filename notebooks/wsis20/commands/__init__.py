"""The commands: a module for each, which has its name as it is typed.

A module has ``run(arguments)``, which returns the exit code, and ``add_arguments(parser)`` where it takes any. Only the
module of the command that is typed is loaded, so that a quick command is quick.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from wsis20.project import DATAPACKAGE

WAIT = 2.0  # seconds: what takes longer says what it is at
COMMANDS = {
    "add": "add a consultation from a folder with its record and text, all or nothing",
    "code": "code the units of a record in two passes, and decide where they differ",
    "remove": "take out again what was added from a folder",
    "tidy": "put rows, quoting, sizes, hashes and generated texts in order",
    "check": "check the data package: files, schemas and rules",
    "hash": "write sizes and hashes of the data files into datapackage.json",
    "describe": "write the README of the data package and the codebook",
    "diff": "compare two states of the data package, value by value",
    "agreement": "compute how far the two coding passes agree",
    "verify": "look for every passage in the source texts of a folder",
    "run": "run stale notebooks in place, all or nothing",
    "build": "build HTML and PDF; refuses stale notebooks",
    "release": "write the data in every form that is offered, all or nothing",
}


def add_package(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which data package it works on."""
    parser.add_argument("--package", type=Path, default=DATAPACKAGE, help="folder of the data package, if another one")


def say(line: str) -> None:
    """Print a line at once, so that whoever waits sees it."""
    print(line, flush=True)


def patient() -> Callable[[str], None]:
    """Return what says where a command is to whoever sits before a terminal, once it takes long; and not too often."""
    said = time.monotonic()

    def progress(line: str) -> None:
        nonlocal said
        if sys.stderr.isatty() and time.monotonic() - said >= WAIT:
            print(line, file=sys.stderr, flush=True)
            said = time.monotonic()

    return progress
