"""The table of contents, ``_toc.yml``: parts, chapters and the files behind them, each of which is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsis20.commands.build.gates import nodes
from wsis20.project import BOOK, NOTEBOOKS, ROOT, SNIPPETS, Refusal

TOC = ROOT / "_toc.yml"
OPTIONS = {"maxdepth", "numbered", "reversed", "titlesonly"}
LEVELS = {
    "book": ({"format", "root", "defaults", "parts", "chapters"}, {"format", "root"}),
    "part": ({"caption", "chapters", *OPTIONS}, {"chapters"}),
    "entry": ({"file", "title", "sections"}, {"file"}),
}
"""The keys that there may be at each level, and those that there must be."""
LISTS = {"parts": "part", "chapters": "entry", "sections": "entry"}
SUFFIXES = (".md", ".ipynb")
TITLE = re.compile(r"^(?:# +\S|```\{include\})", re.MULTILINE)  # what a page includes has a title of its own


def faults() -> list[str]:
    """Return what is wrong with the table of contents, and which notebooks are not in it."""
    try:
        top = nodes.read(TOC)
    except Refusal as fault:
        return [str(fault)]
    found = [*nodes.repeated(TOC, top), *level_faults(top, "book")]
    named: dict[str, nodes.SCALAR] = {}
    for node in files(top):
        where = nodes.place(TOC, node)
        if node.value in named:
            found.append(
                f"{where}: {node.value!r} is there twice, first in line {named[node.value].start_mark.line + 1}"
            )
        named.setdefault(node.value, node)
        found += file_faults(where, node.value)
    listed = set(map(stem, named))
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts and path.relative_to(ROOT).with_suffix("").as_posix() not in listed:
            found.append(f"{path.relative_to(ROOT).as_posix()}: the notebook is not in _toc.yml")
    return found + page_faults(listed)


def page_faults(listed: set[str]) -> list[str]:
    """Return the pages that no entry names, and those without a title, by which others link to them."""
    found = []
    for path in sorted(BOOK.rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        if path.parent == SNIPPETS:
            continue  # parts of pages
        if path.is_file() and name.removesuffix(".md") not in listed:
            found.append(f"{name}: the page is not in _toc.yml")
        elif path.is_file() and not TITLE.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(f"{name}, line 1: the page has no title (# and words)")
    return found


def level_faults(node: nodes.MAPPING, level: str) -> Iterator[str]:
    """Yield what is wrong with the keys of a mapping and of all that are in it."""
    allowed, needed = LEVELS[level]
    keys = {name: inside for name, _, inside in nodes.pairs(node)}
    for name, key, inside in nodes.pairs(node):
        where = nodes.place(TOC, key)
        if name not in allowed:
            yield f"{where}: {name!r} is not a key of the level {level!r}; expected {', '.join(sorted(allowed))}"
        elif name in LISTS:
            yield from list_faults(where, name, inside)
        elif name != "defaults" and not (isinstance(inside, nodes.SCALAR) and inside.value.strip()):
            yield f"{where}: {name!r} has no value; expected {nodes.WORDS[nodes.SCALAR]}"
    for name in sorted(needed - keys.keys()):
        yield f"{nodes.place(TOC, node)}: {name!r} is missing"
    if level == "book":
        if isinstance(keys.get("format"), nodes.SCALAR) and keys["format"].value != "jb-book":
            yield f"{nodes.place(TOC, keys['format'])}: the format is {keys['format'].value!r}; expected 'jb-book'"
        if len(keys.keys() & {"parts", "chapters"}) != 1:
            yield f"{nodes.place(TOC, node)}: expected either 'parts' or 'chapters'"


def list_faults(where: str, name: str, node: object) -> Iterator[str]:
    """Yield what is wrong with a list of parts, chapters or sections."""
    if not isinstance(node, nodes.SEQUENCE) or not node.value:
        yield f"{where}: {name!r} is no list with entries"
        return
    for entry in node.value:
        if isinstance(entry, nodes.MAPPING):
            yield from level_faults(entry, LISTS[name])
        else:
            yield f"{nodes.place(TOC, entry)}: expected {nodes.WORDS[nodes.MAPPING]}, such as file: book/method"


def files(node: nodes.MAPPING) -> Iterator[nodes.SCALAR]:
    """Yield the value of every ``root`` and ``file``, in the order of the file."""
    for name, _, inside in nodes.pairs(node):
        if name in ("root", "file") and isinstance(inside, nodes.SCALAR):
            yield inside
        elif name in LISTS and isinstance(inside, nodes.SEQUENCE):
            for entry in inside.value:
                if isinstance(entry, nodes.MAPPING):
                    yield from files(entry)


def stem(name: str) -> str:
    """Return the name of a file as an entry may have it, without what follows the dot."""
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)


def file_faults(where: str, name: str) -> Iterator[str]:
    """Yield a fault when an entry is not the name of one file of the checkout."""
    inside = "\0" not in name and (ROOT / name).resolve().is_relative_to(ROOT.resolve())
    if not inside or not any((ROOT / f"{stem(name)}{suffix}").is_file() for suffix in SUFFIXES):
        yield f"{where}: there is no file {stem(name)}.md or {stem(name)}.ipynb"
