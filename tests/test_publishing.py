"""Publishing, tried out on copies of the project: nothing stale, nothing half done, the same bytes everywhere."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from wsis20 import freshness, project

ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77"}


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_changed_value_is_refused_and_after_run_only_pages_that_use_it_differ(project_copy, site):
    project_copy.package.change("messages", "africa-k2", text="Civil society should be given a good deal more support.")
    assert project_copy.wsis20("describe").returncode == 0  # the codebook shows the message
    refused = project_copy.jupyter_book()
    assert refused.returncode != 0
    last = refused.stderr.strip().splitlines()[-1]
    reads = [
        path.name
        for path in project.notebooks()
        if "messages" in freshness.tables(freshness.sources(freshness.read(path)))
    ]
    assert last.startswith(f"wsis20: stale notebooks: {', '.join(f'notebooks/{name}' for name in reads)}. Code, data")
    assert last.endswith("run: python -m wsis20 run")
    assert not (project_copy.root / "_build" / "html" / "index.html").exists()

    assert project_copy.wsis20("run").returncode == 0
    built = project_copy.jupyter_book()
    assert built.returncode == 0, built.stdout + built.stderr
    pages, changed = files(site), files(project_copy.root / "_build" / "html")
    differ = {name for name in pages if name.endswith(".html") and pages[name] != changed[name]}
    told = {"02-regions", "06-asks", "africa", "brief", "codebook", "dataset", "index", "messages"}
    assert differ == {f"{name}.html" for name in told}


def test_two_builds_in_two_folders_and_environments_are_the_same_bytes(project_copy, site, pdf_path):
    html = project_copy.jupyter_book(**ELSEWHERE)
    assert html.returncode == 0, html.stdout + html.stderr
    built = files(project_copy.root / "_build" / "html")
    here = files(site)
    assert here.pop(pdf_path.name) == files(pdf_path.parent)[pdf_path.name]  # the pages offer it
    assert [name for name in sorted(built.keys() | here.keys()) if built.get(name) != here.get(name)] == []

    printed = project_copy.jupyter_book("--builder", "custom", "--custom-builder", "typst", **ELSEWHERE)
    assert printed.returncode == 0, printed.stdout + printed.stderr
    there = project_copy.root / "_build" / "typst" / pdf_path.name
    assert there.read_bytes() == pdf_path.read_bytes()


def test_a_failed_build_leaves_the_old_book(project_copy):
    assert project_copy.wsis20("build").returncode == 0
    old = files(project_copy.root / "_build" / "html")
    (project_copy.root / "book" / "method.md").write_text("# Method\n\n(kinds)=\n\n(check-it)=\n\n{msg}`africa-k9`\n")
    assert project_copy.wsis20("build").returncode == 1
    assert files(project_copy.root / "_build" / "html") == old
    assert sorted(path.name for path in (project_copy.root / "_build").iterdir()) == ["html", "typst", "wsis20.json"]


def test_a_bare_build_reads_again_what_the_data_changed(project_copy):
    assert project_copy.jupyter_book().returncode == 0
    schema = project_copy.package.folder / "schemas" / "exclusions.json"
    content = json.loads(schema.read_text("utf-8"))
    content["fields"][0]["description"] = "Another description."
    schema.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert project_copy.wsis20("describe").returncode == 0
    assert project_copy.jupyter_book().returncode == 0
    assert "Another description." in (project_copy.root / "_build" / "html" / "dataset.html").read_text("utf-8")


def test_a_wrong_value_stops_the_book_before_anything_runs(project_copy):
    project_copy.package.change("consultations", "astana-2024", end_date="2024-09-03")
    before = project_copy.stored()
    done = project_copy.wsis20("build", "--run")
    assert done.returncode == 1
    assert "row astana-2024, field end_date: '2024-09-03'; expected a day not before start_date" in done.stdout
    assert project_copy.stored() == before
    assert not (project_copy.root / "_build").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('<script src="https://example.org/x.js"></script>', "book/method.md, line 1: HTML"),
        ("See {msg}`africa-k9`.", "book/method.md, line 1: there is no message 'africa-k9' in the data package"),
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
    for command in ([sys.executable, "-m", "wsis20"], [str(project.Path(sys.executable).with_name("wsis20"))]):
        done = subprocess.run([*command, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
