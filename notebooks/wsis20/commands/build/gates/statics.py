"""The style sheets, scripts and pictures of the book's own: whole, and without another host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsis20.notebook import drawing
from wsis20.project import BOOK, ROOT

STATICS = BOOK / "_static"
HOST = re.compile(r"(?:\w+:)?//[\w-]+\.[\w.-]+|@import\b")
ASIDE = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)  # comments and strings


def faults() -> list[str]:
    """Return what is wrong with the files, but those that others made (`vendored`)."""
    found: list[str] = []
    for path in sorted(path for path in STATICS.rglob("*") if path.is_file() and "vendor" not in path.parts):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".svg":
            found += [f"{name}: {fault}" for fault in drawing.faults(text)]
        elif path.suffix in (".css", ".js"):
            found += text_faults(name, text)
        if path.suffix == ".css":
            found += brace_faults(name, text)
    return found


def text_faults(name: str, text: str) -> Iterator[str]:
    """Yield each line that names another host."""
    for number, line in enumerate(text.replace(drawing.SVG, "").split("\n"), 1):
        if host := HOST.search(line):
            yield f"{name}, line {number}: {host[0]} reaches another file or host; pages load what is beside them"


def brace_faults(name: str, text: str) -> Iterator[str]:
    """Yield a fault where braces of a style sheet do not close, by which what follows would not count."""
    depth = 0
    for number, line in enumerate(ASIDE.sub(blank, text).split("\n"), 1):
        for sign in line:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth < 0:
                yield f"{name}, line {number}: a brace closes that was not opened"
                return
    if depth:
        yield f"{name}, line {number}: {depth} open {'brace' if depth == 1 else 'braces'} at the end"


def blank(found: re.Match) -> str:
    """Return the line ends of what was found."""
    return "\n" * found[0].count("\n")
