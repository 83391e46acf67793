"""Write the data package in the forms of those who reuse data, all or nothing.

Each is made from the package alone and has the same bytes on every machine; ``SHA256SUMS`` has the hash of each file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from wsis20.commands.check import refuse_unsound
from wsis20.project import ROOT
from wsis20.release import FOLDER, OFFERS, make


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a release be written elsewhere."""
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder to write, in place of what is there")


def run(arguments: argparse.Namespace) -> int:
    """Write a release and say what it holds; a package with a fault is refused."""
    refuse_unsound(rules=True)
    written = make(arguments.into)
    for path, offer in zip(written, OFFERS, strict=False):
        print(f"{path.stat().st_size:>10,}  {path.name:<34} {offer.serves}")
    place = arguments.into.relative_to(ROOT) if arguments.into.is_relative_to(ROOT) else arguments.into
    print(f"{len(written)} files in {place}; the data are under CC BY 4.0, but for values of ITU (LICENSE-DATA).")
    return 0
