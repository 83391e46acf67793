"""Write the size and the SHA-256 of every data file into the descriptor."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from wsis20 import textfile
from wsis20.commands import add_package
from wsis20.datapackage import read_descriptor
from wsis20.project import DATAPACKAGE


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


def digests(data: bytes) -> dict[str, int | str]:
    """Return what the descriptor says of the bytes of a data file: ``bytes``, their number, and ``hash``."""
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


add_arguments = add_package


def run(arguments: argparse.Namespace) -> int:
    """Write sizes and hashes that are not right, and tell which."""
    changed = refresh(arguments.package)
    print("\n".join(f"updated {path}" for path in changed) or "Sizes and hashes were right; nothing was changed.")
    return 0
