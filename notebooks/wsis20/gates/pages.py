"""The prose of pages and notebooks: every picture in it says in words what it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

from wsis20.notebook import cell_name, joined
from wsis20.project import BOOK, ROOT, notebooks

PICTURE = re.compile(r"\{(?:image|figure)\}\s*(?P<file>\S*)")
ALT = re.compile(r"^\s*(?::alt:|alt:)\s*\S", re.MULTILINE)
FENCES = ("fence", "colon_fence")
MARKDOWN = MarkdownIt("commonmark").use(colon_fence_plugin)


def faults() -> list[str]:
    """Return the pictures without alternative text, by page and line."""
    found = []
    for path in (path for path in sorted(BOOK.rglob("*.md")) if path.is_file()):
        name = path.relative_to(ROOT).as_posix()
        found += [f"{name}, line {line}: {fault}" for line, fault in text_faults(path.read_text("utf-8", "replace"))]
    for path in notebooks():
        for place, text in prose(path):
            found += [f"{place}, line {line}: {fault}" for line, fault in text_faults(text)]
    return found


def prose(path: Path) -> Iterator[tuple[str, str]]:
    """Yield place and text of every cell of a notebook that is prose."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        written = [(number, cell) for number, cell in enumerate(cells) if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return  # what is wrong with the notebook is said where it is read
    for number, cell in written:
        yield cell_name(path.name, number, cell), joined(cell.get("source"))


def text_faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield line, from one, and fault of each picture without alternative text in Markdown."""
    for token in MARKDOWN.parse(text):
        if token.type == "inline":
            yield from inline_faults(token)
            continue
        named = PICTURE.match(token.info.strip()) if token.type in FENCES else None
        if named and not ALT.search(token.content):
            yield token.map[0] + 1, f"image without alternative text: {named['file']}"


def inline_faults(token: Token) -> Iterator[tuple[int, str]]:
    """Yield line and fault of the pictures in a paragraph."""
    line = token.map[0] + 1 if token.map else 1
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "image" and not child.content.strip():
            yield line, f"image without alternative text: {child.attrGet('src')}"
