"""Fingerprints: whether a stored notebook was run with the code, the data and the environment that are here now.

The cache of Jupyter Book looks at the text of the cells only, so that changed data or a changed helper would leave
old numbers on a page. Instead, a run stores two digests in the metadata of a notebook: that of everything its outputs
depend on, and that of the outputs themselves. Whoever publishes compares both with what is there.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from wsis20 import imports
from wsis20.datapackage import read_descriptor, refuse_unknown
from wsis20.notebook import OWN, parsed, read
from wsis20.project import DATAPACKAGE, LOCK, NOTEBOOKS, notebooks, version
from wsis20.textfile import read_bytes

RUNNER = ("wsis20.sandbox", "wsis20.forkserver")
"""Modules that decide what a notebook runs in; no notebook imports them."""


def stamp(notebook: dict) -> dict[str, str]:
    """Return the digests that a run stores: ``fingerprint`` and ``outputs``."""
    return {"fingerprint": fingerprint(notebook), "outputs": outputs(notebook)}


def stored(notebook: dict) -> dict[str, str]:
    """Return the digests in the metadata of a notebook, the empty dictionary when it was never run here."""
    return notebook["metadata"].get(OWN, {})


def outputs(notebook: dict) -> str:
    """Return the SHA-256 of what the code cells show, with the captions and alt texts in their metadata."""
    shown = [cell.get("outputs", []) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    text = json.dumps(joined(shown), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def joined(value):
    """Return a JSON value with each list of strings made one string: files have lines where a kernel has text.

    An output that is JSON itself stays as it is.
    """
    if isinstance(value, dict):
        return {key: entry if key.endswith("+json") else joined(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return (
            "".join(value) if value and all(isinstance(entry, str) for entry in value) else [joined(e) for e in value]
        )
    return value


def fingerprint(notebook: dict) -> str:
    """Return the SHA-256 of what the outputs of a notebook depend on.

    That is its code cells, the tables it loads and their schemas, the modules beside it that it reaches and the data
    files that these name, what it runs in, the lock file of the environment, and the version of the release. Raises
    `Refusal` when one of them is not there.
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
    resources = {resource["name"]: resource for resource in read_descriptor(DATAPACKAGE)["resources"]}
    named = tables(code)
    refuse_unknown(named, resources, DATAPACKAGE)
    for table in named or sorted(resources):
        for key in ("path", "schema"):
            yield f"{table} {key}", read_bytes(DATAPACKAGE / resources[table][key])
    for path in imports.reached(code, NOTEBOOKS, RUNNER):
        yield path.relative_to(NOTEBOOKS).as_posix(), read_bytes(path)
    yield LOCK.name, read_bytes(LOCK)


def sources(notebook: dict) -> list[str]:
    """Return the source of each code cell."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def tables(code: list[str]) -> list[str]:
    """Return the tables that code reads, by the literal arguments of its calls of ``load``.

    The empty list stands for all of them: where nothing is named literally, anything may be read.
    """
    named: set[str] = set()
    for source in code:
        try:
            tree = parsed(source)
        except SyntaxError:  # magics are no Python
            return []
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "load":
                names = [getattr(argument, "value", None) for argument in node.args]
                literal = [name for name in names if isinstance(name, str)]
                if not names or literal != names:
                    return []
                named.update(literal)
    return sorted(named)


def stale(paths: list[Path] | None = None) -> list[Path]:
    """Return the notebooks whose stored digests are not those of what is there now."""
    return [path for path in (notebooks() if paths is None else paths) if not fresh(read(path))]


def fresh(notebook: dict) -> bool:
    """Return whether the stored digests of a notebook are those of what is there now."""
    return bool(stored(notebook)) and stored(notebook) == stamp(notebook)
