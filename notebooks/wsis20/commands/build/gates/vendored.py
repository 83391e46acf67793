"""What others made and is kept here: byte by byte what they published, with its licence.

``book/vendored.json`` names for each file the package, version and licence, and the SHA-256 of both files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from wsis20 import textfile
from wsis20.project import BOOK, ROOT, Refusal

MANIFEST = BOOK / "vendored.json"
FOLDER = BOOK / "_static" / "vendor"
KEYS = {"path", "package", "version", "origin", "license", "license_path", "sha256", "license_sha256"}


def faults() -> list[str]:
    """Return what is wrong with the files of others, and with the list of them."""
    name = MANIFEST.relative_to(ROOT).as_posix()
    try:
        entries = textfile.read_json(MANIFEST, name=name, kind=list)
    except Refusal as refusal:
        return [str(refusal)]
    found, named = [], set()
    for number, entry in enumerate(entries, 1):
        texts = isinstance(entry, dict) and all(isinstance(text, str) and text for text in entry.values())
        if not texts or entry.keys() != KEYS:
            found.append(f"{name}: entry {number} is to have {', '.join(sorted(KEYS))}, each a text")
            continue
        named |= {entry["path"], entry["license_path"]}
        found += entry_faults(entry)
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.relative_to(ROOT).as_posix() not in named:
            found.append(f"{path.relative_to(ROOT).as_posix()}: the file is not in {name}")
    return found


def entry_faults(entry: dict[str, str]) -> Iterator[str]:
    """Yield a fault for the file and for the licence of an entry that is gone or not what it was."""
    what = f"{entry['package']} {entry['version']}"
    for path, digest in ((entry["path"], entry["sha256"]), (entry["license_path"], entry["license_sha256"])):
        file = ROOT / path
        if not file.is_file():
            yield f"{path}: the file of {what} is gone"
        elif (found := hashlib.sha256(file.read_bytes()).hexdigest()) != digest:
            yield f"{path}: this is not the file of {what}: its SHA-256 is {found}; expected {digest}"
