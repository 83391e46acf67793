"""Fingerprints: whether a stored notebook was run with the code, the data and the environment that are here now.

The cache of Jupyter Book looks at the text of the cells only, so that changed data or a changed helper would leave
old numbers on a page. Instead, the fingerprint of everything that a notebook's outputs depend on is stored in its
metadata when it is run, and whoever publishes compares it with the current one.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from wsis20.project import DATAPACKAGE, LIBRARY, LOCK, notebooks, version

KEY = "wsis20"


def read(path: Path) -> dict:
    """Return a notebook as it is stored."""
    return json.loads(path.read_text(encoding="utf-8"))


def stored(notebook: dict) -> str | None:
    """Return the fingerprint in the metadata of a notebook, or ``None`` when it was never run here."""
    return notebook["metadata"].get(KEY, {}).get("fingerprint")


def fingerprint(notebook: dict) -> str:
    """Return the current fingerprint of a notebook: SHA-256 over what its outputs depend on.

    That is its code cells, the tables it loads and their schemas, the library beside it, the lock
    file of the environment, and the version of the release.
    """
    digest = hashlib.sha256()
    for name, data in ingredients(notebook):
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def ingredients(notebook: dict) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of everything that the outputs of a notebook depend on, in a fixed order."""
    code = sources(notebook)
    yield "code", json.dumps(code).encode()
    yield "version", version().encode()
    for table in tables(code):
        yield table, (DATAPACKAGE / "data" / f"{table}.csv").read_bytes()
        yield f"{table} schema", (DATAPACKAGE / "schemas" / f"{table}.json").read_bytes()
    for path in sorted(LIBRARY.rglob("*.py")):
        yield path.relative_to(LIBRARY).as_posix(), path.read_bytes()
    yield LOCK.name, LOCK.read_bytes()


def sources(notebook: dict) -> list[str]:
    """Return the source of each code cell."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def tables(code: list[str]) -> list[str]:
    """Return the tables that code may read: the literal arguments of its calls of ``load``, or all tables."""
    named: set[str] = set()
    for source in code:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "load":
                names = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                if not names or len(names) < len(node.args):
                    return all_tables()
                named.update(names)
    return sorted(named)


def all_tables() -> list[str]:
    """Return the names of all tables."""
    return sorted(path.stem for path in (DATAPACKAGE / "data").glob("*.csv"))


def stale(paths: list[Path] | None = None) -> list[Path]:
    """Return the notebooks whose stored fingerprint is not the current one."""
    found = []
    for path in notebooks() if paths is None else paths:
        notebook = read(path)
        if stored(notebook) != fingerprint(notebook):
            found.append(path)
    return found
