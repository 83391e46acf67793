"""Imports followed by reading: every module that code can reach, and none that it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from wsis20 import freshness, imports, notebook, project


@pytest.fixture
def folder(tmp_path):
    """Return a small library: a package with a package in it, a data file, and modules beside it."""
    files = {
        "lib/__init__.py": "",
        "lib/one.py": "from lib.two import thing\nLAND = 'land.json'",
        "lib/two.py": "import json\nthing = 'far.json'",
        "lib/lonely.py": "import helper",
        "lib/lazy.py": "def late():\n    from . import lonely",
        "lib/inner/__init__.py": "from .part import x",
        "lib/inner/part.py": "x = 1",
        "lib/inner/other.py": "from .. import two",
        "helper.py": "",
        "lib/land.json": "{}",
        "lib/inner/far.json": "{}",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def reached(folder, *sources, always=()):
    return [path.relative_to(folder).as_posix() for path in imports.reached(sources, folder, always)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pandas", []),
        ("import helper", ["helper.py"]),
        ("from lib import two", ["lib/__init__.py", "lib/two.py"]),
        ("import lib.two as t", ["lib/__init__.py", "lib/two.py"]),
        ("from lib.one import thing", ["lib/__init__.py", "lib/land.json", "lib/one.py", "lib/two.py"]),
        ("from lib import inner", ["lib/__init__.py", "lib/inner/__init__.py", "lib/inner/part.py"]),
        (
            "from lib.inner import other",
            ["lib/__init__.py", *(f"lib/inner/{name}.py" for name in ("__init__", "other", "part")), "lib/two.py"],
        ),
        ("from lib import lazy", ["helper.py", "lib/__init__.py", "lib/lazy.py", "lib/lonely.py"]),
        ("if x:\n    import helper", ["helper.py"]),
    ],
)
def test_what_code_reaches_by_hand(folder, source, expected):
    assert reached(folder, source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import importlib\nimportlib.import_module(name)",
        "from importlib import import_module",
        "__import__(name)",
        "exec(code)",
        "%run other.py",
        "get_ipython().run_line_magic('run', 'x')",
        "from runpy import run_path",
    ],
)
def test_code_that_nobody_can_foresee_reaches_everything(folder, source):
    every = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
    assert [path for path in reached(folder, source) if path.endswith(".py")] == every
    assert "lib/inner/far.json" not in reached(folder, "from importlib.metadata import version")


def test_modules_that_always_count(folder):
    assert reached(folder, "1", always=["lib.two"]) == ["lib/__init__.py", "lib/two.py"]


REALLY = """
import json, sys
for code in json.load(sys.stdin):
    for name in [name for name in sys.modules if name.partition(".")[0] == "wsis20"]:
        del sys.modules[name]
    exec(code, {})
    print(json.dumps([m.__file__ for name, m in sys.modules.items() if name.partition(".")[0] == "wsis20"]))
"""


@pytest.mark.slow
def test_what_a_notebook_really_imports_is_among_what_was_read():
    codes = {path.stem: freshness.sources(notebook.read(path)) for path in project.notebooks()}
    loading = [sources[0].partition("\n\npackage = ")[0] for sources in codes.values()]
    given = json.dumps(loading)
    ran = subprocess.run(
        [sys.executable, "-c", REALLY],
        cwd=project.NOTEBOOKS,
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for line, (name, sources) in zip(ran.stdout.splitlines(), codes.items(), strict=True):
        found = {str(path) for path in imports.reached(sources, project.NOTEBOOKS)}
        assert len(json.loads(line)) > 10, name
        assert set(json.loads(line)) <= found, name
        assert len(found) < len(list(project.NOTEBOOKS.rglob("*.py"))) / 2, name


def test_the_land_counts_where_the_map_is_drawn():
    files = [file.name for file in imports.reached(["from wsis20 import basemap"], project.NOTEBOOKS)]
    assert "land-110m.json" in files
    assert "interface.json" not in files
