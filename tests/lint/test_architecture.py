"""The map of the house names files, folders and functions that are there."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter

import pytest
from wsis20 import imports
from wsis20.project import NOTEBOOKS, ROOT

TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
NAMES = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))))
LIBRARY, EXTENSION = ROOT / "notebooks" / "wsis20", ROOT / "book" / "_ext" / "wsis20_sphinx"
BASES = (ROOT, ROOT / "notebooks", LIBRARY, EXTENSION, ROOT / "datapackage", ROOT / "tests")
PATHS = [name for name in NAMES if re.fullmatch(r"[\w./*-]+(?:/|\.(?:py|md|yml|json|csv))", name)]
MEMBERS = [name for name in NAMES if re.fullmatch(r"(?:[\w/]+\.py: )?[A-Za-z_]+(?:\.[A-Za-z_]+)*", name)]
WORDS = {"unit", "rules", "site", "browser", "copies", "lint"}  # folders of tests
WORDS |= {"COMMANDS", "Format", "describe", "hash", "run"}


def defined(name: str) -> bool:
    """Return whether something has this name: a module, or a function or class of one."""
    module, _, member = name.replace(".py: ", ".").rpartition(".") if "." in name else (name, "", "")
    files = [path for base in (LIBRARY, EXTENSION) for path in base.rglob("*.py")]
    of_module = [
        path for path in files if path.with_suffix("").as_posix().endswith(f"/{module}") or path.parts[-2] == module
    ]
    if not member:
        return bool(of_module)
    trees = [ast.parse(path.read_text("utf-8")) for path in of_module]
    return any(getattr(node, "name", None) == member for tree in trees for node in ast.walk(tree))


@pytest.mark.parametrize("name", PATHS)
def test_a_path_leads_somewhere(name):
    assert any(list(base.glob(name.rstrip("/"))) for base in BASES)


@pytest.mark.parametrize("name", sorted(set(MEMBERS) - WORDS - set(PATHS)))
def test_a_name_is_that_of_something(name):
    assert defined(name)


def test_the_map_is_looked_at():
    assert len(PATHS) >= 20
    assert len(MEMBERS) >= 40
    assert not defined("likeness.nothing")
    assert not defined("nothing")


def test_no_module_of_the_library_needs_one_that_needs_it():
    known = imports.modules(NOTEBOOKS)
    needs = {}
    for name, path in known.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        found = set(imports.named(path.read_text("utf-8"), package)) if name != "wsis20.__main__" else set()
        needs[name] = {one for one in found & set(known) if not name.startswith(f"{one}.")} - {name}
    order = list(TopologicalSorter(needs).static_order())  # raises CycleError
    assert order.index("wsis20.project") < order.index("wsis20.datapackage") < order.index("wsis20.commands.check")
