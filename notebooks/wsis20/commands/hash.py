"""Write the size and the SHA-256 of every data file into the descriptor."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from wsis20 import textfile
from wsis20.commands import add_package
from wsis20.datapackage import read_descriptor
from wsis20.project import DATAPACKAGE
from wsis20.upkeep import digests


def refresh(folder: Path = DATAPACKAGE) -> list[str]:
    """Write the size and the SHA-256 of every data file into the descriptor; return the paths that had changed.

    Raises `Refusal` when a data file is not there; then nothing is written.
    """
    descriptor = read_descriptor(folder)
    changed = []
    for resource in descriptor["resources"]:
        current = digests(textfile.read_bytes(folder / resource["path"], "data file"))
        if not current.items() <= resource.items():
            resource.update(current)
            changed.append(resource["path"])
    if changed:
        text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
        textfile.replace({folder / "datapackage.json": text})
    return changed


add_arguments = add_package


def run(arguments: argparse.Namespace) -> int:
    """Write sizes and hashes that are not right, and tell which."""
    changed = refresh(arguments.package)
    print("\n".join(f"updated {path}" for path in changed) or "Sizes and hashes were right; nothing was changed.")
    return 0
