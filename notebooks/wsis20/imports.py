"""Imports: which modules beside the notebooks a piece of code reaches, and the data files that these name.

The answer is found by reading, without running anything. Code that loads what no reader can foresee (a name that is
computed, a magic) is taken to reach everything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from wsis20.notebook import parsed
from wsis20.textfile import read

UNFORESEEABLE = {"__import__", "eval", "exec", "get_ipython", "importlib", "pkgutil", "runpy"}
HARMLESS = ("importlib.metadata", "importlib.resources")


class Unforeseeable(Exception):  # noqa: N818 (it says what the code is)
    """Code whose imports cannot be told by reading it."""


def reached(sources: Iterable[str], folder: Path, always: Iterable[str] = ()) -> list[Path]:
    """Return the files under ``folder`` that code imports, and what those import, with the data files that they name.

    ``folder`` is where Python looks for modules first; ``always`` are names of modules that count in any case. All
    modules are returned where the code cannot be foreseen. The order is that of the paths.
    """
    known = modules(folder)
    try:
        found = followed({name for source in sources for name in named(source, "")} | set(always), known)
    except Unforeseeable:
        found = set(known)
    files = {known[name] for name in found}
    return sorted(files.union(*(data_files(path) for path in files)))


def modules(folder: Path) -> dict[str, Path]:
    """Return the modules under a folder, by name; a package has that of its folder."""
    paths = {path: path.relative_to(folder).with_suffix("").parts for path in folder.rglob("*.py")}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in paths.items()}


def followed(names: set[str], known: dict[str, Path]) -> set[str]:
    """Return the names among the known modules that are imported, and all that these import in turn."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        todo += [name.rpartition(".")[0]] if "." in name else []  # a module in a package runs the package
        if name in known and name not in found:
            found.add(name)
            path = known[name]
            todo += named(read(path), name if path.name == "__init__.py" else name.rpartition(".")[0])
    return found


@cache
def named(source: str, package: str) -> tuple[str, ...]:
    """Return the dotted names that code in a package may import. Raises `Unforeseeable` when nobody can tell."""
    found: list[str] = []
    for node in walked(source):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, package)
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Name) and node.id in UNFORESEEABLE:
            raise Unforeseeable(node.id)
        else:
            continue
        for name in names:
            if name.split(".")[0] in UNFORESEEABLE and not name.startswith(HARMLESS):
                raise Unforeseeable(name)
        found += names
    return tuple(found)


def absolute(node: ast.ImportFrom, package: str) -> str:
    """Return from which module names are imported; dots at its start count from the package."""
    parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    return ".".join([*parts, *([node.module] if node.module else [])])


@cache
def walked(source: str) -> tuple[ast.AST, ...]:
    """Return the nodes of code that matter here. Raises `Unforeseeable` when it is no Python."""
    try:
        tree = parsed(source)
    except SyntaxError:
        raise Unforeseeable("a magic") from None
    kinds = (ast.Import, ast.ImportFrom, ast.Name, ast.Constant)
    return tuple(node for node in ast.walk(tree) if isinstance(node, kinds))


def data_files(path: Path) -> set[Path]:
    """Return the files in the folder of a module that it names in a string."""
    here = {other.name: other for other in path.parent.iterdir() if other.suffix != ".py" and other.is_file()}
    return {here[name] for name in words(read(path)) & here.keys()} if here else set()


@cache
def words(source: str) -> frozenset[str]:
    """Return the strings of code."""
    constants = (node.value for node in walked(source) if isinstance(node, ast.Constant))
    return frozenset(value for value in constants if isinstance(value, str))
