"""Publishing, tried out on copies of the project: nothing stale, nothing half done, the same bytes everywhere."""

from __future__ import annotations

import json

import pytest
from conftest import PackageCopy
from wsis20 import project

ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def stored(copy):
    return {path.name: path.read_bytes() for path in sorted((copy.root / "notebooks").glob("*.ipynb"))}


def change(copy, table, key, **values):
    """Change a cell of the project copy's data package, hashes refreshed."""
    package = PackageCopy.__new__(PackageCopy)
    package.folder = copy.root / "datapackage"
    package.change(table, key, **values)


def strip_fingerprints(copy):
    for path in (copy.root / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        del notebook["metadata"]["wsis20"]
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_a_changed_value_is_refused_and_after_run_only_pages_that_use_it_differ(project_copy, site):
    change(project_copy, "messages", "africa-k2", text="Civil society should be given a good deal more support.")
    refused = project_copy.jupyter_book()
    assert refused.returncode != 0
    assert "stale notebooks: notebooks/01-round.ipynb, notebooks/02-regions.ipynb" in refused.stdout + refused.stderr
    assert "run: python -m wsis20 run" in refused.stdout + refused.stderr
    assert not (project_copy.root / "_build" / "html" / "index.html").exists()

    assert project_copy.wsis20("run").returncode == 0
    built = project_copy.jupyter_book()
    assert built.returncode == 0, built.stdout + built.stderr
    pages, changed = files(site), files(project_copy.root / "_build" / "html")
    differ = {name for name in pages if name.endswith(".html") and pages[name] != changed[name]}
    assert differ == {"02-regions.html", "messages.html"}


def test_two_builds_in_two_folders_and_environments_are_the_same_bytes(project_copy, site, pdf_path):
    html = project_copy.jupyter_book(**ELSEWHERE)
    assert html.returncode == 0, html.stdout + html.stderr
    built = files(project_copy.root / "_build" / "html")
    here = files(site)
    assert [name for name in sorted(built.keys() | here.keys()) if built.get(name) != here.get(name)] == []

    printed = project_copy.jupyter_book("--builder", "custom", "--custom-builder", "typst", **ELSEWHERE)
    assert printed.returncode == 0, printed.stdout + printed.stderr
    there = project_copy.root / "_build" / "typst" / pdf_path.name
    assert there.read_bytes() == pdf_path.read_bytes()


def test_running_again_leaves_the_same_bytes(project_copy):
    before = stored(project_copy)
    strip_fingerprints(project_copy)
    ran = project_copy.wsis20("run", **ELSEWHERE)
    assert ran.returncode == 0, ran.stderr
    assert "(2 of 2)" in ran.stdout
    assert stored(project_copy) == before


def test_a_failing_cell_fails_the_command_and_stores_nothing(project_copy):
    path = project_copy.root / "notebooks" / "02-regions.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    first["source"] = "1 / 0"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    strip_fingerprints(project_copy)
    before = stored(project_copy)
    ran = project_copy.wsis20("run")
    assert ran.returncode == 1
    assert (
        "wsis20: 02-regions.ipynb: cell 2 (1 / 0) failed: ZeroDivisionError: division by zero; nothing was stored"
        in ran.stderr
    )
    assert "Traceback" not in ran.stderr
    assert stored(project_copy) == before
    assert not list((project_copy.root / "notebooks").glob("*.part"))


def test_a_wrong_value_stops_the_book_before_anything_runs(project_copy):
    change(project_copy, "consultations", "astana-2024", end_date="2024-09-03")
    before = stored(project_copy)
    done = project_copy.wsis20("build", "--run")
    assert done.returncode == 1
    assert "consultations, row astana-2024, field end_date: '2024-09-03'" in done.stdout
    assert stored(project_copy) == before
    assert not (project_copy.root / "_build").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("See {msg}`africa-k9`.", "method.md:1: there is no message 'africa-k9' in the data package"),
        ("See {numref}`fig-nowhere`.", "fig-nowhere"),
        ("```{citation} africa-k9\n```", "there is no message 'africa-k9'"),
    ],
)
def test_what_leads_nowhere_stops_the_build_by_name(project_copy, words, said):
    path = project_copy.root / "book" / "method.md"
    path.write_text(f"{words}\n\n{path.read_text('utf-8')}", encoding="utf-8")
    built = project_copy.wsis20("build")
    assert built.returncode == 1
    assert said in built.stderr
    assert "Traceback" not in built.stderr


def test_commands_work_from_anywhere(tmp_path):
    import subprocess
    import sys

    for command in ([sys.executable, "-m", "wsis20"], [str(project.Path(sys.executable).with_name("wsis20"))]):
        done = subprocess.run([*command, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
