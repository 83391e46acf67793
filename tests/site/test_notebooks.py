"""The notebooks as stored: fresh, with outputs, and free of anything that belongs to a machine.

nbval, in the same run of pytest, executes every cell and compares its output with the stored one.
"""

from __future__ import annotations

import ast
import json
import re

import pytest
from wsis20 import freshness, project, values

NOTEBOOKS = project.notebooks()
named = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in freshness.read(path)["cells"] if cell["cell_type"] == "code"]


def test_there_are_notebooks():
    assert [path.stem for path in NOTEBOOKS] == [
        "01-round",
        "02-regions",
        "03-voices",
        "04-floor",
        "05-timetable",
        "06-asks",
        "07-ground",
        "08-certainty",
        "09-positions",
    ]


@named
def test_every_notebook_has_the_same_shape(path):
    """Finding, question, answer, figures and tables, counted in other ways, what it does not show, method."""
    cells = freshness.read(path)["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert re.match(r"# .+\n\n\*\*.+\?\*\*\n\n[\w{“]", prose[0])
    headings = re.findall(r"^## (.+)$", "\n".join(prose), flags=re.M)
    assert headings[-3:] == ["Counted in other ways", "What this does not show", "Data and method"]
    key = path.stem.split("-")[1]
    assert f"{{value}}`{key}.tables`" in prose[-1]
    kinds = [kind for cell in code_cells(path) for output in cell["outputs"] for kind in output.get("data", {})]
    assert kinds.count("image/svg+xml") >= 1
    assert kinds.count("text/html") >= 2


@named
def test_values_are_in_the_namespace_of_their_notebook(path):
    handed_over = values.handed_over(freshness.read(path))
    assert handed_over
    assert {key.partition(".")[0] for key in handed_over} == {path.stem.split("-")[1]}


@named
def test_all_code_is_folded_on_the_page_and_left_out_of_the_pdf(path):
    assert [cell["id"] for cell in code_cells(path) if cell["metadata"].get("tags") != ["hide-input"]] == []


@named
def test_no_notebook_is_stored_without_its_outputs(path):
    cells = code_cells(path)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert outputs
    assert all(output["output_type"] in ("display_data", "execute_result") for output in outputs)


@named
def test_outputs_belong_to_the_code_and_data_that_are_here(path):
    notebook = freshness.read(path)
    assert freshness.stored(notebook) == freshness.stamp(notebook)


@named
def test_nothing_of_a_machine_is_stored(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"0x[0-9a-f]{6,}|\"/(?:home|root|usr|tmp|work)/|site-packages", text)
    assert json.loads(text)["metadata"]["language_info"] == {"name": "python"}
    assert "execution" not in {key for cell in code_cells(path) for key in cell["metadata"]}


@named
def test_data_are_read_through_the_package_only(path):
    for source in freshness.sources(freshness.read(path)):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                assert not name.startswith("read_"), f"{name} reads what no fingerprint sees"
                assert name != "open"


@named
def test_no_function_in_a_notebook_is_longer_than_ten_lines(path):
    for source in freshness.sources(freshness.read(path)):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 10, node.name


@named
def test_figures_carry_name_caption_alt_text_and_data(path):
    for cell in code_cells(path):
        for output in cell["outputs"]:
            if "image/svg+xml" in output.get("data", {}):
                figure = output["metadata"]["wsis20"]["figure"]
                assert all(figure[part].strip() for part in ("name", "title", "caption", "alt"))
                assert "n = " in figure["caption"]
                assert len(figure["caption"].split()) <= 30, figure["caption"]
                assert not figure["title"].endswith(".")
                assert "," in "".join(output["data"]["text/plain"])


def test_nbval_runs_cells_that_are_watched(project_copy):
    path = project_copy.root / "notebooks" / "05-timetable.ipynb"
    stored = json.loads(path.read_text("utf-8"))
    cell = [cell for cell in stored["cells"] if cell["cell_type"] == "code"][1]
    quiet = "import contextlib, subprocess\nwith contextlib.suppress(PermissionError):\n    subprocess.run(['true'])\n"
    cell["source"] = quiet + "".join(cell["source"])
    path.write_text(json.dumps(stored), "utf-8")
    done = project_copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "notebooks/05-timetable.ipynb")
    assert "Cell 1 - pytest plugin exception: st" in done.stdout
    assert done.returncode == 1
