"""The bibliography, ``book/references.bib``: entries that can be read, each with a key of its own."""

from __future__ import annotations

import re

from pybtex import errors
from pybtex.database.input.bibtex import Parser

from wsis20.project import BOOK, ROOT

REFERENCES = BOOK / "references.bib"
ENTRY = re.compile(r"^[ \t]*@(?P<kind>\w+)\s*[{(]\s*(?P<key>[^,\s{}=]*)\s*(?P<end>[,}\n]|$)", re.MULTILINE)
NO_ENTRIES = {"comment", "preamble", "string"}
NEEDED = ("title", "year")


def faults() -> list[str]:
    """Return what is wrong with the bibliography."""
    name = REFERENCES.relative_to(ROOT).as_posix()
    try:
        text = REFERENCES.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return [] if REFERENCES.exists() else [f"{name}: there is no such file"]
    found, lines, seen = [], {}, {}
    for match in ENTRY.finditer(text):
        line = text.count("\n", 0, match.start("kind")) + 1
        key = match["key"]
        if match["kind"].lower() in NO_ENTRIES:
            continue
        if not key or match["end"] != ",":
            found.append(f"{name}, line {line}: an entry without a key; expected @misc{{key, and fields")
        elif key.lower() in seen:
            found.append(f"{name}, line {line}: the key {key!r} is there twice, first in line {seen[key.lower()]}")
        lines.setdefault(key, line)
        seen.setdefault(key.lower(), line)
    return found or parsed_faults(name, text, lines)


def parsed_faults(name: str, text: str, lines: dict[str, int]) -> list[str]:
    """Return what pybtex has to say of the text, and entries without what a reference needs; ``lines`` is by key."""
    found = []
    with errors.capture() as said:
        try:
            entries = Parser(encoding="utf-8").parse_string(text).entries
        except Exception as error:  # it raises errors of any kind on what it cannot read
            entries, said = {}, [*said, error]
    for error in said:
        line = f", line {error.lineno}" if getattr(error, "lineno", None) else ""
        found.append(f"{name}{line}: {' '.join(str(error.args[0] if error.args else error).split())}")
    for key, entry in entries.items():
        for field in NEEDED:
            if not entry.fields.get(field, "").strip():
                found.append(f"{name}, line {lines.get(key, 1)}: the entry {key!r} has no {field}")
        if not entry.persons and not entry.fields.get("organization"):
            found.append(f"{name}, line {lines.get(key, 1)}: the entry {key!r} has no author or editor")
    return found
