"""Running, tried out on copies of the project: all or nothing, at once when interrupted, the same bytes every time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from wsis20 import execution, freshness
from wsis20.project import Refusal
from wsis20.tables import MIME

ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}


def set_first_cell(copy, name, source):
    """Put code into the first code cell of a notebook."""
    path = copy.root / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def add_last_cell(copy, name, source):
    """Put code at the end of a notebook."""
    path = copy.root / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = {"cell_type": "code", "id": "last", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def strip_fingerprints(copy):
    for path in (copy.root / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        del notebook["metadata"]["wsis20"]
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_running_again_leaves_the_same_bytes(project_copy):
    before = project_copy.stored()
    strip_fingerprints(project_copy)
    ran = project_copy.wsis20("run", **ELSEWHERE)
    assert ran.returncode == 0, ran.stderr
    assert "(8 of 8)" in ran.stdout
    assert project_copy.stored() == before


def test_a_failing_cell_fails_the_command_and_stores_nothing(project_copy):
    set_first_cell(project_copy, "02-regions", "1 / 0")
    strip_fingerprints(project_copy)
    before = project_copy.stored()
    ran = project_copy.wsis20("run")
    assert ran.returncode == 1
    assert (
        "wsis20: 02-regions.ipynb: cell 2 (1 / 0) failed: ZeroDivisionError: division by zero; nothing was stored"
        in ran.stderr
    )
    assert "Traceback" not in ran.stderr
    assert project_copy.stored() == before
    assert not list((project_copy.root / "notebooks").glob("*.part"))


def test_nothing_is_stored_before_all_have_finished(project_copy):
    set_first_cell(project_copy, "02-regions", "import time\ntime.sleep(8)\n1 / 0")
    strip_fingerprints(project_copy)
    before = project_copy.stored()
    ran = project_copy.wsis20("run")
    assert "ran 01-round.ipynb (1 of 8)" in ran.stdout
    assert ran.returncode == 1
    assert project_copy.stored() == before


def test_data_that_change_while_a_notebook_runs_are_noticed(project_copy):
    spoil = "from pathlib import Path\nPath('../datapackage/data/regions.csv').open('a').write('\\n')"
    add_last_cell(project_copy, "02-regions", spoil)
    before = project_copy.stored()
    ran = project_copy.wsis20("run")
    assert ran.returncode == 1
    assert "code or data changed while it ran; nothing was stored" in ran.stderr
    assert project_copy.stored() == before


def test_an_interrupted_run_ends_at_once_and_stores_nothing(project_copy):
    set_first_cell(project_copy, "02-regions", "import time\ntime.sleep(300)")
    before = project_copy.stored()
    variables = {**os.environ, "PYTHONPATH": str(project_copy.root / "notebooks"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "wsis20", "run"]
    with subprocess.Popen(command, cwd=project_copy.root, env=variables, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout.readline().startswith("running")
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("wsis20: interrupted; what was there before is still there\n")
    assert project_copy.stored() == before


def small(folder, *sources):
    """Write a notebook with these code cells; return its path."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    path = folder / "small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_run_stores_outputs_and_digests(tmp_path):
    table = "Table('tab-x', 'Caption', pd.DataFrame({'a': ['1']}), [1])"
    path = small(tmp_path, "import pandas as pd\nfrom wsis20.tables import Table", table, "1 + 1")
    said = []
    execution.run([path], progress=said.append)
    assert said == ["ran small.ipynb (1 of 1)"]
    notebook = freshness.read(path)
    assert freshness.stored(notebook) == freshness.stamp(notebook)
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3]
    assert notebook["cells"][1]["outputs"][0]["data"][MIME]["rows"] == [["1"]]
    assert notebook["cells"][2]["outputs"][0]["data"] == {"text/plain": ["2"]}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", r"small.ipynb: cell 1 \(1 / 0\) failed: ZeroDivisionError: division by zero; nothing was stored"),
        ("import os\nos._exit(1)", "small.ipynb: Kernel died"),
        ("open('small.ipynb', 'a').write(' ')", "small.ipynb: the notebook was changed while it ran"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_stored(tmp_path, source, said):
    path = small(tmp_path, source)
    before = path.read_bytes()
    with pytest.raises(Refusal, match=said):
        execution.run([path])
    assert path.read_bytes().rstrip(b" ") == before
    assert list(tmp_path.iterdir()) == [path]


def test_code_that_changes_while_a_notebook_runs_is_noticed(tmp_path, monkeypatch):
    path = small(tmp_path, "1")
    prints = iter(["before", "after"])
    monkeypatch.setattr(freshness, "fingerprint", lambda notebook: next(prints))
    with pytest.raises(Refusal, match="code or data changed while it ran"):
        execution.run([path])


def test_a_full_disk_leaves_the_old_notebooks_and_no_draft(tmp_path, monkeypatch):
    first = small(tmp_path, "1")
    second = first.rename(tmp_path / "other.ipynb")
    first = small(tmp_path, "2")
    before = first.read_bytes(), second.read_bytes()
    write = nbformat.write

    def full(notebook, path):
        if path.name.startswith("other"):
            raise OSError(28, "No space left on device")
        write(notebook, path)

    monkeypatch.setattr(execution.nbformat, "write", full)
    with pytest.raises(OSError, match="No space left"):
        execution.run([first, second])
    assert (first.read_bytes(), second.read_bytes()) == before
    assert sorted(tmp_path.iterdir()) == [second, first]
