"""The descriptor: keep sizes and hashes in ``datapackage.json`` in step with the data files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from wsis20.datapackage import read_descriptor
from wsis20.project import DATAPACKAGE, Refusal


def refresh(folder: Path = DATAPACKAGE) -> list[str]:
    """Write the size and the SHA-256 of every data file into the descriptor; return the paths that had changed.

    Raises `Refusal` when a data file is not there; then nothing is written.
    """
    descriptor = read_descriptor(folder)
    changed = []
    for resource in descriptor["resources"]:
        try:
            data = (folder / resource["path"]).read_bytes()
        except FileNotFoundError:
            raise Refusal(f"{folder / resource['path']}: there is no such data file") from None
        current = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        if not current.items() <= resource.items():
            resource.update(current)
            changed.append(resource["path"])
    if changed:
        draft = folder / "datapackage.json.part"
        draft.write_text(json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(folder / "datapackage.json")
    return changed
