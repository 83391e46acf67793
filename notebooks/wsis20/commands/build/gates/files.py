"""The bytes of the files that the book is made from: UTF-8, lines that end in LF, no marks of a merge, no way out.

Nor do they hold a character that nobody sees: in code, the reader and the program would read different things.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from wsis20.characters import named, refused
from wsis20.project import ROOT

PLACES = (
    "_config.yml",
    "_toc.yml",
    "CITATION.cff",
    "requirements.lock",
    "README.md",
    "CHANGELOG.md",
    "book",
    "notebooks",
)
"""The data package is not among them: `wsis20.commands.check` looks at it, and names rows and fields."""
LICENCES = ("LICENSE", "LICENSE-DATA")
TEXTS = {".bib", ".cff", ".css", ".html", ".ipynb", ".js", ".json", ".lock", ".md", ".py", ".svg", ".typ", ".yml"}
PASSING = {"__pycache__", ".ipynb_checkpoints"}
MERGE = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NO_BREAK = "\u00a0"  # of use in prose
MANY = 3


def faults() -> list[str]:
    """Return what is wrong with the files as bytes."""
    found, windows = [], []
    for name in (*PLACES, *LICENCES):
        if not (ROOT / name).exists():
            found.append(f"{name}: there is no such file or folder")
    for path in walk():
        found += link_faults(path)
        if path.suffix in TEXTS and path.is_file() and "vendor" not in path.parts:
            data = path.read_bytes()
            if b"\r\n" in data:
                windows.append(path.relative_to(ROOT).as_posix())
            found += byte_faults(path.relative_to(ROOT).as_posix(), data)
    return found + line_end_faults(windows)


def walk() -> Iterator[Path]:
    """Yield the files of the book in a fixed order, and links whatever they lead to."""
    for name in PLACES:
        path = ROOT / name
        if not path.is_dir():
            yield path
        for folder, inside, files in os.walk(path):
            inside[:] = sorted(set(inside) - PASSING)
            links = [entry for entry in inside if Path(folder, entry).is_symlink()]
            yield from (Path(folder, entry) for entry in sorted([*files, *links]))


def link_faults(path: Path) -> Iterator[str]:
    """Yield a fault when a link leads out of the checkout or nowhere."""
    if path.is_symlink():
        name = path.relative_to(ROOT).as_posix()
        if not path.exists():
            yield f"{name}: the link leads nowhere"
        elif not path.resolve().is_relative_to(ROOT.resolve()):
            yield f"{name}: the link leads out of the checkout, to {path.resolve()}"


def byte_faults(name: str, data: bytes) -> Iterator[str]:
    """Yield what is wrong with the bytes of a text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"{name}, line {line(data, error.start)}: byte {error.start} is not UTF-8"
    else:
        for hidden in sorted(one for one in set(text) if not one.isascii() and one != NO_BREAK and refused(one)):
            number = text[: text.index(hidden)].count("\n") + 1
            yield f"{name}, line {number}: the character {named(hidden)} stands here, which nobody sees"
    if mark := MERGE.search(data):
        yield f"{name}, line {line(data, mark.start())}: a mark of a merge ({mark[0].decode().strip()}) was left here"
    if control := CONTROL.search(data):
        code = f"U+{control[0][0]:04X}"
        yield f"{name}, line {line(data, control.start())}: the control character {code} stands here"


def line(data: bytes, position: int) -> int:
    """Return the number of the line that a byte is on, from one."""
    return data.count(b"\n", 0, position) + 1


def line_end_faults(names: list[str]) -> list[str]:
    """Return one fault for all files whose lines end as on Windows: most often they all do, and for one reason."""
    if not names:
        return []
    more = f" and {len(names) - MANY} more files" if len(names) > MANY else ""
    return [
        f"{', '.join(names[:MANY])}{more}: lines end in CR LF; expected LF. An editor or git changed them; where it "
        "was git, clone again with: git -c core.autocrlf=false clone"
    ]
